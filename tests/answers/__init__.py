"""Answers that new learners could write, right and wrong, and what the checks say of them.

worked_on.json was looked at while the checks were made; measuring.json measures them. judged.json was written in turns
when they were done; each message about it was read, and what was found was mended; `where` holds the texts that are
wrong. `python -m tests.answers` prints the table of one. verdicts.json keeps what was said of messages after reading.
"""
