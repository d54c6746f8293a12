"""Each kind of file that people write, broken in each way: `check` names it, nothing changes, and the night goes on."""

import json
import os
import re
import shutil
import stat
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cicp.cli.main import run
from tests.conftest import EXAMPLE, NIGHT, Result

FILES = (
    "plan.toml",
    "text/06-notification.toml",
    "playbooks/base.toml",
    "playbooks/ois.toml",
    "statements/holding.toml",
    "facts.toml",
    "gates.toml",
    "law.toml",
    "calendar.toml",
    "directory.toml",
)


def _swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def swap(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return swap


def _insert(data: bytes, words: bytes) -> bytes:
    """Put words in the middle of a file, at the end of a line."""
    middle = data.index(b"\n", len(data) // 2)
    return data[:middle] + words + data[middle:]


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "Latin-1 byte": lambda data: _insert(data, b" # caf\xe9"),
    "NUL": lambda data: _insert(data, b" # \0"),
    "merge markers": lambda data: _insert(data, b"\n<<<<<<< HEAD\n# mine\n=======\n# theirs\n>>>>>>> theirs"),
    "empty": lambda _: b"",
    "CR-only line ends": lambda data: data.replace(b"\n", b"\r"),
    "deep nesting": lambda data: b"x = " + b"[" * 2000 + b"]" * 2000 + b"\n" + data,
    "1.3 MB of dotted keys": lambda data: b"\n".join(b".".join([b"a"] * 800) + b".k%d = 1" % number for number in range(800)) + b"\n" + data,
    "lone escape": lambda data: b'note = "\\q"\n' + data,
    "cut inside a text": lambda data: data[: data.rindex(b'"', 0, data.rindex(b'"')) + 1] + b"x",
}


# For each file: what to replace, by what, and the words that the error must point at.
MEANING: dict[str, dict[str, tuple[str, str, str]]] = {
    "plan.toml": {
        "unknown key": ("threshold = 3", "threshhold = 3", "threshhold"),
        "wrong type": ("threshold = 3", 'threshold = "3"', "threshold"),
        "number for text": ('state = "MO"', "state = 1.10", "state"),
        "missing key": ('[city]\nname = "City of Clayton"\n', "[city]\n", "city]"),
        "duplicate id": ('id = "alt-chief"', 'id = "chief"', "id"),
        "duplicate TOML key": ('state = "MO"', 'state = "MO"\nstate = "MO"', "state"),
        "names nothing": ('"mayor", "city-manager", "chief"', '"mayor", "city-manger", "chief"', '"city-manger"'),
        "span typo": ('officer-id = "48 hours"', 'officer-id = "48 huors"', "officer-id"),
        "no such zone": ('"America/Chicago"', '"America/Chicgo"', ""),
    },
    "text/06-notification.toml": {
        "unknown key": ('heading = "The first two calls"', 'haeding = "The first two calls"', "haeding"),
        "wrong type": ("duty = false", 'duty = "no"', "duty"),
        "number for text": ('id = "tell-manager"', "id = 1.10", "id"),
        "missing key": ('[[clause]]\nid = "pio"\n', "[[clause]]\n", "clause]]"),
        "duplicate id": ('id = "chain"', 'id = "tell-manager"', "id"),
        "duplicate TOML key": ('owner = "chief"', 'owner = "chief"\nowner = "chief"', "owner"),
        "names nothing": ('owner = "chief"', 'owner = "cheif"', "owner"),
    },
    "playbooks/base.toml": {
        "unknown key": ('title = "Call the PIO and the Chief by voice"', 'titel = "Call the PIO and the Chief by voice"', "titel"),
        "wrong type": ("tier = 1\n", 'tier = "1"\n', "tier"),
        "number for text": ('clause = "notification.pio"', "clause = 1.10", "clause"),
        "missing key": ('[[step]]\nid = "notify-pio"\n', "[[step]]\n", "step]]"),
        "duplicate id": ('id = "safety-alert"', 'id = "notify-pio"', "id"),
        "duplicate TOML key": ('id = "notify-pio"', 'id = "notify-pio"\nid = "notify-pio"', "id"),
        "names nothing": ('clause = "notification.pio"', 'clause = "notification.pios"', "clause"),
        "cycle": ('id = "verify"', 'id = "verify"\nafter = ["verify"]', "after"),
        "span typo": ('within = "5 minutes"', 'within = "3 buisness days"', "within"),
        "another kind": ('kind = "other"', 'kind = "fire"', "kind"),
    },
    "playbooks/ois.toml": {
        "unknown key": ('title = "Separate the criminal', 'titel = "Separate the criminal', "titel"),
        "wrong type": ("tier = 3", "tier = true", "tier"),
        "number for text": ('clause = "definitions.ois"', "clause = 1.10", "clause"),
        "missing key": ('[[step]]\nid = "first-calls"\n', "[[step]]\n", "step]]"),
        "duplicate id": ('id = "separate-tracks"', 'id = "notify-pio"', "id"),
        "duplicate TOML key": ('kind = "ois"', 'kind = "ois"\nkind = "ois"', "kind"),
        "names nothing": ('clause = "investigation.tracks"', 'clause = "investigation.track"', "clause"),
        "cycle": ('id = "outside-investigation"', 'id = "outside-investigation"\nafter = ["fact-walkthrough"]', "after"),
        "span typo": ('before = "24 hours"', 'before = "24 hour s"', "before"),
        "no cadence": ('"30 days until 360 days"', '"30 days untl 360 days"', '"30 days'),
    },
    "statements/holding.toml": {
        "unknown key": ("approve = ", "aprove = ", "aprove"),
        "wrong type": ('approve = [["ic"]', 'approve = ["ic"', '"ic"'),
        "number for text": ('title = "Holding statement"', "title = 1.10", "title"),
        "missing key": ('[[field]]\nid = "where"\n', "[[field]]\n", "field]]"),
        "duplicate id": ('id = "contact"', 'id = "where"', "id"),
        "duplicate TOML key": ('title = "Holding statement"', 'title = "Holding statement"\ntitle = "Holding statement"', "title"),
        "names nothing": ('gates = ["placeholder", "nok"]', 'gates = ["placeholder", "nick"]', '"nick"'),
        "span typo": ('within = "60 minutes"', 'within = "60 minuts"', "within"),
    },
    "facts.toml": {
        "unknown key": ('asks = "When was it declared', 'ask = "When was it declared', "ask"),
        "wrong type": ("format = 1", 'format = "1"', "format"),
        "number for text": ('name = "declared"', "name = 1.10", "name"),
        "missing key": ('[[fact]]\nname = "declared"\n', "[[fact]]\n", "fact]]"),
        "duplicate id": ('name = "detected"', 'name = "declared"', "name"),
        "duplicate TOML key": ("format = 1", "format = 1\nformat = 1", "format"),
    },
    "gates.toml": {
        "unknown key": ('override = ["chief"]', 'overide = ["chief"]', "overide"),
        "wrong type": ('opens = ["identified"]', 'opens = "identified"', "opens"),
        "number for text": ('id = "identity"', "id = 1.10", "id"),
        "missing key": ('[[gate]]\nid = "identity"\n', "[[gate]]\n", "gate]]"),
        "duplicate id": ('id = "identity"', 'id = "nok"', "id"),
        "duplicate TOML key": ("format = 1", "format = 1\nformat = 1", "format"),
        "names nothing": ('opens = ["identified"]', 'opens = ["identifyed"]', '"identifyed"'),
    },
    "law.toml": {
        "unknown key": ('citation = "RSMo 610.023.4"', 'citations = "RSMo 610.023.4"', "citations"),
        "wrong type": ("verified_on = 2026-11-22", 'verified_on = "2026-11-22"', "verified_on"),
        "number for text": ('citation = "RSMo 610.023.4"', "citation = 610.023", "citation"),
        "missing key": ('[[duty]]\nid = "denial-statement"\n', "[[duty]]\n", "duty]]"),
        "duplicate id": ('id = "denial-statement"', 'id = "sunshine-response"', "id"),
        "duplicate TOML key": ("format = 1", "format = 1\nformat = 1", "format"),
        "names nothing": ('clause = "records.denial"', 'clause = "records.denials"', "clause"),
        "span typo": ('within = "3 business days"', 'within = "3 buisness days"', "within"),
    },
    "calendar.toml": {
        "unknown key": ('closes = "17:00"', 'close = "17:00"', "close"),
        "wrong type": ("day = 2026-01-19", 'day = "2026-01-19"', "day"),
        "number for text": ('name = "Juneteenth"', "name = 1.10", "name"),
        "missing key": ('[hours]\nopens = "08:30"\n', "[hours]\n", "hours]"),
        "duplicate id": ("[[year]]\nyear = 2027", "[[year]]\nyear = 2026\nclosed = []\n\n[[year]]\nyear = 2027", "year = 2026"),
        "duplicate TOML key": ("format = 1", "format = 1\nformat = 1", "format"),
        "never open": (
            'weekend = ["saturday", "sunday"]',
            'weekend = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]',
            "weekend",
        ),
        "day of another year": ("day = 2026-12-25", "day = 2027-12-25", ""),
    },
    "directory.toml": {
        "unknown key": ('email = "pio@clayton.example"', 'e-mail = "pio@clayton.example"', "e-mail"),
        "wrong type": ('phone = "314-555-0102"', 'phone = ["314-555-0102"]', "phone"),
        "number for text": ('phone = "314-555-0102"', "phone = 3145550102", "phone"),
        "missing key": ('[[contact]]\noffice = "chief"\n', "[[contact]]\n", "contact]]"),
        "duplicate id": ('office = "alt-chief"', 'office = "chief"', "office"),
        "duplicate TOML key": ("format = 1", "format = 1\nformat = 1", "format"),
        "names nothing": ('office = "alt-chief"', 'office = "alt-cheif"', "office"),
    },
}


def _link(path: Path) -> None:
    kept = path.rename(path.with_name(f"{path.name}~"))
    path.symlink_to(kept.name)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _unreadable(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()  # it is a hard link: the mode would be that of every copy
    path.write_bytes(data)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")


ON_DISK: dict[str, Callable[[Path], None]] = {
    "symbolic link": _link,
    "pipe": _pipe,
    "folder": _folder,
    "unreadable": _unreadable,
    "missing": Path.unlink,
}

BREAKAGES = [
    *((file, how) for file in FILES for how in (*BYTES, *ON_DISK)),
    *((file, how) for file in FILES for how in MEANING[file]),
]


def _break(plan: Path, file: str, how: str) -> tuple[int, str] | None:
    """Break a file, and return the line and the words that the error must point at, where they are known."""
    path = plan / file
    if how in ON_DISK:
        ON_DISK[how](path)
        return None
    data = path.read_bytes()
    path.unlink()  # it is a hard link, shared with every other copy
    if how in BYTES:
        path.write_bytes(BYTES[how](data))
        return None
    old, new, mark = MEANING[file][how]
    text = data.decode()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + new.count("\n", 0, new.rindex(mark)) + 1, mark


def _tree(plan: Path) -> dict[str, tuple[int, ...]]:
    """Everything in a plan's folder, by path: whoever writes to a file, replaces it or turns it into something else changes its entry."""
    found = {path.relative_to(plan).as_posix(): path.lstat() for path in plan.rglob("*")}
    return {path: (each.st_mode, each.st_ino, 0 if stat.S_ISDIR(each.st_mode) else each.st_mtime_ns) for path, each in found.items()}


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example plan on which an incident was declared while every file was whole."""
    plan = tmp_path_factory.mktemp("declared") / "clayton"
    shutil.copytree(EXAMPLE, plan, ignore=shutil.ignore_patterns(".cicp", "incidents", "editions"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CICP_NOW", "2026-11-20T21:45:00-06:00")
        patch.setenv("CICP_AS", "pio")
        assert run(["-p", str(plan), "declare", "Before", "--kind", "ois"]) == 0
    return plan


Cicp = Callable[..., Result]


@pytest.fixture
def night(declared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the plan with its declared incident, five minutes later."""
    plan = tmp_path / "clayton"
    shutil.copytree(declared, plan, copy_function=os.link)  # cicp never rewrites a file, so a hundred copies may share them
    monkeypatch.setenv("CICP_NOW", NIGHT)
    monkeypatch.setenv("CICP_AS", "pio")
    monkeypatch.delenv("CICP_PLAN", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # power cuts are tried elsewhere
    return plan


@pytest.fixture
def cicp(night: Path, capsys: pytest.CaptureFixture[str]) -> Cicp:
    """Return a function that runs one command on that copy."""

    def play(*words: str) -> Result:
        capsys.readouterr()
        code = run(["-p", str(night), *words])
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return play


_ERROR = re.compile(
    r"error: (?P<path>[^\n:]+)(?::(?P<line>\d+))?: (?P<says>[^\n]+)\n"
    r"(?: *(?P<shown>\d+) \| (?P<words>[^\n]*)\n {6}\| (?P<caret> *)\^\n)?"
    r"hint: (?P<hint>[^\n]+)\n"
)


def _errors(err: str) -> list[re.Match[str]]:
    """Read standard error as errors in the house's shape, and nothing else: each names a file, and where a line is known it shows it."""
    errors = list(_ERROR.finditer(err))
    assert err == "".join(error[0] for error in errors)
    assert [error["line"] for error in errors] == [error["shown"] for error in errors]
    return errors


def _points_at(error: re.Match[str], mark: str) -> bool:
    return error["words"][len(error["caret"]) :].startswith(mark)


IN_FULL = {"files", "duplicates", "references", "roles", "sections", "cycles"}
"""The checks whose errors standard error says in full, with the line itself: all but that a required section is not there, which is no fault of a file."""
READS_WELL = {"duplicate id", "names nothing", "cycle", "day of another year"}
"""Ways in which a file is wrong only beside what else the plan says."""
BESIDE = {"calendar.toml", "directory.toml"}
"""Files that no edition holds."""
DANGLING = {"text/06-notification.toml": "clayton/playbooks/base.toml", "statements/holding.toml": "clayton/playbooks/base.toml"}
"""Files whose absence shows only in what refers to them, and where."""


@pytest.mark.parametrize(("file", "how"), [each for each in BREAKAGES if each != ("playbooks/ois.toml", "missing")])
def test_check_names_each_broken_file_and_changes_nothing(file: str, how: str, night: Path, cicp: Cicp) -> None:
    """`check` exits 5 within a second and says path, line, excerpt, caret and remedy, also as JSON; `status` minds plan.toml alone."""
    expected = _break(night, file, how)
    before = _tree(night)
    start = time.process_time()
    found = cicp("check", "--format", "json")
    took = time.process_time() - start

    assert (5, True) == (found.code, took < 1)
    errors = _errors(found.err)
    place = DANGLING.get(file, f"clayton/{file}") if how == "missing" else f"clayton/{file}"
    assert place in [error["path"] for error in errors]
    findings = json.loads(found.out)["findings"]
    assert {"id", "level", "file", "line", "says", "fix"} == set.union(*map(set, findings))
    assert [
        (f"clayton/{each['file']}", each["line"], each["says"], each["fix"])
        for each in findings
        if each["id"] in IN_FULL and each["level"] == "error" and "is required" not in each["says"]
    ] == [(error["path"], int(error["line"]) if error["line"] else None, error["says"], error["hint"]) for error in errors]
    if expected:
        line, mark = expected
        assert [True] == [_points_at(error, mark) for error in errors if (error["path"], error["line"]) == (place, str(line))]
    assert (5 if file == "plan.toml" and how not in READS_WELL else 0) == cicp("status").code
    assert before == _tree(night)


def _declare(night: Path, cicp: Cicp) -> tuple[Result, str]:
    """Declare another incident, and return what was said and its id."""
    before = set((night / "incidents").iterdir())
    told = cicp("declare", "Again", "--kind", "ois", "--occurred", "21:40")
    return told, "".join(each.name for each in {*(night / "incidents").iterdir()} - before)


@pytest.mark.parametrize("how", sorted({how for _, how in BREAKAGES}))
def test_an_incident_that_runs_goes_on_whatever_breaks(how: str, night: Path, cicp: Cicp) -> None:
    """With every file broken at once in one way, `next`, `log` and `done` of an incident declared before still exit 0, and nothing else is touched."""
    for file in FILES:
        if (file, how) in BREAKAGES:
            _break(night, file, how)
    before = _tree(night)

    assert [0, 0, 0] == [cicp(*words).code for words in (("next",), ("log", "Still here"), ("done", "verify"))]
    assert before.items() <= _tree(night).items()


@pytest.mark.parametrize(("file", "how"), BREAKAGES)
def test_an_incident_is_declared_with_each_broken_file(file: str, how: str, night: Path, cicp: Cicp) -> None:
    """`declare` names the fault and files all the same, freezes what it could not read, touches nothing of the people's, and `next` has its steps."""
    _break(night, file, how)
    before = _tree(night)
    told, name = _declare(night, cicp)

    assert (0, "") == (told.code, _lines_of(told.err, "error: "))
    assert before.items() <= _tree(night).items()
    named = [path for path in (f"clayton/{file}", DANGLING.get(file, "")) if path and _lines_of(told.err, f"warning: {path}:")]
    assert (0 if file in BESIDE and how in READS_WELL else 1) == len(named)
    assert ([file] if _does_not_read(file, how) else []) == _unread(night, name)
    if how not in ON_DISK and file not in BESIDE:
        assert (_edition(night, name) / file).read_bytes() == (night / file).read_bytes()
    shown = cicp("next", "--incident", name, "--format", "json")
    assert (0, 7) == (shown.code, len(json.loads(shown.out)["items"]))


def _does_not_read(file: str, how: str) -> bool:
    gone_unnoticed = how == "missing" and file in DANGLING
    return file not in BESIDE and not gone_unnoticed and how not in {*READS_WELL, "no such zone"}


def _edition(night: Path, incident: str) -> Path:
    """The folder of the edition that an incident runs on."""
    (root,) = (night / "incidents" / incident / "log").glob("0001-*.toml")
    digest: str = tomllib.loads(root.read_text(encoding="utf-8"))["edition"]
    return night / "editions" / digest.removeprefix("sha256:")[:12]


def _unread(night: Path, incident: str) -> list[str]:
    """What the edition of an incident lists as unread."""
    unread: list[str] = tomllib.loads((_edition(night, incident) / "edition.toml").read_text(encoding="utf-8"))["unread"]
    return unread


def _lines_of(err: str, start: str) -> str:
    return "\n".join(line for line in err.splitlines() if line.startswith(start))


def _checklist(incident: str, cicp: Cicp) -> list[tuple[str, str, str]]:
    """The steps of an incident: id, title, and how the clause is cited."""
    items = json.loads(cicp("incident", "checklist", incident, "--format", "json").out)["items"]
    return sorted((item["id"], item["title"], item["cite"]) for item in items)


@pytest.mark.parametrize("file", [file for file in FILES if file not in BESIDE])
def test_the_same_file_of_the_last_edition_stands_in(file: str, night: Path, cicp: Cicp) -> None:
    """Where an edition was frozen before, an incident reads the broken file's words from it, and `declare` and `next` both say so."""
    (edition,) = (night / "editions").iterdir()
    (running,) = (night / "incidents").iterdir()
    _break(night, file, "unknown key")
    told, name = _declare(night, cicp)
    shown = cicp("next", "--incident", name)

    says = f"clayton/editions/{edition.name}/{file} stands in its place"
    assert [1, 1] == [said.err.count(says) for said in (told, shown)]
    assert _checklist(running.name, cicp) == _checklist(name, cicp)


def test_an_edition_that_could_not_read_the_file_either_does_not_stand_in(night: Path, cicp: Cicp) -> None:
    """With the file broken for the third incident too, its words still come from the edition in which they could be read."""
    (edition,) = (night / "editions").iterdir()
    _break(night, "playbooks/ois.toml", "unknown key")
    _declare(night, cicp)
    with (night / "playbooks/ois.toml").open("a", encoding="utf-8") as file:
        file.write("# still broken, in other bytes\n")
    told, _ = _declare(night, cicp)

    assert f"clayton/editions/{edition.name}/playbooks/ois.toml stands in its place" in told.err


@pytest.fixture
def never_declared(night: Path) -> Path:
    """The plan as it stands before any edition was frozen."""
    shutil.rmtree(night / "incidents")
    shutil.rmtree(night / "editions")
    (night / "incidents").mkdir()
    for filing in (night / "docket").iterdir():
        if 'kind = "incident-declared"' in filing.read_text(encoding="utf-8"):
            filing.unlink()
    return night


@pytest.mark.parametrize(
    ("file", "instead"),
    [
        ("plan.toml", "cicp's library/plan.toml"),
        ("text/06-notification.toml", "nothing"),
        ("playbooks/base.toml", "cicp's library/playbooks/base.toml"),
        ("playbooks/ois.toml", "cicp's library/playbooks/ois.toml"),
        ("statements/holding.toml", "cicp's library/statements/holding.toml"),
        ("facts.toml", "cicp's library/facts.toml"),
        ("gates.toml", "cicp's library/gates.toml"),
        ("law.toml", "nothing"),
    ],
)
def test_what_the_package_brings_stands_in(file: str, instead: str, never_declared: Path, cicp: Cicp) -> None:
    """Before any edition was frozen, playbooks, statements and offices come from the package, the words of the city from nowhere; both are said."""
    _break(never_declared, file, "unknown key")
    told, name = _declare(never_declared, cicp)
    shown = cicp("next", "--incident", name)

    assert [0, 0] == [told.code, shown.code]
    assert [1, 1] == [said.err.count(f"{instead} stands in its place") for said in (told, shown)]
    assert [file] == _unread(never_declared, name)


def test_the_citys_zone_is_read_from_a_plan_that_does_not_read(never_declared: Path, cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typo elsewhere in plan.toml moves no clock: the line with the zone still says it, to the incident and to whoever reads the record."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    _break(never_declared, "plan.toml", "unknown key")
    told, name = _declare(never_declared, cicp)

    assert "own zone" not in told.err
    for words in (("next", "--incident", name), ("docket",), ("verify",), ("incident", "list")):
        assert "2026-11-20T21:50:00-06:00" == json.loads(cicp(*words, "--format", "json").out)["now"]


def test_the_machines_own_zone_stands_in_for_the_citys(never_declared: Path, cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a plan.toml that names no zone there is, or none at all, times are in this machine's own zone, and that is said."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    for zone in ('timezone = "America/Clayton"', ""):
        text = (EXAMPLE / "plan.toml").read_text(encoding="utf-8")
        (never_declared / "plan.toml").unlink()
        (never_declared / "plan.toml").write_text(text.replace('timezone = "America/Chicago"', zone), encoding="utf-8")
        told, name = _declare(never_declared, cicp)
        shown = cicp("next", "--incident", name, "--format", "json")

        assert "this machine's own zone stands in its place" in told.err
        assert "this machine's own zone stands in its place" in shown.err
        assert "2026-11-21T03:50:00+00:00" == json.loads(shown.out)["now"]


def test_a_playbook_that_is_gone_is_read_from_the_last_edition(night: Path, cicp: Cicp) -> None:
    """A kind that the plan once had a playbook for can be declared although its file is gone, on the words of the last edition."""
    (running,) = (night / "incidents").iterdir()
    (night / "playbooks/ois.toml").unlink()
    told, name = _declare(night, cicp)

    assert (0, True) == (told.code, "warning: clayton/playbooks/ois.toml: the file is not here." in told.err)
    assert _checklist(running.name, cicp) == _checklist(name, cicp)


def test_a_kind_that_no_edition_knows_is_refused_and_nothing_is_frozen(never_declared: Path, cicp: Cicp) -> None:
    """A playbook that the plan never had is no broken file: the kind is unknown (4), and the refusal leaves no edition behind."""
    (never_declared / "playbooks/ois.toml").unlink()
    before = _tree(never_declared)

    assert 4 == cicp("declare", "Again", "--kind", "ois").code
    assert before == _tree(never_declared)


def test_an_overlay_that_is_gone_leaves_its_clauses_without_a_step(night: Path, cicp: Cicp) -> None:
    """Nothing says that a plan must have an overlay that no other takes steps from, so `check` names what the text then asks of nobody, and exits 1."""
    (night / "playbooks/suicide-public.toml").unlink()
    found = cicp("check")

    assert (1, "") == (found.code, found.err)
    assert "people-in-danger.suicide says 30 minutes" in " ".join(found.out.split())


@pytest.mark.parametrize("file", FILES)
def test_a_file_cut_anywhere_is_named_or_reads(file: str, night: Path, cicp: Cicp) -> None:
    """Cut at a line's middle or end, a file is refused in the house's shape, or reads as what is left of it; never a fault of cicp."""
    path, data = night / file, (night / file).read_bytes()
    path.unlink()
    for cut in range(1, len(data), len(data) // 7):
        path.write_bytes(data[:cut])
        found = cicp("check")

        assert (found.code in {0, 1, 5}, found.code == 5) == (True, bool(_errors(found.err)))


def test_folders_that_are_gone_are_named_and_stop_no_declaration(night: Path, cicp: Cicp) -> None:
    """Without text/, playbooks/ or statements/ `check` names each, and an incident runs on what the last edition holds of them."""
    for folder in ("text", "playbooks", "statements"):
        shutil.rmtree(night / folder)
    found = cicp("check")
    told, name = _declare(night, cicp)

    assert (5, {"clayton/text", "clayton/playbooks/base.toml", "clayton/statements"}) == (found.code, {error["path"] for error in _errors(found.err)})
    assert (0, ["playbooks/base.toml", "playbooks/ois.toml", "statements", "text"]) == (told.code, _unread(night, name))
    assert 7 == len(json.loads(cicp("next", "--incident", name, "--format", "json").out)["items"])


def test_a_check_that_could_not_run_is_not_silent(night: Path, cicp: Cicp) -> None:
    """Asked for one check of the words while a file does not read, `check` names the file: silence would pass for a finding of nothing."""
    _break(night, "facts.toml", "unknown key")

    assert [5, 5, 5, 5, 0] == [cicp("check", name).code for name in ("spans", "references", "cycles", "duplicates", "leftovers")]


def test_check_is_silent_when_all_is_well(cicp: Cicp) -> None:
    """On the example as it stands `check` says nothing at all, on either stream, and exits 0."""
    assert Result(0, "", "") == cicp("check")


def test_an_unknown_check_is_not_found(cicp: Cicp) -> None:
    """A check that does not exist is exit 4 with the nearest name, or all of them."""
    names = "files, duplicates, references, roles, sections, cycles, spans, statements, placeholders, coverage, calendar, law, words, "
    names += "comments, record, schema, leftovers, library"
    assert [
        Result(4, "", 'error: there is no check "reference".\nhint: did you mean "references"?\n'),
        Result(4, "", f'error: there is no check "xyz".\nhint: the checks are: {names}\n'),
    ] == [cicp("check", name) for name in ("reference", "xyz")]


@pytest.mark.parametrize(
    ("file", "old", "said", "asked"),
    [
        ("text/06-notification.toml", "within 15 minutes of the City knowing", 20, 15),
        ("playbooks/base.toml", 'clause = "notification.tell-manager"\nanchor = "known"\nwithin = "15 minutes"', 15, 20),
    ],
)
def test_spans_that_disagree_are_found_both_ways(file: str, old: str, said: int, asked: int, night: Path, cicp: Cicp) -> None:
    """Alter the minutes of a clause, or of its step, and `check` names both places with file and line, and exits 1."""
    path = night / file
    altered = _swap(old, old.replace("15", "20"))(path.read_bytes())
    path.unlink()
    path.write_bytes(altered)
    found = cicp("check", "--format", "json")

    assert (1, "") == (found.code, found.err)
    assert [
        ("spans", "error", "text/06-notification.toml", 17, f"notification.tell-manager says {said} minutes, and no step or duty that cites it does."),
        ("spans", "error", "playbooks/base.toml", 74, f"tell-manager asks for {asked} minutes, and its clause notification.tell-manager does not say so."),
    ] == [(each["id"], each["level"], each["file"], each["line"], each["says"]) for each in json.loads(found.out)["findings"]]


def test_the_spans_of_a_clause_that_is_no_duty_bind_nobody(night: Path, cicp: Cicp) -> None:
    """A clause with `duty = false` may say any span."""
    path = night / "text/06-notification.toml"
    data = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(data.replace("The City Clerk: 30 minutes", "The City Clerk: 31 minutes", 1), encoding="utf-8")

    assert Result(0, "", "") == cicp("check")


def test_strays_are_named_and_never_read(night: Path, cicp: Cicp) -> None:
    """Backups, conflicted copies and odd names are notes: `check` exits 0 on them, and what is in them counts for nothing."""
    strays = (
        ".plan.toml.swp",
        "law (conflicted copy).toml",
        "plan.toml~",
        "playbooks/other.toml",
        "statements/Holding.toml",
        "text/.#06-notification.toml",
        "text/06-notification (conflicted copy 2026-11-20).toml",
        "text/06-notification.toml.orig",
        "text/06-notification.toml~",
        "text/4-notification.toml",
        "text/notes",
    )
    for stray in strays:
        (night / stray).write_text("this = is [not TOML", encoding="utf-8")
    found = cicp("check", "--format", "json")
    told, _ = _declare(night, cicp)

    assert (0, "") == (found.code, found.err)
    assert [("files", "note", stray, None) for stray in strays] == [
        (each["id"], each["level"], each["file"], each["line"]) for each in sorted(json.loads(found.out)["findings"], key=lambda each: each["file"])
    ]
    assert (0, "") == (told.code, _lines_of(told.err, "warning: clayton/"))
