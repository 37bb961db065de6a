"""What learners get: a lesson's copy without answers (learner_copy), what goes along (contents), links that
stay within it (links), the zip (archive).

workflow.py puts it together; `python -m classroom.release WEEK` calls it.
"""
