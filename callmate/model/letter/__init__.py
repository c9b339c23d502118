"""What a letter may say of a case, in which words, and how it sounds."""
