"""The card: everything known about one contact."""
