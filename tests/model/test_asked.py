"""What an incident asks for while it runs: its tier, its kinds, steps added by hand and who holds a role; clocks replanned, the old ones kept."""

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import pytest

from cicp.model import asked
from cicp.model.incident import with_one_more
from cicp.model.rules import rules_of
from tests.incidents import CLAYTON, ZONE, Case, Table, at, fact, files_of, incident_of, playbook, read_files, skip, step, strike, tick, words_of
from tests.incidents import declared as declaration

WORDS = words_of(
    playbook(
        "other",
        step("call", anchor="known", within="15 minutes", tier=1),
        step("statement", anchor="known", within="1 hour", tier=2, after=["call"]),
        step("conference", anchor="known", within="4 hours", tier=3),
        step("chairs", before="1 hour", of="conference"),
    ),
    playbook("ois", step("hold", anchor="occurred", within="30 minutes"), tighten=[{"step": "statement", "within": "45 minutes"}], tier=3),
    playbook("bias-incident", step("visit", anchor="known", within="2 hours", role="chief"), tier=1),
)


def case(*entries: Table, **declared: Any) -> Case:
    """Run an incident on these words, with everything it ever asked for. It is declared at 21:50, known at 21:45."""
    incident = incident_of(*entries, **declared)
    return Case(incident, rules_of(incident, WORDS, CLAYTON, ZONE))


def tier(to: object, filed: str = "22:10", replaces: Iterable[int] = (1,), **keys: object) -> Table:
    """Set the tier; `replaces` are the numbers of the filings that set it before."""
    return {"kind": "tier-changed", "tier": to, "at": at(filed), "filed_at": at(filed), "replaces": list(replaces), **keys}


def kind(*names: str, filed: str = "22:10", replaces: Iterable[int] = (), **keys: object) -> Table:
    return {"kind": "kind-added", "kinds": list(names), "at": at(filed), "filed_at": at(filed), "replaces": list(replaces), **keys}


def added(name: str, filed: str = "22:10", within: str = "30 minutes", **keys: object) -> Table:
    return {"kind": "step-added", "step": name, "title": f"Do {name}", "within": within, "at": at(filed), "filed_at": at(filed), **keys}


def handed(role: str, to: str, filed: str = "22:10", replaces: Iterable[int] = (), **keys: object) -> Table:
    return {"kind": "role-changed", "role": role, "to": to, "at": at(filed), "filed_at": at(filed), "replaces": list(replaces), **keys}


def earlier(found: Case, name: str, now: str = "23:00") -> list[tuple[str, str, bool]]:
    """The corrected dues of an item: due, until, and whether it was late by then."""
    return [(f"{each.due:%H:%M}", f"{each.until:%H:%M}", each.late) for each in found.item(name, now).earlier]


class TestTier:
    def test_lowered(self) -> None:
        """Below its tier a step is not applicable, says why, and keeps the due it had, with the filing that took it."""
        found = case(tier(1))

        item = found.item("statement", "22:20")

        assert (1, "not-applicable", None) == (found.incident.tier, item.status, item.due)
        assert ("asked of tier 2 and above; this incident is tier 1",) == item.explain
        assert [("22:45", "22:10", False)] == earlier(found, "statement")
        assert found.incident.log.filings[1].id == item.earlier[0].filing

    @pytest.mark.parametrize(("filed", "entries", "late"), [("22:44", [], False), ("22:46", [], True), ("22:46", [tick("statement", "22:40")], False)])
    def test_what_was_late_stays_on_the_record(self, filed: str, entries: list[Table], late: bool) -> None:  # noqa: FBT001
        """A step that was late when the tier was lowered was late by the time first recorded; one that was done in time was not."""
        found = case(*entries, tier(1, filed, number=3))

        (kept,) = found.item("statement", "23:00").earlier or [None]

        assert late == (kept is not None and kept.late)

    def test_what_was_done_stays_done(self) -> None:
        """A step that was done is done, and late if it was, whatever the tier is now."""
        found = case(tick("statement", "22:50"), tier(1, "23:00"))

        item = found.item("statement", "23:10")

        assert ("done-late", 5, ()) == (item.status, item.late_by_minutes, item.earlier)

    def test_skipped(self) -> None:
        """What was skipped before it was due was not late by the time first recorded."""
        assert [("22:45", "23:00", False)] == earlier(case(skip("statement", "22:40"), tier(1, "23:00")), "statement")

    def test_raised(self) -> None:
        """Raising the tier starts clocks that nobody had before: they keep no earlier due."""
        found = case(tier(3))

        item = found.item("conference", "22:20")

        assert ("open", at("2026-11-21T01:45"), ()) == (item.status, item.due, item.earlier)

    def test_counting_back_from_what_is_not_asked_for(self) -> None:
        """A step that counts back from another has no due while that one is not asked for, and keeps the one it had."""
        found = case(tier(3, "22:00"), tier(2, "22:10", replaces=[2]))

        assert None is found.item("chairs").due
        assert [("00:45", "22:10", False)] == earlier(found, "chairs")

    def test_struck(self) -> None:
        """Striking a correction of the tier lets the former hold again: its dues come back, and the log keeps the time between."""
        found = case(tier(1), strike(2, "22:50"))

        item = found.item("statement", "23:00")

        assert (2, "late", at("22:45")) == (found.incident.tier, item.status, item.due)
        assert [("22:45", "22:10", False)] == earlier(found, "statement")

    def test_two_that_did_not_know_of_each_other(self) -> None:
        """Both corrections hold: contested, and the higher counts, until one is filed that knows of both."""
        apart = case(tier(1), tier(3, number=2))
        settled = case(tier(1), tier(3, "22:20", replaces=[1], number=3), tier(1, "22:30", replaces=[2, 3]))

        assert (3, [1, 3], True) == (apart.incident.tier, sorted(each.tier for each in apart.incident.tiers), asked.contested(apart.incident.tiers))
        assert (1, [1], False) == (settled.incident.tier, [each.tier for each in settled.incident.tiers], asked.contested(settled.incident.tiers))

    def test_the_same_said_twice(self) -> None:
        """Two that say the same agree: there is nothing to settle."""
        found = case(tier(1), tier(1, "22:11", number=2)).incident

        assert (1, 2, False) == (found.tier, len(found.tiers), asked.contested(found.tiers))

    @pytest.mark.parametrize("number", [0, 4, "1", True, None])
    def test_what_no_cicp_files(self, number: object) -> None:
        """A correction that says no tier leaves the usual one, which is not lower than what it cannot read."""
        assert 2 == case(tier(number)).incident.tier

    def test_any_order(self) -> None:
        """In whatever order the files of a log come, the same tier and kinds are read from it."""
        files = files_of(declaration(), tier(1), tier(3, number=2), kind("ois", tier=3), added("flyer"), strike(2))

        found = {repr(asked.asked(read_files(list(order)).filings, [read_files(files).filings[0]], ["other"])) for order in permutations(files)}

        assert 1 == len(found)


class TestKinds:
    def test_added(self) -> None:
        """Kinds are a union; the steps of the new one come in, and what it tightens keeps the due it had."""
        found = case(kind("ois", tier=3, replaces=[1]))

        assert (("ois", "other"), 3) == (found.incident.kinds, found.incident.tier)
        assert (at("22:15"), "late") == (found.item("hold", "22:20").due, found.item("hold", "22:20").status)
        assert [("22:45", "22:10", False)] == earlier(found, "statement")
        assert at("22:30") == found.item("statement").due

    def test_of_a_lower_tier(self) -> None:
        """A kind that starts lower leaves the tier as it is."""
        assert 2 == case(kind("bias-incident", tier=1)).incident.tier

    def test_holds_the_tier_up(self) -> None:
        """A tier that was lowered by somebody who did not know of the new kind does not count, and is named."""
        found = case(kind("ois", tier=3, replaces=[1]), tier(1, number=2)).incident

        assert (3, True) == (found.tier, asked.contested(found.tiers))

    def test_two_added_apart(self) -> None:
        """Two kinds added by two offices that did not know of each other contest nothing: the higher of their tiers counts."""
        found = case(kind("ois", tier=3, replaces=[1]), kind("bias-incident", tier=2, number=2)).incident

        assert (("bias-incident", "ois", "other"), 3, False) == (found.kinds, found.tier, asked.contested(found.tiers))

    def test_with_a_chosen_tier(self) -> None:
        """A tier chosen with the kind is a choice like any other."""
        found = case(kind("ois", tier=1, replaces=[1], chosen=["tier"]), tier(3, number=2)).incident

        assert (3, True) == (found.tier, asked.contested(found.tiers))

    def test_struck(self) -> None:
        """A kind that was added by mistake asks for nothing; its steps stay to be seen, with what they asked for, and the tier is the former."""
        found = case(kind("ois", tier=3, replaces=[1], filed="22:05"), strike(2, "22:20"))

        hold = found.item("hold", "22:30")

        assert (("other",), 2) == (found.incident.kinds, found.incident.tier)
        assert ("not-applicable", None, ("what asked for it was taken back",)) == (hold.status, hold.due, hold.explain)
        assert [("22:15", "22:20", True)] == earlier(found, "hold")
        assert (at("22:45"), [("22:45", "22:05", False), ("22:30", "22:20", False)]) == (found.item("statement").due, earlier(found, "statement"))

    def test_done_before_it_was_taken_back(self) -> None:
        """What was done of a kind taken back stays done."""
        found = case(kind("ois", tier=3, replaces=[1]), tick("hold", "22:12"), strike(2, "22:20"))

        assert ("done", at("22:12")) == (found.item("hold").status, found.item("hold").done_at)
        assert "hold" == found.rules.work("hold").id

    def test_without_words(self) -> None:
        """A kind of which the words know nothing adds no step and takes none."""
        assert [item.id for item in case().items()] == [item.id for item in case(kind("flood", tier=2)).items()]

    def test_not_told(self) -> None:
        """Without a root and without the docket the folder's name tells the kind; what is added comes to it."""
        assert ("bias-incident", "ois") == asked.asked(incident_of(kind("bias-incident")).log.filings, [], ["ois"]).kinds


class TestSteps:
    def test_from_now(self) -> None:
        """A step added by hand counts from when it was added; no clause asks for it."""
        item = case(added("flyer", role="chief")).item("flyer", "22:20")

        assert ("flyer", "Do flyer", "chief", "", "added by hand", "added") == (item.id, item.title, item.role, item.clause, item.cite, item.anchor)
        assert (at("22:40"), "due-soon") == (item.due, item.status)
        assert item.explain[0].startswith("Fri 20 Nov 2026 22:40 = 30 minutes after Fri 20 Nov 2026 22:10 (added)")

    def test_from_an_anchor(self) -> None:
        """It may count from a fact; it waits for it, and is replanned when that is corrected."""
        waiting = case(added("flyer", anchor="decision")).item("flyer")
        found = case(added("flyer", anchor="decision"), fact("decision", "22:05", filed="22:12"), fact("decision", "22:00", filed="22:20", replaces=[3]))

        assert ("waiting", "decision") == (waiting.status, waiting.waiting_for)
        assert (at("22:30"), [("22:35", "22:20", False)]) == (found.item("flyer").due, earlier(found, "flyer"))

    def test_done_and_skipped(self) -> None:
        """It is done and skipped like any other; without a role it is the office's that added it."""
        found = case(added("flyer"), added("tent"), tick("flyer", "22:50"), skip("tent", "22:20"))

        assert ("done-late", 10, "pio") == (found.item("flyer").status, found.item("flyer").late_by_minutes, found.item("flyer").role)
        assert "skipped" == found.item("tent").status

    def test_tier(self) -> None:
        """It is asked for at every tier."""
        assert "due-soon" == case(added("flyer"), tier(1)).item("flyer", "22:20").status

    def test_struck(self) -> None:
        """Taken back, it is asked for no more; that it was late stays on the record."""
        found = case(added("flyer"), strike(2, "22:50"))

        assert ("not-applicable", [("22:40", "22:50", True)]) == (found.item("flyer").status, earlier(found, "flyer"))

    def test_added_twice(self) -> None:
        """Added by two offices that did not know of each other it is one step, due by the earlier."""
        found = case(added("flyer"), added("flyer", "22:12", "10 minutes", number=2))

        assert [at("22:22")] == [item.due for item in found.items() if item.id == "flyer"]

    def test_of_the_name_of_another(self) -> None:
        """A playbook's step that comes in later under the same id keeps its clause, and is due by the earlier of the two."""
        found = case(added("hold", within="5 minutes"), kind("ois", tier=3, replaces=[1], filed="22:12"))

        (item,) = (item for item in found.items() if item.id == "hold")

        assert (at("22:15"), "statements.holding") == (item.due, item.clause)

    def test_a_cadence_of_that_name(self) -> None:
        """Of a repeated step it binds the first occurrence."""
        words = words_of(playbook("other", step("update", anchor="known", within="1 hour", every=["1 hour until 3 hours"])))
        incident = incident_of(added("update", within="5 minutes"))

        items = Case(incident, rules_of(incident, words, CLAYTON, ZONE)).items()

        assert [at("22:15"), at("23:45"), at("2026-11-21T00:45")] == [item.due for item in items]

    @pytest.mark.parametrize("within", ["", "soon", "setting:nothing"])
    def test_no_span(self, within: str) -> None:
        """What is filed without a span that can be read has no due, and stands on the list."""
        item = case(added("flyer", within=within)).item("flyer")

        assert ("open", None) == (item.status, item.due)

    @pytest.mark.parametrize("name", ["", "No Id", "nul"])
    def test_no_id(self, name: str) -> None:
        """What is filed without an id that can be typed is no step."""
        assert () == case(added(name)).incident.asked.steps


class TestRoles:
    def test_from_now_on(self) -> None:
        """What is open goes over, with the filing in its explanation; what is finished stays with who had it."""
        found = case(tick("call", "22:00"), handed("pio", "alt-pio"))

        assert ("pio", "alt-pio") == (found.item("call").role, found.item("statement").role)
        assert f"handed over from pio to alt-pio at Fri 20 Nov 2026 22:10 ({found.incident.log.filings[2].id})" == found.item("statement").explain[-1]

    def test_done_after_it(self) -> None:
        """What is finished later was done by who held the role then."""
        found = case(handed("pio", "alt-pio"), tick("statement", "22:20"), handed("pio", "chief", "22:30", replaces=[2]))

        assert ("alt-pio", "chief") == (found.item("statement").role, found.item("conference").role)

    def test_another_role(self) -> None:
        """Only the role's own steps go over."""
        assert "chief" == case(handed("pio", "alt-pio"), kind("bias-incident")).item("visit").role

    def test_struck(self) -> None:
        """A handover that is struck never was; what it had replaced holds again."""
        assert "alt-pio" == case(handed("pio", "alt-pio"), handed("pio", "chief", "22:20", replaces=[2]), strike(3)).item("statement").role
        assert "pio" == case(handed("pio", "alt-pio"), strike(2)).item("statement").role

    def test_two_that_did_not_know_of_each_other(self) -> None:
        """Of two handovers that hold the later counts, in any order of filing."""
        found = [case(*order).item("statement").role for order in permutations((handed("pio", "alt-pio"), handed("pio", "chief", "22:20", number=2)))]

        assert ["chief", "chief"] == found

    def test_to_nobody(self) -> None:
        """A handover that names no office hands nothing over."""
        assert () == case(handed("pio", "")).incident.handed


def test_one_more() -> None:
    """What a filing would change can be seen before it is filed."""
    incident = case().incident

    (after,) = with_one_more(incident, {"kind": "tier-changed", "tier": 1, "at": at("22:10"), "replaces": [incident.log.root]}, at("22:10"))

    assert (2, 1) == (incident.tier, after.tier)
