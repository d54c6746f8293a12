"""Copies of one plan that were worked on apart and joined by copying files: in whatever order, they tell the same, and nothing filed is lost."""

import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cicp.cli.main import run
from cicp.files import reading
from cicp.files.layout import Home
from tests.conftest import EXAMPLE
from tests.records import NIGHT

RECORD: Final = ("docket", "incidents", "editions")
OFFICES: Final = ("pio", "alt-pio", "chief")
STEPS: Final = ("tell-manager", "verify", "notify-pio", "threat-assessment", "update")
FACTS: Final = (
    ("occurred",),
    ("known",),
    ("died", "--about", "deceased-1"),
    ("died", "--about", "deceased-2"),
    ("next-of-kin-notified", "--about", "deceased-1"),
    ("arrest", "--about", "arrest-1"),
)


@dataclass
class Copy:
    """One office's copy of the plan, and the digests on the receipts it was given."""

    plan: Path
    office: str
    receipts: list[str] = field(default_factory=list)

    @property
    def home(self) -> Home:
        return Home(self.plan)

    def play(self, minutes: int, *words: str) -> tuple[int, str, str]:
        """Give a command in this copy, so many minutes after the night began by this office's clock."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as setting, redirect_stdout(out), redirect_stderr(err):
            setting.setenv("CICP_NOW", (NIGHT + timedelta(minutes=minutes)).isoformat())
            setting.setenv("CICP_AS", self.office)
            setting.delenv("CICP_PLAN", raising=False)
            code = run(["-p", str(self.plan), *words])
        return code, out.getvalue(), err.getvalue()

    def file(self, minutes: int, *words: str) -> None:
        """Give a command that files, and keep its receipt."""
        code, out, err = self.play(minutes, *words, "--format", "json")
        assert code in {0, 3, 4}, (words, code, err)
        if code == 0 and words[0] != "declare":
            self.receipts.append(json.loads(out)["digest"])

    def take(self, other: "Copy") -> None:
        """Copy the files of another copy's record over this one's: none is ever replaced by other bytes."""
        for path in sorted(each for name in RECORD for each in (other.plan / name).rglob("*") if each.is_file()):
            own = self.plan / path.relative_to(other.plan)
            own.parent.mkdir(parents=True, exist_ok=True)
            if own.exists():
                assert own.read_bytes() == path.read_bytes(), own
            else:
                os.link(path, own)
        self.receipts += other.receipts

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.plan)): path.read_bytes() for name in RECORD for path in (self.plan / name).rglob("*") if path.is_file()}

    def answers(self) -> dict[str, str]:
        """Everything the two halves say of the record, as bytes another program would read."""
        commands = [("status",), ("docket",), ("verify",), ("incident", "list")]
        for incident in self.home.incident_ids():
            commands += [("incident", "show", incident), ("next", "--incident", incident)]
        return {" ".join(words): self.play(600, *words, "--format", "json")[1] for words in commands}


@contextmanager
def copies(number: int) -> Iterator[list[Copy]]:
    with tempfile.TemporaryDirectory() as folder:
        made = [Copy(Path(folder) / office / "clayton", office) for office in OFFICES[:number]]
        for copy in made:
            shutil.copytree(EXAMPLE, copy.plan, ignore=shutil.ignore_patterns(".cicp", "incidents", "editions"))
        yield made


def joined(apart: list[Copy], folder: str) -> Copy:
    """Join copies in this order, in a fresh folder."""
    first, *others = apart
    both = Copy(first.plan.parent / folder / "clayton", first.office, list(first.receipts))
    shutil.copytree(first.plan, both.plan, copy_function=os.link)  # nothing here ever changes a file
    for other in others:
        both.take(other)
    return both


def _incident(copy: Copy, choice: int) -> list[str]:
    ids = copy.home.incident_ids()
    return ["--incident", ids[choice % len(ids)]] if ids else []


def _declare(copy: Copy, minutes: int, choice: int) -> None:
    copy.file(minutes, "declare", ("Shooting at Shaw Park", "Fire in Hanley Road")[choice % 2], *(("--kind", "ois") if choice % 3 else ()))


def _tick(copy: Copy, minutes: int, choice: int) -> None:
    copy.file(minutes, "done", STEPS[choice % len(STEPS)], "--at", f"-{choice}m", *_incident(copy, choice))


def _skip(copy: Copy, minutes: int, choice: int) -> None:
    copy.file(minutes, "skip", STEPS[choice % len(STEPS)], "--why", "not asked for tonight", *_incident(copy, choice))


def _log(copy: Copy, minutes: int, choice: int) -> None:
    copy.file(minutes, "log", f"entry {choice}", *_incident(copy, choice))


def _fact(copy: Copy, minutes: int, choice: int) -> None:
    status = ((), ("--unconfirmed",), ("--withdraw",), ())[choice % 4]
    copy.file(minutes, "fact", *FACTS[choice % len(FACTS)], "--at", f"-{choice}m", *status, *_incident(copy, choice))


def _strike(copy: Copy, minutes: int, choice: int) -> None:
    incident = _incident(copy, choice)
    filings = reading.read_log(copy.home, incident[1]).filings
    copy.file(minutes, "strike", filings[choice % len(filings)].id, "--why", "mistaken", *incident)


def _strike_in_docket(copy: Copy, minutes: int, choice: int) -> None:
    filings = reading.read_docket(copy.home).filings
    copy.file(minutes, "strike", filings[choice % len(filings)].id, "--why", "mistaken")


def _close(copy: Copy, minutes: int, choice: int) -> None:
    copy.file(minutes, "incident", "close" if choice % 2 else "reopen", *_incident(copy, choice)[1:])


def _change(copy: Copy, minutes: int, choice: int) -> None:
    """Set the tier, add a kind or a step, hand a role over, or join two incidents where there are two."""
    incident, ids = _incident(copy, choice), copy.home.incident_ids()
    changes = [
        ("tier", str(choice % 3 + 1), *incident),
        ("kind-add", ("bias-incident", "ois")[choice % 2], *incident),
        ("step-add", ("Call the school", "Print the flyer")[choice % 2], "--within", f"{choice} minutes", *incident),
        ("role", "pio", "--to", ("alt-pio", "chief")[choice % 2], *incident),
        ("join", ids[choice % len(ids)], ids[(choice + 1) % len(ids)]) if len(ids) > 1 else ("tier", "2", *incident),
    ]
    copy.file(minutes, "incident", *changes[choice % len(changes)])


ACTS: Final[tuple[Callable[[Copy, int, int], None], ...]] = (
    *(_tick, _tick, _fact, _fact, _strike, _skip, _log, _close, _strike_in_docket, _declare),
    *(_change, _change, _change),
)


def _work(data: st.DataObject, apart: list[Copy], turns: int) -> None:
    """Let each copy do what is drawn, by its own clock; now and then one takes over what another has by then."""
    for turn in range(turns):
        place = data.draw(st.integers(0, len(apart) - 1))
        choice = data.draw(st.integers(0, 29))
        if choice == 29:
            apart[place].take(data.draw(st.sampled_from([each for each in apart if each is not apart[place]])))
            continue
        act = data.draw(st.sampled_from(ACTS)) if apart[place].home.incident_ids() else _declare
        act(apart[place], 40 * place + turn + data.draw(st.integers(0, 20)), choice)


def _agree(apart: list[Copy]) -> Copy:
    """Join in every order: the same files, the same answers, every receipt still held. Returns one of the joined copies."""
    orders = [joined(list(order), f"joined-{place}") for place, order in enumerate(permutations(apart))]
    assert all(each.files() == orders[0].files() for each in orders)
    assert orders[0].answers() == orders[-1].answers()
    heads = [word for receipt in sorted(set(orders[0].receipts)) for word in ("--head", receipt)]
    code, out, err = orders[0].play(600, "verify", *heads)
    assert 0 == code, out + err
    return orders[0]


SETTINGS: Final = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(SETTINGS, max_examples=12)
@given(st.data())
def test_two_copies_of_one_night(data: st.DataObject) -> None:
    """Two offices work apart on one incident; joined in either order, status, docket, incident, next and verify are the same bytes."""
    with copies(2) as apart:
        apart[0].file(0, "declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45")
        apart[1].take(apart[0])
        _work(data, apart, data.draw(st.integers(3, 7)))

        both = _agree(apart)

        assert both.play(600, "check", "record")[0] in {0, 1}


@settings(SETTINGS, max_examples=5)
@given(st.data())
def test_three_copies(data: st.DataObject) -> None:
    """Three offices that know nothing of each other's night, declarations included, agree in each of the six orders."""
    with copies(3) as apart:
        _work(data, apart, data.draw(st.integers(4, 8)))

        assert _agree(apart).play(600, "check", "record")[0] in {0, 1}


@pytest.fixture
def apart() -> Iterator[tuple[Copy, Copy]]:
    """Two copies of a plan with one declared incident."""
    with copies(2) as (pio, other):
        pio.file(0, "declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45")
        other.take(pio)
        yield pio, other


def _shown(copy: Copy) -> dict[str, Any]:
    return dict(json.loads(copy.play(60, "incident", "show", "--format", "json")[1]))


class TestOneNight:
    def test_ticked_in_both(self, apart: tuple[Copy, Copy]) -> None:
        """A step ticked in both copies was done when it was first done, by whichever clock it was filed first."""
        pio, other = apart
        pio.file(1, "done", "tell-manager")
        other.file(5, "done", "tell-manager", "--at", "21:47")

        both = _agree(list(apart))

        (item,) = (item for item in _shown(both)["items"] if item["id"] == "tell-manager")
        assert ("2026-11-20T21:47:00-06:00", "done") == (item["done_at"], item["status"])

    def test_fact_in_both(self, apart: tuple[Copy, Copy]) -> None:
        """A fact recorded in both is contested: check names it, the earlier counts, and the command that check proposes settles it."""
        pio, other = apart
        pio.file(1, "fact", "occurred", "--at", "21:41")
        other.file(2, "fact", "occurred", "--at", "21:30")
        both = _agree(list(apart))

        code, out, _ = both.play(10, "check", "record", "--format", "json")
        (finding,) = json.loads(out)["findings"]
        (clock, *_) = (item["explain"] for item in _shown(both)["items"] if item["anchor"] == "occurred" and item["due"])
        remedy = finding["fix"].removeprefix("file which is right: cicp ").replace("TIME", "21:41").split()
        settled = both.play(11, *remedy)[0]

        assert (1, True, 0, 0) == (code, finding["says"].startswith("occurred is recorded twice"), settled, both.play(12, "check", "record")[0])
        assert any("contested" in sentence for sentence in clock)

    def test_next_filing_knows_both(self, apart: tuple[Copy, Copy]) -> None:
        """After joining there are two heads; the next filing quotes both, and there is one again."""
        pio, other = apart
        pio.file(1, "log", "north gate")
        other.file(1, "log", "south gate")
        both = _agree(list(apart))
        heads = reading.read_log(both.home, both.home.incident_ids()[0]).heads

        both.file(2, "log", "both gates")

        assert (2, 1) == (len(heads), len(reading.read_log(both.home, both.home.incident_ids()[0]).heads))

    def test_same_words_at_the_same_second(self, apart: tuple[Copy, Copy]) -> None:
        """The same entry by the same office at the same second in two copies is one entry; twice in one copy it is two."""
        pio, other = apart
        other.office = pio.office
        pio.file(1, "log", "north gate")
        other.file(1, "log", "north gate")
        pio.file(1, "log", "north gate")

        both = _agree(list(apart))

        assert 2 == sum(each["text"] == "north gate" for each in _shown(both)["log"])

    def test_struck_in_one(self, apart: tuple[Copy, Copy]) -> None:
        """An entry struck in one copy is struck in the joined one; struck in both, the strike filed first is named."""
        pio, other = apart
        pio.file(1, "log", "north gate")
        other.take(pio)
        entry = reading.read_log(pio.home, pio.home.incident_ids()[0]).filings[1].id
        for copy in apart:
            copy.file(2, "strike", entry, "--why", "typing")

        both = _agree(list(apart))

        strikes = sorted(each["id"] for each in _shown(both)["log"] if each["kind"] == "struck")
        assert (2, strikes[0]) == (len(strikes), next(each["struck_by"] for each in _shown(both)["log"] if each["id"] == entry))

    def test_closed_in_one(self, apart: tuple[Copy, Copy]) -> None:
        """An incident closed in one copy while the other went on logging is closed, and the entries are there."""
        pio, other = apart
        pio.file(1, "incident", "close")
        other.file(2, "log", "north gate")

        shown = _shown(_agree(list(apart)))

        assert ("closed", True) == (shown["state"], "north gate" in [each["text"] for each in shown["log"]])

    def test_declared_in_both(self) -> None:
        """The same incident declared in two copies is two folders, both open; the commands ask which, and each goes on."""
        with copies(2) as apart:
            for place, copy in enumerate(apart):
                copy.file(place, "declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40")
            both = _agree(apart)

            ids = both.home.incident_ids()
            code, _, err = both.play(5, "next")

            assert (2, 2) == (len(ids), code)
            assert all(each in err for each in ids)
            assert [0, 0] == [both.play(5, "next", "--incident", each)[0] for each in ids]

    def test_joined_in_one(self) -> None:
        """Joined in one copy while the other went on in its own log: merged, it is one incident with every entry of both, and nothing is lost by it."""
        with copies(2) as apart:
            pio, chief = apart
            for place, copy in enumerate(apart):
                copy.file(place, "declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45")
            (own,) = chief.home.incident_ids()
            pio.take(chief)
            pio.file(5, "incident", "join", *pio.home.incident_ids())
            pio.file(6, "log", "north gate")
            chief.file(7, "log", "south gate")
            chief.file(7, "incident", "tier", "1")
            both = _agree(apart)

            shown = _shown(both)

            assert ([own], 3) == (shown["joined"], shown["tier"])
            assert {"north gate", "south gate"} <= {each["text"] for each in shown["log"]}
            assert ["the tier is told"] == [each["says"][:16] for each in json.loads(both.play(10, "check", "record", "--format", "json")[1])["findings"]]

    def test_joined_in_both(self) -> None:
        """Joined in two copies that did not know of it, it is one incident, and check finds nothing missing."""
        with copies(2) as apart:
            for place, copy in enumerate(apart):
                copy.file(place, "declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45")
            apart[0].take(apart[1])
            apart[1].take(apart[0])
            for place, copy in enumerate(apart):
                copy.file(5 + place, "incident", "join", *copy.home.incident_ids()[:: 1 - 2 * place])
            both = _agree(apart)

            assert (1, 0) == (len(json.loads(both.play(9, "incident", "list", "--format", "json")[1])["incidents"]), both.play(9, "check", "record")[0])
