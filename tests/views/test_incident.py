"""An incident shown: what must be said with a step, and what was late before it was corrected."""

from collections.abc import Iterable

import pytest

from cicp.model.timeline import next_items
from cicp.render import csvtext, markdown, plain, terminal
from cicp.views.document import Line, as_read
from cicp.views.incident import checklist, next_page, state_of, timeline_page, urgency
from cicp.views.zone import Local
from tests.incidents import ZONE, Case, Table, at, base_case, fact, playbook, put_off, step, strike, tick, words_of
from tests.incidents import case as case_of

LONG = ["what is known, and as of when", "what is not yet known, said as such", "what people should do now", "when the next word comes, where, and from whom"]
LOCAL = Local(ZONE, at("22:40"))


def flat(page: str) -> str:
    """Take the line breaks out of a page."""
    return " ".join(page.split())


def told(case: Case, name: str = "call", now: str = "22:40") -> list[str]:
    return list(state_of(case.item(name, now), LOCAL))


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ([], []),
        (["that an officer fired"], ["  say: that an officer fired"]),
        (LONG[:3], [f"  say: {'; '.join(LONG[:3])}"]),
        (LONG, [f"  say: {'; '.join(LONG)}"[: -len(LONG[3]) - 2] + "; and 1 more"]),
        (["x" * 200, "y"], [f"  say: {'x' * 200}; and 1 more"]),
    ],
)
def test_the_one_screen_has_as_much_as_two_lines_hold(says: list[str], shown: list[str]) -> None:
    """What must be said with the first step stands below it, as far as two lines hold it, and then how much more there is."""
    found = base_case([step("hold", anchor="known", within="1 hour", says=says)])
    page = next_page(found.incident, found.items(), "", Local(ZONE, at("22:00")))

    assert shown == [block.text for block in as_read(page.blocks) if isinstance(block, Line) and block.text.startswith("  say: ")]


def test_the_one_screen_holds_with_everything_on_it() -> None:
    """With much to be said, much to be done, something late that is held up and a fact that is waited for, it is still one screen."""
    steps = [
        step("first", anchor="known", within="5 minutes", says=["x " * 65, "y" * 20]),
        *(
            step(f"step-{number}", title="Do what takes many words to say, so that its line is wrapped", anchor="known", within="10 minutes")
            for number in range(9)
        ),
        step("held", anchor="known", within="6 minutes", after=["first"]),
        step("examiner", anchor="died", within="15 minutes"),
        step("report", anchor="known", within="1 hour", after=["examiner"]),
    ]
    found = base_case(steps)
    page = plain.render(next_page(found.incident, found.items("22:40"), "", LOCAL))

    assert ("; and 1 more" in page, "held up by" in page, "waits for a fact" in page) == (True, True, True)
    assert len(page.splitlines()) < 24


def test_a_public_refusal_is_told_once() -> None:
    """On the page that explains, the refusal stands with its reason, and not twice."""
    found = base_case([step("call", anchor="known", within="1 hour", refuse=True)], put_off("refused", "call", "22:00"))
    pages = [flat(plain.render(page(found.incident, found.items("22:10"), LOCAL))) for page in (checklist, timeline_page)]

    assert [1, 1] == [page.count("publicly refused: an open investigation (published: clayton.example.org/news)") for page in pages]


@pytest.mark.parametrize(
    ("within", "now", "says"),
    [
        ("2 hours", "22:00", "NEXT, wanted by 23:15 for what comes after it; its own time is 23:45"),
        ("2 hours", "22:20", "NOW, wanted by 23:15 for what comes after it; its own time is 23:45"),
        ("2 hours", "23:50", "LATE, wanted by 23:15 for what comes after it; its own time is 23:45"),
        ("30 minutes", "22:00", "NOW, 22:15 (in 15 min)"),
        ("30 minutes", "22:20", "LATE, 22:15 (5 min late)"),
        ("", "22:00", "NEXT, wanted by 23:15 for what comes after it"),
    ],
)
def test_whose_hour_it_is(within: str, now: str, says: str) -> None:
    """An hour that is not the step's own is told as what it is, beside its own where it has one."""
    found = base_case([step("call", anchor="known", within=within), step("report", anchor="known", within="90 minutes", after=["call"])])
    local = Local(ZONE, at(now))
    (first, *_) = next_items(found.items(now))

    assert ("call", says) == (first.id, urgency(first, local))
    assert f"{says}: Do call." == next(line.text for line in as_read(next_page(found.incident, found.items(now), "", local).blocks) if isinstance(line, Line))


@pytest.mark.parametrize(
    ("unknown", "says"),
    [
        ((), ""),
        (("died",), "Not recorded yet: died. As soon as it is known: cicp fact died --at TIME --incident x"),
        (("a", "b", "c", "d"), "Not recorded yet: a, b, c, d. As soon as it is known: cicp fact a --at TIME --incident x"),
        (("a", "b", "c", "d", "e"), "Not recorded yet: a, b, c, d and 1 more. As soon as it is known: cicp fact a --at TIME --incident x"),
    ],
)
def test_what_nobody_has_recorded_is_asked_for(unknown: tuple[str, ...], says: str) -> None:
    """The first few are named, with the command for the first; where all is recorded, nothing is said."""
    found = base_case([step("call", anchor="known", within="1 hour")])
    page = next_page(found.incident, found.items("22:00"), " --incident x", Local(ZONE, at("22:00")), unknown)

    assert ([says] if says else []) == [block.text for block in page.blocks if isinstance(block, Line) and block.text.startswith("Not recorded")]


def test_what_something_waits_for_is_asked_for_first() -> None:
    """One question at a time: what a step with an hour waits for comes before what nobody has recorded."""
    found = base_case([step("examiner", anchor="died"), step("report", anchor="known", within="1 hour", after=["examiner"])])
    page = plain.render(next_page(found.incident, found.items("22:00"), "", Local(ZONE, at("22:00")), ["decision"]))

    assert (True, False) == ("and waits for a fact: examiner (died)" in flat(page), "Not recorded yet" in page)


def test_the_first_item_is_a_row_like_the_others() -> None:
    """A spreadsheet of the one screen has every item in a row; a reader has the first in lines of its own, and not twice."""
    found = base_case([step(name, anchor="known", within="1 hour") for name in ("call", "tell")])
    page = next_page(found.incident, found.items("22:00"), "", Local(ZONE, at("22:00")))
    rows = csvtext.render(page).splitlines()

    assert ["Do call", "Do tell"] == [row.split(",")[2] for row in rows[1:]]
    for shown in (plain.render(page), markdown.render(page), terminal.render(page)):
        assert (1, 1) == (shown.count("Do call"), shown.count("Do tell"))
        assert shown.removeprefix("\x1b[1m").startswith("NOW, 22:45")


def test_what_kinds_want_said_is_said_together() -> None:
    """What the base playbook wants said and what an overlay adds stand in one line of the checklist and of the timeline; what wants nothing has none."""
    base, overlay = playbook("other", step("hold", says=LONG[:1]), step("call")), playbook("ois", tighten=[{"step": "hold", "says": ["that an officer fired"]}])
    found = case_of(words_of(base, overlay), kinds=["ois"])
    pages = [flat(plain.render(page(found.incident, found.items(), LOCAL))) for page in (checklist, timeline_page)]

    assert [1, 1] == [page.count(f"say: {LONG[0]}; that an officer fired") for page in pages]
    assert [1, 1] == [page.count("say: ") for page in pages]


def corrected(*entries: Table) -> Case:
    """An incident with one step, due 15 minutes after it was known at 21:45."""
    return base_case([step("call", anchor="known", within="15 minutes")], *entries)


def once(case: Case) -> Iterable[str]:
    return (line for line in told(case) if line.startswith("late by the time first recorded"))


def test_a_due_that_was_corrected_twice_is_told_once() -> None:
    """Corrected, taken back and corrected again, the due that was missed is told once, with the last that corrected it."""
    found = corrected(
        fact("known", "21:55", filed="22:05", replaces=[1]),
        strike(2, filed="22:15"),
        fact("known", "21:56", filed="22:20", replaces=[1]),
    )
    last = found.incident.log.filings[-1].id

    assert f"late by the time first recorded: due 22:00 until {last} corrected it" == next(line for line in once(found) if "due 22:00" in line)
    assert ["due 22:00", "due 22:10"] == sorted(line.partition(": ")[2][:9] for line in once(found))


def test_a_due_that_holds_again_is_not_told_as_corrected() -> None:
    """Where the due is what it was at first, the step is late by it, and that is said once."""
    found = corrected(fact("known", "21:55", filed="22:05", replaces=[1]), strike(2, filed="22:07"))

    assert ["40 min late (due 22:00)"] == told(found)


def test_the_timeline_tells_each_corrected_due_in_one_line() -> None:
    """The timeline has every due that was corrected, with when that was, late or not, and none of them twice."""
    found = corrected(fact("known", "21:40", filed="21:52", replaces=[1]), fact("known", "21:50", filed="22:15", replaces=[2]), tick("call", "22:20"))
    page = flat(plain.render(timeline_page(found.incident, found.items("22:40"), LOCAL)))
    early, late = (filing.id for filing in found.incident.log.filings[1:3])

    assert f"was due Fri 20 Nov 22:00 until {early} corrected it at Fri 20 Nov 21:52" in page
    assert f"late by the time first recorded: due Fri 20 Nov 21:55 until {late} corrected it at Fri 20 Nov 22:15" in page
    assert (1, 1) == (page.count("was due"), page.count("late by the time first recorded"))
