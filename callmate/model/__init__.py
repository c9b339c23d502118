"""The pure heart: events, the state folded from them, and what a command causes."""
