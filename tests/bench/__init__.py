"""Measurements: ``make bench``. Each stands beside another taken in the same run on the same machine."""
