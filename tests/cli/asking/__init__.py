"""The interview that writes a site file."""
