"""Inputs of the field, each with the right value: files, stanzas and settings as others make them.

To add a directory file: put it into ``directory/``, and a table into ``directory.toml`` that says who is to
be on the board, which number is dialled for them, and what is told. `test_directory` does the rest. People,
numbers and domains are made up.
"""
