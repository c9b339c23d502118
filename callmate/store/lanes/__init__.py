"""The file of one writer: how it is written, read, checked, mended, and left for another."""
