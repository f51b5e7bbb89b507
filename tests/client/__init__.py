"""The feed."""
