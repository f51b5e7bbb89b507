"""The source ``asterisk``: lamps, calls and dialling of an Asterisk PBX."""
