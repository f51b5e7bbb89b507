"""The source directory: people from a file."""
