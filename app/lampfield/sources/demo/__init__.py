"""A made-up office behind the same port as every other source."""
