"""The handlers of the commands of plain mode."""
