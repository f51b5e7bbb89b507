"""The palette: every action and every contact, by typing some of its name."""
