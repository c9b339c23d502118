"""Where the time of the calls went, when to call, and how often no became yes."""
