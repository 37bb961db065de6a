"""The one error that teachers see."""


class ClassroomError(Exception):
    """Something the teacher can put right; its text is one clear sentence."""
