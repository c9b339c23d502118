"""What a disk refuses, in a sentence for the person."""

from __future__ import annotations

import errno


def sentence_of(error: OSError) -> str:
    """What is wrong and the cure, short enough for a narrow screen: no path of a case's id."""
    barred = "The store cannot be written: run chmod -R u+rwX on it."
    return {
        errno.ENOSPC: "The disk is full: free some space.",
        errno.EDQUOT: "Your quota on the disk is used up: free some space.",
        errno.EROFS: "The disk is read-only: make it writable.",
        errno.EACCES: barred,
        errno.EPERM: barred,
    }.get(error.errno or 0, f"The store cannot be written: {error.strerror or error}.")
