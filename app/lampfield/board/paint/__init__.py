"""Styled lines, and their short way to the terminal."""
