"""The benchmark: ``python -m tests.bench``. A command, never a timed test."""
