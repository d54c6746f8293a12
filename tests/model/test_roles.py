"""Who holds each role that the words give work to."""

import pytest

from cicp.model.findings import Finding
from cicp.model.plan import Plan
from cicp.model.references import references
from cicp.model.roles import roles
from tests.small_plan import Table, gates, law, plan, playbook, step, words


def _notify(**keys: object) -> Plan:
    return plan(notify=[{"office": "pio", "within": "5 minutes", "method": "voice", **keys}])


OTHER = "write it, or name another office or role"
UNHELD = [
    ({"plan": _notify(office="poi")}, "plan.toml", ("notify", 0, "office"), 'office "poi"', 'did you mean "pio"?'),
    ({"plan": _notify(**{"else": "poi"})}, "plan.toml", ("notify", 0, "else"), 'office "poi"', 'did you mean "pio"?'),
    (
        {"plan": plan(signing={"signatories": ["chief", "mayor"], "threshold": 1})},
        "plan.toml",
        ("signing", "signatories", 1),
        'office "mayor"',
        "write it, or name another office",
    ),
    ({"base": [step("call", role="watch")]}, "playbooks/base.toml", ("step", 0, "role"), 'office or role "watch"', OTHER),
    ({"overlays": {"ois": playbook("ois", [], authority=["pio", "x"])}}, "playbooks/ois.toml", ("authority", 1), 'office or role "x"', OTHER),
    (
        {"overlays": {"ois": playbook("ois", [], milestone=[{"id": "file", "title": "File", "role": "x", "anchor": "known"}])}},
        "playbooks/ois.toml",
        ("milestone", 0, "role"),
        'office or role "x"',
        OTHER,
    ),
    ({"holding": {"approve": [["pio"], ["chief", "x"]]}}, "statements/holding.toml", ("approve", 1, 1), 'office or role "x"', OTHER),
    *(({"holding": {key: ["pio", "x"]}}, "statements/holding.toml", (key, 1), 'office or role "x"', OTHER) for key in ("consult", "inform", "confirm")),
    ({"law": law({"role": "x"})}, "law.toml", ("duty", 0, "role"), 'office or role "x"', OTHER),
    ({"gates": gates({"confirm": ["x"]})}, "gates.toml", ("gate", 0, "confirm", 0), 'office or role "x"', OTHER),
    ({"gates": gates({"override": ["x"]})}, "gates.toml", ("gate", 0, "override", 0), 'office or role "x"', OTHER),
]


@pytest.mark.parametrize(("parts", "path", "location", "what", "fix"), UNHELD, ids=[f"{each[1]} {each[2]}" for each in UNHELD])
def test_a_role_that_nobody_holds_is_found(parts: Table, path: str, location: tuple[int | str, ...], what: str, fix: str) -> None:
    """Whoever is called, signs, acts, decides, approves, hears, confirms or overrides is an office of the plan; and it is said once, by this check alone."""
    broken = words(**parts)

    assert [Finding("roles", "error", path, f"there is no {what}.", fix, location)] == list(roles(broken))
    assert [] == list(references(broken))


def test_a_role_that_an_office_also_carries_is_held() -> None:
    """A step, an approval and a gate may name a role that stands in an office's `also`."""
    ois = playbook("ois", [step("meet", role="monitor")])

    assert [] == list(roles(words(overlays={"ois": ois}, holding={"approve": [["monitor"]]}, gates=gates({"confirm": ["monitor"]}))))


def test_a_role_is_filled_by_the_office_of_its_name_or_by_one_that_carries_it() -> None:
    """Who fills a role is the office of that id, before any that carries it besides; a role that nobody has is filled by nobody."""
    both = plan(office=[{"id": "pio", "title": "PIO", "also": ["chief", "monitor"]}, {"id": "chief", "title": "Chief"}])

    assert ["Chief", "PIO", None] == [holder.title if (holder := both.holder(role)) else None for role in ("chief", "monitor", "mayor")]


@pytest.mark.parametrize(
    ("signatories", "threshold", "says", "fix"),
    [
        (
            ["chief", "pio"],
            3,
            "3 signatures are asked for, and 2 can sign: the plan could never be in force.",
            "write threshold = 2 or less, or add to the signatories",
        ),
        (
            ["chief", "chief"],
            2,
            "2 signatures are asked for, and 1 can sign: the plan could never be in force.",
            "write threshold = 1 or less, or add to the signatories",
        ),
        ([], 1, "1 signatures are asked for, and nobody can sign: the plan could never be in force.", "name the offices that sign: signatories = [...]"),
    ],
    ids=["too few", "one twice", "none"],
)
def test_more_signatures_than_can_be_given_are_found(signatories: list[str], threshold: int, says: str, fix: str) -> None:
    """A threshold that no signing can reach is found while the plan is written, and not when the public has commented; who stands twice signs once."""
    found = roles(words(plan=plan(signing={"signatories": signatories, "threshold": threshold})))

    assert [Finding("roles", "error", "plan.toml", says, fix, ("signing", "threshold"))] == list(found)


def test_a_threshold_within_reach_is_not_found() -> None:
    """All of those who sign, or some of them, can be asked for."""
    assert [[], []] == [list(roles(words(plan=plan(signing={"signatories": ["chief", "pio"], "threshold": most})))) for most in (1, 2)]


def test_a_role_is_no_signatory() -> None:
    """An office signs, not a role that it carries besides: one person could sign twice."""
    (found,) = roles(words(plan=plan(signing={"signatories": ["pio", "monitor"], "threshold": 2})))

    assert (("signing", "signatories", 1), 'there is no office "monitor".') == (found.location, found.says)
