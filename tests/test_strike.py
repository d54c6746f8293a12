"""Taking back an entry: it stays, struck through, it no longer counts, and what it had replaced holds again."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cicp.files import journal, reading
from cicp.files.layout import Home
from tests.conftest import Result
from tests.records import NIGHT

Cicp = Callable[..., Result]
KIN = ("fact", "next-of-kin-notified", "--as", "family-liaison")
EXAMINER = ("fact", "medical-examiner-identified", "--as", "me")


@pytest.fixture
def night(cicp: Cicp) -> Cicp:
    """Declare an incident and return the command line."""
    assert 0 == cicp("declare", "Shooting at Shaw Park", "--kind", "ois", "--occurred", "21:40", "--known", "21:45").code
    return cicp


def filed(cicp: Cicp, *words: str) -> str:
    """Give a command that files, and return the id of its filing."""
    found = cicp(*words, "--format", "json")
    assert 0 == found.code, found.err
    return str(json.loads(found.out)["id"])


def shown(cicp: Cicp) -> dict[str, Any]:
    return dict(json.loads(cicp("incident", "show", "--format", "json").out))


def entry_of(cicp: Cicp, entry: str) -> dict[str, Any]:
    return next(each for each in shown(cicp)["log"] if each["id"] == entry)


def facts(cicp: Cicp, name: str) -> list[str]:
    return [each["filing"] for each in shown(cicp)["facts"] if each["name"] == name]


def status_of(cicp: Cicp, step: str) -> str:
    return next(str(each["status"]) for each in shown(cicp)["items"] if each["id"] == step)


class TestEntries:
    def test_stays_struck_through(self, night: Cicp) -> None:
        """A struck entry stays in the log with its words, and names what struck it; the strike says why."""
        entry = filed(night, "log", "Two reporters at the north gate")

        strike = filed(night, "strike", entry, "--why", "it was the south gate")

        assert ("Two reporters at the north gate", strike) == (entry_of(night, entry)["text"], entry_of(night, entry)["struck_by"])
        assert f"Struck {entry}: it was the south gate" == entry_of(night, strike)["text"]
        assert f"struck by {strike}" in night("incident", "show").out

    def test_receipt(self, night: Cicp) -> None:
        """The receipt names what was struck; an entry that had replaced nothing lets nothing hold again."""
        entry = filed(night, "log", "a line")

        found = night("strike", entry, "--why", "typing")

        assert (0, "") == (found.code, found.err)
        assert f"struck {entry}" in found.out
        assert "holds again" not in found.out

    def test_tick(self, night: Cicp) -> None:
        """A step whose tick is struck is not done, and can be done again."""
        tick = filed(night, "done", "tell-manager", "--at", "21:46")
        done = status_of(night, "tell-manager")

        filed(night, "strike", tick, "--why", "the line was busy")

        assert ("done", "due-soon") == (done, status_of(night, "tell-manager"))
        filed(night, "done", "tell-manager", "--at", "21:48")
        assert "done" == status_of(night, "tell-manager")

    def test_correction(self, night: Cicp) -> None:
        """What the struck one had replaced holds again, and the command says so when it files."""
        root = facts(night, "occurred")
        mistaken = filed(night, "fact", "occurred", "--at", "21:10")

        found = night("strike", mistaken, "--why", "misread")

        assert root == facts(night, "occurred")
        assert f"{root[0]} holds again" in found.out

    def test_replaced_by_another_as_well(self, plan: Path, night: Cicp) -> None:
        """What somebody else has replaced too does not hold again, and the command does not say that it does."""
        home = Home(plan)
        log = reading.read_log(home, home.incident_ids()[0])
        mistaken = filed(night, "fact", "occurred", "--at", "21:10")
        table = {"kind": "fact", "name": "occurred", "status": "confirmed", "at": NIGHT, "filed_at": NIGHT, "replaces": [log.root], "filed_by": "alt-pio"}
        other = journal.file(home.log(log.name), log, table, lock=home.root)

        found = night("strike", mistaken, "--why", "misread")

        assert [other.id] == facts(night, "occurred")
        assert "holds again" not in found.out

    def test_strike_of_a_strike(self, night: Cicp) -> None:
        """A strike can be struck: the entry counts again, and the command says so."""
        tick = filed(night, "done", "tell-manager", "--at", "21:46")
        strike = filed(night, "strike", tick, "--why", "the line was busy")

        found = night("strike", strike, "--why", "they called back")

        assert ("done", None) == (status_of(night, "tell-manager"), entry_of(night, tick)["struck_by"])
        assert f"{tick} holds again" in found.out

    def test_fact_of_a_tick(self, night: Cicp) -> None:
        """The fact that a tick recorded goes with the tick."""
        tick = filed(night, "done", "threat-assessment", "--as", "chief")
        recorded = facts(night, "threat-assessed")

        filed(night, "strike", tick, "--why", "it is not finished")

        assert ([tick], []) == (recorded, facts(night, "threat-assessed"))

    def test_tick_on_an_unconfirmed_fact(self, night: Cicp) -> None:
        """A tick that records a fact knows what was said of it before, unconfirmed: the two are not contested."""
        filed(night, "fact", "threat-assessed", "--unconfirmed")
        tick = filed(night, "done", "threat-assessment", "--as", "chief")

        assert [(tick, True, False)] == [
            (each["filing"], each["counts"], each["contested"]) for each in shown(night)["facts"] if each["name"] == "threat-assessed"
        ]

    def test_why_from_standard_input(self, night: Cicp, monkeypatch: pytest.MonkeyPatch) -> None:
        """A reason may be read from standard input."""
        entry = filed(night, "log", "a line")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"said in confidence\n")))

        strike = filed(night, "strike", entry, "--why", "-")

        assert f"Struck {entry}: said in confidence" == entry_of(night, strike)["text"]

    @pytest.mark.parametrize("why", [("--why", ""), ("--why", "  "), ()])
    def test_no_reason(self, night: Cicp, why: tuple[str, ...]) -> None:
        """Without a reason nothing is struck."""
        entry = filed(night, "log", "a line")

        assert (2, None) == (night("strike", entry, *why).code, entry_of(night, entry)["struck_by"])

    def test_after_closing(self, night: Cicp) -> None:
        """An entry of a closed incident can be struck: the last closed is meant where none is open."""
        entry = filed(night, "log", "a line")
        filed(night, "incident", "close")

        assert 0 == night("strike", entry, "--why", "typing").code

    def test_several_open(self, night: Cicp) -> None:
        """With several incidents open the whole id is enough to say which entry is meant."""
        entry = filed(night, "log", "a line")
        night("declare", "Fire in Hanley Road")

        found = night("strike", entry, "--why", "typing")

        assert (0, True) == (found.code, f"struck {entry}" in found.out)


class TestRefused:
    @pytest.mark.parametrize(("number", "opposite"), [(1, "close"), (2, "reopen"), (3, "close")])
    def test_moves_of_an_incident(self, night: Cicp, number: int, opposite: str) -> None:
        """Declaring, closing and reopening are moves: they are undone by the opposite move, never struck."""
        filed(night, "incident", "close")
        filed(night, "incident", "reopen")
        incident = shown(night)
        entry = incident["log"][number - 1]["id"]

        found = night("strike", entry, "--why", "too early")

        assert 3 == found.code
        assert (
            f"error: {entry} is a move of the incident and cannot be struck.\nhint: make the opposite move: cicp incident {opposite} {incident['id']}\n"
            == found.err
        )
        assert 3 == len(shown(night)["log"])

    @pytest.mark.parametrize("kind", ["plan-created", "draft-begun", "incident-declared"])
    def test_moves_of_the_docket(self, night: Cicp, kind: str) -> None:
        """The moves of the plan, and what the docket tells of an incident, are never struck."""
        (entry,) = (filing for filing in json.loads(night("docket", "--format", "json").out)["filings"] if filing["kind"] == kind)

        found = night("strike", entry["id"], "--why", "too early", "--as", "city-clerk")

        assert 3 == found.code
        assert f"error: {entry['id']} ({entry['kind']}) is a move and cannot be struck." in found.err

    def test_twice(self, night: Cicp) -> None:
        """What is struck already is refused, with the command that lets it count again; that command works, and then it can be struck."""
        entry = filed(night, "log", "a line")
        strike = filed(night, "strike", entry, "--why", "typing")

        found = night("strike", entry, "--why", "typing")

        assert (3, f"error: {entry} is struck already, by {strike}.\nhint: to let it count again, strike the strike: cicp strike {strike} --why REASON\n") == (
            found.code,
            found.err,
        )
        filed(night, "strike", strike, "--why", "REASON")
        filed(night, "strike", entry, "--why", "typing")

    @pytest.mark.parametrize("wanted", ["0077", "0002-zzzzz", "77", "x", "²", "9" * 5000, ""])
    def test_no_such_entry(self, night: Cicp, wanted: str) -> None:
        """An entry that nobody filed is not found, whatever was typed."""
        found = night("strike", wanted, "--why", "typing")

        assert (4, f'error: there is no filing "{wanted}".\nhint: see them: cicp docket, or cicp incident show\n') == (found.code, found.err)

    def test_found_in_two_logs(self, night: Cicp) -> None:
        """A number that the incident's log and the docket both have is ambiguous: both are listed, and the whole id works."""
        entry = filed(night, "log", "a line")

        found = night("strike", "2", "--why", "typing")

        assert 2 == found.code
        assert f'"2" could be {entry} (' in found.err
        assert "0002-ejg49 (docket)" in found.err
        assert 0 == night("strike", entry, "--why", "typing").code

    def test_set_aside(self, plan: Path, night: Cicp) -> None:
        """An entry that was altered is not struck: it is named as what it is."""
        entry = filed(night, "log", "a line")
        path = next(plan.glob(f"incidents/*/log/{entry}.toml"))
        path.write_bytes(path.read_bytes() + b"# a word\n")

        found = night("strike", entry, "--why", "typing")

        assert (6, True) == (found.code, f"{entry} is set aside: its bytes do not fit its name" in found.err)


class TestGates:
    """A strike that would open a gate is refused: what the gate rests on is said by filing the fact."""

    def withdrawn(self, night: Cicp) -> str:
        filed(night, *EXAMINER)
        filed(night, *KIN)
        return filed(night, *KIN, "--withdraw")

    def remedies(self, found: Result) -> list[list[str]]:
        lines = [line.strip() for line in found.err.splitlines() if line.strip().startswith("cicp ")]
        return [line.replace("TIME", "21:48").split()[1:] for line in lines]

    def test_withdrawal(self, night: Cicp) -> None:
        """Striking a withdrawal would open the gate on the name: refused, and nothing is filed."""
        withdrawal = self.withdrawn(night)
        before = len(shown(night)["log"])

        found = night("strike", withdrawal, "--why", "they were told after all")

        assert (3, before) == (found.code, len(shown(night)["log"]))
        assert f"error: striking {withdrawal} would open the gate nok." in found.err
        assert [["fact", "next-of-kin-notified", "--at", "21:48", "--incident", shown(night)["id"], "--as", "family-liaison"]] == self.remedies(found)

    def test_remedy(self, night: Cicp) -> None:
        """The command that the refusal proposes works, and after it the refusal is gone."""
        withdrawal = self.withdrawn(night)

        for remedy in self.remedies(night("strike", withdrawal, "--why", "they were told after all")):
            assert 0 == night(*remedy).code

        assert 0 == night("strike", withdrawal, "--why", "they were told after all").code

    def test_strike_of_a_strike(self, night: Cicp) -> None:
        """So is striking the strike of what the gate rests on."""
        filed(night, *EXAMINER)
        told = filed(night, *KIN)
        strike = filed(night, "strike", told, "--why", "it was the wrong family")

        found = night("strike", strike, "--why", "it was the right one")

        assert (3, f"error: striking {strike} would open the gate nok.") == (found.code, found.err.splitlines()[0])
        assert ["next-of-kin-notified"] == [remedy[1] for remedy in self.remedies(found)]

    def test_contested(self, plan: Path, night: Cicp) -> None:
        """So is striking one of two filings that contest a fact; filing which is right settles it."""
        filed(night, *EXAMINER)
        home = Home(plan)
        log = reading.read_log(home, home.incident_ids()[0])
        filed(night, *KIN)
        table = {"kind": "fact", "name": "next-of-kin-notified", "status": "withdrawn", "filed_at": NIGHT, "filed_by": "family-liaison"}
        other = journal.file(home.log(log.name), log, table, lock=home.root)

        found = night("strike", other.id, "--why", "they were told")

        assert (3, True) == (found.code, "would open the gate nok" in found.err)
        for remedy in self.remedies(found):
            assert 0 == night(*remedy).code
        assert 0 == night("strike", other.id, "--why", "they were told").code

    def test_second_person_by_mistake(self, night: Cicp) -> None:
        """So is striking the fact by which a second person is known: what was filed of nobody in particular would then be of the first."""
        filed(night, "fact", "died", "--about", "deceased-1")
        second = filed(night, "fact", "died", "--about", "deceased-2")
        filed(night, *EXAMINER)
        filed(night, *KIN)

        found = night("strike", second, "--why", "the same person under two ids")

        assert (3, True) == (found.code, "would open the gate nok" in found.err)
        remedies = self.remedies(found)
        assert [("next-of-kin-notified", "deceased-1"), ("medical-examiner-identified", "deceased-1")] == [(each[1], each[3]) for each in remedies]
        for remedy, office in zip(remedies, ("family-liaison", "me"), strict=True):
            assert 0 == night(*remedy[:-1], office).code
        assert 0 == night("strike", second, "--why", "the same person under two ids").code

    def test_while_another_filing_is_lost(self, plan: Path, night: Cicp) -> None:
        """Damage elsewhere in the log, for which every gate counts as closed, is no way round: mended, the gate would stand open."""
        withdrawal = self.withdrawn(night)
        line = filed(night, "log", "a line")
        path = next(plan.glob(f"incidents/*/log/{line}.toml"))
        path.write_bytes(path.read_bytes() + b"# a word\n")

        assert 3 == night("strike", withdrawal, "--why", "they were told after all").code

    def test_gate_that_stands_open(self, night: Cicp) -> None:
        """Striking what shuts a gate is not refused, nor anything while the gate stands open anyway."""
        filed(night, *EXAMINER)
        told = filed(night, *KIN)
        line = filed(night, "log", "a line")

        assert [0, 0] == [night("strike", each, "--why", "a mistake").code for each in (line, told)]


class TestDocket:
    def test_struck(self, cicp: Cicp) -> None:
        """An entry of the docket is struck by an office of the plan; listing and filing show it, and its id stays."""
        strike = filed(cicp, "strike", "0003", "--why", "wrong day", "--as", "city-clerk")

        listing = {each["id"]: each for each in json.loads(cicp("docket", "--format", "json").out)["filings"]}
        page = cicp("docket", "show", "0003-kj2c7")

        assert ("struck", True) == (listing[strike]["kind"], listing["0003-kj2c7"]["applied"])
        assert f"struck by {strike}" in next(line for line in cicp("docket").out.splitlines() if line.startswith("0003-kj2c7"))
        assert f"struck by {strike}: it no longer counts" in page.out
        assert strike == json.loads(cicp("docket", "show", "3", "--format", "json").out)["struck_by"]

    def test_what_it_replaced(self, plan: Path, cicp: Cicp) -> None:
        """What the struck filing had replaced holds again, and the command says so."""
        home = Home(plan)
        table = {"kind": "fact", "name": "work-under-way", "filed_at": NIGHT, "filed_by": "city-clerk", "replaces": ["0003-kj2c7"]}
        correction = journal.file(home.docket, reading.read_docket(home), table, lock=home.root)

        found = cicp("strike", correction.id, "--why", "the first was right", "--as", "city-clerk")

        assert (0, True) == (found.code, "0003-kj2c7 holds again" in found.out)

    def test_strike_of_a_strike(self, cicp: Cicp) -> None:
        """A strike in the docket can be struck; the entry cannot be struck twice."""
        strike = filed(cicp, "strike", "0003", "--why", "wrong day", "--as", "city-clerk")

        twice = cicp("strike", "0003", "--why", "wrong day", "--as", "city-clerk")
        back = cicp("strike", strike, "--why", "it was the right day", "--as", "city-clerk")

        assert (3, 0) == (twice.code, back.code)
        assert f"0003-kj2c7 is struck already, by {strike}" in twice.err
        assert "0003-kj2c7 holds again" in back.out

    @pytest.mark.parametrize(
        ("office", "says"), [("", "say which office you act for."), ("mayor-of-elsewhere", 'the plan has no office "mayor-of-elsewhere".')]
    )
    def test_office(self, cicp: Cicp, monkeypatch: pytest.MonkeyPatch, office: str, says: str) -> None:
        """The docket is the slow half: without an office of the plan nothing is struck."""
        monkeypatch.setenv("CICP_AS", office)

        found = cicp("strike", "0003", "--why", "wrong day")

        assert 2 == found.code
        assert found.err.startswith(f"error: {says}\nhint: add --as OFFICE, one of: watch-commander, ic,")

    def test_damaged(self, plan: Path, cicp: Cicp) -> None:
        """On top of a damaged docket nothing is struck, and nothing of it is touched."""
        path = plan / "docket" / "0002-ejg49.toml"
        path.write_bytes(path.read_bytes().replace(b"agreed", b"argued"))
        before = {each: each.read_bytes() for each in plan.glob("docket/*")}

        found = cicp("strike", "0003", "--why", "wrong day", "--as", "city-clerk")

        assert 6 == found.code
        assert "error: docket: 0002-ejg49 is set aside: its bytes do not fit its name: it was altered after it was filed." == found.err.splitlines()[0]
        assert before == {each: each.read_bytes() for each in plan.glob("docket/*")}

    def test_broken_plan(self, plan: Path, cicp: Cicp) -> None:
        """The docket is the slow half: a plan file that does not read is refused."""
        (plan / "plan.toml").write_text("format = ", encoding="utf-8")

        assert 5 == cicp("strike", "0003", "--why", "wrong day").code

    def test_entry_of_an_incident_on_a_damaged_docket(self, plan: Path, night: Cicp) -> None:
        """An entry of an incident is struck whatever the docket looks like: that is the fast half."""
        entry = filed(night, "log", "a line")
        for path in plan.glob("docket/*"):
            path.write_bytes(b"garbage")

        assert 0 == night("strike", entry, "--why", "typing").code
