"""Tests of the key maps."""
