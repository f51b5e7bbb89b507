"""The board's stylesheets, installed as ``lampfield.styles``; a package so that editable installs find it."""
