"""Telling without looking: what happened, in which words, by which ways."""
