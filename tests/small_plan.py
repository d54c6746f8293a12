"""A few lines of plan that fit together, for tests that say in which way others do not."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cicp.model.findings import Finding
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook
from cicp.model.section import SectionFile
from cicp.model.statement import StatementKind
from cicp.model.words import Words

Table = dict[str, Any]


def step(name: str, **keys: object) -> Table:
    return {"id": name, "title": name, "role": "pio", "clause": "calls.free", "anchor": "known", **keys}


def words(**parts: Any) -> Words:
    """Return a small plan that fits together, with the parts that a test is about."""
    return Words(
        plan=parts.get("plan", plan()),
        sections=parts.get("sections", {(1, "calls"): section()}),
        playbooks={"other": playbook("other", parts.get("base", [step("call")]))} | parts.get("overlays", {}),
        statements={"holding": statement(**parts.get("holding", {}))},
        facts=parts.get("facts", facts("known", "died")),
        gates=parts.get("gates", gates({})),
        law=parts.get("law", law({})),
    )


def plan(**keys: object) -> Plan:
    table = {
        "format": 1,
        "city": {"name": "City", "state": "MO", "timezone": "UTC"},
        "office": [{"id": "pio", "title": "PIO", "also": ["monitor"]}, {"id": "chief", "title": "Chief"}],
        "notify": [{"office": "pio", "within": "5 minutes", "method": "voice", "else": "chief"}],
        "signing": {"signatories": ["chief"], "threshold": 1},
        "settings": {"video": "30 days"},
    }
    return Plan.model_validate({**table, **keys})


def section(*clauses: Table, owner: str = "chief") -> SectionFile:
    return SectionFile.model_validate({"title": "Calls", "owner": owner, "clause": [{"id": "free", "text": "Call."}, *clauses]})


def playbook(kind: str, steps: list[Table], **keys: object) -> Playbook:
    return Playbook.model_validate({"kind": kind, "title": kind, "clause": "calls.free", "step": steps, **keys})


def statement(**keys: object) -> StatementKind:
    return StatementKind.model_validate({"title": "Holding", "clause": "calls.free", "text": "t", **keys})


def facts(*names: str) -> Facts:
    return Facts.model_validate({"format": 1, "fact": [{"name": name, "asks": "When?"} for name in names]})


def gates(*changes: Table) -> Gates:
    return Gates.model_validate(
        {
            "format": 1,
            "gate": [{"id": "nok", "title": "t", "blocks": [], "opens": ["died"], "confirm": ["chief"], "override": ["pio"], **each} for each in changes],
        }
    )


def law(*changes: Table) -> Law:
    duty = {
        "id": "answer",
        "title": "t",
        "role": "pio",
        "clause": "calls.free",
        "anchor": "known",
        "citation": "c",
        "source": "s",
        "verified_on": date(2026, 1, 1),
    }
    return Law.model_validate({"format": 1, "duty": [{**duty, **each} for each in changes]})


NOTHING = Words(plan=None)
"""The words of which nothing could be read."""


def brief(findings: Iterable[Finding]) -> list[tuple[str, str, tuple[int | str, ...], str]]:
    """Each finding as its level, file, place and sentence."""
    return [(each.level, each.path, each.location, each.says) for each in findings]
