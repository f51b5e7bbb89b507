"""The source ``asterisk``: phone states, calls and dialling of an Asterisk PBX."""
