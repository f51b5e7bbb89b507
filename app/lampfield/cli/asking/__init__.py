"""``lampfield config init`` at a terminal: five questions, each answer tried at once, then the site file."""
