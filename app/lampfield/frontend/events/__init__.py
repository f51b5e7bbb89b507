"""The detector of events: state and changes in, events out."""
