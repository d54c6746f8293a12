"""Editing the text of a plan by command: only what was asked for changes, byte for byte, or nothing does."""

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
import rtoml
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tomlkit.exceptions import TOMLKitError

from cicp.cli import letters
from cicp.files import editing
from tests.fault.acts import command, play
from tests.fault.stand_in import Trouble
from tests.road import Said, Town

LAID_OUT: Final = """\
#:schema ../schema/section.json
# A remark before everything.

title = "Calls"   # the title
owner   =  'chief' # whose it is
# A remark before the clauses.

[[clause]] # the first
id = "log" # its id
heading = 'Opening the log'
# A remark inside.
text = \"""
The PIO opens a log within 5 minutes.
  Indented, with a tab:\tand a backslash \\\\.
\""" # after the text

# Between the clauses.
  [[clause]]
  text = "People come first." # on one line
  id = "care"
  duty = false

[[clause]]
id = "last"
duty = false
text = '''
Literal \\ text.'''
# The end, without a line end."""
"""A section as people write them: remarks everywhere, blanks where they like them."""
OWNER: Final = "owner   =  {}"
HINT: Final = "section edit calls.CLAUSE --text FILE"


@pytest.fixture
def town(standing_at: Callable[[str], Town]) -> Town:
    """The small plan while it is drafted, with a section that people laid out."""
    town = standing_at("draft")
    section(town).write_bytes(LAID_OUT.encode())
    return town


def section(town: Town) -> Path:
    return town.plan / "text/01-calls.toml"


def texts(data: bytes) -> dict[str, str]:
    """The words of every clause, as the parser of cicp reads them."""
    return {each["id"]: each["text"] for each in rtoml.loads(data.decode())["clause"]}


def untouched(town: Town, code: int, *words: str, stdin: str | bytes = b"") -> Said:
    """Give a command that is refused with this code: no file is changed, and what mends it is said."""
    before = town.files()
    said = town.play(*words, stdin=stdin)

    assert (code, "", before) == (said.code, said.out, town.files()), said.err
    assert said.hint, said.err
    return said


class TestAssign:
    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_only_the_owner_changes(self, ending: str, town: Town) -> None:
        """Every byte but the owner's stays: remarks, blanks, line ends, and the missing one at the end."""
        before = LAID_OUT.replace("\n", ending)
        section(town).write_bytes(before.encode())

        town.do("section", "assign", "calls", "--to", "pio")

        assert before.replace(OWNER.format("'chief'"), OWNER.format('"pio"')).encode() == section(town).read_bytes()

    def test_a_role(self, town: Town) -> None:
        """A section may be given to a role that an office carries."""
        town.do("section", "assign", "calls", "--to", "monitor")

        assert "monitor" == rtoml.loads(section(town).read_text(encoding="utf-8"))["owner"]

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (("calls", "--to", "chef"), 4, 'did you mean "chief"? the offices are: city-clerk'),
            (("calls", "--to", "astronomer"), 4, "the offices are: city-clerk"),
            (("cals", "--to", "chief"), 4, 'did you mean "calls"?'),
            (("zzz", "--to", "chief"), 4, "see them: cicp section list"),
            (("calls.log", "--to", "pio"), 2, "cicp section assign calls --to pio"),
            (("../calls", "--to", "pio"), 4, 'the text has no clause "../calls"'),
            (("calls",), 2, "--to"),
        ],
    )
    def test_refused(self, words: tuple[str, ...], code: int, says: str, town: Town) -> None:
        """An unknown office or section is refused with the nearest; a clause, with the command for its section."""
        said = untouched(town, code, "section", "assign", *words)

        assert says in said.err

    def test_warned_while_it_is_signed(self, standing_at: Callable[[str], Town]) -> None:
        """Words that are before their signatories are changed all the same, with a warning that no signature can be recorded then."""
        town = standing_at("circulated")
        said = town.do("section", "assign", "calls", "--to", "pio")

        assert "the text is before its signatories" in said.err
        assert "text/01-calls.toml" in town.play("sign", "record", "mayor", "--instrument", "R").err

    def test_what_does_not_read(self, town: Town) -> None:
        """A section that does not read is not edited: the fault is named with its line."""
        section(town).write_text('title = "Calls"\nowner = \n', encoding="utf-8")

        assert "text/01-calls.toml:2" in untouched(town, 5, "section", "assign", "calls", "--to", "pio").err

    def test_permissions_stay(self, town: Town) -> None:
        """Who could read the file before can read it afterwards."""
        for mode in (0o644, 0o600, 0o640):
            section(town).chmod(mode)
            town.do("section", "assign", "calls", "--to", "pio")

            assert mode == stat.S_IMODE(section(town).stat().st_mode)

    def test_a_link(self, town: Town, tmp_path: Path) -> None:
        """A link to a section elsewhere is neither followed nor replaced."""
        section(town).rename(tmp_path / "elsewhere.toml")
        section(town).symlink_to(tmp_path / "elsewhere.toml")

        assert 5 == town.play("section", "assign", "calls", "--to", "pio").code
        assert (True, LAID_OUT.encode()) == (section(town).is_symlink(), (tmp_path / "elsewhere.toml").read_bytes())


class TestEdit:
    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_only_the_words_change(self, ending: str, town: Town) -> None:
        """New words stand on lines of their own that end as the file's do; every other byte stays, the remark behind them too."""
        before = LAID_OUT.replace("\n", ending)
        section(town).write_bytes(before.encode())

        town.do("section", "edit", "calls.care", "--text", "-", stdin="First line.\nSecond line.\n")

        expected = LAID_OUT.replace('"People come first." #', '"""\nFirst line.\nSecond line.\n""" #').replace("\n", ending)
        assert expected.encode() == section(town).read_bytes()

    def test_words_of_several_lines(self, town: Town) -> None:
        """Words of several lines, and literal ones, are replaced whole."""
        town.do("section", "edit", "calls.log", "--text", "-", stdin="Short.\n")
        town.do("section", "edit", "calls.last", "--text", "-", stdin="Also short.\n")
        old = LAID_OUT.partition("text = ")[2].partition(" # after")[0]

        expected = LAID_OUT.replace(old, '"""\nShort.\n"""').replace("'''\nLiteral \\ text.'''", '"""\nAlso short.\n"""')
        assert expected.encode() == section(town).read_bytes()

    def test_from_a_file(self, town: Town, tmp_path: Path) -> None:
        """New words may come from a file; blanks around them are not part of them."""
        (tmp_path / "words").write_text("\n  New words.\r\nMore.  \n\n", encoding="utf-8")

        town.do("section", "edit", "calls.care", "--text", str(tmp_path / "words"))

        assert "New words.\nMore.\n" == texts(section(town).read_bytes())["care"]

    @pytest.mark.parametrize(
        "words",
        [
            'ends with a quote "',
            'ends with two ""',
            '"""',
            '""""""',
            "'''",
            "a \\ backslash, a \\n, a \\u0041, and at the end \\",
            "bell \x07, escape \x1b[31m, delete \x7f",
            "a\ttab",
            "a lone\rcarriage return",
            "\u202eturned, \u2028 parted, \ufeff marked, \U0001f6a8",
            '# no remark\n[[clause]]\nid = "log"',
            "{x} %s $HOME `ls` [next update]",
            "=" * 10_000,
        ],
    )
    def test_hostile_words(self, words: str, town: Town) -> None:
        """Whatever the words hold, they are read back as they were given, and no other clause changes."""
        before = texts(section(town).read_bytes())

        town.do("section", "edit", "calls.care", "--text", "-", stdin=words)

        assert before | {"care": f"{words}\n"} == texts(section(town).read_bytes())

    @pytest.mark.parametrize(
        ("data", "says"),
        [(b"", "the clause is empty"), (b" \n ", "the clause is empty"), (b"a\0b", "NUL"), (b"\xe9", "not UTF-8"), (b"a" * 2_000_000, "longer than")],
        ids=["empty", "blank", "NUL", "Latin-1", "2 MB"],
    )
    def test_no_words(self, data: bytes, says: str, town: Town) -> None:
        """Words that are empty, too long or no text are refused."""
        assert says in untouched(town, 2, "section", "edit", "calls.care", "--text", "-", stdin=data).err

    @pytest.mark.parametrize("words", ["<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "a" * 1_048_000 + "\n<<<<<<< ours\n"])
    def test_words_that_would_not_read(self, words: str, town: Town) -> None:
        """Words with which the file would not read afterwards leave it as it was."""
        assert "text/01-calls.toml" in untouched(town, 5, "section", "edit", "calls.care", "--text", "-", stdin=words).err

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (("calls", "--text", "-"), 2, "cicp section edit calls.CLAUSE --text -"),
            (("calls.lag", "--text", "-"), 4, 'did you mean "calls.log"?'),
            (("zzz.zzz", "--text", "-"), 4, "see them: cicp section list"),
            (("calls.care", "--text", "missing"), 2, "cannot be read"),
            (("calls.care",), 2, "cicp section edit calls.care --text FILE"),
            (("calls",), 2, HINT),
        ],
    )
    def test_refused(self, words: tuple[str, ...], code: int, says: str, town: Town) -> None:
        """New words are given to one clause; without a terminal nothing opens an editor."""
        assert says in untouched(town, code, "section", "edit", *words, stdin="New.").err

    def test_inline_clauses(self, town: Town) -> None:
        """Clauses in one line of brackets are edited, too."""
        section(town).write_text('title = "T"\nowner = "chief"\nclause = [{id = "log", text = "a"}, {id = "care", text = "b"}] # both\n', encoding="utf-8")
        town.do("section", "edit", "calls.care", "--text", "-", stdin="New.\n")

        assert {"log": "a", "care": "New.\n"} == texts(section(town).read_bytes())
        assert section(town).read_text(encoding="utf-8").endswith("# both\n")

    def test_a_layout_that_cannot_be_kept(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file that cicp reads and the library for editing does not is left as it is; the refusal says to change it as any file."""

        def refuse(_: str) -> None:
            raise TOMLKitError

        monkeypatch.setattr(tomlkit, "parse", refuse)

        assert "change it as any file" in untouched(town, 5, "section", "edit", "calls.care", "--text", "-", stdin="New.").err


_WORDS: Final = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(lambda text: bool(text.strip()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=_WORDS)
def test_any_words_read_back(words: str, tmp_path: Path) -> None:
    """Whatever words a clause is given, they read back as they are, line ends aside, and the file around them stays byte for byte."""
    path = tmp_path / "01-calls.toml"
    path.write_bytes(LAID_OUT.encode())
    before, _, after = LAID_OUT.partition('"People come first."')

    editing.set_words(path, "care", words)

    changed = path.read_bytes().decode()
    assert (True, True) == (changed.startswith(before), changed.endswith(after))
    assert f"{words.strip()}\n".replace("\r\n", "\n") == texts(path.read_bytes())["care"]


@pytest.mark.parametrize("words", [("section", "assign", "calls", "--to", "pio"), ("section", "edit", "calls.care", "--text", "{words}")])
def test_a_failing_disk(words: tuple[str, ...], town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each call by which the file is replaced, the old words or the new ones are there whole; the exit code says which, and the next attempt works."""
    (tmp_path / "words").write_text("New words.\n", encoding="utf-8")
    monkeypatch.setenv("CICP_AS", "city-clerk")
    given_words = [word.format(words=tmp_path / "words") for word in words]
    town.do(*given_words)
    newer = section(town).read_bytes()
    seen = set()
    for call in ("open new", "write", "fsync file", "close", "replace", "open folder", "fsync folder"):
        for trouble in (Trouble(call), Trouble(call, error=5), Trouble(call, error=28, forever=True), Trouble(call, error=5, late=True)):
            section(town).write_bytes(LAID_OUT.encode())
            outcome = play(command(*given_words), town.plan, trouble)
            found = section(town).read_bytes()
            names = sorted(path.name for path in section(town).parent.iterdir())

            assert outcome.stand_in.struck, trouble
            assert outcome.code in ({None} if not trouble.error else {8} if found == newer else {7}), (trouble, outcome)
            assert (True, "") == (found in (LAID_OUT.encode(), newer), outcome.out), trouble
            assert outcome.code is None or names == ["01-calls.toml", "02-words.toml"], trouble
            seen.add(outcome.code)
            for leftover in section(town).parent.glob(".tmp-*"):
                leftover.unlink()
            town.do(*given_words)
            assert newer == section(town).read_bytes()

    assert {None, 7, 8} == seen


class TestEditor:
    @pytest.fixture(autouse=True)
    def terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let a person sit at a terminal."""
        monkeypatch.setattr(letters, "at_a_terminal", lambda: True)
        monkeypatch.delenv("VISUAL", raising=False)

    @staticmethod
    def editor(tmp_path: Path, does: str) -> str:
        """Write an editor: a script that is given the path of the file."""
        script = tmp_path / "an editor.sh"
        script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        script.chmod(0o755)
        return f"'{script}' --wait"

    @pytest.mark.parametrize("variable", ["EDITOR", "VISUAL"])
    def test_runs(self, variable: str, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The person's own editor is run, with its own words before the file; what it wrote is what is there."""
        monkeypatch.setenv("EDITOR", "false")
        monkeypatch.setenv(variable, self.editor(tmp_path, 'echo "$1" > "$(dirname "$0")/said"; sed -i s/first/last/ "$2"'))

        said = town.do("section", "edit", "calls")

        assert "--wait\n" == (tmp_path / "said").read_text(encoding="utf-8")
        assert "People come last." == texts(section(town).read_bytes())["care"]
        assert "cicp check" in said.out

    @pytest.mark.parametrize("does", ["exit 3", None])
    def test_fails(self, does: str | None, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An editor that is not there, or ends with an error, changes nothing; what to do is said."""
        monkeypatch.setenv("EDITOR", self.editor(tmp_path, does) if does else "/nowhere/at/all")

        assert "set EDITOR" in untouched(town, 2, "section", "edit", "calls").hint

    def test_leaves_what_does_not_read(self, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a person wrote in an editor stays as they left it; that it does not read is named with its line."""
        monkeypatch.setenv("EDITOR", self.editor(tmp_path, 'printf "title = \\n" > "$2"'))
        said = town.play("section", "edit", "calls.care")

        assert (5, b"title = \n") == (said.code, section(town).read_bytes())
        assert "text/01-calls.toml:1" in said.err


class TestShowing:
    def test_list(self, town: Town) -> None:
        """Every section with its owner and its clauses; a required one that is not there, and an owner that is no office, are named."""
        plan = town.plan / "plan.toml"
        plan.write_text(plan.read_text(encoding="utf-8").replace('required = ["calls"]', 'required = ["calls", "video"]'), encoding="utf-8")
        section(town).write_text(LAID_OUT.replace("'chief'", "'chef'"), encoding="utf-8")
        told = town.do("section", "list").out
        values = json.loads(town.do("section", "list", "--format", "json").out)

        assert all(each in told for each in ("chef (no office of the plan)", "The plan must have a section video: write text/NN-video.toml"))
        assert ["calls.log", "calls.care", "calls.last"] == values["sections"][0]["clauses"]
        assert ["video"] == values["missing"]

    def test_show(self, town: Town) -> None:
        """A section is shown clause by clause, numbered, with what rests on each; one clause alone where it is asked for."""
        whole = json.loads(town.do("section", "show", "calls", "--format", "json").out)
        one = json.loads(town.do("section", "show", "calls.log", "--format", "json").out)

        assert [("calls.log", "1.1", ["open-log"]), ("calls.care", "1.2", []), ("calls.last", "1.3", [])] == [_brief(each) for each in whole["clauses"]]
        assert whole["clauses"][:1] == one["clauses"]
        assert all(re.fullmatch("[0-9a-f]{64}", each["fingerprint"]) for each in whole["clauses"])

    def test_hostile_words_are_escaped(self, town: Town) -> None:
        """Words are shown with what does not print written out."""
        town.do("section", "edit", "calls.care", "--text", "-", stdin="a\x1b[31m\u202e [/x] [bold]\n")

        assert "a<U+001B>[31m<U+202E> [/x] [bold]" in town.do("section", "show", "calls.care", "--format", "plain").out
        assert 0 == town.play("section", "show", "calls.care", "--format", "rich").code

    @pytest.mark.parametrize(("wanted", "says"), [("cals", 'did you mean "calls"?'), ("calls.lg", 'did you mean "calls.log"?'), ("zz", "cicp section list")])
    def test_unknown(self, wanted: str, says: str, town: Town) -> None:
        """An unknown section or clause is refused with the nearest."""
        assert says in untouched(town, 4, "section", "show", wanted).err


def _brief(clause: dict[str, Any]) -> tuple[str, str, list[str]]:
    return clause["id"], clause["number"], clause["cited_by"]


def test_nobody_but_the_clerks_group_writes(town: Town) -> None:
    """A file that is replaced is not left open to others than before, whatever the mask."""
    section(town).chmod(0o600)
    before = os.umask(0)
    try:
        town.do("section", "assign", "calls", "--to", "pio")
    finally:
        os.umask(before)

    assert 0o600 == stat.S_IMODE(section(town).stat().st_mode)
