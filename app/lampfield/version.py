"""The version, where nothing must be looked up to know it: the packaging reads it from here too."""

VERSION = "0.1.0"
