"""The board's stylesheets, installed as ``lampfield.styles``: a package, so that an editable install finds them."""
