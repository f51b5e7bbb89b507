"""The demo source: a simulated office behind the same port as the real servers."""
