"""Files that cannot be read, and what an error about one must say: for the tests of helpers.datasets."""

import traceback


def assert_one_clear_sentence(error, path, *words):
    """The message names the file and the remedy, on one line, and hides the library's own error."""
    message = str(error)
    assert str(path) in message
    for word in words:
        assert word in message
    assert "\n" not in message and message.endswith(".")
    assert error.__cause__ is None and (error.__context__ is None or error.__suppress_context__)
    assert "h5py" not in message and "PIL" not in message
    assert "During handling" not in "".join(traceback.format_exception(error))


def missing(path):
    path.unlink()


def a_folder(path):
    path.unlink()
    path.mkdir()


def lfs_pointer(path):
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 2572022\n")


def truncated(path):
    path.write_bytes(path.read_bytes()[:1500])


def empty(path):
    path.write_bytes(b"")


def web_page(path):
    path.write_text("<!DOCTYPE html><html>Sign in to download</html>")
