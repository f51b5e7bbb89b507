"""Sources of state, one folder each, behind the port in ``port.py``."""
