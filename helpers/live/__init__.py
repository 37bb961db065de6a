"""Live figures: one call in one cell of a lesson, drawn anew at every choice. One module per figure.

They compute nothing that is an exercise: where a figure needs the week's functions, the lesson hands in the learner's.
"""
