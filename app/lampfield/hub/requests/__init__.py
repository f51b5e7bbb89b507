"""The handlers of requests, by subject. Each registers itself by the type of its request."""
