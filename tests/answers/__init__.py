"""Answers that new learners could write, right and wrong, and what the checks say of them.

worked_on.json was looked at while the checks were made; measuring.json was not, and measures them. judged.json was
written in turns when they were done; each message about it was read, and what was found was mended.
`python -m tests.answers` prints the table of one. verdicts.json keeps what people said of a message after reading it.
"""
