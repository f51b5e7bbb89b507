"""What two front ends need, without Textual: the events, the history of calls, and the rows of a contact."""
