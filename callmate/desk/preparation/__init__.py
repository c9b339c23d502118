"""The preparation of a call: its lines, what they become, what is advised and remembered."""
