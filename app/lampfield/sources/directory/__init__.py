"""Source ``directory``: people from a CSV or vCard file."""
