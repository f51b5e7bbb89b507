"""Tests of the header."""
