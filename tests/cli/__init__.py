"""Commands, run as a person runs them."""
