"""The bench's own hub: one feed for the board and for all its rivals, at any pace, without a source."""
