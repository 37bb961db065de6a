"""What maintainers run: lessons from top to bottom (run_notebooks), and the checks' stored numbers (freeze_checks).

Nothing here is needed by learners or teachers.
"""
