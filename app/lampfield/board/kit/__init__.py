"""Small things that every part of the board uses: signs, cells, hints, text boxes, outcomes."""
