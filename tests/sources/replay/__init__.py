"""The source replay."""
