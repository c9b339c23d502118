"""What is to be erased when words are forgotten, or a whole case is."""
