"""A place for code that nobody has read: learners' answers run here, apart from everything of the teacher's."""
