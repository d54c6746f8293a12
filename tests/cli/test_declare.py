"""Declaring: it files first, it warns and does not refuse, and what it refuses leaves no trace."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rtoml

from cicp.files import disk, edition, folder, journal, reading
from cicp.files.layout import Home
from tests.calendars import unfolded
from tests.conftest import Result

Cicp = Callable[..., Result]
OIS = ("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45")


def _items(cicp: Cicp) -> dict[str, dict[str, object]]:
    return {item["id"]: item for item in json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]}


def test_declaring_says_whom_to_call_what_to_do_and_by_when(cicp: Cicp) -> None:
    """The answer has the notification chain with numbers, the first hour's steps with their clauses, and the clocks after it."""
    said = cicp(*OIS)

    assert 0 == said.code
    assert "Chief of Police: 314-555-0102" in said.out
    assert "Tell the City Manager, the City Attorney and the Mayor (tell-manager, 6.2)" in " ".join(said.out.split())
    assert "Sun 22 Nov 21:40  Identify the officer" in said.out
    assert said.out.rstrip().endswith("cicp done verify")


def test_in_the_hour_that_comes_twice_every_time_says_which(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the night when the clocks go back, 01:00 comes after 01:45: wherever either is written, its zone stands with it."""
    monkeypatch.setenv("CICP_NOW", "2026-11-01T02:10:00-06:00")
    when = ("--occurred", "2026-11-01T01:30:00-05:00", "--known", "2026-11-01T01:45:00-05:00")
    declared = cicp("declare", "Shots at Shaw Park", "--kind", "ois,in-custody-death", *when).out
    ticked = cicp("done", "notify-pio", "--at", "2026-11-01T01:20:00-06:00")
    role = cicp("incident", "role", "pio", "--to", "alt-pio").out
    fact = cicp("fact", "died", "--at", "2026-11-01T01:58:00-05:00").out
    pages = [cicp(*words.split()) for words in ("next", "incident checklist", "incident timeline", "incident show", "incident list", "incident paper")]
    calendar = "\n".join(unfolded(cicp("incident", "calendar").out.encode()))
    said = {" ".join(text.split()) for text in (declared, ticked.out, role, fact, calendar, *(page.out for page in pages))}

    assert [] == [found[0] for text in said for found in re.finditer(r".{24}(?<![\d:T])01:[0-5]\d(?! C[DS]T)(?!:).{9}", text)]
    assert "3. by 01:00 CST" in " ".join(declared.split())
    assert ["by 01:45 CDT", "by 01:45 CDT", "by 01:00 CST"] == re.findall(r"by 0\d:\d\d C.T", " ".join(declared.split()))[:3]
    assert declared.index("!! LATE  01:50 CDT") < declared.index("!! LATE  01:00 CST")
    assert "LATE, 01:45 CDT (1 h 25 min late): Verify" in pages[0].out


def test_declaring_files_in_both_logs_and_does_the_step_open_log(cicp: Cicp, plan: Path) -> None:
    """The incident's log has its root, the docket repeats it, and the log counts as opened."""
    cicp(*OIS)
    filings = json.loads(cicp("docket", "--format", "json").out)["filings"]
    incident = json.loads(cicp("incident", "show", "--format", "json").out)

    assert "incident-declared" == filings[-1]["kind"]
    assert ["declared"] == [entry["kind"] for entry in incident["log"]]
    assert "done" == _items(cicp)["open-log"]["status"]
    assert incident["id"] == next((plan / "incidents").iterdir()).name == f"2026-11-20-ois-{incident['log'][0]['id'][5:]}"
    assert "" == cicp("check").out


def test_the_holding_draft_says_what_is_known_and_leaves_the_rest_to_the_person(cicp: Cicp, plan: Path) -> None:
    """The draft carries as-of and next update as moments; the blanks nobody filled stay in brackets."""
    cicp(*OIS)
    draft = rtoml.loads(next((plan / "incidents").rglob("holding.toml")).read_text())

    assert ("holding", "2026-11-20T21:50:00-06:00") == (draft["kind"], draft["as_of"].isoformat())
    assert "as of Friday, November 20, 2026, 9:50 p.m. CST" in draft["text"]
    assert "[what happened]" in draft["text"]
    assert "[next update]" not in draft["text"]
    assert all(value == "" for value in draft["fields"].values())


def test_the_holding_draft_never_promises_an_hour_that_has_passed(cicp: Cicp, plan: Path) -> None:
    """Declared half a day late, the draft promises the next update that is still to come."""
    cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "09:10")
    draft = rtoml.loads(next((plan / "incidents").rglob("holding.toml")).read_text())

    assert "2026-11-20T23:10:00-06:00" == draft["next_update"].isoformat()


def test_nothing_said_is_warned_of_and_nothing_more(cicp: Cicp) -> None:
    """Without kind, time or office the base playbook runs, clocks count from known, and three warnings say so."""
    said = cicp("declare", "Something at the station", "--as", "janitor")
    update = _items(cicp)["update-1"]

    assert 0 == said.code
    assert "no kind was said" in said.err
    assert "it is not said when it occurred" in said.err
    assert 'there is no office "janitor": filed as not-stated' in said.err
    assert ("occurred", "2026-11-21T03:50:00-06:00") == (update["anchor"], update["due"])
    assert any("occurred is not recorded yet: counted from known" in sentence for sentence in update["explain"])  # type: ignore[attr-defined]


def test_the_help_names_no_kind_that_a_plan_may_not_have(cicp: Cicp) -> None:
    """What `--kind` takes is told as the plan's own playbooks, for a list of them would age."""
    said = " ".join(cicp("declare", "--help").out.split())

    assert ("One of the plan's playbooks, several with commas" in said, "ois" in said) == (True, False)


def test_known_before_it_occurred_is_doubted(cicp: Cicp) -> None:
    """Moments in the wrong order are filed as said, with a warning and the command that corrects them."""
    said = cicp("declare", "Shooting", "--kind", "ois", "--occurred", "21:40", "--known", "21:20")

    assert 0 == said.code
    assert "known before it occurred" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("declare", "x", "--kind", "oiss"),
        ("declare", "x", "--occurred", "23:59 tomorrow"),
        ("declare", "x", "--occurred", "2026-11-21T09:00"),
        ("declare", " "),
        ("declare", "x" * 201),
        ("declare", "two\nlines"),
        ("declare", "x", "--tier", "4"),
    ],
    ids=range(7),
)
def test_a_refused_declaration_leaves_no_trace(cicp: Cicp, plan: Path, words: tuple[str, ...]) -> None:
    """Wrong words are refused before anything is frozen or filed."""
    before = sorted(plan.rglob("*"))
    said = cicp(*words)

    assert said.code in (2, 4)
    assert before == sorted(plan.rglob("*"))


def test_the_same_words_at_the_same_second_are_two_incidents(cicp: Cicp, plan: Path) -> None:
    """Two calls are two declarations."""
    assert [0, 0] == [cicp(*OIS).code, cicp(*OIS).code]
    assert 2 == len(list((plan / "incidents").iterdir()))
    assert 1 == len(list((plan / "editions").iterdir()))
    assert "" == cicp("check").out


def _put_in_force(plan: Path) -> str:
    """Move the plan's docket to in-force with an edition of its present words, as the signing commands will."""
    home = Home(plan)
    files = folder.collect(plan)
    digest = edition.freeze(home, files, folder.read(files), [])
    now = reading.read_docket(home).filings[-1].filed_at
    for kind in ("comment-opened", "circulated", "adopted"):
        table = {"kind": kind, "at": now, "filed_at": now, "filed_by": "city-clerk", "edition": digest}
        journal.file(home.docket, reading.read_docket(home), table, lock=plan)
    return digest


def test_an_incident_runs_on_the_edition_in_force_to_the_end(cicp: Cicp, plan: Path) -> None:
    """With a plan in force nothing is frozen, and a later change of the working words changes no clock."""
    digest = _put_in_force(plan)
    playbook = plan / "playbooks" / "ois.toml"
    playbook.write_text(playbook.read_text().replace('"setting:officer-id"', '"240 hours"'))
    said = cicp(*OIS)

    assert 0 == said.code
    assert "no plan is in force" not in said.err
    assert digest == json.loads(cicp("incident", "show", "--format", "json").out)["edition"]
    assert "2026-11-22T21:40:00-06:00" == _items(cicp)["officer-identification"]["due"]
    assert "in force" in cicp("status").out


def test_an_edition_in_force_that_is_gone_is_named_and_stood_in_for(cicp: Cicp, plan: Path) -> None:
    """Where the folder of the edition in force is not here, the incident runs on the working words and says so."""
    _put_in_force(plan)
    (plan / "editions").rename(plan.parent / "elsewhere")
    said = cicp(*OIS)

    assert 0 == said.code
    assert "edition.toml: the edition's file is not here" in said.err
    assert 57 < len(_items(cicp))


def test_a_draft_that_cannot_be_written_is_a_warning(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The incident is declared; only its draft is missing."""
    create = disk.create

    def refuse(path: Path, data: bytes) -> None:
        if path.parent.name == "statements" and "incidents" in path.parts:
            raise OSError(28, "No space left on device")
        create(path, data)

    monkeypatch.setattr(disk, "create", refuse)
    said = cicp(*OIS)

    assert 0 == said.code
    assert "the draft could not be written" in said.err


def test_a_docket_that_cannot_be_told_is_named_by_check_and_told_again(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first half of a declaration stands; check names the missing half and the command that files it."""
    create = disk.create

    def refuse(path: Path, data: bytes) -> None:
        if path.parent.name == "docket":
            raise OSError(28, "No space left on device")
        create(path, data)

    monkeypatch.setattr(disk, "create", refuse)
    said = cicp(*OIS)
    monkeypatch.undo()
    monkeypatch.setenv("CICP_NOW", "2026-11-20T21:55:00-06:00")
    found = cicp("check")

    assert 0 == said.code
    assert "the docket could not be told" in said.err
    assert 1 == found.code
    assert "the docket does not tell of this incident" in " ".join(found.out.split())


def test_the_directory_may_be_missing(cicp: Cicp, plan: Path) -> None:
    """Without telephone numbers the chain is still shown."""
    (plan / "directory.toml").unlink()
    said = cicp(*OIS)

    assert 0 == said.code
    assert "Chief of Police: no number in directory.toml" in said.out
    assert "directory.toml" in said.err


def test_where_only_freezing_fails_the_incident_is_filed(cicp: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no room for an edition the incident runs on the words in the folder, and every command of the night works."""
    create = disk.create

    def refuse(path: Path, data: bytes) -> None:
        if "editions" in path.parts:
            raise OSError(28, "No space left on device")
        create(path, data)

    monkeypatch.setattr(disk, "create", refuse)
    said = cicp(*OIS)

    assert 0 == said.code
    assert "runs on the words as they stand in the plan's folder" in said.err
    assert [0, 0] == [cicp("next").code, cicp("done", "verify").code]
    assert "officer-identification" in _items(cicp)


def test_where_nothing_can_be_filed_the_people_are_still_named(cicp: Cicp, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not saved is not saved (7, and no answer); but whom to call stands on standard error."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "create", refuse)
    said = cicp(*OIS)

    assert (7, "") == (said.code, said.out)
    assert "Chief of Police: 314-555-0102" in said.err
    assert not list((plan / "incidents").rglob("*.toml"))
