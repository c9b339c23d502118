"""Errors that are told to the user as one plain sentence."""

from __future__ import annotations


class CallmateError(Exception):
    """Says what happened, where, and what to do. Shown without a traceback; exit status 1."""

    exit_status = 1


class UsageError(CallmateError):
    """Wrong use or wrong input: exit status 2."""

    exit_status = 2
