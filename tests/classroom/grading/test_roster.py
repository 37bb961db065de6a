"""Rosters of Canvas, Moodle and a teacher's own are read, and submissions find their learner in them."""

from pathlib import Path

import pytest

from classroom.errors import ClassroomError
from classroom.grading.inbox import Source
from classroom.grading.roster import name_on_roster, read_roster

OWN = 'id,name,e-mail,extension\njd,Jane Doe,jane@x.org,3\nzm,"Müller, Zoë",zoe@x.org,\n'
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 1 (99)\n    Points Possible,,,,,10\n"
    '"Doe, Jane",123,S1,jd,A,7\n"Müller, Zoë",125,S2,zm,A,\n"Student, Test",999,,xx,A,\n'
)
MOODLE = "First name;Last name;ID number;Email address\nJane;Doe;jd;jane@x.org\nZoë;Müller;zm;zoe@x.org\n"
WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade\n"
    "Participant 777,Jane Doe,jane@x.org,Submitted,\nParticipant 778,Jane Doe,other@x.org,,\n"
)


def roster(root, text, encoding="utf-8-sig"):
    (root / "roster.csv").write_bytes(text.encode(encoding))
    return read_roster(root)


IN_GERMANY = OWN.replace(",", ";").replace("Müller; ", "Müller, ")  # as Excel saves it there


@pytest.mark.parametrize("text", [OWN, IN_GERMANY, CANVAS, MOODLE])
def test_rosters_that_are_recognised(tmp_path, text):
    found = roster(tmp_path, text)
    assert list(found) == ["jd", "zm"]
    jane, zoe = found.values()
    assert (jane.first_name, jane.last_name, jane.name) == ("Jane", "Doe", "Jane Doe")
    assert (zoe.first_name, zoe.last_name) == ("Zoë", "Müller")
    assert jane.extension == (3 if "extension" in text else 0) and zoe.extension == 0
    assert jane.canvas_id == ("123" if text is CANVAS else "")
    assert roster(tmp_path, text, "cp1252")["zm"].name == "Zoë Müller"


def test_without_a_roster_nobody_is_on_it(tmp_path):
    assert read_roster(tmp_path) == {}


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("id,name\n,Jane\n", "line 2: there is no id"),
        ("a,b\n1,2\n", "line 2: there is no id"),
        ("id,name\n../x,Jane\n", "line 2: there is no id"),
        ("id,name\njd,Jane\njd,Joe\n", "line 3: jd is there twice, in line 2 too"),
        ("id,extension\njd,soon\n", "line 2: the extension of jd is 'soon'"),
        ("id,extension\njd,-1\n", "line 2: the extension"),
        ("id,extension\njd,nan\n", "line 2: the extension"),
    ],
)
def test_a_roster_that_cannot_be_used_is_said_in_a_sentence(tmp_path, text, sentence):
    with pytest.raises(ClassroomError, match=sentence):
        roster(tmp_path, text)


def source(learner, system="", id=""):
    return Source(learner, Path(), (), system, id)


def test_submissions_find_their_learner(tmp_path):
    canvas = roster(tmp_path, CANVAS)
    assert name_on_roster(source("doejane_123", "canvas", "123"), canvas) == "jd"
    assert name_on_roster(source("doejane_9", "canvas", "9"), canvas) == "doejane_9"
    own = roster(tmp_path, OWN)
    for name in ("jd", "jane doe", "Doe, Jane", "JANE@x.org"):
        assert name_on_roster(source(name), own) == "jd"
    assert name_on_roster(source("Zoë Müller", "moodle", "5"), own) == "zm"
    assert name_on_roster(source("doejane_123", "canvas", "123"), own) == "doejane_123"
    sheet = roster(tmp_path, WORKSHEET)
    assert name_on_roster(source("Jane Doe_777", "moodle", "777"), sheet) == "jane@x.org"
    assert (
        name_on_roster(source("Jane Doe", "moodle", "5"), sheet) == "Jane Doe"
    )  # two of that name
