"""Pictures of the real application: ``make screenshots``."""
