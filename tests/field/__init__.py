"""Inputs as the field has them, each with the right value."""
