"""What teachers use: exercises, release, grading, reports. Never in a learner's copy."""
