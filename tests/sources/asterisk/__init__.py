"""The source asterisk: pure parts on recorded traffic."""
