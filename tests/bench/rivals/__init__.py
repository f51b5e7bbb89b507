"""What the board is measured against: small programs that show the same feed by other means."""
