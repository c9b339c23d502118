"""The index in SQLite: the lines of all cases and the numbers of all calls."""
