"""The find line: search and groups."""
