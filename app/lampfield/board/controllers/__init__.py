"""The board's controllers: one plain class per subject, which holds its state and returns its commands."""
