"""What learners get: the copy of a lesson without answers (learner_copy), what goes along (contents), the zip (archive).

workflow.py puts it together; `python -m classroom.release WEEK` calls it.
"""
