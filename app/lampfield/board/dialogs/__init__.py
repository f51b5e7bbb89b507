"""Dialogs: a question, its answers, nothing else."""
