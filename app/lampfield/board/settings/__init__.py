"""The settings screen: every setting of the typed file, changed in place with immediate effect."""
