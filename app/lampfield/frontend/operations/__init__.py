"""What an operator can do: what is asked of the hub, when it cannot be, and how its outcome is said.

The board and plain mode do the same things in the same words; each asks and tells in its own way.
"""
