"""Past cases: listed, searched, read, replayed and put in order."""
