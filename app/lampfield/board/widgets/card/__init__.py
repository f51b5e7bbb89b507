"""The card: everything known of one contact."""
