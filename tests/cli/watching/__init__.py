"""What watch tells, and how it is written."""
