"""The demo source: laws of the office, and the port in real time."""
