"""The Textual application, one folder per region of the screen."""
