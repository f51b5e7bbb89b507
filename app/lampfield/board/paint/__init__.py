"""Styled lines, and the fast path to the terminal."""
