"""``lampfield config init`` at a terminal: asks five questions, tries the answers, writes the site file."""
