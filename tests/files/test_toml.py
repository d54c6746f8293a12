"""Reading what people write: what is wrong is said with its line, its column and what mends it, in words for the person who wrote it."""

import os
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import rtoml
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cicp.errors import InvalidFile
from cicp.files import disk, faults, syntax, toml
from cicp.files.places import Location, line_and_column, places
from cicp.files.plain_text import LARGEST
from cicp.model.calendar import CityCalendar
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.plan import Directory, Plan
from cicp.model.playbook import Playbook
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind
from tests.conftest import EXAMPLE

MODELS: dict[str, type[BaseModel]] = {
    "plan.toml": Plan,
    "text/06-notification.toml": SectionFile,
    "playbooks/base.toml": Playbook,
    "playbooks/ois.toml": Playbook,
    "statements/holding.toml": StatementKind,
    "facts.toml": Facts,
    "gates.toml": Gates,
    "law.toml": Law,
    "calendar.toml": CityCalendar,
    "directory.toml": Directory,
}
SECTION = 'title = "Notification"\nowner = "chief"\n'
CLAUSE = f'{SECTION}[[clause]]\nid = "first"\n'
STEP = 'kind = "ois"\ntitle = "t"\nclause = "a.b"\n[[step]]\nid = "s"\ntitle = "t"\nrole = "r"\nclause = "a.b"\n'
STATEMENT = 'title = "t"\nclause = "a.b"\ntext = "t"\n'
NUMBER_OR_TEXT = 'put quotation marks round it: to TOML 1.10 is the number 1.1, "1.10" is the text'
AN_ID = "use lower-case letters, digits and hyphens, as in city-manager"
KEYS_OF_A_STEP = (
    "its keys are: id, title, role, clause, anchor, within, before, of, every, extend, defer, refuse, ends, once, after, gates, statement, records, says, "
    "answers, tier, evidence, why, source"
)
EVERY_DAY = "".join(f'{{ day = {date(2026, 1, 1) + timedelta(days=number)}, name = "x" }},\n' for number in range(365))
AS_UTF_8 = "save it again as plain UTF-8 (in the editor: save with encoding, UTF-8, no BOM)"


def _fault(model: type[BaseModel], text: str | bytes) -> InvalidFile:
    with pytest.raises(InvalidFile) as caught:
        toml.parse(text if isinstance(text, bytes) else text.encode(), "plans/x.toml", model)
    return caught.value


def _pointed_at(fault: InvalidFile) -> str:
    """What stands above the caret, up to the end of the excerpt's line."""
    line, caret = fault.excerpt.split("\n")
    return line[caret.index("^") :]


MEANING: list[tuple[type[BaseModel], str, int, str, str, str]] = [
    # a key
    (SectionFile, CLAUSE + 'haeding = "x"\ntext = "x"\n', 5, "haeding", '"haeding" is not a key of [[clause]].', 'did you mean "heading"?'),
    (SectionFile, f"{CLAUSE}xyz = 1\n", 5, "xyz", '"xyz" is not a key of [[clause]].', "its keys are: id, text, heading, duty, answers"),
    (Playbook, f"{STEP}xyzxyz = 1\n", 9, "xyzxyz", '"xyzxyz" is not a key of [[step]].', KEYS_OF_A_STEP),
    (Playbook, f"{STEP}uses = []\n", 9, "uses", '"uses" is not a key of [[step]].', "it belongs to this file: write it above the first heading in brackets"),
    (
        CityCalendar,
        'format = 1\n[[year]]\nyear = 2026\n[[year.closed]]\nday = 2026-01-01\nname = "x"\nyear = 2026\n',
        7,
        "year",
        '"year" is not a key of [[year.closed]].',
        "it belongs to [[year]]: write it under that heading",
    ),
    (
        CityCalendar,
        "format = 1\n[[year]]\nyear = 2026\n[[year.closed]]\nclosed = 1\n",
        5,
        "closed",
        '"closed" is not a key of [[year.closed]].',
        "it belongs to [[year]]: write it under that heading",
    ),
    (Plan, "[settings.video]\ndays = 3\n", 1, "video]", "[settings.video] wants text.", "put it in quotation marks"),
    (Plan, "format = 1\nsettings.video.days = 3\n", 2, "video", "[settings.video] wants text.", "put it in quotation marks"),
    (SectionFile, "", 1, "", 'this file has no "title".', "add a line: title = …"),
    (SectionFile, SECTION, 1, "title", 'this file has no "clause".', "add the heading [[clause]], and its keys under it"),
    (SectionFile, f'{CLAUSE}text = "x"\n[[clause]]\ntext = "y"\n', 6, "clause]]", '[[clause]] has no "id".', "add a line: id = …"),
    (
        CityCalendar,
        "format = 1\nyear = [ { year = 2026 } ]\n",
        2,
        "{ year",
        '[[year]] has no "closed".',
        "add the heading [[year.closed]], and its keys under it",
    ),
    # text, numbers, truth, dates
    (SectionFile, f"{CLAUSE}text = 1.10\n", 5, "text", '"text" wants text, and 1.1 is a number.', NUMBER_OR_TEXT),
    (Playbook, STEP.replace('"a.b"\n[', "1.10\n["), 3, "clause", '"clause" wants text, and 1.1 is a number.', NUMBER_OR_TEXT),
    (Playbook, f"{STEP}after = [ 'a', 7 ]\n", 9, "7 ]", 'an element of "after" wants text, and 7 is a number.', NUMBER_OR_TEXT),
    (SectionFile, f"{CLAUSE}text = true\n", 5, "text", '"text" wants text.', "put it in quotation marks"),
    (SectionFile, f"{CLAUSE}text = 2026-11-20\n", 5, "text", '"text" wants text.', "put it in quotation marks"),
    (SectionFile, f'{CLAUSE}text = "x"\nduty = "no"\n', 6, "duty", '"duty" wants true or false.', "write true or false, without quotation marks"),
    (Plan, 'format = "1"\n', 1, "format", '"format" wants a whole number.', "write it without quotation marks and without a point"),
    (Plan, "format = true\n", 1, "format", '"format" wants a whole number.', "write it without quotation marks and without a point"),
    (
        CityCalendar,
        "format = 1\nyear = [{ year = 2026, closed = [\n  { day = 2026-01-01T10:00:00, name = 'x' },\n] }]\n",
        3,
        "day",
        '"day" wants a date.',
        "write it without quotation marks and without an hour: 2026-11-26",
    ),
    # lists and headings
    (Playbook, f"{STEP}after = 'a'\n", 9, "after", '"after" wants a list.', 'write it in square brackets: ["…", "…"]'),
    (
        StatementKind,
        f'{STATEMENT}approve = [["ic"], "chief"]\n',
        4,
        '"chief"',
        'an element of "approve" wants a list.',
        'write it in square brackets: ["…", "…"]',
    ),
    (StatementKind, f'{STATEMENT}approve = [["ic"], ["IC"]]\n', 4, '"IC"', "an element of \"approve\": 'IC' is not an id.", AN_ID),
    (SectionFile, f'{SECTION}[clause]\nid = "x"\n', 3, "clause]", "the heading [clause] wants two brackets: there may be several.", "write [[clause]]"),
    (Plan, 'format = 1\n[[city]]\nname = "x"\n', 2, "city]]", "the heading [[city]] wants single brackets: there is only one.", "write [city]"),
    (Plan, 'format = 1\nsettings = "x"\n', 2, "settings", '"settings" wants a table.', "write the heading [settings], and its keys under it"),
    (SectionFile, f'{SECTION}clause = ["x"]\n', 3, '"x"', '"clause" wants a table.', "write the heading [[clause]], and its keys under it"),
    (CityCalendar, "format = 1\nhours = 8\n", 2, "hours", '"hours" wants a table.', "write the heading [hours], and its keys under it"),
    # what a value may be
    (Plan, "format = 2\n", 1, "format", '"format": 2 is a format that this cicp does not know.', "it reads format 1, a newer cicp may read this file"),
    (Playbook, f"{STEP}id2 = 1\n".replace('"s"', '"S t"'), 5, "id", "\"id\": 'S t' is not an id.", AN_ID),
    (Playbook, STEP.replace('"s"', '"con"'), 5, "id", "\"id\": 'con' is a name that Windows keeps for a device.", "add a word to it"),
    (
        Playbook,
        STEP.replace('"a.b"\n[', '"a"\n['),
        3,
        "clause",
        "\"clause\": 'a' is not a clause id.",
        "write section and clause, as in notification.tell-manager",
    ),
    (Playbook, f'{STEP}within = "3 buisness days"\n', 9, "within", "\"within\": '3 buisness days' is not a span of time.", "did you mean '3 business days'?"),
    (
        Playbook,
        f'{STEP}within = "soon"\n',
        9,
        "within",
        "\"within\": 'soon' is not a span of time.",
        "write it as 15 minutes, 48 hours, 30 days, 3 business days, 24 open hours, 2 quarters or 09:00 on business day 3",
    ),
    (Playbook, f'{STEP}every = ["daily"]\n', 9, '"daily"', "an element of \"every\": 'daily' is not a cadence.", "write it as 4 hours until 24 hours"),
    (Playbook, f"{STEP}tier = 4\n", 9, "tier", '"tier": a tier is 1, 2 or 3.', "write it without quotation marks"),
    (Playbook, f"{STEP}tier = true\n", 9, "tier", '"tier": a tier is 1, 2 or 3.', "write it without quotation marks"),
    (Playbook, f"{STEP}anchor = 5\n", 9, "anchor", '"anchor" wants text, and 5 is a number.', NUMBER_OR_TEXT),
    (Playbook, f"{STEP}anchor = []\n", 9, "anchor", '"anchor" is empty.', "fill it, or take it away"),
    (Playbook, f"{STEP}anchor = [ 'known', 5 ]\n", 9, "5 ]", 'an element of "anchor" wants text, and 5 is a number.', NUMBER_OR_TEXT),
    (
        Playbook,
        f'{STEP}anchor = "When known"\n',
        9,
        "anchor",
        "\"anchor\": 'When known' is nothing that a clock can count from.",
        "name a fact, done:STEP or released:KIND",
    ),
    (
        Playbook,
        f'{STEP}anchor = ["known", "done:"]\n',
        9,
        '"done:"',
        "an element of \"anchor\": 'done:' is nothing that a clock can count from.",
        "name a fact, done:STEP or released:KIND",
    ),
    (
        SectionFile,
        f'{CLAUSE}text = "x"\nheading = "one\\ntwo"\n',
        6,
        "heading",
        '"heading": a heading is one line.',
        "shorten it, or move what follows into the text",
    ),
    (Plan, "[signing]\nsignatories = []\nthreshold = 0\n", 3, "threshold", '"threshold" must be 1 or more.', "mend the number"),
    # the calendar
    (
        CityCalendar,
        'format = 1\nweekend = ["saturday", "Sundays"]\n',
        2,
        '"Sundays"',
        "an element of \"weekend\" must be 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'.",
        'did you mean "sunday"?',
    ),
    (
        CityCalendar,
        'format = 1\nweekend = ["7"]\n',
        2,
        '"7"',
        "an element of \"weekend\" must be 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday'.",
        "write one of these",
    ),
    (
        CityCalendar,
        'format = 1\nweekend = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]\n',
        2,
        "weekend",
        '"weekend": all seven days are named, so the hall would never open.',
        "leave at least one day out",
    ),
    (
        CityCalendar,
        f"format = 1\n[[year]]\nyear = 2026\nclosed = [{EVERY_DAY}]\n",
        1,
        "format",
        "this file: the hall would be closed on every day of 2026.",
        "leave at least one day open",
    ),
    (CityCalendar, 'format = 1\nhours = { opens = "8:30" }\n', 2, "opens", "\"opens\": '8:30' is not an hour of the day.", "write it as 08:30"),
    (CityCalendar, "format = 1\nyear = [{ year = 26, closed = [] }]\n", 2, "year = 26", '"year" must be 2000 or more.', "mend the number"),
    (CityCalendar, "format = 1\nyear = [{ year = 9999, closed = [] }]\n", 2, "year = 9999", '"year" must be 2199 or less.', "mend the number"),
    (
        CityCalendar,
        "format = 1\nyear = [{ year = 2026, closed = [{ day = 2026-01-01, name = '' }] }]\n",
        2,
        "name",
        '"name" is empty.',
        "fill it, or take it away",
    ),
]


@pytest.mark.parametrize(
    ("model", "text", "line", "mark", "message", "hint"), MEANING, ids=[f"{number}: {each[4][:50]}" for number, each in enumerate(MEANING)]
)
def test_what_a_file_should_not_say_is_said_in_plain_words(model: type[BaseModel], text: str, line: int, mark: str, message: str, hint: str) -> None:
    """A file that is TOML and not what it should be: the line, the caret under the fault, what is wrong, and what mends it."""
    fault = _fault(model, text)

    assert (f"plans/x.toml:{line}", message, hint) == (fault.where, fault.message, fault.hint)
    assert _pointed_at(fault).startswith(mark)


OR_ITS_END = "; or, if its end is lost, copy the file from another copy of the plan"
UNCLOSED = "a text is not closed on its line: a quotation mark is missing."
CLOSE_IT = "add the quotation mark; a text of several lines stands between three of them"
NO_ESCAPE = "a backslash starts an escape here, and this is none."
TWO_BACKSLASHES = "write two backslashes for one, or put the text in single quotation marks: '…'"
NO_VALUE = "this line gives no value to a key."
KEY_IS_VALUE = "write KEY = VALUE; if it is a part of a text, a quotation mark is missing above, or too many"
DEEP = "it is nested deeper than any plan file."
FLATTEN = "take out the inner brackets, or the dots of the key"
TWICE = "take one of the two away, or rename it"

SYNTAX: list[tuple[str | bytes, str, str, str, str]] = [
    ('title = "x\nowner = "y"\n', "1", "", UNCLOSED, CLOSE_IT),
    ("title = 'x\nowner = 'y'\n", "1", "", UNCLOSED, CLOSE_IT),
    ('title = "x', "1", "", f"the file ends in the middle: {UNCLOSED}", CLOSE_IT + OR_ITS_END),
    (
        'title = """\nx\n',
        "3",
        "",
        "the file ends in the middle: a text in three quotation marks is not closed, or three of them stand inside it.",
        'close it with """ on a line of its own' + OR_ITS_END,
    ),
    ('a = ["x",\n', "1", "", "the file ends in the middle: a list is not closed: ] is missing.", f"close it with ]{OR_ITS_END}"),
    ('a = ["x" "y"]\n', "1", '"y"]', "a comma is missing between two elements of a list.", "put a comma after each element"),
    ("title = Notification\n", "1", "Notification", "text stands in quotation marks.", 'write it as "…"'),
    ("title = today\n", "1", "today", "text stands in quotation marks.", 'write it as "…"'),
    ("duty = True\n", "1", "True", "true and false are written in small letters.", "write true or false"),
    ('a = "x" b = "y"\n', "1", 'b = "y"', "something follows here that is not part of the value.", "one key and its value to a line; a remark starts with #"),
    ('A word\na = "x"\n', "1", "word", NO_VALUE, KEY_IS_VALUE),
    ("a = 1\nb", "2", "", f"the file ends in the middle: {NO_VALUE}", KEY_IS_VALUE + OR_ITS_END),
    ('a = "C:\\path"\n', "1", "path", NO_ESCAPE, TWO_BACKSLASHES),
    ('a = "\\ud800"\n', "1", "", NO_ESCAPE, TWO_BACKSLASHES),
    ("a = 1\nb = 2\na = 3\n", "3", "a = 3", '"a" stands twice in one table.', TWICE),
    ('"a b" = 1\n"a b" = 2\n', "2", '"a b"', '"a b" stands twice in one table.', TWICE),
    ("x = { a = 1, a = 2 }\n", "1", "a = 2", '"a" stands twice in one table.', TWICE),
    ("[a]\nb = 1\n[a] # again\n", "3", "a]", "the heading [a] stands twice.", "join the two; where there may be several, each has two brackets: [[office]]"),
    ("[[clause]\nx = 1", "1", "", "the heading is not closed.", "write it as [[name]]"),
    ("[a\nb = 1\n", "1", "", "the heading is not closed.", "write it as [name]"),
    ("= 1\n", "1", "= 1", "a key is written in letters, digits, - and _.", "mend the key, or put it in quotation marks"),
    (f"x = {'9' * 5000}\n", "1", "9", "the number is too large.", "mend the number, or put it in quotation marks if it is no number"),
    ("x = 1e400\n", "1", "1e400", "the number is too large.", "mend the number, or put it in quotation marks if it is no number"),
    ("x = 2026-13-01\n", "1", "2026-13-01", "this is not TOML: invalid date, expected month between 01 and 12.", "mend the line"),
    ("a = 1\rb = 2\r", "1", "", "the lines end in CR alone, as on very old machines.", "save it again with line ends LF (in the editor: Unix)"),
    (f"x = {'[' * 2000}", "1", "[", DEEP, FLATTEN),
    (f"x = {'{a = ' * 2000}", "1", "", DEEP, FLATTEN),
    ("\n".join(f"{'.'.join('a' * 800)}.k{number} = 1" for number in range(300)), "", "", DEEP, FLATTEN),
    (b"\xef\xbb\xbf# caf\xc3\xa9\n", "1", "# café", "the file is saved as UTF-8 with a byte-order mark.", AS_UTF_8),
    ("# café\n".encode("utf-16"), "1", "# café", "the file is saved as UTF-16.", AS_UTF_8),
    (b"\xfe\xff" + "# café\n".encode("utf-16-be"), "1", "# café", "the file is saved as UTF-16.", AS_UTF_8),
    ("# café\n# ".encode() + b"caf\xe9 au lait\n", "2", "é au lait", "this byte is not UTF-8 (Latin-1, perhaps).", AS_UTF_8),
    ("# café\n# x\0y\n".encode(), "2", " y", "there is a NUL byte here: this is not text.", AS_UTF_8),
    (
        b'title = "x"\n<<<<<<< HEAD\nowner = "a"\n=======\nowner = "b"\n>>>>>>> theirs\n',
        "2",
        "<<<<<<< HEAD",
        "a merge was left unfinished here.",
        "keep one of the two versions and delete the marker lines",
    ),
    (b"title = 1\n||||||| base\r\n", "2", "||||||| base", "a merge was left unfinished here.", "keep one of the two versions and delete the marker lines"),
    (
        b"# text\n" * 80_000,
        "74899",
        "text",
        "the file is larger than 512 KiB, and no plan file is: what follows here is too much.",
        "split it, or take out what does not belong",
    ),
]


@pytest.mark.parametrize(("text", "line", "mark", "message", "hint"), SYNTAX, ids=[f"{number}: {each[3][:50]}" for number, each in enumerate(SYNTAX)])
def test_what_is_not_toml_is_said_in_plain_words(text: str | bytes, line: str, mark: str, message: str, hint: str) -> None:
    """A file that no parser would read: where a line is known the line and the caret, what is wrong, and what mends it."""
    fault = _fault(SectionFile, text)

    assert (f"plans/x.toml:{line}".removesuffix(":"), message, hint) == (fault.where, fault.message, fault.hint)
    assert (bool(line), True) == (bool(fault.excerpt), not line or _pointed_at(fault).startswith(mark))


def test_a_complaint_without_a_name_for_the_key_still_has_its_line() -> None:
    """Whatever the parser points at when a key stands twice, the sentence holds."""
    assert (1, 3, "a key stands twice in one table.", TWICE) == syntax.explain("duplicate key at line 1 column 3", "a = 1\n")


def test_line_ends_of_windows_are_text() -> None:
    """A file with CRLF line ends reads, and its errors show no trace of them."""
    text = f'{CLAUSE}text = "x"\n'.replace("\n", "\r\n")

    assert "x" == toml.parse(text.encode(), "x.toml", SectionFile).clause[0].text
    assert '    5 | txt = "x"\n      | ^' == _fault(SectionFile, text.replace("text =", "txt =")).excerpt


def test_a_misspelt_key_is_named_before_the_key_that_it_leaves_out() -> None:
    """A misspelt key is two faults to a parser; the one that helps is said."""
    assert '"treshold" is not a key of [signing].' == _fault(Plan, '[signing]\nsignatories = ["mayor"]\ntreshold = 1\n').message


def test_of_two_faults_the_upper_is_said() -> None:
    """Whoever mends a file from the top finds the faults in the order of the lines."""
    assert "plans/x.toml:3" == _fault(Plan, '[signing]\nsignatories = ["mayor"]\nthreshold = "1"\n[city]\nname = 1\n').where
    assert "plans/x.toml:2" == _fault(Plan, '[city]\nname = 1\n[signing]\nsignatories = ["mayor"]\nthreshold = "1"\n').where


def test_a_long_line_is_shown_round_its_fault() -> None:
    """Of a line longer than a screen the excerpt shows the part that matters, with control characters and tabs as blanks."""
    fault = _fault(SectionFile, f'{CLAUSE}text = "x"\nheading = "{"x" * 300}" \tz\n')
    line, caret = fault.excerpt.split("\n")

    assert ("z", True, False) == (line[caret.index("^") :], len(line) < 120, "\t" in line)


def test_a_long_name_does_not_fill_the_screen() -> None:
    """A key of 400,000 letters is named by its ends."""
    fault = _fault(SectionFile, f"{'x' * 400_000} = 1\n")

    assert (True, True) == (len(fault.message) < 300, len(fault.excerpt) < 300)


LOOK_ALIKES = """# title = "a comment"
title = "title"
kind = "title"
[[step]]
id = "title"
text = '''
title = "not a key"
[[step]]
'''
after = ["a",
  "title", ]  # title
why = \"\"\"title\"\"\"
[[step]]
id = "y"
title = 'x'
[[tighten]]
says = ["says"]
[city]
"\\u006eame" = { title = 1 }
"""


@pytest.mark.parametrize(
    ("location", "line", "mark"),
    [
        (("title",), 2, "title = "),
        (("step", 0, "id"), 5, 'id = "title"'),
        (("step", 0, "after", 1), 11, '"title",'),
        (("step", 0, "nothing"), 4, "step]]"),
        (("step", 1), 13, "step]]"),
        (("step", 1, "title"), 15, "title = 'x'"),
        (("tighten", 0, "says", 0), 17, '"says"'),
        (("city", "name"), 19, '"\\u006eame"'),
        (("city", "name", "title"), 19, "title = 1"),
        (("nothing",), 1, "#"),
        ((), 1, "#"),
    ],
)
def test_a_place_is_found_in_spite_of_look_alikes(location: Location, line: int, mark: str) -> None:
    """A key is told from the same word in a comment, an earlier table, a text of several lines or a list; what is not there has the place it would lie in."""
    fault = faults.at(LOOK_ALIKES.encode(), "x.toml", location, "wrong.", "mend it")

    assert (f"x.toml:{line}", True) == (fault.where, _pointed_at(fault).startswith(mark))


def _paths(table: Any, above: Location = ()) -> Iterator[Location]:
    parts = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    for key, value in parts:
        yield (*above, key)
        yield from _paths(value, (*above, key))


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.toml")), ids=lambda path: str(path.relative_to(EXAMPLE)))
def test_each_key_of_the_example_has_its_place(path: Path) -> None:
    """In every file of the example, the places found are the places that the parser knows, and each key stands where its place says."""
    text = path.read_text(encoding="utf-8")
    found = places(text)

    assert set(_paths(rtoml.loads(text))) == set(found)
    assert all(text[offset:].startswith(place[-1]) for place, offset in found.items() if isinstance(place[-1], str))


_LETTERS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"'[]{}=,.#\\"), max_size=12)
_VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.dates(), _LETTERS, st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_LETTERS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_LETTERS, _VALUES, max_size=4), st.booleans())
def test_places_are_those_of_the_parser(table: dict[str, Any], multiline: bool) -> None:  # noqa: FBT001  # hypothesis passes by position
    """Whatever a TOML text holds, the places found in it are exactly the paths of what the parser read."""
    text = tomli_w.dumps(table, multiline_strings=multiline)

    assert set(_paths(rtoml.loads(text))) == set(places(text))


def test_places_of_every_form_that_toml_allows() -> None:
    """Dotted keys, quoted keys, inline tables, tables in lists in tables, and each kind of text."""
    text = """
        a.b."c d" = 1.10
        d = { e = { f = 1, g.h = [{ i = 1 }, ] }, }
        x = [ [1, 2 ] , ["]", '}'], \"\"\"
        a = 1
        \"\"\", '''it''s''''', ] # y = 1
        [t.u]
        w = 2026-01-01 10:00:00
        [[t.v]]
        [[t.v]]
        [t.v.z]
        q = \"\"\"a\"\"\"\"\"
        [[t.v.y]]
        [ s . 'r' ]
        [[ s.o ]]
    """

    assert set(_paths(rtoml.loads(text))) == set(places(text))


@pytest.mark.parametrize("text", ["[", "a", "a =", "a = [", "a = {", "[[a", "a.", '"', "a = [1", "=", "]", "a = ]", "a = 1\n}"])
def test_places_of_what_is_not_toml_are_read_as_far_as_it_goes(text: str) -> None:
    """A text that breaks off ends the search and nothing else: what stood before has its place."""
    assert 7 == places(f"b = 1\n\n{text}").get(("a",), 7) + 0 * places(f"b = 1\n\n{text}")["b",]


def test_keys_deeper_than_any_plan_file_are_not_told_apart() -> None:
    """A key of seventy parts has the place of its first ones, so that it costs no more than its letters."""
    assert [("a",) * depth for depth in range(1, 9)] == list(places(f"{'.'.join('a' * 70)} = 1\n"))


def test_lines_and_columns_are_those_of_an_editor() -> None:
    """Both count from 1; a column counts letters, not bytes."""
    assert [(1, 1), (1, 3), (2, 1), (2, 2)] == [line_and_column("éa\nb\n", offset) for offset in (0, 2, 3, 4)]


LARGE = {
    "unknown keys": "\n".join(f"key-{number} = {number}" for number in range(28_000)),
    "dotted keys": "\n".join(f"{'.'.join('a' * 60)}.k{number} = 1" for number in range(3000)),
    "clauses": SECTION + "\n".join(f'[[clause]]\nid = "c{number}"\ntext = "{"x" * 1100}"' for number in range(400)) + "\nid2 = 1\n",
    "wrong clauses": SECTION + "\n".join(f"[[clause]]\nid = {number}\ntext = {number}" for number in range(12_000)),
    "one text": f'{SECTION}x = """{"text = 1" * 60_000}"""\n',
    "one list": f"{SECTION}x = [{'{a = 1},' * 60_000}]\n",
    "one name": f"{'x' * 500_000} = 1\n",
    "quotation marks": '"' * 500_000,
    "backslashes": f'a = "{chr(92) * 500_001}"',
    "brackets": "[" * 500_000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_the_error_of_a_large_file_takes_less_than_a_second(text: str) -> None:
    """As large as a plan file may be and hostile, a file is refused, with its line, at once."""
    if sys.gettrace():
        pytest.skip("coverage traces each line, and is what takes the time")
    start = time.process_time()
    fault = _fault(SectionFile, text)

    assert (True, True, True) == (len(text) < LARGEST, time.process_time() - start < 1, fault.where.startswith("plans/x.toml:"))


_TOKENS = st.sampled_from(
    ['"', "'", '"""', "[", "]", "[[", "]]", "{", "}", "=", ",", "\n", "#", "\\", ".", "1", "-", " ", "é", "true", "\r", "\x07", "\u202e", "\ufeff"]
)
_SLIPS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), _TOKENS | st.just("")), min_size=1, max_size=3)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(sorted(MODELS)), _SLIPS)
def test_any_slip_of_the_pen_is_refused_or_read(file: str, slips: list[tuple[float, int, str]]) -> None:
    """Whatever is typed, lost or pasted in a plan file, reading gives what it says, or InvalidFile with a sentence and a remedy, and never anything else."""
    text = (EXAMPLE / file).read_text(encoding="utf-8")
    for where, lost, put in slips:
        at = int(where * len(text))
        text = text[:at] + put + text[at + lost :]
    assert _read_or_refused(text.encode(), file)


def _read_or_refused(data: bytes, file: str) -> bool:
    """Say that a file reads, or is refused with its path, a sentence and a remedy; whatever else is raised goes through."""
    try:
        return isinstance(toml.parse(data, file, MODELS[file]), MODELS[file])
    except InvalidFile as fault:
        return fault.where.startswith(file) and bool(fault.message) and bool(fault.hint)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_the_same_shape(data: bytes) -> None:
    """Bytes that are no plan file, whatever they are, have a sentence and a remedy."""
    fault = _fault(SectionFile, data)

    assert (True, True) == (fault.where.startswith("plans/x.toml"), bool(fault.message and fault.hint))


@pytest.mark.parametrize("file", sorted(MODELS))
def test_a_value_of_any_other_type_is_refused_with_a_sentence_of_ours(file: str) -> None:
    """Each first value of each list and table, replaced by a value of every type: no complaint is left in the words of the library."""
    table = rtoml.loads((EXAMPLE / file).read_text(encoding="utf-8"))
    places_of_first = [each for each in _paths(table) if all(part == 0 or isinstance(part, str) for part in each)]
    others: tuple[Any, ...] = (7, 1.5, "Some Text", [], [7], {}, {"x": 1}, True, date(2026, 1, 1), [[["x"]]])
    hints = [_hint(file, tomli_w.dumps(_with(table, place, value))) for place in places_of_first for value in others]

    assert (True, []) == (len(hints) > 20, [hint for hint in hints if hint == "mend the value"])


def _hint(file: str, text: str) -> str:
    try:
        toml.parse(text.encode(), file, MODELS[file])
    except InvalidFile as fault:
        return fault.hint
    return ""


def _with(table: Any, place: Location, value: Any) -> Any:
    if not place:
        return value
    if isinstance(table, dict):
        return {key: _with(each, place[1:], value) if key == place[0] else each for key, each in table.items()}
    return [_with(each, place[1:], value) if number == place[0] else each for number, each in enumerate(table)]


class _Odd(BaseModel):
    key: bytes


def test_a_complaint_that_nobody_foresaw_is_passed_on() -> None:
    """What the library may say and no plan file of today brings about is said in its own words, with the place."""
    fault = _fault(_Odd, "key = 1\n")

    assert ("plans/x.toml:1", '"key": input should be a valid bytes.', "mend the value") == (fault.where, fault.message, fault.hint)


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    """Not there, a link, a folder, a pipe: each has its sentence and its remedy, and none is opened."""
    (tmp_path / "link.toml").symlink_to(EXAMPLE / "law.toml")
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    found = {}
    for name in ("nothing", "link", "folder", "pipe"):
        with pytest.raises(InvalidFile) as caught:
            toml.load(tmp_path / f"{name}.toml", Law)
        assert (str(tmp_path / f"{name}.toml"), True) == (caught.value.where, bool(caught.value.hint))
        found[name] = caught.value.message

    no_file = "this is no plain file, but a folder, a pipe or a device."
    assert {
        "nothing": "the file is not here.",
        "link": "this is a symbolic link, and only the file itself is read.",
        "folder": no_file,
        "pipe": no_file,
    } == found


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the right to read it, a file is named with what gives the right."""

    def refuse(path: Path, _: int) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(disk, "read", refuse)
    with pytest.raises(InvalidFile) as caught:
        toml.load(tmp_path / "law.toml", Law)

    assert ("the file may not be read: Permission denied.", "let yourself read it (chmod u+r), or copy it from another copy of the plan") == (
        caught.value.message,
        caught.value.hint,
    )
