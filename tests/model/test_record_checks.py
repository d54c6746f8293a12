"""What `check` finds in the record, each with what mends it."""

from collections.abc import Iterable
from typing import Final

import pytest

from cicp.model import record_checks
from cicp.model.audit import EditionReport, LogReport
from cicp.model.docket import Log
from cicp.model.findings import Finding
from cicp.model.incident import Incident, fold
from tests.records import Copy, after, declared


def said(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return [(each.level, each.path, each.says) for each in findings]


def folded(copy: Copy, docket: Log | None = None) -> Incident:
    return fold(copy.name, copy.log, docket, ())


def docket_of(incident: Copy, *kinds: str) -> Log:
    """A docket that tells these things of an incident."""
    copy = Copy()
    copy.file("plan-created")
    for kind in kinds:
        copy.file(kind, incident=incident.name)
    return copy.log


class TestDamage:
    @pytest.mark.parametrize(("name", "path"), [("docket", "docket"), ("2026-11-20-ois-x2mcd", "incidents/2026-11-20-ois-x2mcd/log")])
    def test_logs(self, name: str, path: str) -> None:
        """Everything that verify would name is an error, in the folder of its log."""
        reports = [LogReport(name, 3, (), (), (), (), ("one sentence.", "another.")), LogReport("other", 3, (), (), (), (), ())]

        assert [("error", path, "one sentence."), ("error", path, "another.")] == said(record_checks.damaged(reports))

    @pytest.mark.parametrize("name", ["docket", "2026-11-20-ois-drrs2"])
    def test_named_once(self, name: str) -> None:
        """The sentences of verify begin with the log; here the place of the finding says it."""
        (found,) = record_checks.damaged([LogReport(name, 3, (), (), (), (), (f"{name}: 0002-ejg49 is set aside.",))])

        assert "0002-ejg49 is set aside." == found.says

    def test_editions(self) -> None:
        """So is a file of an edition that is not what was frozen."""
        reports = [EditionReport("sha256:" + "1" * 64, ("plan.toml",), ())]

        assert [("error", "editions", "edition 111111111111: plan.toml was altered after it was frozen.")] == said(record_checks.damaged_editions(reports))


class TestMoves:
    def test_two_adoptions(self) -> None:
        """Of two adoptions that did not know of each other the one that does not stand is named."""
        copy = Copy()
        for kind in ("plan-created", "draft-begun", "comment-opened", "circulated"):
            copy.file(kind)
        other = copy.copied("city-manager")
        adoptions = sorted((copy.file("adopted"), other.file("adopted")), key=lambda filing: filing.id)

        found = said(record_checks.unfit_moves(copy.joined(other).log))

        assert [("error", f"docket/{adoptions[1].id}.toml", "adopted did not fit where the plan stood, and was not applied.")] == found

    def test_what_is_received_or_newer(self) -> None:
        """What is received fits everywhere, and of a kind that only a newer cicp knows nobody can say."""
        copy = Copy()
        for kind in ("fact", "plan-created", "from-the-future"):
            copy.file(kind)

        assert [] == said(record_checks.unfit_moves(copy.log))


class TestMovesFiledAgain:
    """How each move that did not fit is mended, and until when it is named."""

    ROAD = ("plan-created", "draft-begun", "comment-opened", "circulated")

    def copies(self, *road: str) -> tuple[Copy, Copy]:
        copy = Copy()
        for kind in road:
            copy.file(kind)
        return copy, copy.copied("city-manager")

    def test_with_the_office_that_signed(self) -> None:
        """A signature that met a recall is named with the commands that bring the plan there again and record it."""
        copy, other = self.copies(*self.ROAD)
        copy.file("recalled")
        other.file("meeting")
        signed = other.file("signed", office="mayor", edition="sha256:1")

        (found,) = record_checks.unfit_moves(copy.joined(other).log)

        assert ("error", f"docket/{signed.id}.toml") == (found.level, found.path)
        assert "if it is still wanted, file it again: cicp sign circulate; cicp sign record mayor --instrument RESOLUTION" == found.fix

    def test_signed_again(self) -> None:
        """It is named until that office signs again, on top of it; another office's signature does not settle it."""
        copy, other = self.copies(*self.ROAD)
        copy.file("recalled")
        other.file("meeting")
        other.file("signed", office="mayor")
        merged = copy.joined(other)
        named = []
        for kind, office in (("circulated", ""), ("signed", "chief"), ("signed", "mayor")):
            merged.file(kind, **({"office": office} if office else {}))
            named.append(len(said(record_checks.unfit_moves(merged.log))))

        assert [1, 1, 0] == named

    def test_the_round_ended(self) -> None:
        """What did not fit in a round that was adopted since, by somebody who knew of it, is history."""
        copy, other = self.copies(*self.ROAD)
        copy.file("recalled")
        other.file("meeting")
        other.file("signed", office="mayor")
        merged = copy.joined(other)
        merged.file("circulated")
        merged.file("adopted")

        assert [] == said(record_checks.unfit_moves(merged.log))

    def test_adopted_elsewhere(self) -> None:
        """An adoption that did not know of it settles nothing."""
        copy, other = self.copies(*self.ROAD)
        copy.file("adopted")
        signed = other.file("signed", office="mayor")

        assert [f"docket/{signed.id}.toml"] == [each.path for each in record_checks.unfit_moves(copy.joined(other).log)]

    def test_made_twice(self) -> None:
        """The same move made in two copies stands once; the other is a note, and nothing is to be filed again."""
        copy, other = self.copies("plan-created")
        twins = sorted((copy.file("draft-begun"), other.file("draft-begun")), key=lambda filing: filing.id)

        (found,) = record_checks.unfit_moves(copy.joined(other).log)

        assert ("note", f"docket/{twins[1].id}.toml") == (found.level, found.path)
        assert f"draft-begun did not fit where the plan stood, and was not applied. {twins[0].id} says the same, and stands." == found.says
        assert "nothing to mend: the plan stands where it leads" == found.fix

    def test_other_words_circulated(self) -> None:
        """Two copies that circulated different words made two different moves."""
        copy, other = self.copies(*self.ROAD[:-1])
        copy.file("circulated", edition="sha256:1")
        other.file("circulated", edition="sha256:2")

        (found,) = record_checks.unfit_moves(copy.joined(other).log)

        assert ("error", "cicp sign recall --why REASON; cicp sign circulate") == (
            found.level,
            found.fix.removeprefix("if it is still wanted, file it again: "),
        )

    def test_made_before_and_again(self) -> None:
        """A move that it knew of is no twin, though it says the same: what was lost is the second one."""
        copy, _ = self.copies(*self.ROAD[:-1])
        copy.file("circulated", edition="sha256:1")
        copy.file("recalled")
        other = copy.copied("city-manager")
        copy.file("circulated", edition="sha256:2")
        other.file("meeting")
        lost = other.file("circulated", edition="sha256:1")

        (found,) = record_checks.unfit_moves(copy.joined(other).log)

        assert ("error", f"docket/{lost.id}.toml") == (found.level, found.path)

    def test_no_road_leads_there(self) -> None:
        """Once the plan is retired nothing can be filed again, and no command pretends otherwise."""
        copy, other = self.copies("plan-created")
        copy.file("retired")
        other.file("meeting")
        other.file("draft-begun")

        (found,) = record_checks.unfit_moves(copy.joined(other).log)

        assert "it can be made no more: see where the plan stands (cicp status)" == found.fix


class TestContested:
    def test_named_with_its_remedy(self) -> None:
        """A fact recorded by two that did not know of each other is named, with both filings and the command that settles it."""
        copy = declared()
        other = copy.copied("alt-pio")
        ids = sorted([copy.file("fact", name="died", about="deceased-1").id, other.file("fact", name="died", about="deceased-1").id])

        (found,) = record_checks.contested([folded(copy.joined(other))])

        assert f"died is recorded twice, by filings that did not know of each other: {ids[0]} and {ids[1]}." == found.says
        assert f"file which is right: cicp fact died --about deceased-1 --at TIME --incident {copy.name}" == found.fix

    def test_of_nobody_in_particular(self) -> None:
        """A fact that is about nobody is settled without --about."""
        copy = declared(occurred=after(-9))
        copy.file("fact", name="occurred")

        (found,) = record_checks.contested([folded(copy)])

        assert f"file which is right: cicp fact occurred --at TIME --incident {copy.name}" == found.fix

    def test_nothing_contested(self) -> None:
        """A night on which everybody knew of everything has nothing contested."""
        assert [] == said(record_checks.contested([folded(declared())]))


class TestOrder:
    FOLLOWS: Final = {"occurred": ("known",), "request-received": ("decision",)}

    def test_known_before_it_occurred(self) -> None:
        """Two facts in the wrong order are an error that names both filings and the command that mends it; a new fact does."""
        copy = declared()
        filing = copy.file("fact", name="occurred", at=after(1))

        (found,) = record_checks.wrong_order([folded(copy)], self.FOLLOWS)
        copy.file("fact", name="occurred", at=after(-9), replaces=[filing.id])

        says = f"known ({copy.log.root}) is recorded as before occurred ({filing.id}), which cannot be: clocks count from the earlier."
        fix = f"file the one that is wrong again: cicp fact known --at TIME --incident {copy.name}, or the same of occurred"
        assert ("record", "error", f"incidents/{copy.name}", says, fix) == (found.id, found.level, found.path, found.says, found.fix)
        assert [] == said(record_checks.wrong_order([folded(copy)], self.FOLLOWS))

    def test_of_one_request(self) -> None:
        """Of a request the command says which."""
        copy = declared()
        for name, minutes in (("request-received", 5), ("decision", 1)):
            copy.file("fact", name=name, about="request-3", at=after(minutes))

        (found,) = record_checks.wrong_order([folded(copy)], self.FOLLOWS)

        assert f"cicp fact decision --about request-3 --at TIME --incident {copy.name}" in found.fix


class TestPutOff:
    def test_twice_for_one_turn(self) -> None:
        """A due that two filings put off without knowing of each other is noted with both, and one put off knowingly is not."""
        copy = declared()
        other = copy.copied("alt-pio")
        ids = sorted([copy.file("deferred", step="video-release", turn=1).id, other.file("deferred", step="video-release", turn=1).id])
        merged = copy.joined(other)

        (found,) = record_checks.put_off_twice([folded(merged)])

        assert ("note", f"video-release was put off by filings that did not know of each other: {ids[0]} and {ids[1]}. It is put off once.") == (
            found.level,
            found.says,
        )
        assert found.fix.startswith(f"nothing to mend; or take one back: cicp strike {ids[1]} --why REASON")
        assert [] == said(record_checks.put_off_twice([folded(copy), folded(other)]))


class TestChanges:
    def test_two_tiers(self) -> None:
        """Tiers set by two that did not know of each other are named, each with what it says, and the command that settles it."""
        copy = declared(tier=2)
        other = copy.copied("chief")
        for each, tier in ((copy, 1), (other, 3)):
            each.file("tier-changed", tier=tier, replaces=[copy.log.root])
        both = copy.joined(other)
        ids = {filing.number_at("tier"): filing.id for filing in both.log.filings[1:]}

        (found,) = record_checks.contested_changes([folded(both)])

        assert all(f"{ids[tier]} says {tier}" in found.says for tier in (1, 3))
        assert ("error", f"file which is right: cicp incident tier N {copy.name}") == (found.level, found.fix)

    def test_two_handovers(self) -> None:
        """So are two handovers of a role to two offices; to one office they agree."""
        copy = declared()
        other, third = copy.copied("chief"), copy.copied("mayor")
        first = copy.file("role-changed", role="pio", to="alt-pio")
        second = other.file("role-changed", role="pio", to="chief", at=after(1))
        third.file("role-changed", role="pio", to="alt-pio", at=after(2))

        (found,) = record_checks.contested_changes([folded(copy.joined(other))])

        assert (
            f"pio was handed over by filings that did not know of each other: to alt-pio by {first.id} and to chief by {second.id}. The later one counts."
            == (found.says)
        )
        assert f"file which is right: cicp incident role pio --to OFFICE --incident {copy.name}" == found.fix
        assert [] == [*record_checks.contested_changes([folded(copy.joined(third))])]


class TestLinks:
    def test_half_a_link(self) -> None:
        """A link that only one log tells of is named in the other, with the command that files it; one that both tell of is not."""
        one, other = declared(), declared(title="Shots fired")
        half = one.file("joined", incident=other.name, heads=other.log.heads)
        docket = Copy()
        for copy in (one, other):
            docket.file("incident-declared", incident=copy.name)

        def joined() -> Incident:
            return fold(one.name, one.log, None, (), [other.log])

        (found,) = record_checks.links([joined()])
        halves = [*record_checks.halves(docket.log, [joined()])]
        other.file("joined", incident=one.name, heads=[half.digest], half=half.digest)

        assert (f"incidents/{other.name}", f"file it now: cicp incident join {one.name} {other.name}") == (found.path, found.fix)
        assert ([], []) == (halves, [*record_checks.links([joined()])])

    def test_a_declaration_that_the_docket_does_not_tell_of(self) -> None:
        """Of two that are joined each declaration is asked for."""
        one, other = declared(), declared(title="Shots fired")
        one.file("joined", incident=other.name, heads=other.log.heads)

        found = [*record_checks.halves(Copy().log, [fold(one.name, one.log, None, (), [other.log])])]

        assert [f"incidents/{one.name}", f"incidents/{other.name}"] == [each.path for each in found]


class TestHalves:
    @pytest.mark.parametrize(
        ("moves", "told"),
        [
            ((), ("incident-declared",)),
            (("closed",), ("incident-declared", "incident-closed")),
            (("closed", "reopened"), ("incident-declared", "incident-closed", "incident-reopened")),
            (("closed",), ("incident-declared", "incident-closed", "incident-weighed")),
        ],
    )
    def test_both_halves(self, moves: tuple[str, ...], told: tuple[str, ...]) -> None:
        """Where both logs tell the same there is nothing to find, whatever a newer cicp told besides."""
        copy = declared()
        for kind in moves:
            copy.file(kind)

        assert [] == said(record_checks.halves(docket_of(copy, *told), [folded(copy)]))

    @pytest.mark.parametrize(
        ("moves", "told", "says", "verb"),
        [
            ((), (), "the docket does not tell of this incident: the second half of its declaration is missing.", "reopen"),
            (("closed",), (), "the docket does not tell of this incident: the second half of its declaration is missing.", "close"),
            (("closed",), ("incident-declared",), "the docket does not tell that it is closed now.", "close"),
            (("closed", "reopened"), ("incident-declared", "incident-closed"), "the docket does not tell that it is open now.", "reopen"),
            ((), ("incident-declared", "incident-closed"), "the docket does not tell that it is open now.", "reopen"),
        ],
    )
    def test_a_half_is_missing(self, moves: tuple[str, ...], told: tuple[str, ...], says: str, verb: str) -> None:
        """A half that is missing, on either side, is named with the command that files it again."""
        copy = declared()
        for kind in moves:
            copy.file(kind)

        (found,) = record_checks.halves(docket_of(copy, *told), [folded(copy)])

        assert ("error", f"incidents/{copy.name}", says) == (found.level, found.path, found.says)
        assert f"file it now: cicp incident {verb} {copy.name}" == found.fix

    def test_of_another_incident(self) -> None:
        """What the docket tells of another incident is no half of this one."""
        copy, other = declared(), declared(title="Fire in Hanley Road")

        (found,) = record_checks.halves(docket_of(other, "incident-declared"), [folded(copy)])

        assert f"incidents/{copy.name}" == found.path


class TestNotes:
    def test_clock_behind(self) -> None:
        """A filing that says it was filed before one it was filed on is kept, and noted."""
        copy = Copy()
        copy.file("plan-created", filed_at=after(5))
        behind = copy.file("fact", filed_at=after(4))
        copy.file("fact", filed_at=after(4))

        found = said(record_checks.out_of_order([copy.log]))

        assert [("note", "docket", f"{behind.id} says it was filed before a filing it was filed on: a clock was wrong.")] == found

    def test_clock_of_a_missing_filing(self) -> None:
        """Of a filing that is not here no clock is known."""
        copy = Copy()
        copy.file("plan-created", filed_at=after(5))
        missing = copy.file("fact", filed_at=after(6))
        copy.file("fact", filed_at=after(5))
        del copy.files[missing.id]

        assert [] == said(record_checks.out_of_order([copy.log]))

    @pytest.mark.parametrize(("log", "path"), [("docket", "docket/.tmp-1"), ("2026-11-20-ois-x2mcd", "incidents/2026-11-20-ois-x2mcd/log/.tmp-1")])
    def test_leftovers(self, log: str, path: str) -> None:
        """A file in a log's folder that is no filing is noted."""
        (found,) = record_checks.left_over(log, [".tmp-1"])

        assert ("leftovers", "note", path) == (found.id, found.level, found.path)

    def test_abandoned(self) -> None:
        """What an interrupted command left elsewhere is noted where it lies."""
        (found,) = record_checks.abandoned(["editions/.tmp-1"])

        assert ("leftovers", "note", "editions/.tmp-1") == (found.id, found.level, found.path)

    def test_strays(self) -> None:
        """A folder beside the incidents that is none is noted."""
        (found,) = record_checks.strays(["2026-11-20-ois-x2mcd (conflicted copy)"])

        assert ("leftovers", "note", "incidents/2026-11-20-ois-x2mcd (conflicted copy)") == (found.id, found.level, found.path)
