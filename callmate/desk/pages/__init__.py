"""The pages that take the timeline's place: after, between and before the calls."""
