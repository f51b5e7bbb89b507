"""What ``lampfield watch`` tells, and how it is written."""
