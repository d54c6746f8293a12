"""What is filed to change an incident while it runs: tier, kinds, steps by hand, handovers, links; only wrong words are refused."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from cicp.errors import NotFound, WrongWords
from cicp.model import changes
from cicp.model.incident import Incident
from cicp.model.rules import Rules, rules_of
from cicp.model.statement import StatementKind
from cicp.model.timeline import Item, timeline
from cicp.model.words import Words
from tests.incidents import CLAYTON, ZONE, Table, at, incident_of, playbook, step, strike, words_of

NOW = at("22:10")
BOOKS = (
    playbook("other", step("call", anchor="known", within="15 minutes"), step("update", anchor="known", within="1 hour", every=["1 hour until 3 hours"])),
    playbook("ois", step("hold", anchor="occurred", within="30 minutes", role="chief"), tier=3),
    playbook("bias-incident", tier=1),
)
WORDS = words_of(*BOOKS, settings={"video": "30 days"})


def rules(incident: Incident, words: Words = WORDS) -> Rules:
    return rules_of(incident, words, CLAYTON, ZONE)


def items(incident: Incident) -> list[Item]:
    return timeline(incident, rules(incident), NOW)


def tier(to: int, replaces: Iterable[int] = (1,), **keys: object) -> Table:
    return {"kind": "tier-changed", "tier": to, "at": NOW, "filed_at": NOW, "replaces": list(replaces), **keys}


def handed(role: str, to: str, **keys: object) -> Table:
    return {"kind": "role-changed", "role": role, "to": to, "at": NOW, "filed_at": NOW, **keys}


def ids(incident: Incident, *numbers: int) -> list[str]:
    return sorted(filing.id for filing in incident.log.filings if filing.body.number in numbers)


def said(doubts: Iterable[Exception]) -> list[str]:
    return [str(each) for each in doubts]


class TestTier:
    def test_what_it_replaces(self) -> None:
        """A tier names what set it before, and both of two that did not know of each other."""
        first, contested = incident_of(), incident_of(tier(1), tier(3, number=2))

        assert {"kind": "tier-changed", "at": NOW, "tier": 1, "why": "a car", "replaces": ids(first, 1)} == changes.tier(1, "a car", first, NOW)
        assert (None, ids(contested, 2)) == ((table := changes.tier(3, "", contested, NOW))["why"], table["replaces"])

    def test_after_a_strike(self) -> None:
        """What was struck is not named; what holds again is."""
        incident = incident_of(tier(1), strike(2))

        assert ids(incident, 1) == changes.tier(3, "", incident, NOW)["replaces"]

    def test_the_same_again(self) -> None:
        """The tier it has already is doubted, unless somebody else says another."""
        first, contested = incident_of(), incident_of(tier(1), tier(3, number=2))

        assert [f"{first.id} is tier 2 already; this is filed again."] == said(changes.tier_doubts(2, first))
        assert [] == [*changes.tier_doubts(1, first), *changes.tier_doubts(3, contested)]


class TestKinds:
    @pytest.mark.parametrize(
        ("kinds", "chosen", "tier_", "replaces"),
        [("ois", None, 3, [1]), ("bias-incident", None, 1, []), ("bias-incident, ois", None, 3, [1]), ("ois", 2, 2, [1]), ("bias-incident", 3, 3, [1])],
    )
    def test_tier(self, kinds: str, chosen: int | None, tier_: int, replaces: list[int]) -> None:
        """The tier is the kind's own, or the one chosen; what it replaces it names, and a kind that starts lower replaces nothing."""
        incident = incident_of()

        table = changes.kinds_added(kinds, chosen, incident, WORDS, NOW)

        assert (tier_, ids(incident, *replaces), ["tier"] if chosen else None) == (table["tier"], table["replaces"], table["chosen"])

    def test_no_kind_lowers_the_tier(self) -> None:
        """A kind is not added with a tier below that of the incident, for that takes steps away: the command that may is named."""
        incident = incident_of(tier=3)

        with pytest.raises(WrongWords) as refused:
            changes.kinds_added("bias-incident", 2, incident, WORDS, NOW)

        assert f"{incident.id} is tier 3: adding a kind never lowers it." == refused.value.message
        assert f"leave --tier out; then, if it is to be lower: cicp incident tier 2 {incident.id} --why REASON" == refused.value.hint

    def test_already(self) -> None:
        """A kind it is of already is doubted."""
        incident = incident_of(kinds=["ois"], tier=3)
        table = changes.kinds_added("ois,bias-incident", None, incident, WORDS, NOW)

        assert [f"{incident.id} is of the kind ois already; this is filed all the same."] == said(changes.kind_doubts(table, incident))
        assert [] == said(changes.kind_doubts(changes.kinds_added("bias-incident", None, incident, WORDS, NOW), incident))

    @pytest.mark.parametrize("kinds", ["", " ", ",", " , "])
    def test_none(self, kinds: str) -> None:
        """Without a kind nothing is added; the refusal lists them."""
        with pytest.raises(WrongWords) as refused:
            changes.kinds_added(kinds, None, incident_of(), WORDS, NOW)

        assert "the kinds are: bias-incident, ois, other" == refused.value.hint

    def test_unknown(self) -> None:
        """A kind that the words of the incident have no playbook for is not found; the nearest is named."""
        with pytest.raises(NotFound) as refused:
            changes.kinds_added("oiss", None, incident_of(), WORDS, NOW)

        assert refused.value.hint.startswith('did you mean "ois"?')


def added(title: str, within: str = "30 minutes", anchor: str = "", role: str = "", words: Words = WORDS, **declared: Any) -> Table:
    incident = incident_of(**declared)
    return changes.step_added(title, within, anchor, role, items(incident), rules(incident, words), NOW)


class TestSteps:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Call the school", "call-the-school"),
            ("  Ruf die Schüler an! ", "ruf-die-schuler-an"),
            ("Call the school's principal", "call-the-schools-principal"),
            ("Call", "call-2"),
            ("Update", "update-4"),
            ("One two three four five six seven", "one-two-three-four-five-six"),
            ("A" * 60, "step"),
            ("The " + "b" * 46, "the"),
            ("Nul", "step-nul"),
            ("\N{CJK UNIFIED IDEOGRAPH-5B66}", "step"),
            ("../../etc <b>\x1b[31m", "etc-b-31m"),
        ],
    )
    def test_id(self, title: str, name: str) -> None:
        """The id is the title's own words, as anybody can type them, with a number where another step has it."""
        assert name == added(title)["step"]

    def test_what_is_filed(self) -> None:
        """A step counts from now and is the office's that adds it, unless it is said otherwise."""
        plain, full = added("Print the flyer"), added("Print the flyer", "2 business days", "done:call", "pio")

        assert {
            "kind": "step-added",
            "at": NOW,
            "step": "print-the-flyer",
            "title": "Print the flyer",
            "within": "30 minutes",
            "anchor": None,
            "role": None,
        } == plain
        assert ("2 business days", "done:call", "pio") == (full["within"], full["anchor"], full["role"])

    @pytest.mark.parametrize(
        ("within", "says", "hint"),
        [
            ("soon", "--within: 'soon' is not a span of time.", "write it as 15 minutes"),
            ("30 minuts", "--within: '30 minuts' is not a span of time.", "did you mean '30 minutes'?"),
            ("", "--within is empty.", "write it as 15 minutes"),
            ("setting:body", "plan.toml sets no body.", "setting:video"),
        ],
    )
    def test_no_span(self, within: str, says: str, hint: str) -> None:
        """What is no span is refused, with how to write one."""
        with pytest.raises(WrongWords) as refused:
            added("Print the flyer", within)

        assert says == refused.value.message
        assert hint in refused.value.hint

    def test_a_setting(self) -> None:
        """A span may be a number that the plan sets; where the plan cannot be read nothing is proposed."""
        assert "setting:video" == added("Print the flyer", "setting:video")["within"]
        with pytest.raises(WrongWords) as refused:
            added("Print the flyer", "setting:video", words=replace(WORDS, plan=None))
        assert "setting" not in refused.value.hint

    @pytest.mark.parametrize("anchor", ["known", "died", "done:call", "released:holding"])
    def test_anchor(self, anchor: str) -> None:
        """It may count from a fact of the plan, from a step that is done, from a statement that is released."""
        kind = StatementKind.model_construct(title="", clause="", text="")

        assert anchor == added("Print the flyer", anchor=anchor, words=replace(WORDS, statements={"holding": kind}))["anchor"]

    @pytest.mark.parametrize(("anchor", "hint"), [("knwon", 'did you mean "known"?'), ("done:cal", 'did you mean "done:call"?'), ("zzz", "name a fact")])
    def test_no_anchor(self, anchor: str, hint: str) -> None:
        """What nothing is counted from is not found."""
        with pytest.raises(NotFound) as refused:
            added("Print the flyer", anchor=anchor)

        assert refused.value.hint.startswith(hint)

    def test_anchor_of_a_plan_that_does_not_read(self) -> None:
        """While facts.toml cannot be read any name that can be one is taken."""
        words = replace(WORDS, facts=None)

        assert "decision" == added("Print the flyer", anchor="decision", words=words)["anchor"]
        with pytest.raises(NotFound):
            added("Print the flyer", anchor="No Name", words=words)

    @pytest.mark.parametrize("title", ["x" * 201, "one\ntwo"])
    def test_a_story(self, title: str) -> None:
        """A story is no title."""
        with pytest.raises(WrongWords):
            added(title)

    def test_role(self) -> None:
        """An office or role that nothing has is not found, with the nearest in a command to paste."""
        with pytest.raises(NotFound) as refused:
            added("Print the flyer", role="poi")

        assert 'did you mean "pio"? cicp incident step-add TITLE --within SPAN --role pio' == refused.value.hint


class TestRoles:
    def test_what_it_replaces(self) -> None:
        """A handover names what held of the role before."""
        first, twice = incident_of(kinds=["ois"]), incident_of(handed("pio", "chief"), handed("chief", "pio"), kinds=["ois"])

        assert ("pio", "chief", []) == ((table := changes.role_changed("pio", "chief", first, rules(first), NOW))["role"], table["to"], table["replaces"])
        assert ids(twice, 2) == changes.role_changed("pio", "chief", twice, rules(twice), NOW)["replaces"]

    @pytest.mark.parametrize(
        ("role", "to", "command"), [("poi", "chief", "cicp incident role pio --to OFFICE"), ("chief", "poi", "cicp incident role chief --to pio")]
    )
    def test_unknown(self, role: str, to: str, command: str) -> None:
        """Neither the role nor the office may be one that nothing has."""
        incident = incident_of(kinds=["ois"])

        with pytest.raises(NotFound) as refused:
            changes.role_changed(role, to, incident, rules(incident), NOW)

        assert command in refused.value.hint

    def test_nothing_near(self) -> None:
        """Where none is near they are listed."""
        incident = incident_of(kinds=["ois"])

        with pytest.raises(NotFound) as refused:
            changes.role_changed("zzz", "pio", incident, rules(incident), NOW)

        assert "there are: pio, chief" == refused.value.hint

    def test_a_plan_that_does_not_read(self) -> None:
        """While plan.toml cannot be read any name that can be one is taken."""
        incident = incident_of()
        unread = rules(incident, replace(WORDS, plan=None))

        assert "scribe" == changes.role_changed("pio", "scribe", incident, unread, NOW)["to"]
        with pytest.raises(NotFound):
            changes.role_changed("pio", "The Scribe", incident, unread, NOW)

    def test_doubts(self) -> None:
        """It is doubted that a role goes to who has it, and that one without steps goes anywhere."""
        incident = incident_of(handed("pio", "chief"))
        apart = incident_of(handed("pio", "chief"), handed("pio", "scribe", number=2))
        fresh = rules(incident)

        assert ["chief holds pio already; this is filed again."] == said(changes.role_doubts("pio", "chief", incident, fresh))
        assert ["pio holds pio already; this is filed again."] == said(changes.role_doubts("pio", "pio", incident_of(), fresh))
        assert ["no step of this incident is scribe's: nothing goes over to pio."] == said(changes.role_doubts("scribe", "pio", incident, fresh))
        assert [] == [*changes.role_doubts("pio", "scribe", incident, fresh), *changes.role_doubts("pio", "chief", apart, fresh)]

    def test_what_an_office_carries_besides_its_own(self) -> None:
        """Whose own steps go over keeps what was handed to it: that is said, with the command that moves it. Taking its own back, nothing is said."""
        incident = incident_of(handed("pio", "chief"), handed("chief", "pio"), kinds=["ois"])
        doubt, *others = changes.role_doubts("chief", "scribe", incident, rules(incident), " --incident X")

        assert "chief carries the steps of pio too: they stay with chief." == doubt.message
        assert ("if they are to be scribe's as well: cicp incident role pio --to scribe --incident X", []) == (doubt.hint, others)
        assert [] == [*changes.role_doubts("pio", "pio", incident, rules(incident))]
