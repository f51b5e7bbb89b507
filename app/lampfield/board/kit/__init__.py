"""Small parts that every region uses: signs, cells, hints, text boxes, outcomes."""
