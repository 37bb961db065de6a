"""Answers that new learners could write, right and wrong, and what the checks say of them.

worked_on.json was looked at while the checks were made; measuring.json was not, and measures them. `python -m
tests.answers` prints the table. verdicts.json, where there is one, keeps what people said of a message after reading it.
"""
