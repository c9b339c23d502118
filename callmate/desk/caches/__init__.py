"""Index and search, kept up to date with the case files."""
