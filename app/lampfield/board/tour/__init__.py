"""The tour: the board in a few steps."""
