"""The store's promises, tried by faults. ``python -m tests.faults`` tells how."""
