"""Files in and out: case scripts and reports."""
