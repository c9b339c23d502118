"""What the doors of the command line do, each as a function that returns text."""
