"""Whether a record was changed: its chains checked, the damage told in words, its end anchored."""
