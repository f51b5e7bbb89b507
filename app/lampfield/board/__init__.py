"""The Textual application, foldered by region of the screen."""
