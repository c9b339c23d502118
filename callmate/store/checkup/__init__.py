"""Looks over a store: what is well, what you should know, what is broken and its cure."""
