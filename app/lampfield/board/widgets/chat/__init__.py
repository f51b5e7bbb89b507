"""The chat pane: history, typing, and a line to write."""
