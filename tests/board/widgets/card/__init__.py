"""Tests of the card's parts."""
