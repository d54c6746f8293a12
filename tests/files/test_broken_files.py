"""Each kind of file that people write, broken in each way: `check` names it, nothing changes, and the night goes on."""

import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from cicp.cli.main import run
from tests.conftest import EXAMPLE, NIGHT, Result

FILES = (
    "plan.toml",
    "text/04-notification.toml",
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
    "500 KB of dotted keys": lambda data: b"\n".join(b".".join([b"a"] * 60) + b".k%d = 1" % number for number in range(3000)) + b"\n" + data,
    "lone escape": lambda data: b'note = "\\q"\n' + data,
    "huge number": lambda data: b"x = " + b"9" * 5000 + b"\n" + data,
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
    "text/04-notification.toml": {
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


def _tree(plan: Path) -> dict[str, str]:
    """Everything in a plan's folder, by path: what it is and the digest of what it holds."""
    found = {}
    for path in sorted(plan.rglob("*")):
        info = path.lstat()
        regular = path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)
        found[path.relative_to(plan).as_posix()] = f"{info.st_mode} {hashlib.sha256(path.read_bytes()).hexdigest() if regular else ''}"
    return found


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


IN_FULL = {"files", "duplicates", "references", "cycles"}
"""The checks whose errors standard error says in full, with the line itself."""
READS_WELL = {"duplicate id", "names nothing", "cycle", "day of another year"}
"""Ways in which a file is wrong only beside what else the plan says."""
BESIDE = {"calendar.toml", "directory.toml"}
"""Files that no edition holds."""
DANGLING = {"text/04-notification.toml": "clayton/playbooks/base.toml", "statements/holding.toml": "clayton/playbooks/base.toml"}
"""Files whose absence shows only in what refers to them, and where."""


@pytest.mark.parametrize(("file", "how"), [each for each in BREAKAGES if each != ("playbooks/ois.toml", "missing")])
def test_check_names_each_broken_file_and_changes_nothing(file: str, how: str, night: Path, cicp: Cicp) -> None:
    """`check` exits 5 within a second and says path, line, excerpt, caret and remedy, also as JSON; `status` minds plan.toml alone."""
    expected = _break(night, file, how)
    before = _tree(night)
    start = perf_counter()
    found = cicp("check", "--format", "json")
    took = perf_counter() - start

    assert (5, True) == (found.code, took < 1)
    errors = _errors(found.err)
    place = DANGLING.get(file, f"clayton/{file}") if how == "missing" else f"clayton/{file}"
    assert place in [error["path"] for error in errors]
    findings = json.loads(found.out)["findings"]
    assert {"id", "level", "file", "line", "says", "fix"} == set.union(*map(set, findings))
    assert [
        (f"clayton/{each['file']}", each["line"], each["says"], each["fix"]) for each in findings if each["id"] in IN_FULL and each["level"] == "error"
    ] == [(error["path"], int(error["line"]) if error["line"] else None, error["says"], error["hint"]) for error in errors]
    if expected:
        line, mark = expected
        assert [True] == [_points_at(error, mark) for error in errors if (error["path"], error["line"]) == (place, str(line))]
    assert (5 if file == "plan.toml" and how not in READS_WELL else 0) == cicp("status").code
    assert before == _tree(night)


def _declare(night: Path, cicp: Cicp) -> tuple[Result, str]:
    """Declare another incident, and return what was said and its id."""
    before = set(os.listdir(night / "incidents"))
    told = cicp("declare", "Again", "--kind", "ois", "--occurred", "21:40")
    return told, "".join(set(os.listdir(night / "incidents")) - before)


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
    shown = cicp("next", "--incident", name, "--format", "json")
    assert (0, 7) == (shown.code, len(json.loads(shown.out)["items"]))


def _does_not_read(file: str, how: str) -> bool:
    gone_unnoticed = how == "missing" and file in DANGLING
    return file not in BESIDE and not gone_unnoticed and how not in {*READS_WELL, "no such zone"}


def _unread(night: Path, incident: str) -> list[str]:
    """What the edition of an incident lists as unread."""
    (root,) = (night / "incidents" / incident / "log").glob("0001-*.toml")
    edition = tomllib.loads(root.read_text(encoding="utf-8"))["edition"].removeprefix("sha256:")[:12]
    unread: list[str] = tomllib.loads((night / "editions" / edition / "edition.toml").read_text(encoding="utf-8"))["unread"]
    return unread


def _lines_of(err: str, start: str) -> str:
    return "\n".join(line for line in err.splitlines() if line.startswith(start))
