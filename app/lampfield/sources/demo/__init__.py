"""A simulated office behind the same port as every other source."""
