"""The chat pane: log, typing state, and a text box."""
