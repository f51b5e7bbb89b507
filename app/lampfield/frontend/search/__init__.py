"""Search: what was typed, which contacts match, in which order."""
