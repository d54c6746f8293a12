"""The paper pack for the shelf: what is owed, by when, before anything has happened."""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from cicp.model.calendar import CityCalendar
from cicp.model.rules import rules_for
from cicp.render.markdown import render
from cicp.views.document import Document
from cicp.views.paper import Printed
from cicp.views.shelf import pack
from cicp.views.zone import Local
from tests.conftest import Result
from tests.incidents import CLAYTON, ZONE, Table, at, playbook, step, words_of
from tests.pages import Part, parts
from tests.records import Copy

Cicp = Callable[..., Result]
NOW = at("21:50")


def shelf(*steps: Table, duties: Iterable[Table] = (), calendar: CityCalendar = CLAYTON, **settings: str) -> Document:
    words = words_of(playbook("other", *steps), duties=duties, settings=settings)
    return pack(("other",), rules_for(("other",), words, calendar, ZONE), None, Printed("cicp", "the working plan", ("sha256:abc",)), Local(ZONE, NOW))


def part(document: Document, title: str) -> list[Part]:
    """Return a part of a pack with the parts of itself."""
    found = parts(render(document))
    start = next(place for place, each in enumerate(found) if each.title == title)
    return [found[start], *_within(found[start + 1 :])]


def _within(found: list[Part]) -> Iterable[Part]:
    for each in found:
        if each.depth < 3:
            return
        yield each


def says(document: Document) -> list[str]:
    """Return by when each step is due, in the order of the page."""
    titles = [entry.partition("\n")[0] for page in part(document, "Checklist") for entry in page.items]
    return [title.removeprefix("[ ] ").rpartition(" Do ")[0] for title in titles]


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        ({"anchor": "known", "within": "15 minutes"}, "within 15 minutes of known"),
        ({"anchor": "known", "within": "0 minutes"}, "at once, from known"),
        ({"anchor": "occurred", "within": "3 business days"}, "within 3 business days of occurred"),
        ({"anchor": "occurred", "within": "09:00 on business day 3"}, "09:00 on business day 3 after occurred"),
        ({"anchor": ["occurred", "media-first"], "within": "2 hours"}, "within 2 hours of occurred or media-first"),
        ({"anchor": "done:verify", "within": "1 hour"}, "within 1 hour of verify done"),
        ({"anchor": "released:holding", "within": "1 hour"}, "within 1 hour of holding released"),
        ({"before": "24 hours", "of": "video-release"}, "24 hours before video-release is due"),
        ({"anchor": "event-start", "before": "30 days"}, "at least 30 days before event-start"),
        ({"anchor": "died", "within": "next 30 January or 30 July"}, "next 30 January or 30 July, counted from died"),
        ({"anchor": "known", "within": "on 26 April 2028"}, "on 26 April 2028"),
        ({"anchor": "known", "within": "2 quarters"}, "within 2 quarters of known"),
        (
            {"anchor": "known", "within": "3 hours", "before": "1 hour", "of": "brief"},
            "within 3 hours of known; or if that is earlier, 1 hour before brief is due",
        ),
        ({"anchor": "known", "within": "setting:video"}, "within 30 days of known"),
        ({"anchor": "known", "within": "setting:unset"}, "no time: plan.toml does not set unset"),
        ({"anchor": "known"}, "no time is set"),
    ],
)
def test_a_due_is_the_span_of_the_plan_in_words(keys: Table, due: str) -> None:
    """Whatever a clock counts from and however, the pack says it before there is a moment to count from."""
    assert [due] == says(shelf(step("act", **keys), video="30 days"))


def test_each_group_begins_with_the_moment_to_write_down() -> None:
    """Known comes first, then occurred, then the others as the plan names them; each asks for its moment, its steps follow with the soonest first."""
    document = shelf(
        step("second", anchor="known", within="2 hours"),
        step("at-any-time", anchor="known"),
        step("first", anchor="known", within="5 minutes"),
        step("after-death", anchor="died", within="1 hour"),
        step("judged", anchor="occurred", within="1 hour"),
        step("back", before="1 hour", of="first"),
    )
    groups = part(document, "Checklist")[1:]

    assert ["From: known", "From: occurred", "From: died", "From: what is counted back from another step"] == [group.title for group in groups]
    assert ["first", "second", "at-any-time"] == [entry.split("\n")[1].partition(" ")[0] for entry in groups[0].items]
    assert all(group.paragraphs[0].endswith(" ............") for group in groups)
    assert "When? ............" == groups[0].paragraphs[0]


def test_a_step_that_comes_again_has_a_box_for_each_time() -> None:
    """Each round has its own id, number and span."""
    document = shelf(step("update", anchor="known", within="2 hours", every=["4 hours until 12 hours"]))

    assert ["within 2 hours of known", "within 6 hours of known", "within 10 hours of known"] == says(document)
    assert ["update-1", "update-2", "update-3"] == [item["id"] for item in document.values["items"]]
    assert "Do update (2 of 3)" == document.values["items"][1]["title"]


def test_a_step_names_what_comes_first_its_tier_and_where_to_sign() -> None:
    """What a person has to know of a step stands below it."""
    document = shelf(step("verify"), step("act", anchor="known", within="1 hour", after=["verify"], tier=2, says=["what is known", "what is not"]))
    entry = next(entry for page in part(document, "Checklist") for entry in page.items if "\nact - " in entry)

    assert [
        "[ ] within 1 hour of known Do act",
        "act - pio - statements.holding",
        "after: verify",
        "asked of tier 2 and above",
        "say: what is known; what is not",
        "done at ............ by ............",
    ] == entry.split("\n")


def test_a_duty_of_the_law_carries_its_citation() -> None:
    """Duties stand beside the steps, with what they cite and that this is no advice."""
    duty = {"id": "answer", "title": "Answer", "role": "city-clerk", "clause": "records.requests", "anchor": "request-received", "within": "3 business days"}
    document = shelf(duties=[{**duty, "citation": "RSMo 610.023.3", "source": "law", "verified_on": date(2026, 11, 22), "note": ""}])
    (entry,) = (entry for page in part(document, "Checklist") for entry in page.items)

    assert "[ ] within 3 business days of request-received Answer" == entry.split("\n")[0]
    assert "RSMo 610.023.3; read 2026-11-22; not legal advice" in entry.split("\n")


def test_what_counts_back_to_one_moment_stands_with_the_first_first() -> None:
    """Of several notices before an event, the one that goes out first stands first."""
    notices = [step(name, anchor="event-start", before=span) for name, span in (("last", "72 hours"), ("first", "30 days"), ("again", "7 days"))]

    assert [f"at least {span} before event-start" for span in ("30 days", "7 days", "72 hours")] == says(shelf(*notices))


def test_a_time_that_has_to_pass_is_no_deadline() -> None:
    """A duty that may not be done before a time says so, and asks for nothing within it."""
    duty = {"id": "close", "title": "Do it", "role": "city-clerk", "clause": "records.arrests", "anchor": "arrest", "wait": "30 days"}
    document = shelf(duties=[{**duty, "citation": "RSMo 610.100", "source": "law", "verified_on": date(2026, 11, 22)}])

    assert ["not before 30 days have passed after arrest"] == says(document)


def test_closed_days_are_there_to_count_by_hand() -> None:
    """Those from today on, with their weekday; where the calendar has none left the pack says whom to ask."""
    days = [{"day": NOW.date() + timedelta(days=days), "name": f"closed {days}"} for days in (-9, -1, 0, 6)]
    calendars = (CityCalendar.model_validate({"format": 1, "year": [{"year": 2026, "closed": days}]}), CityCalendar(format=1))
    named, none = (part(shelf(calendar=calendar), "Closed days, for counting")[0] for calendar in calendars)

    assert [["day", "why"], ["Fri 20 Nov 2026", "closed 0"], ["Thu 26 Nov 2026", "closed 6"]] == named.tables[0]
    assert "The city hall is closed on every saturday and sunday, and on:" == named.paragraphs[-1]
    assert "no day that calendar.toml names from now on: ask the city clerk." == none.paragraphs[-1]


def test_the_dry_pack_is_printed_from_the_working_plan(cicp: Cicp) -> None:
    """Without an incident there is a pack all the same: for the base playbook, or for the kinds that are named, with everything that the other has."""
    base, ois = cicp("incident", "paper", "--blank"), cicp("incident", "paper", "--blank", "--kind", "ois")
    titles = [each.title for each in parts(ois.out)]

    assert (0, 0, "", "") == (base.code, ois.code, base.err, ois.err)
    assert "Paper pack for the shelf: ois" == titles[1]
    assert {"Call chain - NOT FOR THE PUBLIC", "Gates", "Holding statement", "Activity log, sheet 2 of 2"} <= set(titles)
    assert "within 48 hours of occurred **Identify the officer" in ois.out
    assert "Identify the officer" not in base.out
    assert "- [ ] 3\\. within 15 minutes of known **City Manager" in ois.out
    assert ["words", "the working plan: no plan is in force"] in parts(ois.out)[1].tables[0]


def test_the_edition_in_force_is_printed_and_not_the_working_plan(cicp: Cicp, plan: Path) -> None:
    """Once a plan is in force the pack for the shelf is its own, whatever the working files say meanwhile."""
    cicp("declare", "To freeze an edition", "--kind", "ois")
    edition = json.loads(cicp("incident", "show", "--format", "json").out)["edition"]
    docket = Copy(files={file.stem: file.read_bytes() for file in plan.glob("docket/*.toml")})
    for kind in ("comment-opened", "comment-closed", "circulated", "adopted"):
        docket.file(kind, edition=edition)
    for name, data in docket.files.items():
        (plan / "docket" / f"{name}.toml").write_bytes(data)
    (plan / "playbooks" / "ois.toml").unlink()
    said = cicp("incident", "paper", "--blank", "--kind", "ois")

    assert (0, "") == (said.code, said.err)
    assert "Identify the officer" in said.out
    assert ["words", f"in force: edition {edition.removeprefix('sha256:')[:12]}, {edition}"] in parts(said.out)[1].tables[0]


def test_several_kinds_are_composed(cicp: Cicp) -> None:
    """The kinds are named in one order, whatever order they are said in; every step of each is there."""
    one, other = (json.loads(cicp("incident", "paper", "--blank", "--kind", said, "--format", "json").out) for said in ("ois,other", "other,ois"))

    assert one == other
    assert ["ois", "other"] == one["kinds"]
    assert (None, "cicp/paper/1") == (one["incident"], one["schema"])
    assert {"tell-manager", "officer-identification", "sunshine-response"} <= {item["id"] for item in one["items"]}


def test_a_kind_that_the_plan_does_not_know_is_refused(cicp: Cicp) -> None:
    """The nearest kind is named."""
    said = cicp("incident", "paper", "--blank", "--kind", "oiss")

    assert 4 == said.code
    assert 'did you mean "ois"?' in said.err


def test_a_broken_playbook_is_named_and_another_stands_in_for_it(cicp: Cicp, plan: Path) -> None:
    """A pack is printed from a broken plan too, and says on standard error which file stood in."""
    (plan / "playbooks" / "ois.toml").write_text("kind = ", encoding="utf-8")
    (plan / "calendar.toml").write_text("= broken", encoding="utf-8")
    said = cicp("incident", "paper", "--blank", "--kind", "ois")

    assert 0 == said.code
    assert "playbooks/ois.toml" in said.err
    assert "calendar.toml" in said.err
    assert "Identify the officer" in said.out
