"""The server: merges the sources, keeps last values, and serves the feed."""
