"""Search: queries, matching, ranking and groups."""
