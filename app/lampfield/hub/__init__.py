"""The server: what the sources tell, kept as last values and fed to the boards."""
