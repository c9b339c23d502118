"""What each pane shows: pure functions from a scene to lines."""
