"""Measurements: ``make bench``. The board, the hub, and what does the same by other means, in one run.

All follow one feed (``feed/``), each in a terminal of its own (`stage`) or in a browser (``browser/``), in
turn; what counts is the ratio of two that ran one after the other (`figures`, `goals`).
"""
