"""The starter plan held against the example it is made from, and put on disks that fail."""

import errno
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
import rtoml
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.cli.main import run
from cicp.errors import CannotWrite, WrongWords
from cicp.files import disk, folder, library, starter, toml
from cicp.files.layout import Home
from cicp.files.starter import Made
from cicp.model.calendar import CityCalendar
from cicp.model.law import Law
from cicp.model.plan import City, Directory, Plan
from cicp.model.recommendations import Recommendations
from cicp.model.starter import Choice, Starter, leave_open
from cicp.model.words import Words
from tests.fault.acts import Act, Outcome, play
from tests.fault.power_cut import Tree, snapshot, states
from tests.fault.stand_in import Trouble

DATA = toml.load(Path(starter.__file__).resolve().parent.parent / "library" / "starter" / "choices.toml", Starter)
SOURCES = starter._sources()
HERE, ELSEWHERE = City(name="City of Riverton", state="MO", timezone="America/Chicago"), City(name="City of Hillton", state="KS", timezone="America/Chicago")
CLAYTON = re.compile(
    r"Clayton|St\. Louis|East Central|ECDC|Maplewood|Olivette|Washington University|Bemiston|Wydown|Shaw Park|MetroLink|Aldermen|Equity Commission"
    r"|\b(?:six|seven|ten) (?:members|neighbors|cities|university)|three wards|112 people|July 2018|of the seven|314-555|example\.org"
)
"""What is true of Clayton and of no other city; a later edit of the example that adds one more is found by it."""
OF_MISSOURI = re.compile(r"Missouri|RSMo|\b(?:610|590|595|574|407|432|58|211)\.\d{3}|Rules? 4-3|Highway Patrol")
BLANK = re.compile(r"\[[A-Za-z][^\[\]\n]* [^\[\]\n]*\]")


@pytest.fixture(scope="module")
def made() -> Made:
    """Make the starter plan of a city in the example's state."""
    return starter.make(HERE, 2026)


@pytest.fixture(scope="module")
def abroad() -> Made:
    """Make the starter plan of a city in a state whose law the library does not know."""
    return starter.make(ELSEWHERE, 2026)


def _texts(made: Made) -> dict[str, str]:
    return {path: data.decode() for path, data in made.files.items() if path.endswith(".toml")}


class TestChoices:
    """choices.toml fits the example as it is today."""

    def test_every_word_that_is_left_open_stands_in_the_example(self) -> None:
        """Words that the example no longer says would leave something open that is not there, or miss what took their place."""
        whole = "\n".join(SOURCES.values())
        wanted = [each.words for each in DATA.reworded] + [one.words for choice in DATA.choice for one in choice.open if one.words]

        assert [] == [words for words in wanted if words not in whole]
        assert [] == [each.words for each in DATA.law.reworded if each.words not in whole]

    def test_every_clause_it_names_is_one_of_the_example(self, made: Made) -> None:
        """Clauses that are left open whole, or rest on the law, or hold a number to confirm, are there under that id."""
        named = [*DATA.law.clause, *(one.clause for choice in DATA.choice for one in choice.open if one.clause)]
        places = [place for choice in DATA.choice for place in choice.at]

        assert [] == [each for each in named if each not in made.words.clauses]
        assert [] == [place for place in places if place not in made.words.clauses and place not in made.files]

    @pytest.mark.parametrize("choice", [each for each in DATA.choice if each.keep], ids=lambda choice: choice.id)
    def test_what_is_kept_is_said_where_it_is_said_to_stand(self, choice: Choice, made: Made) -> None:
        """A number to confirm stands in every clause that is named for it."""
        clauses = [made.words.clauses[place] for place in choice.at if place in made.words.clauses]

        assert clauses
        assert [] == [clause.id for clause in clauses if choice.keep not in clause.text]

    def test_every_state_and_territory_is_known(self) -> None:
        """Fifty states, the District of Columbia and five territories, each by two capitals and a name of its own; so is each whose law the library knows."""
        known = starter.states()

        assert (56, 56) == (len(known), len(set(known.values())))
        assert [] == [letters for letters in known if not re.fullmatch("[A-Z]{2}", letters)]
        assert {path.stem.removeprefix("us-").upper() for path in (library.LIBRARY / "law").glob("us-*.toml")} <= set(known)

    def test_every_choice_has_an_id_and_placeholders_of_its_own(self) -> None:
        """Two choices with one placeholder could not be told apart in the text."""
        placeholders = [(choice.id, blank) for choice in DATA.choice for blank in {blank for one in choice.open for blank in BLANK.findall(one.instead)}]

        assert len({choice.id for choice in DATA.choice}) == len(DATA.choice)
        assert len({blank for _, blank in placeholders}) == len(placeholders)

    @pytest.mark.parametrize("of", ["made", "abroad"])
    def test_every_choice_stands_somewhere(self, of: str, request: pytest.FixtureRequest) -> None:
        """No question is asked to which there is no place for the answer."""
        assert [] == [each.id for each in request.getfixturevalue(of).decisions if not each.stands]

    @pytest.mark.parametrize("of", ["made", "abroad"])
    def test_every_blank_belongs_to_a_choice(self, of: str, request: pytest.FixtureRequest) -> None:
        """Whatever is in brackets in the text or in plan.toml is asked for in the list, and the list knows where."""
        plan: Made = request.getfixturevalue(of)
        asked = {blank for each in plan.decisions for blank in each.placeholders}
        stands = {place for each in plan.decisions if each.placeholders for place in each.stands}
        found = {clause.id: BLANK.findall(f"{clause.heading} {clause.text}") for clause in plan.words.clauses.values()}
        found["plan.toml"] = BLANK.findall(_texts(plan)["plan.toml"])

        assert [] == [blank for blanks in found.values() for blank in blanks if blank not in asked]
        assert [] == [place for place, blanks in found.items() if blanks and place not in stands]


class TestWords:
    """What stands in a new plan, and what does not."""

    @pytest.mark.parametrize("of", ["made", "abroad"])
    def test_nothing_of_clayton_is_left(self, of: str, request: pytest.FixtureRequest) -> None:
        """No file says what is true of the example's city alone, in its words or in a comment."""
        texts = _texts(request.getfixturevalue(of))

        assert [] == [(path, line) for path, text in texts.items() for line in text.splitlines() if CLAYTON.search(line)]

    def test_the_list_would_find_clayton_in_the_example(self) -> None:
        """Each part of the list that the test above rests on finds something in the example itself, or stands for what may come."""
        found = {match for text in SOURCES.values() for match in CLAYTON.findall(text)}

        assert {"Clayton", "St. Louis", "East Central", "Aldermen", "Equity Commission", "three wards", "112 people", "314-555"} <= found

    def test_elsewhere_nothing_of_missouri_is_left(self, abroad: Made) -> None:
        """In another state no citation and no word on Missouri's law stays, but where the model's words come from."""
        lines = [(path, line) for path, text in _texts(abroad).items() for line in text.splitlines() if not line.startswith("source = ")]

        assert [] == [(path, line) for path, line in lines if OF_MISSOURI.search(line)]

    def test_in_missouri_its_law_is_kept(self, made: Made) -> None:
        """A city in the example's state keeps the citations, and the duties with the day on which each was confirmed."""
        law = toml.parse(made.files["law.toml"], "law.toml", Law)

        assert "RSMo 610.100" in _texts(made)["text/14-video.toml"]
        assert "sunshine-response" in [duty.id for duty in law.duty]
        assert "state-law" not in [each.id for each in made.decisions]

    def test_elsewhere_there_are_no_duties_until_the_city_attorney_writes_them(self, abroad: Made) -> None:
        """law.toml reads, is empty, and names the clauses that wait for one; those clauses state no time of their own."""
        text = _texts(abroad)["law.toml"]
        waiting = re.findall(r"^#   ([a-z-]+\.[a-z-]+)  ", text, re.MULTILINE)

        assert [] == toml.parse(text.encode(), "law.toml", Law).duty
        assert len(waiting) > 5
        assert [] == [clause for clause in waiting if clause not in abroad.words.clauses]
        assert "Not legal advice" in text

    def test_it_is_the_whole_example(self, made: Made) -> None:
        """Every section with every clause, every playbook and statement kind, the same offices, chain, seats and numbers."""
        example, _ = folder.read_what_can_be(folder.collect(library.example()))

        assert list(example.clauses) == list(made.words.clauses)
        assert (set(example.playbooks), set(example.statements)) == (set(made.words.playbooks), set(made.words.statements))
        assert example.plan is not None
        assert made.words.plan is not None
        assert [office.id for office in example.plan.office] == [office.id for office in made.words.plan.office]
        for part in ("notify", "signing", "text", "settings"):
            assert getattr(example.plan, part) == getattr(made.words.plan, part)

    def test_comments_stay(self, made: Made) -> None:
        """A file is copied with the remarks that its writers left in it."""
        assert "# Offices, never names" in _texts(made)["plan.toml"]
        assert (library.LIBRARY / "playbooks" / "base.toml").read_bytes() == made.files["playbooks/base.toml"]

    def test_what_nobody_can_know_is_left_empty(self, made: Made) -> None:
        """No closure day, no telephone and no recommendation is invented: the files read, are empty, and show how they are filled."""
        texts = _texts(made)
        calendar = toml.parse(made.files["calendar.toml"], "calendar.toml", CityCalendar)
        waiting = re.findall(r'^# office = "([a-z-]+)"$', texts["directory.toml"], re.MULTILINE)

        assert (False, ["saturday", "sunday"], None) == (calendar.knows(2026), calendar.weekend, calendar.hours)
        assert [] == toml.parse(made.files["directory.toml"], "directory.toml", Directory).contact
        assert [] == toml.parse(made.files["recommendations.toml"], "recommendations.toml", Recommendations).goal
        assert made.words.plan is not None
        assert [office.id for office in made.words.plan.office] == waiting

    def test_taking_the_marks_away_fills_them(self, made: Made) -> None:
        """What stands there as a comment is a calendar of this year and next, a directory of every office, a goal with its step."""
        names = ("calendar.toml", "directory.toml", "recommendations.toml")
        calendar, directory, recommended = (re.sub(r"^# ?|^goal = .*", "", _after_format(_texts(made)[name]).decode(), flags=re.MULTILINE) for name in names)
        filled = toml.parse(calendar.encode(), "calendar.toml", CityCalendar)

        register = toml.parse(recommended.encode(), "recommendations.toml", Recommendations)

        assert (True, True, False) == tuple(filled.knows(year) for year in (2026, 2027, 2028))
        assert ["draft"] == [step.id for goal in register.goal for step in goal.step]
        assert len(toml.parse(directory.encode(), "directory.toml", Directory).contact) > 20

    def test_git_leaves_its_bytes_alone(self, made: Made) -> None:
        """The folder says that no line end is changed, and that locks and temporary files are nobody's."""
        assert (b"* -text\n", b".cicp/\n.tmp-*\n") == (made.files[".gitattributes"], made.files[".gitignore"])


def _after_format(text: str) -> bytes:
    """Leave out the remarks at the head of a file: no TOML, marks or not."""
    return text[text.index("format = 1") :].encode()


NAMES = (
    "City of O'Fallon", 'City of "Quotes"', "City of Back\\slash", "City of C:\\new\\table", "City of '''", 'City of """', "City of Peñasco", "Ville de 東京",
    "City of {this year}", "City of $1 \\g<0>", "City of # Comment", 'x" \\', "City of Clayton", "Clayton", "City of East Central Dispatch Center",
    "Missouri City",
    "City of RSMo 610.100", "=cmd|'/C calc'!A0",
)  # fmt: skip


class TestNames:
    """A city's name is text, wherever it goes."""

    @pytest.mark.parametrize("name", NAMES)
    def test_any_name_is_the_name_and_nothing_else(self, name: str) -> None:
        """Quotation marks, backslashes, patterns and words of the example in a name break no file and change no other word."""
        made = starter.make(City(name=name, state="MO", timezone="America/Chicago"), 2026)

        assert made.words.plan is not None
        assert name == made.words.plan.city.name
        for place in ("mutual-aid.guests", "mutual-aid.abroad"):
            assert name.removeprefix("City of ") in made.words.clauses[place].heading

    @settings(max_examples=60, deadline=None)
    @given(name=st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="[]", include_characters=" "), min_size=1, max_size=40))
    def test_no_name_can_become_a_key(self, name: str) -> None:
        """Whatever is printable: the file reads, and the name is in its one place."""
        text = 'a = "City of Clayton"\nb = """\nthe City of Clayton\n"""\n'
        found = rtoml.loads(leave_open({"x": text}, DATA, starter._in_toml(name), "MO")["x"])

        assert {"a": name, "b": f"the {name}\n"} == found


def test_the_plan_that_stands_in_at_night_is_nobodys() -> None:
    """It has the offices, the chain and the numbers of a starter plan, and neither a zone nor anything of Clayton."""
    text = starter.of_no_city().decode()
    plan = toml.parse(text.encode(), "plan.toml", Plan)
    example = toml.load(library.example() / "plan.toml", Plan)

    assert ("Your city", "", "") == (plan.city.name, plan.city.state, plan.city.timezone)
    assert [office.id for office in example.office] == [office.id for office in plan.office]
    assert (example.notify, example.settings) == (plan.notify, plan.settings)
    assert CLAYTON.search(text) is None
    assert OF_MISSOURI.search(text) is None


# ---- the folder ----


SMALL: dict[str, bytes] = {".gitignore": b".cicp/\n", "plan.toml": b"format = 1\n", "text/01-purpose.toml": b"x\n", "text/02-authority.toml": b"y\n"}


class TestLooking:
    """Where a starter plan may be made."""

    def test_nothing_there_or_an_empty_folder(self, tmp_path: Path) -> None:
        """A folder that is not there yet, or is empty, is welcome; looking makes nothing."""
        (tmp_path / "empty").mkdir()
        starter.look(Home(tmp_path / "empty"), SMALL)
        starter.look(Home(tmp_path / "new" / "plan"), SMALL)

        assert ["empty"] == disk.names(tmp_path)

    @pytest.mark.parametrize("path", ["notes.txt", "plan.toml", ".git/HEAD", "text/01-purpose.toml", "text/03-mine.toml", "docket/note.txt", "incidents/x"])
    def test_a_folder_with_something_else_in_it_is_refused(self, path: str, tmp_path: Path) -> None:
        """What is there is named; nothing is written."""
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"somebody's\n")
        before = snapshot(tmp_path)
        with pytest.raises(WrongWords, match=path if path.startswith(("text", "docket")) else path.partition("/")[0]) as refused:
            starter.look(Home(tmp_path), SMALL)

        assert "name a folder that is empty or not there yet" in refused.value.hint
        assert ("interrupted" in refused.value.hint) is (path in SMALL)
        assert before == snapshot(tmp_path)

    def test_links_folders_and_files_in_the_wrong_place_are_refused(self, tmp_path: Path) -> None:
        """A link to the right bytes, a folder or a file under another's name is not ours."""
        (tmp_path / "elsewhere").write_bytes(SMALL["plan.toml"])
        (tmp_path / "link").mkdir()
        (tmp_path / "link" / "plan.toml").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "folder" / "plan.toml").mkdir(parents=True)
        for name in ("link", "folder"):
            with pytest.raises(WrongWords, match=r"plan\.toml is there"):
                starter.look(Home(tmp_path / name), SMALL)
        (tmp_path / "file" / "x").mkdir(parents=True)
        (tmp_path / "file" / "x" / "text").write_bytes(b"")
        with pytest.raises(WrongWords, match="text is there"):
            starter.look(Home(tmp_path / "file" / "x"), SMALL)
        with pytest.raises(WrongWords, match="elsewhere is there"):
            starter.look(Home(tmp_path / "elsewhere"), SMALL)

    def test_what_an_interrupted_new_left_is_gone_on_with(self, tmp_path: Path) -> None:
        """The same bytes, temporary files and a lock are what `new` itself leaves."""
        starter.write(Home(tmp_path / "plan"), {"text/01-purpose.toml": SMALL["text/01-purpose.toml"]})
        (tmp_path / "plan" / ".cicp").mkdir()
        (tmp_path / "plan" / "docket").mkdir()
        (tmp_path / "plan" / "text" / ".tmp-00ff").write_bytes(b"ha")
        starter.look(Home(tmp_path / "plan"), SMALL)
        starter.write(Home(tmp_path / "plan"), SMALL)

        assert SMALL == {path: (tmp_path / "plan" / path).read_bytes() for path in SMALL}

    def test_a_folder_within_a_plan_is_refused(self, tmp_path: Path) -> None:
        """At any depth: the files of two plans in one folder would be taken for each other's."""
        (tmp_path / "plan.toml").write_bytes(b"")
        with pytest.raises(WrongWords, match="lies in the folder of another plan"):
            starter.look(Home(tmp_path / "drafts" / "new"), SMALL)

    def test_a_folder_that_may_not_be_listed_is_said_to_be_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Exit 7, with the reason of the disk."""

        def refuse(_: Path) -> list[str]:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(disk, "names", refuse)
        with pytest.raises(CannotWrite, match="Permission denied"):
            starter.look(Home(tmp_path), SMALL)


def _few(made: Made) -> Made:
    """A starter plan of few files, so that every call can be tried."""
    kept = (".gitignore", "plan.toml", "text/01-purpose.toml", "playbooks/base.toml")
    return Made(MappingProxyType({path: made.files[path] for path in kept}), Words(made.words.plan), made.decisions)


@pytest.fixture
def act(made: Made, monkeypatch: pytest.MonkeyPatch) -> Act:
    """Return `cicp new` of few files as an act that can be played on a failing disk."""
    few = _few(made)
    monkeypatch.setattr(starter, "make", lambda *_: few)
    monkeypatch.setenv("CICP_NOW", "2026-01-05T10:00:00-06:00")
    monkeypatch.delenv("CICP_AS", raising=False)
    return lambda place: run(["new", str(place), "--city", HERE.name, "--state", "MO", "--timezone", HERE.timezone])


_ERRORS = {
    "open new": errno.ENOSPC, "write": errno.ENOSPC, "fsync file": errno.EIO, "link": errno.EACCES, "mkdir": errno.EACCES, "fsync folder": errno.EIO,
    "open folder": errno.EMFILE, "close": errno.EIO, "listdir": errno.EACCES,
}  # fmt: skip
_CHANGING = ("open new", "write", "fsync file", "link", "unlink", "mkdir", "fsync folder")


def _calls(act: Act, tmp_path: Path) -> Outcome:
    (tmp_path / "neighbor").touch()  # a folder with nothing in it would be made certain as well, by the first play alone
    outcome = play(act, tmp_path / "whole")
    assert outcome.code == 0
    return outcome


def _filings(tree: Tree) -> list[str]:
    return [path for path in tree if re.fullmatch(r"docket/\d{4}-\w{5}\.toml", path)]


def _lasting(tree: Tree) -> Tree:
    return {path: data for path, data in tree.items() if not path.rpartition("/")[2].startswith(disk.TEMPORARY)}


def _each(calls: dict[str, int], kinds: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((call, nth) for call in kinds for nth in range(1, calls[call] + 1))


def test_killed_at_any_call_the_same_words_complete_it(act: Act, tmp_path: Path) -> None:
    """Before its first filing stands, a plan is unfinished, and `new` goes on with it; after that it is whole, and `new` says that it is there."""
    calls = _calls(act, tmp_path).stand_in.calls
    whole = snapshot(tmp_path / "whole")
    codes = set()
    for call, nth in _each(calls, _CHANGING):
        place = tmp_path / f"{call} {nth}"
        assert play(act, place, Trouble(call, nth)).code is None
        filed = _filings(snapshot(place)) if place.exists() else []
        again = play(act, place)
        codes.add(again.code)

        assert again.code == (2 if filed else 0), (call, nth, again.err)
        assert _lasting(snapshot(place)) == whole, (call, nth)
        assert ("holds a plan already" in again.err) is bool(filed)
    assert codes == {0, 2}


def test_a_disk_that_fails_is_said_to_and_nothing_is_acknowledged(act: Act, tmp_path: Path) -> None:
    """Exit 7 or 8 and no answer, or the whole plan; the same command afterwards completes it."""
    calls = _calls(act, tmp_path).stand_in.calls
    whole = snapshot(tmp_path / "whole")
    for call, nth in _each(calls, tuple(_ERRORS)):
        place = tmp_path / f"{call} {nth}"
        outcome = play(act, place, Trouble(call, nth, _ERRORS[call]))
        filed = _filings(snapshot(place)) if place.exists() else []

        assert outcome.code in ({0, 8} if filed else {7}), (call, nth, outcome.err)
        assert bool(outcome.out) is (outcome.code == 0)
        assert "Traceback" not in outcome.err
        assert play(act, place).code == (2 if filed else 0), (call, nth)
        assert _lasting(snapshot(place)) == whole, (call, nth)


@pytest.mark.parametrize("planted", [False, True], ids=["as it is", "planted: folders are not flushed"])
def test_after_a_power_cut_a_plan_that_was_created_is_whole(planted: bool, act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """Wherever the power goes: where the first filing is, every file is, and what was acknowledged is there. Without the flushes this finds it."""
    _calls(act, tmp_path)
    whole = snapshot(tmp_path / "whole")
    (tmp_path / "cut").mkdir()
    if planted:
        monkeypatch.setattr(disk, "sync_folder", lambda _: None)
    events = play(act, tmp_path / "cut").stand_in.events
    found = list(states({}, events, most=8))
    broken = [state.when for state in found if _filings(state.tree) and _lasting(state.tree) != whole]
    lost = [state.when for state in found if any(state.tree.get(path) != data for path, data in state.promised.items())]

    assert len(found) > 20
    assert bool(broken or lost) is planted


def test_a_file_that_another_writes_meanwhile_is_never_replaced(act: Act, tmp_path: Path) -> None:
    """Between the look and the writing somebody else takes a name: their bytes stay, and the command says that it could not."""

    def comes_first(call: str, path: str) -> None:
        if call == "link" and path == "plan.toml":
            (tmp_path / "plan" / path).write_bytes(b"another's\n")

    outcome = play(act, tmp_path / "plan", before=comes_first)

    assert (7, "") == (outcome.code, outcome.out)
    assert b"another's\n" == (tmp_path / "plan" / "plan.toml").read_bytes()
    assert [] == _filings(snapshot(tmp_path / "plan"))


def test_two_at_once_make_one_plan(act: Act, tmp_path: Path) -> None:
    """A second `new` of the same words that comes in between completes the same files."""
    ran: list[int] = []

    def comes_first(call: str, path: str) -> None:
        if call == "link" and path == "plan.toml" and not ran:
            ran.append(1)
            (tmp_path / "plan" / path).write_bytes((tmp_path / "whole" / path).read_bytes())

    _calls(act, tmp_path)
    assert play(act, tmp_path / "plan", before=comes_first).code == 0
    assert snapshot(tmp_path / "whole") == snapshot(tmp_path / "plan")
