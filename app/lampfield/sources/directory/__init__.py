"""The source ``directory``: people from a file, CSV or vCards."""
