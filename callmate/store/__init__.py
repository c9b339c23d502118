"""Everything that touches the disk; the only folder that imports tinydb."""
