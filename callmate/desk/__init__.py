"""The caller's desk: what a key means, what it causes, and what is then said.

Between the model and the screen. Nothing here imports textual, so the same
path serves the screen, ``callmate log`` and the tests.
"""
