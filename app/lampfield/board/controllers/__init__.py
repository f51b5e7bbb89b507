"""The board's controllers: one plain class a subject, which holds its state and returns its commands."""
