"""Operations: the actions of the operator, with their preconditions, questions and result messages.

Board and plain mode share them; each displays questions and results in its own way.
"""
