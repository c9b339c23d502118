"""The widgets Textual sees: plain line painters that know nothing of calls."""
