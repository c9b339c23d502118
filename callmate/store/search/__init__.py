"""The search in SQLite: a file beside the index, its one writer, and its readers."""
