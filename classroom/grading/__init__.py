"""What decides points: submissions are collected, run in a sandbox, marked and entered in the gradebook.

Read marking.py to see where a mark is decided; workflow.py is what `make grade` does.
"""
