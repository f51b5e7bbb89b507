"""Tests of the styled lines and their way to the terminal."""
