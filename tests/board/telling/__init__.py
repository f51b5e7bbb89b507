"""Telling without looking."""
