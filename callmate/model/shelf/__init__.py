"""Where cases stand and which calls are theirs: pinned, put away, moved, merged."""
