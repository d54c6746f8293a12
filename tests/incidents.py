"""Incidents made in memory, for tests of the model: a playbook in a few lines, a log in a few tables, and the timeline that follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cicp.files.filing import encode, read_log
from cicp.model.calendar import CityCalendar
from cicp.model.docket import Log
from cicp.model.filing import digest_of, id_of
from cicp.model.gates import Facts, Gate
from cicp.model.incident import Incident, fold
from cicp.model.law import Law
from cicp.model.plan import Plan
from cicp.model.playbook import Playbook
from cicp.model.rules import Rules, rules_for
from cicp.model.timeline import Item, timeline
from cicp.model.words import Words

ZONE = ZoneInfo("America/Chicago")
Table = dict[str, Any]

CLAYTON = CityCalendar.model_validate(
    {
        "format": 1,
        "year": [
            {
                "year": 2026,
                "closed": [{"day": datetime(2026, month, day, tzinfo=UTC).date(), "name": "closed"} for month, day in ((11, 26), (11, 27), (12, 24), (12, 25))],
            },
            {"year": 2027, "closed": [{"day": datetime(2027, 1, day, tzinfo=UTC).date(), "name": "closed"} for day in (1, 18)]},
        ],
    }
)
"""The closure days that the date vectors of the research assume."""

FACTS = Facts.model_validate(
    {
        "format": 1,
        "fact": [
            *({"name": name, "asks": "When?"} for name in ("occurred", "known", "declared", "decision", "error-noticed")),
            {"name": "died", "asks": "When?", "about": "deceased"},
            {"name": "identified", "asks": "When?", "about": "deceased"},
            {"name": "request-received", "asks": "When?", "about": "request"},
        ],
    }
)


def at(text: str) -> datetime:
    """Read a moment in city time: `21:45` of the night of 20 November 2026, or ISO."""
    moment = datetime.fromisoformat(text if "T" in text else f"2026-11-20T{text}")
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def step(name: str, **keys: object) -> Table:
    """Write a step; what is not said is left to the playbook's own defaults."""
    return {"id": name, "title": f"Do {name}", "role": "pio", "clause": "statements.holding", **keys}


def playbook(kind: str, *steps: Table, tighten: Iterable[Table] = (), uses: Iterable[str] = (), tier: int = 2) -> Playbook:
    """Write a playbook of these steps."""
    return Playbook.model_validate(
        {"kind": kind, "title": kind, "clause": "definitions.other", "tier": tier, "uses": list(uses), "step": list(steps), "tighten": list(tighten)}
    )


def plan_with(settings: Mapping[str, str]) -> Plan:
    """Write a plan.toml that sets these numbers."""
    return Plan.model_validate(
        {
            "format": 1,
            "city": {"name": "City", "state": "MO", "timezone": "America/Chicago"},
            "office": [{"id": "pio", "title": "PIO"}],
            "signing": {"signatories": ["pio"], "threshold": 1},
            "settings": dict(settings),
        }
    )


def words_of(*books: Playbook, settings: Mapping[str, str] | None = None, duties: Iterable[Table] = (), facts: Facts = FACTS) -> Words:
    """Gather the words of a plan that has these playbooks and duties."""
    law = Law.model_validate({"format": 1, "duty": list(duties)})
    return Words(plan=plan_with(settings or {}), playbooks={book.kind: book for book in books}, facts=facts, law=law)


def fact(name: str, moment: str, *, filed: str = "22:00", status: str = "confirmed", replaces: Iterable[int] = (), **keys: object) -> Table:
    """File a fact; `replaces` are the numbers of the filings it corrects."""
    return {"kind": "fact", "name": name, "at": at(moment), "filed_at": at(filed), "status": status, "replaces": list(replaces), **keys}


def tick(name: str, moment: str = "22:00", *, filed: str = "", kind: str = "done", **keys: object) -> Table:
    """File that a step was done."""
    return {"kind": kind, "step": name, "at": at(moment), "filed_at": at(filed or moment), **keys}


def skip(name: str, moment: str = "22:00", why: str = "nobody to reach") -> Table:
    """File that a step was left out."""
    return tick(name, moment, kind="skipped", why=why)


def put_off(kind: str, name: str, filed: str, *, turn: int = 1, **keys: object) -> Table:
    """File that the due of an item was extended, deferred or publicly refused, for the first, second, third time."""
    said = {"why": "an open investigation", "published": "clayton.example.org/news"} | keys
    return {"kind": kind, "step": name, "turn": turn if kind != "refused" else None, "at": at(filed), "filed_at": at(filed), **said}


def strike(number: int, filed: str = "22:30") -> Table:
    """File that an entry is taken back, by its number."""
    return {"kind": "struck", "entry": number, "why": "a mistake", "at": at(filed), "filed_at": at(filed)}


def declared(**keys: object) -> Table:
    """File the declaration: at 21:50, known at 21:45."""
    return {
        "kind": "declared",
        "title": "Shooting at Shaw Park",
        "kinds": ["other"],
        "tier": 2,
        "known": at("21:45"),
        "at": at("21:50"),
        "filed_at": at("21:50"),
    } | keys


def files_of(*entries: Table) -> list[tuple[str, bytes]]:
    """Write entries as the files of a log, each on top of the root. One that brings its own `number` was filed elsewhere at the same time, and merged."""
    files: list[tuple[str, bytes]] = []
    ids: dict[int, str] = {}
    root = ""
    previous: list[str] = []
    for entry in entries:
        number = entry.get("number", max(ids, default=0) + 1)
        named = {key: [ids[each] for each in value] if key == "replaces" else ids[value] for key, value in entry.items() if key in ("replaces", "entry")}
        table = {"filed_by": "pio", **entry, **named, "format": 1, "number": number, "previous": previous} | ({"root": root} if root else {})
        data = encode(table)
        name = id_of(number, digest_of(data))
        files.append((name, data))
        ids[number] = name
        if not root:
            root, previous = name, [digest_of(data)]
    return files


def read_files(files: list[tuple[str, bytes]]) -> Log:
    """Read the files of a log, in whatever order they come."""
    suffix = min(files)[0][-5:]
    return read_log(f"2026-11-20-other-{suffix}", files, root_suffix=suffix)


def log_of(*entries: Table) -> Log:
    """File entries in a log."""
    return read_files(files_of(*entries))


def incident_of(*entries: Table, gates: Iterable[Gate] = (), **keys: Any) -> Incident:
    """Declare an incident and file these entries in its log: the declaration is number 1, the first entry number 2."""
    log = log_of(declared(**keys), *entries)
    return fold(log.name, log, None, gates)


@dataclass(frozen=True)
class Case:
    """An incident that runs on some words."""

    incident: Incident
    rules: Rules

    def items(self, now: str | datetime = "22:00") -> list[Item]:
        """Return its timeline as of `now`."""
        return timeline(self.incident, self.rules, at(now) if isinstance(now, str) else now)

    def item(self, name: str, now: str | datetime = "22:00") -> Item:
        """Return one item of its timeline."""
        return next(item for item in self.items(now) if item.id == name)


def case(words: Words, *entries: Table, calendar: CityCalendar = CLAYTON, **keys: Any) -> Case:
    """Run an incident on some words."""
    incident = incident_of(*entries, **keys)
    return Case(incident, rules_for(incident.kinds, words, calendar, ZONE))


def base_case(steps: Iterable[Table], *entries: Table, **keys: Any) -> Case:
    """Run an incident on a base playbook of these steps alone."""
    return case(words_of(playbook("other", *steps)), *entries, **keys)


def after(moment: str, **span: int) -> datetime:
    """Return the moment that is so much elapsed time later."""
    return at(moment).astimezone(UTC) + timedelta(**span)
