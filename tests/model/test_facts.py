"""The register of facts: what holds, what is contested, and which gates may open on it."""

from datetime import datetime
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.model.facts import Fact, Register, Status, facts_in_wrong_order, in_dispute, may_confirm, open_gates
from cicp.model.gates import Facts, Gate
from tests.records import NIGHT, after

ABOUTS: Final = {"died": "deceased", "next-of-kin-notified": "deceased", "medical-examiner-identified": "deceased", "officer-told": "officer"}
NOK: Final = Gate(
    id="nok",
    title="Name of a person who died",
    blocks=["name"],
    opens=["next-of-kin-notified", "medical-examiner-identified"],
    confirm=["family-liaison", "me"],
)
SCENE: Final = Gate(id="tactical-live", title="Positions, while it lasts", blocks=["positions"], opens=["scene-resolved"], confirm=["ic"])
CHILD: Final = Gate(id="child", title="Anything that identifies a child", blocks=["child"], confirm=["city-attorney"])
FREE: Final = Gate(id="free", title="Whatever anybody may confirm", blocks=["x"], opens=["decision"])


def fact(
    name: str, about: str = "", *, by: str = "me", status: Status = "confirmed", at: datetime = NIGHT, by_right: bool = True, filing: str = "0002-aaaaa"
) -> Fact:
    return Fact(filing, name, about, at, "", "", status, by, NIGHT, by_right)


def told(about: str = "", **own: Any) -> list[Fact]:
    """Both facts that the gate on a name waits for."""
    return [fact("next-of-kin-notified", about, **own), fact("medical-examiner-identified", about, **own)]


def opened(*facts: Fact, gates: tuple[Gate, ...] = (NOK, SCENE, CHILD, FREE), whole: bool = True) -> set[tuple[str, str]]:
    return open_gates(gates, Register(facts), ABOUTS, whole=whole)


def joined(*logs: tuple[Fact, ...]) -> set[tuple[str, str]]:
    """Open what stands open where these logs are read as one."""
    every = [each._replace(log=f"log-{place}" if place else "") for place, facts in enumerate(logs) for each in facts]
    return open_gates((NOK, SCENE), Register(tuple(every)), ABOUTS, whole=True, apart=[Register(facts) for facts in logs])


class TestJoined:
    """Logs that are read as one: joining opens nothing."""

    one = fact("next-of-kin-notified", "deceased-1")
    other = fact("medical-examiner-identified", "deceased-1", filing="0002-bbbbb")

    def test_only_together(self) -> None:
        """Facts that open a gate only together, from two logs, open nothing; in one log they do, whatever it is joined with."""
        assert (set(), {("nok", ""), ("nok", "deceased-1")}) == (joined((self.one,), (self.other,)), joined((self.one, self.other), ()))

    def test_shut_by_one_that_knows_of_anybody(self) -> None:
        """What was told of nobody in particular stays shut while the other log knows of somebody, or of half of it."""
        unnamed = tuple(told())

        assert {("nok", "")} == joined(unnamed, ())
        assert [set(), set()] == [joined(unnamed, (fact("died", "deceased-1"),)), joined(unnamed, (unnamed[0],))]

    def test_dispute(self) -> None:
        """The same told in two logs is in dispute where moment or standing differ, and where one of the logs tells it twice."""
        here, there = fact("died"), fact("died", filing="0003-bbbbb")._replace(log="other")
        differing = [there._replace(at=after(1)), there._replace(status="unconfirmed"), there._replace(by_right=False), there._replace(log="")]

        assert [False, True, True, True, True] == [in_dispute([here, each]) for each in (there, *differing)]
        assert [False, False] == [in_dispute([]), in_dispute([here])]
        assert ([], [("died", "")]) == (Register((here, there)).contested(), Register((here, differing[0])).contested())


class TestRegister:
    died = (fact("died", "deceased-1", at=after(-2), filing="0003-bbbbb"), fact("died", "deceased-2", at=after(-9), filing="0004-ccccc"))
    contested = (
        fact("occurred", at=after(-10), filing="0003-bbbbb"),
        fact("occurred", at=after(-20), status="unconfirmed", filing="0003-ccccc"),
        fact("occurred", at=after(-15), filing="0004-ddddd"),
    )

    def test_holding(self) -> None:
        """Facts are the same when name and `about` are."""
        register = Register(self.died)

        assert [[self.died[0]], [self.died[1]], [], []] == [
            register.holding(*key) for key in (("died", "deceased-1"), ("died", "deceased-2"), ("died", ""), ("known", ""))
        ]

    def test_asking_changes_nothing(self) -> None:
        """What is handed out can be changed without changing the register."""
        register = Register(self.died)

        register.holding("died", "deceased-1").clear()

        assert [self.died[0]] == register.holding("died", "deceased-1")

    def test_abouts(self) -> None:
        """A clock runs for each person of whom a fact that counts is known, in order."""
        register = Register((*reversed(self.died), fact("died", "deceased-3", status="unconfirmed"), fact("died", "deceased-4", by_right=False)))

        assert (["deceased-1", "deceased-2"], []) == (register.abouts("died"), register.abouts("known"))

    def test_earliest_of_all(self) -> None:
        """Without saying whom, the earliest moment of anybody counts; with a name, the earliest of that one."""
        register = Register(self.died)

        assert [self.died[1], self.died[0], None, None] == [
            register.moment("died"),
            register.moment("died", "deceased-1"),
            register.moment("died", ""),
            register.moment("known"),
        ]

    def test_earliest_of_a_contested_fact(self) -> None:
        """The clocks of a contested fact count from the earliest confirmed moment among the filings that hold."""
        assert {self.contested[2]} == {Register(order).moment("occurred") for order in permutations(self.contested)}

    def test_same_moment(self) -> None:
        """Of two at the same moment the one filed first is named, in whatever order they stand."""
        twins = [fact("died", filing="0004-aaaaa"), fact("died", filing="0003-zzzzz")]

        assert ["0003-zzzzz"] * 2 == [each.filing for order in permutations(twins) if (each := Register(tuple(order)).moment("died"))]

    @pytest.mark.parametrize(
        ("status", "by_right", "counts"), [("confirmed", True, True), ("confirmed", False, False), ("unconfirmed", True, False), ("withdrawn", True, False)]
    )
    def test_what_counts(self, status: Status, *, by_right: bool, counts: bool) -> None:
        """Only what is confirmed, by an office that may, starts a clock."""
        register = Register((fact("died", status=status, by_right=by_right),))

        assert counts == (register.moment("died") is not None)

    def test_contested(self) -> None:
        """Contested is what two filings tell of the same person; of two persons it is not."""
        assert ([("occurred", "")], []) == (Register(self.contested).contested(), Register(self.died).contested())


class TestOrder:
    """Facts of which one cannot lie before the other."""

    FOLLOWS: Final = {"occurred": ("known", "scene-resolved"), "request-received": ("decision",)}

    @pytest.mark.parametrize(
        ("facts", "found"),
        [
            ([fact("occurred", at=after(1)), fact("known")], [("occurred", "known")]),
            ([fact("occurred", at=after(1)), fact("known"), fact("scene-resolved")], [("occurred", "known"), ("occurred", "scene-resolved")]),
            ([fact("occurred"), fact("known")], []),
            ([fact("occurred"), fact("known", at=after(1))], []),
            ([fact("occurred", at=after(1), status="unconfirmed"), fact("known")], []),
            ([fact("occurred", at=after(1)), fact("known", status="withdrawn")], []),
            ([fact("request-received", "request-1", at=after(1)), fact("decision", "request-1")], [("request-received", "decision")]),
            ([fact("request-received", "request-1", at=after(1)), fact("decision", "request-2")], []),
            ([fact("known", at=after(1)), fact("occurred")], []),
        ],
    )
    def test_pairs(self, facts: list[Fact], found: list[tuple[str, str]]) -> None:
        """Only what counts, of the same person or request, and really before it."""
        assert found == [(first.name, second.name) for first, second in facts_in_wrong_order(Register(tuple(facts)), self.FOLLOWS)]

    def test_as_the_plan_says(self) -> None:
        """facts.toml says of each fact which it follows; asked is which follow each."""
        names = {"occurred": [], "known": ["occurred"], "scene-resolved": ["occurred", "known"]}
        book = Facts.model_validate({"format": 1, "fact": [{"name": name, "asks": "When?", "follows": follows} for name, follows in names.items()]})

        assert {"occurred": ("known", "scene-resolved"), "known": ("scene-resolved",)} == book.followers


class TestWhoMayConfirm:
    @pytest.mark.parametrize(
        ("name", "office", "may"),
        [
            ("next-of-kin-notified", "family-liaison", True),
            ("next-of-kin-notified", "pio", False),
            ("next-of-kin-notified", "not-stated", False),
            ("scene-resolved", "ic", True),
            ("scene-resolved", "me", False),
            ("occurred", "pio", True),
            ("decision", "pio", True),
        ],
    )
    def test_offices(self, name: str, office: str, *, may: bool) -> None:
        """Where a gate rests on a fact and names who confirms it, only they may; else anybody may."""
        assert may == may_confirm((NOK, SCENE, CHILD, FREE), name, office)


class TestGates:
    def test_nothing_known(self) -> None:
        """With nothing recorded no gate stands open, and one that no fact opens never does."""
        assert set() == opened()
        assert set() == opened(fact("child"), gates=(CHILD,))

    def test_opens(self) -> None:
        """A gate opens on the facts it names together, not on one of them."""
        assert set() == opened(fact("next-of-kin-notified"))
        assert {("nok", "")} == opened(*told())

    @pytest.mark.parametrize("own", [{"status": "unconfirmed"}, {"status": "withdrawn"}, {"by_right": False}, {"by": "pio"}, {"by": "chief"}])
    @pytest.mark.parametrize("about", ["", "deceased-1"])
    def test_stays_shut(self, own: dict[str, Any], about: str) -> None:
        """An unconfirmed or withdrawn fact, or one by an office that this gate does not name, opens nothing."""
        assert set() == opened(fact("medical-examiner-identified", about), fact("next-of-kin-notified", about, **own))

    def test_each_gate_has_its_own_offices(self) -> None:
        """An office that may confirm a fact for one gate does not open another with it."""
        chief = Gate(id="name", title="Name", blocks=["name"], opens=["decision"], confirm=["chief"])
        attorney = Gate(id="cause", title="Cause", blocks=["cause"], opens=["decision"], confirm=["city-attorney"])

        assert {("name", "")} == opened(fact("decision", by="chief"), gates=(chief, attorney))

    def test_nobody_named(self) -> None:
        """A gate that names nobody opens on anybody's word."""
        assert {("free", "")} == opened(fact("decision", by="not-stated"))

    def test_contested(self) -> None:
        """A contested fact opens nothing, also when both filings say the same."""
        assert set() == opened(*told(), fact("next-of-kin-notified", filing="0003-bbbbb"))

    def test_while_a_filing_is_lost(self) -> None:
        """While a filing is set aside or missing every gate counts as closed: the lost one may have been a withdrawal."""
        assert set() == opened(*told(), fact("scene-resolved", by="ic"), whole=False)


class TestGatesOnPersons:
    def test_for_that_person_alone(self) -> None:
        """With two who died the gate opens for the one whose family was told."""
        assert {("nok", "deceased-1")} == opened(*told("deceased-1"), fact("died", "deceased-2"))

    def test_one_person_known(self) -> None:
        """With one who died, what was filed without a name is of that person."""
        assert {("nok", ""), ("nok", "deceased-1")} == opened(*told(), fact("died", "deceased-1"))

    def test_half_with_and_half_without(self) -> None:
        """With one who died, one of the two facts may be filed of that person and the other of nobody in particular."""
        assert {("nok", ""), ("nok", "deceased-1")} == opened(fact("next-of-kin-notified", "deceased-1"), fact("medical-examiner-identified"))

    @pytest.mark.parametrize("status", ["confirmed", "unconfirmed", "withdrawn"])
    def test_two_persons_known(self, status: Status) -> None:
        """As soon as the incident knows two, what is filed of nobody in particular opens nothing; also when one of them is only said to have died."""
        assert set() == opened(*told(), fact("died", "deceased-1"), fact("died", "deceased-2", status=status))

    def test_two_persons_known_by_the_gates_own_facts(self) -> None:
        """The second may be known by a fact that the gate itself waits for."""
        assert {("nok", "deceased-1")} == opened(*told("deceased-1"), *told(), fact("medical-examiner-identified", "deceased-2"))

    def test_others_do_not_count(self) -> None:
        """An officer and a person who died are not two of a kind, and a gate on no person knows none."""
        facts = (*told(), fact("died", "deceased-1"), fact("officer-told", "officer-1"), fact("scene-resolved", by="ic"))

        assert {("nok", ""), ("nok", "deceased-1"), ("tactical-live", "")} == opened(*facts)

    @pytest.mark.parametrize(("withdrawn", "confirmed"), [("", "deceased-1"), ("deceased-1", "")])
    def test_withdrawn_of_the_same_person(self, withdrawn: str, confirmed: str) -> None:
        """With one known, a withdrawal filed with the person and a confirmation without, or the other way round, leave the gate shut."""
        facts = (*told(confirmed), fact("next-of-kin-notified", withdrawn, status="withdrawn"), fact("died", "deceased-1"))

        assert set() == opened(*facts)

    def test_unconfirmed_of_the_same_person(self) -> None:
        """What was first said unconfirmed and of nobody in particular does not keep shut what was then confirmed of the person."""
        facts = (*told("deceased-1"), fact("next-of-kin-notified", status="unconfirmed", by="pio"))

        assert {("nok", ""), ("nok", "deceased-1")} == opened(*facts)

    def test_contested_of_the_same_person(self) -> None:
        """With one known, a contested fact about that person opens nothing, whatever was filed of nobody in particular."""
        facts = (*told(), *told("deceased-1"), fact("next-of-kin-notified", "deceased-1", filing="0009-eeeee"))

        assert set() == opened(*facts)


def test_a_doubt_about_nobody_in_particular_keeps_the_gate_shut_for_all() -> None:
    """A second person's coming up does not settle what was contested, or withdrawn, before anybody was named."""
    twice = (fact("next-of-kin-notified", filing="0008-ddddd"), fact("next-of-kin-notified", filing="0009-eeeee"))
    withdrawn = (fact("next-of-kin-notified", status="withdrawn"),)

    for doubted in (twice, withdrawn):
        assert set() == opened(*told("deceased-1"), *doubted)
        assert set() == opened(*told("deceased-1"), *doubted, fact("died", "deceased-2"))


_ANY_FACT = st.builds(
    fact,
    st.sampled_from(["died", "next-of-kin-notified", "medical-examiner-identified", "scene-resolved", "decision"]),
    st.sampled_from(["", "deceased-1", "deceased-2"]),
    by=st.sampled_from(["me", "family-liaison", "ic", "pio"]),
    status=st.sampled_from(["confirmed", "unconfirmed", "withdrawn"]),
    filing=st.sampled_from(["0002-aaaaa", "0003-bbbbb", "0004-ccccc"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_ANY_FACT, max_size=7), _ANY_FACT.filter(lambda each: each.status != "confirmed"))
def test_doubt_opens_no_gate(facts: list[Fact], doubt: Fact) -> None:
    """Whatever is recorded, one more fact that is unconfirmed or withdrawn opens no gate that was shut for everybody."""
    assert {gate for gate, _ in opened(*facts, doubt)} <= {gate for gate, _ in opened(*facts)}


@settings(max_examples=150, deadline=None)
@given(st.lists(_ANY_FACT, max_size=7), st.randoms())
def test_order_does_not_matter(facts: list[Fact], random: Any) -> None:
    """Gates and clocks do not depend on the order in which facts stand in the register."""
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert opened(*facts) == opened(*shuffled)
    assert Register(tuple(facts)).contested() == Register(tuple(shuffled)).contested()
