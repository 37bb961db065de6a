"""The teacher's room: exercises, checks, release and grading. Never in a learner's copy."""
