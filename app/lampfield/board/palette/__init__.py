"""The palette: every action and every contact, by typing part of a name."""
