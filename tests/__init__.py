"""Tests of Lampfield; they mirror ``app/``."""
