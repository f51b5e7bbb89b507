"""Where state comes from: one folder a source, behind the port in ``port.py``."""
