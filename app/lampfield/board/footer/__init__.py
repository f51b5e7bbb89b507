"""The footer: the outcome of the last action, and the live keys."""
