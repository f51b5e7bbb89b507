"""What lampfield check finds on this machine."""
