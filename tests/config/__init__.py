"""The site file, the secrets, the places."""
