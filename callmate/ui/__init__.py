"""The screen: panes that render values, and the one app that hears each key."""
