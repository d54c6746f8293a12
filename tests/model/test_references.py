"""Names that nothing has, found in a few lines of plan."""

import pytest

from cicp.model.findings import Finding
from cicp.model.gates import Facts
from cicp.model.references import references
from tests.small_plan import Table, gates, law, playbook, step, words

FOLLOWING = Facts.model_validate({"format": 1, "fact": [{"name": "known", "asks": "When?"}, {"name": "died", "asks": "When?", "follows": ["knwon"]}]})


def milestone(**keys: object) -> Table:
    return {"milestone": [{"id": "file", "title": "File", "role": "pio", "anchor": "known", **keys}]}


OF_A_KIND: list[tuple[Table, tuple[int | str, ...], str, str]] = [
    ({"facts": ["known", "dyed"]}, ("facts", 1), 'fact "dyed"', 'did you mean "died"?'),
    ({"milestones": ["oiss"]}, ("milestones", 0), 'playbook of a kind "oiss"', 'did you mean "ois"?'),
    (
        {"unless": [{"when": "Is it small?"}, {"when": "Did it burn?", "kind": "fire"}]},
        ("unless", 1, "kind"),
        'playbook of a kind "fire"',
        "write playbooks/fire.toml, or name another playbook of a kind",
    ),
    (milestone(anchor="dyed"), ("milestone", 0, "anchor"), 'fact "dyed"', 'did you mean "died"?'),
    (milestone(reached="done:cal"), ("milestone", 0, "reached"), 'fact "done:cal"', 'did you mean "done:call"?'),
    (
        milestone(statement="update"),
        ("milestone", 0, "statement"),
        'statement kind "update"',
        "write statements/update.toml, or name another statement kind",
    ),
    *(
        (
            milestone(**{key: "setting:x"}),
            ("milestone", 0, key),
            'setting in plan.toml "x"',
            "write it, or name another setting in plan.toml",
        )
        for key in ("since", "until")
    ),
]

REFERENCES = [
    ({"base": [step("call", clause="calls.fre")]}, "playbooks/base.toml", ("step", 0, "clause"), 'clause "calls.fre"', 'did you mean "calls.free"?'),
    (
        {"base": [step("call", clause="video.free")]},
        "playbooks/base.toml",
        ("step", 0, "clause"),
        'clause "video.free"',
        'there is no section "video" at all: see that its file is in text/',
    ),
    ({"base": [step("call", of="cal")]}, "playbooks/base.toml", ("step", 0, "of"), 'step "cal"', 'did you mean "call"?'),
    ({"base": [step("call", ends="dyed")]}, "playbooks/base.toml", ("step", 0, "ends"), 'fact "dyed"', 'did you mean "died"?'),
    ({"base": [step("call", ends="done:cal")]}, "playbooks/base.toml", ("step", 0, "ends"), 'fact "done:cal"', 'did you mean "done:call"?'),
    (
        {"base": [step("call", statement="update")]},
        "playbooks/base.toml",
        ("step", 0, "statement"),
        'statement kind "update"',
        "write statements/update.toml, or name another statement kind",
    ),
    ({"base": [step("call", records="xyz")]}, "playbooks/base.toml", ("step", 0, "records"), 'fact "xyz"', "write it, or name another fact"),
    (
        {"base": [step("call", within="setting:vide")]},
        "playbooks/base.toml",
        ("step", 0, "within"),
        'setting in plan.toml "vide"',
        'did you mean "video"?',
    ),
    (
        {"base": [step("call", before="setting:vide")]},
        "playbooks/base.toml",
        ("step", 0, "before"),
        'setting in plan.toml "vide"',
        'did you mean "video"?',
    ),
    ({"base": [step("call", anchor="know")]}, "playbooks/base.toml", ("step", 0, "anchor", 0), 'fact "know"', 'did you mean "known"?'),
    (
        {"base": [step("call", anchor=["known", "done:cal"])]},
        "playbooks/base.toml",
        ("step", 0, "anchor", 1),
        'fact "done:cal"',
        'did you mean "done:call"?',
    ),
    ({"base": [step("call", after=["verify"])]}, "playbooks/base.toml", ("step", 0, "after", 0), 'step "verify"', "write it, or name another step"),
    ({"base": [step("call", gates=["nok", "nock"])]}, "playbooks/base.toml", ("step", 0, "gates", 1), 'gate "nock"', 'did you mean "nok"?'),
    ({"holding": {"clause": "calls.fee"}}, "statements/holding.toml", ("clause",), 'clause "calls.fee"', 'did you mean "calls.free"?'),
    ({"holding": {"anchor": "knwon"}}, "statements/holding.toml", ("anchor",), 'fact "knwon"', 'did you mean "known"?'),
    (
        {"holding": {"within": "setting:x"}},
        "statements/holding.toml",
        ("within",),
        'setting in plan.toml "x"',
        "write it, or name another setting in plan.toml",
    ),
    (
        {"holding": {"timeout": "setting:x"}},
        "statements/holding.toml",
        ("timeout",),
        'setting in plan.toml "x"',
        "write it, or name another setting in plan.toml",
    ),
    ({"holding": {"gates": ["x"]}}, "statements/holding.toml", ("gates", 0), 'gate "x"', "write it, or name another gate"),
    ({"law": law({"clause": "calls.fee"})}, "law.toml", ("duty", 0, "clause"), 'clause "calls.fee"', 'did you mean "calls.free"?'),
    ({"law": law({"anchor": "x"})}, "law.toml", ("duty", 0, "anchor"), 'fact "x"', "write it, or name another fact"),
    ({"law": law({"within": "setting:x"})}, "law.toml", ("duty", 0, "within"), 'setting in plan.toml "x"', "write it, or name another setting in plan.toml"),
    *(
        ({"law": law({key: "setting:x"})}, "law.toml", ("duty", 0, key), 'setting in plan.toml "x"', "write it, or name another setting in plan.toml")
        for key in ("before", "wait", "defer")
    ),
    ({"facts": FOLLOWING}, "facts.toml", ("fact", 1, "follows", 0), 'fact "knwon"', 'did you mean "known"?'),
    ({"gates": gates({"opens": ["dyed"]})}, "gates.toml", ("gate", 0, "opens", 0), 'fact "dyed"', 'did you mean "died"?'),
    (
        {"overlays": {"ois": playbook("ois", [], clause="calls.fee")}},
        "playbooks/ois.toml",
        ("clause",),
        'clause "calls.fee"',
        'did you mean "calls.free"?',
    ),
    (
        {"overlays": {"ois": playbook("ois", [], uses=["other.cal"])}},
        "playbooks/ois.toml",
        ("uses", 0),
        'step of an overlay "other.cal"',
        'did you mean "other.call"?',
    ),
    *(
        ({"overlays": {"ois": playbook("ois", [], tighten=[{"step": "call", **keys}])}}, "playbooks/ois.toml", ("tighten", 0, *location), what, fix)
        for keys, location, what, fix in (
            ({"step": "cal"}, ("step",), 'step "cal"', 'did you mean "call"?'),
            ({"within": "setting:x"}, ("within",), 'setting in plan.toml "x"', "write it, or name another setting in plan.toml"),
            ({"after": ["cal"]}, ("after", 0), 'step "cal"', 'did you mean "call"?'),
            ({"gates": ["nik"]}, ("gates", 0), 'gate "nik"', 'did you mean "nok"?'),
        )
    ),
    *(({"overlays": {"ois": playbook("ois", [], **keys)}}, "playbooks/ois.toml", location, what, fix) for keys, location, what, fix in OF_A_KIND),
]


@pytest.mark.parametrize(("parts", "path", "location", "what", "fix"), REFERENCES, ids=[f"{each[1]} {each[2]}" for each in REFERENCES])
def test_a_name_that_nothing_has_is_found(parts: Table, path: str, location: tuple[int | str, ...], what: str, fix: str) -> None:
    """Each place that names something is held against what there is, and says the nearest name or what to write."""
    assert [Finding("references", "error", path, f"there is no {what}.", fix, location)] == list(references(words(**parts)))


def test_names_that_something_has_are_not_found() -> None:
    """Steps done, statements released, settings, kinds and steps of overlays may all be named."""
    ois = playbook(
        "ois",
        [step("meet", anchor=["done:call", "released:holding"], ends="done:call"), step("tell", ends="died")],
        uses=["other.call"],
        facts=["died"],
        milestones=["other"],
        unless=[{"when": "Is it small?", "kind": "other"}],
        **milestone(reached="done:meet", statement="holding", until="setting:video"),
        tighten=[{"step": "call", "within": "setting:video"}],
    )

    assert [] == list(references(words(overlays={"ois": ois})))
