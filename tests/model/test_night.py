"""What is filed during an incident: which item a person means, what a tick records, what a skip says, what a fact replaces, what a strike may take back."""

from collections.abc import Iterable
from typing import Any, Final

import pytest

from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model.facts import Fact
from cicp.model.gates import Gate
from cicp.model.incident import Incident
from cicp.model.night import done, done_too_early, fact, fact_doubts, find_item, free_fact_warning, holds_again, skipped, strike, unknown_facts
from cicp.model.timeline import Item
from tests import incidents
from tests.incidents import FACTS, at, base_case, incident_of, skip, step, tick
from tests.small_plan import playbook

STEPS = [
    step("update", anchor="known", within="1 hour", every=["1 hour until 12 hours"]),
    step("update-family", anchor="known", within="30 minutes"),
    step("staff-notice", anchor="known", within="45 minutes"),
    step("staging-area", anchor="known", within="30 minutes"),
    step("visit", anchor="died", within="2 hours"),
    step("call", anchor="known", within="15 minutes"),
    step("report", anchor="known", within="1 hour", after=["call", "staff-notice"]),
]
DEAD = [incidents.fact("died", "21:50", about=f"deceased-{number}") for number in (1, 2)]


def items(*entries: incidents.Table) -> list[Item]:
    """Return the timeline of an incident on these steps."""
    return base_case(STEPS, *entries).items()


@pytest.mark.parametrize(
    ("moment", "occurred", "says"),
    [
        ("21:29:59", "21:30", "by this call was done before it occurred"),
        ("21:30", "21:30", ""),
        ("2026-11-19T21:44:59", "", "by this call was done more than a day before it was known"),
        ("2026-11-19T21:45", "", ""),
    ],
)
def test_a_tick_before_anything_had_happened(moment: str, occurred: str, says: str) -> None:
    """A step done before it occurred is doubted; where nobody knows when that was, one done more than a day before it was known."""
    found = base_case(STEPS, *([incidents.fact("occurred", occurred)] if occurred else []))

    assert says == done_too_early(found.item("call"), at(moment), found.incident)


def test_a_tick_before_a_declaration_that_tells_nothing() -> None:
    """Where it is not even told when it was known, a day before the declaration is too early."""
    found = base_case(STEPS, known=None)

    assert ["by this call was done more than a day before it was known", ""] == [
        done_too_early(found.item("call"), at(moment), found.incident) for moment in ("2026-11-19T21:49", "2026-11-19T21:51")
    ]


class TestFindItem:
    """Ids are typed at three in the morning."""

    @pytest.mark.parametrize(
        ("name", "entries", "found"),
        [
            pytest.param("call", [], "call", id="exact"),
            pytest.param("c", [], "call", id="a unique prefix"),
            pytest.param("stag", [], "staging-area", id="as many letters as it takes"),
            pytest.param("update", [], "update-1", id="the bare id of a repeated step is its first open occurrence"),
            pytest.param("update", [tick("update-1")], "update-2", id="its second when the first is done"),
            pytest.param("update", [tick("update-1"), skip("update-2")], "update-3", id="its third when two are finished"),
            pytest.param("update", [tick("update-2")], "update-1", id="its first when only the second is done"),
            pytest.param("update", [tick(f"update-{number}") for number in range(1, 13)], "update-1", id="its first when all are done"),
            pytest.param("update-1", [tick("update-1")], "update-1", id="an exact match wins over a prefix, done or not"),
            pytest.param("update-12", [], "update-12", id="an occurrence by its number"),
            pytest.param("update-f", [], "update-family", id="a step whose id begins with that of another"),
            pytest.param("visit", [], "visit", id="owed once while nobody is known"),
            pytest.param("visit", DEAD[:1], "visit-deceased-1", id="owed for the one person who is known"),
            pytest.param("visit", [*DEAD, tick("visit-deceased-1")], "visit-deceased-2", id="owed still for one of two"),
            pytest.param("visit-deceased-2", DEAD, "visit-deceased-2", id="for the person named"),
        ],
    )
    def test_what_is_meant(self, name: str, entries: list[incidents.Table], found: str) -> None:
        """An exact id, else the first open occurrence of a step, else what a unique prefix names."""
        assert found == find_item(name, items(*entries)).id

    @pytest.mark.parametrize(
        ("name", "entries", "says", "hint"),
        [
            ("sta", [], '"sta" could be staff-notice or staging-area.', "type one more letter"),
            ("up", [], '"up" could be update or update-family.', "type the whole of one"),
            ("visit", DEAD, '"visit" could be visit-deceased-1 or visit-deceased-2.', "type the whole of one"),
            ("vis", DEAD, '"vis" could be visit-deceased-1 or visit-deceased-2.', "type the whole of one"),
        ],
    )
    def test_what_could_be_several(self, name: str, entries: list[incidents.Table], says: str, hint: str) -> None:
        """A prefix of several steps, and a step that is owed for several people, are asked back: the wrong family must not be ticked."""
        with pytest.raises(WrongWords) as refused:
            find_item(name, items(*entries))

        assert (says, hint) == (refused.value.message, refused.value.hint)

    @pytest.mark.parametrize(
        ("name", "hint"),
        [("coll", 'did you mean "call"?'), ("zzz", "see them all: cicp incident checklist"), ("", "see them all: cicp incident checklist")],
    )
    def test_what_is_none(self, name: str, hint: str) -> None:
        """A name that no step has is answered with the nearest."""
        with pytest.raises(NotFound, match=f'this incident has no step "{name}"') as refused:
            find_item(name, items())

        assert hint == refused.value.hint


class TestDone:
    """A tick is never refused."""

    def test_a_plain_tick(self) -> None:
        """A tick holds the step, the moment and what was said."""
        item = find_item("call", items())

        assert {"kind": "done", "at": at("22:00"), "step": "call", "text": "Resident A answered"} == done(
            item, at("22:00"), "Resident A answered", "", incident_of()
        )
        assert done(item, at("22:00"), "", "", incident_of())["text"] is None

    @pytest.mark.parametrize(
        ("entries", "out_of_order"),
        [
            ([], ["call", "staff-notice"]),
            ([tick("call")], ["staff-notice"]),
            ([tick("call"), skip("staff-notice")], None),
            ([tick("report")], None),
        ],
    )
    def test_out_of_order(self, entries: list[incidents.Table], out_of_order: list[str] | None) -> None:
        """What should have come first is recorded with the tick; a second tick of the same step does not say it again."""
        item = find_item("report", items(*entries))

        assert out_of_order == done(item, at("22:00"), "", "", incident_of()).get("out_of_order")

    @pytest.mark.parametrize(
        ("entries", "recorded"),
        [
            pytest.param([], (None, []), id="nothing known"),
            pytest.param([incidents.fact("decision", "21:55")], None, id="known already"),
            pytest.param([incidents.fact("decision", "21:55", status="unconfirmed")], (None, [2]), id="said, and not confirmed: this confirms it"),
            pytest.param([incidents.fact("decision", "21:55", about="officer-1")], None, id="known of somebody"),
        ],
    )
    def test_a_fact_that_the_step_records(self, entries: list[incidents.Table], recorded: tuple[str | None, list[int]] | None) -> None:
        """Doing the step records its fact unless it is known, and replaces what was only said before."""
        incident = incident_of(*entries)
        table = done(find_item("call", items()), at("22:00"), "", "decision", incident)

        assert recorded == ((table["about"], [int(each[:4]) for each in table["replaces"]]) if "records" in table else None)

    def test_a_fact_about_the_person_the_step_is_for(self) -> None:
        """A step that is owed for each person records its fact about that person, whatever is known of another."""
        incident = incident_of(*DEAD, incidents.fact("identified", "21:55", about="deceased-2"))
        one, other = (find_item(f"visit-{about}", items(*DEAD)) for about in ("deceased-1", "deceased-2"))

        assert ("identified", "deceased-1", []) == tuple(done(one, at("22:00"), "", "identified", incident)[key] for key in ("records", "about", "replaces"))
        assert "records" not in done(other, at("22:00"), "", "identified", incident)

    def test_the_recorded_fact_goes_when_the_tick_is_struck(self) -> None:
        """The fact is read from the tick itself: struck, it is gone."""
        entry = tick("call", records="decision")

        assert [True, False] == [incident_of(*entries).register.moment("decision") is not None for entries in ([entry], [entry, incidents.strike(2)])]


def test_a_skip_says_why() -> None:
    """Skipped is filed with its reason, and is not done."""
    assert {"kind": "skipped", "at": at("22:00"), "step": "call", "why": "the line is cut"} == skipped(
        find_item("call", items()), at("22:00"), "the line is cut"
    )


class TestFact:
    """A fact is filed with everything that it corrects."""

    def _file(self, incident: Incident, name: str = "occurred", about: str = "", status: str = "confirmed") -> incidents.Table:
        return fact(name, at("21:40"), incident, about=about, text="", source="dispatch", status=status)

    def test_it_replaces_every_filing_of_the_same_name_and_about(self) -> None:
        """Two offices recorded it: the correction names both, and leaves what is about somebody else."""
        incident = incident_of(incidents.fact("died", "21:50", about="deceased-1"), incidents.fact("died", "21:55", about="deceased-1"), DEAD[1])
        held: list[Fact] = incident.register.holding("died", "deceased-1")

        assert sorted(each.filing for each in held) == self._file(incident, "died", "deceased-1")["replaces"]
        assert len(held) == 2

    def test_what_is_left_out_is_left_out(self) -> None:
        """An empty `about` or text is not filed as an empty word."""
        table = self._file(incident_of())

        assert (None, None, "dispatch", "confirmed", at("21:40")) == tuple(table[key] for key in ("about", "text", "source", "status", "at"))

    @pytest.mark.parametrize(("name", "about", "what"), [("Mr. X", "", "the name of a fact"), ("died", "Resident A", "--about")])
    def test_a_name_is_refused(self, name: str, about: str, what: str) -> None:
        """A person's name cannot become the name of a fact, nor whom it is about."""
        with pytest.raises(WrongWords, match=f"cannot be {what}"):
            self._file(incident_of(), name, about)

    @pytest.mark.parametrize(
        ("about", "says", "hint"),
        [
            ("", "no fact died is recorded.", "recorded are: declared, known"),
            ("deceased-1", "no fact died about deceased-1 is recorded.", "recorded are: declared, known"),
        ],
    )
    def test_withdrawing_what_is_not_there(self, about: str, says: str, hint: str) -> None:
        """Nothing can be withdrawn that was not recorded; the refusal lists what was."""
        with pytest.raises(NotFound) as refused:
            self._file(incident_of(), "died", about, "withdrawn")

        assert (says, hint) == (refused.value.message, refused.value.hint)

    @pytest.mark.parametrize(
        ("name", "warning"),
        [
            ("occurred", ""),
            ("ocurred", 'the plan knows no fact "ocurred": it starts no clock and opens no gate; did you mean "occurred"?'),
            ("weather", 'the plan knows no fact "weather": it starts no clock and opens no gate.'),
        ],
    )
    def test_a_free_fact_warns(self, name: str, warning: str) -> None:
        """A name that the plan does not know starts nothing, and the nearest that does is named."""
        assert warning == free_fact_warning(name, FACTS.fact)


class TestDoubts:
    """A fact that cannot be right is filed with a warning."""

    FOLLOWS: Final = {"occurred": ("known", "scene-resolved"), "request-received": ("decision",)}

    @pytest.mark.parametrize(
        ("name", "about", "moment", "pairs"),
        [
            ("occurred", "", "21:40", []),
            ("occurred", "", "21:46", [("known", "occurred", "known")]),
            ("occurred", "", "22:31", [("known", "occurred", "known"), ("scene-resolved", "occurred", "scene-resolved")]),
            ("known", "", "21:39", [("known", "occurred", "occurred")]),
            ("known", "", "21:40", []),
            ("scene-resolved", "", "21:30", [("scene-resolved", "occurred", "occurred")]),
            ("decision", "request-1", "21:59", [("decision", "request-received", "request-received")]),
            ("decision", "request-2", "21:59", []),
            ("decision", "", "21:00", []),
            ("request-received", "request-1", "22:29", [("decision", "request-received", "decision")]),
            ("weather", "", "20:00", []),
        ],
    )
    def test_wrong_order(self, name: str, about: str, moment: str, pairs: list[tuple[str, str, str]]) -> None:
        """Each fact that this one cannot lie before or after is named, with the commands that mend either."""
        entries = [
            incidents.fact("scene-resolved", "22:30"),
            incidents.fact("request-received", "22:00", about="request-1"),
            incidents.fact("decision", "22:28", about="request-1"),
        ]
        incident = incident_of(*entries, occurred=at("21:40"))
        table = fact(name, at(moment), incident, about=about, text="", source="", status="confirmed")

        found = [(doubt.message, doubt.hint) for doubt in fact_doubts(table, incident, {}, self.FOLLOWS)]

        assert [
            (
                f"by this {second} was before {first}, which cannot be; until it is mended clocks count from the earlier.",
                f"correct the one that is wrong: cicp fact {name} --at TIME, or cicp fact {other} --at TIME",
            )
            for second, first, other in pairs
        ] == found

    def test_unconfirmed(self) -> None:
        """What nobody confirmed is in no order yet."""
        incident = incident_of()
        table = fact("occurred", at("22:00"), incident, about="", text="", source="", status="unconfirmed")

        assert [] == list(fact_doubts(table, incident, {}, self.FOLLOWS))

    @pytest.mark.parametrize(
        ("about", "says", "hint"),
        [
            ("", "nothing says which request this is about.", "say which, if there can be two: cicp fact request-received --about request-1"),
            (
                "j-smith",
                '"j-smith" is not the id of a request.',
                "if it is a person's name, strike this and file it as request-1: names do not belong into filings",
            ),
        ],
    )
    def test_whose(self, about: str, says: str, hint: str) -> None:
        """A fact of one request that says of none, or whose id may be a name, is doubted."""
        incident = incident_of()
        table = fact("request-received", at("22:00"), incident, about=about, text="", source="", status="confirmed")

        assert [(says, hint)] == [(doubt.message, doubt.hint) for doubt in fact_doubts(table, incident, {"request-received": "request"}, {})]

    def test_whose_in_proper_words(self) -> None:
        """An id of an arrest is not that of a arrest."""
        incident = incident_of()
        table = fact("arrest", at("22:00"), incident, about="j-smith", text="", source="", status="unconfirmed")

        assert ['"j-smith" is not the id of an arrest.'] == [doubt.message for doubt in fact_doubts(table, incident, {"arrest": "arrest"}, {})]


NOK = Gate.model_validate(
    {"id": "nok", "title": "Next of kin", "blocks": ["name"], "opens": ["died", "identified"], "confirm": ["family-liaison"], "override": ["city-attorney"]}
)
ABOUTS = {"died": "deceased", "identified": "deceased"}


class TestUnknown:
    """Facts peculiar to the kinds of an incident that nobody has recorded."""

    BOOKS: Final = (playbook("other", []), playbook("crash", [], facts=["died", "decision"]), playbook("fire", [], facts=["died", "error-noticed"]))

    def _unknown(self, *entries: incidents.Table, kinds: Iterable[str] = ("crash", "fire")) -> list[str]:
        return unknown_facts(incident_of(*entries, kinds=[*kinds]), incidents.words_of(*self.BOOKS))

    @pytest.mark.parametrize(
        ("entries", "left"),
        [
            ([], ["died", "decision", "error-noticed"]),
            ([incidents.fact("decision", "21:50")], ["died", "error-noticed"]),
            ([incidents.fact("died", "21:50", about="deceased-2")], ["decision", "error-noticed"]),
            ([incidents.fact("died", "21:50", status="unconfirmed")], ["died", "decision", "error-noticed"]),
            ([incidents.fact("died", "21:50"), incidents.strike(2)], ["died", "decision", "error-noticed"]),
        ],
        ids=["nothing", "one", "of anybody", "only said", "struck"],
    )
    def test_of_several_kinds(self, entries: list[incidents.Table], left: list[str]) -> None:
        """Each is asked for once, in the order of the kinds, until it is confirmed of anybody."""
        assert left == self._unknown(*entries)

    @pytest.mark.parametrize(("kinds", "left"), [(["fire"], ["died", "error-noticed"]), (["other"], []), (["flood"], [])])
    def test_of_one_kind(self, kinds: list[str], left: list[str]) -> None:
        """The base asks for none, and neither does a kind whose playbook cannot be read."""
        assert left == self._unknown(kinds=kinds)


class TestStrike:
    """An entry taken back stays readable and counts no longer, unless that would say more than anybody confirmed."""

    def _strike(self, incident: Incident, number: int) -> incidents.Table:
        return strike(incident.log.filings[number - 1], "a mistake", incident, ABOUTS, at("22:30"))

    def _confirmed(self, name: str, about: str, **keys: Any) -> incidents.Table:
        return incidents.fact(name, "21:55", about=about, filed_by="family-liaison", **keys)

    def test_an_entry_is_named_with_the_reason(self) -> None:
        """The strike names the entry, the moment and why."""
        incident = incident_of(tick("call"))

        assert {"kind": "struck", "at": at("22:30"), "entry": incident.log.filings[1].id, "why": "a mistake"} == self._strike(incident, 2)

    @pytest.mark.parametrize(
        ("moves", "number", "remedy"),
        [([], 1, "close"), (["closed"], 2, "reopen"), (["closed", "reopened"], 3, "close")],
    )
    def test_a_move_cannot_be_struck(self, moves: list[str], number: int, remedy: str) -> None:
        """A declaration, a closing or a reopening is undone by the opposite move, and the refusal gives it."""
        incident = incident_of(*({"kind": kind, "at": at("22:10"), "filed_at": at("22:10")} for kind in moves))

        with pytest.raises(NotAllowed, match="is a move of the incident and cannot be struck") as refused:
            self._strike(incident, number)

        assert refused.value.hint == f"make the opposite move: cicp incident {remedy} {incident.id}"

    def test_what_is_struck_is_not_struck_again(self) -> None:
        """Who wants it to count again strikes the strike."""
        incident = incident_of(tick("call"), incidents.strike(2))

        with pytest.raises(NotAllowed, match="is struck already, by 0003-") as refused:
            self._strike(incident, 2)

        assert f"cicp strike {incident.log.filings[2].id} --why" in refused.value.hint
        assert incident.log.filings[2].id == self._strike(incident, 3)["entry"]

    def test_a_strike_that_would_open_a_gate_is_refused(self) -> None:
        """Taking back a withdrawal would open the gate again without anybody confirming: the refusal gives the fact to file instead."""
        entries = [self._confirmed("died", "deceased-1"), self._confirmed("identified", "deceased-1")]
        withdrawn = self._confirmed("identified", "deceased-1", status="withdrawn", replaces=[3])
        incident = incident_of(*entries, withdrawn, gates=[NOK])

        with pytest.raises(NotAllowed, match="would open the gate nok") as refused:
            self._strike(incident, 4)

        assert f"cicp fact identified --about deceased-1 --at TIME --incident {incident.id} --as family-liaison" in refused.value.hint

    def test_a_strike_that_would_make_a_gate_open_for_somebody_is_refused(self) -> None:
        """With the second person struck, what was said of nobody in particular would be of the first."""
        entries = [self._confirmed("died", ""), self._confirmed("identified", ""), incidents.fact("died", "21:55", about="deceased-1")]
        incident = incident_of(*entries, incidents.fact("died", "21:56", about="deceased-2"), gates=[NOK])

        with pytest.raises(NotAllowed, match="would open the gate nok") as refused:
            self._strike(incident, 5)

        assert "cicp fact" in refused.value.hint

    def test_a_strike_that_closes_a_gate_is_filed(self) -> None:
        """Taking back a confirmation needs nobody's leave."""
        incident = incident_of(self._confirmed("died", "deceased-1"), self._confirmed("identified", "deceased-1"), gates=[NOK])

        assert incident.log.filings[2].id == self._strike(incident, 3)["entry"]

    @pytest.mark.parametrize(
        ("entries", "number", "again"),
        [
            pytest.param(
                [incidents.fact("occurred", "21:40"), incidents.fact("occurred", "21:20", replaces=[2])], 3, [2], id="what the struck one had replaced"
            ),
            pytest.param([incidents.fact("occurred", "21:40"), incidents.strike(2)], 3, [2], id="the entry whose strike is struck"),
            pytest.param([incidents.fact("occurred", "21:40")], 2, [], id="nothing"),
        ],
    )
    def test_what_holds_again(self, entries: list[incidents.Table], number: int, again: list[int]) -> None:
        """A strike says what counts again once it is filed."""
        incident = incident_of(*entries)
        table = self._strike(incident, number)

        assert [incident.log.filings[each - 1].id for each in again] == holds_again(table, incident, at("22:30"))
