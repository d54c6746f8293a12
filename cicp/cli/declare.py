"""declare: an incident begins. It files first; nothing that is broken stops it."""

from datetime import datetime
from typing import Annotated

import typer

from cicp import clock
from cicp.cli.desk import Desk, Night, spoken, warn
from cicp.cli.incident import tell_docket
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import CannotWrite, CicpError, NotFound, WrongWords
from cicp.files import drafts, edition, folder, journal, scene
from cicp.model.docket import Log
from cicp.model.incident import fold
from cicp.model.lifecycle import fold as fold_docket
from cicp.model.names import nearest
from cicp.model.playbook import BASE
from cicp.model.rules import rules_for
from cicp.model.statement import draft
from cicp.model.timeline import timeline
from cicp.model.words import Words
from cicp.views import incident as views
from cicp.views.zone import Local

_LONGEST_TITLE = 200
_TIER = 2


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(declare)


def declare(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help='What happened, in a few words: "Shooting at Shaw Park".')],
    kind: Annotated[str, typer.Option("--kind", metavar="K[,K]", help="The kind or kinds of incident: ois. Left out, the base playbook alone.")] = "",
    tier: Annotated[int | None, typer.Option("--tier", min=1, max=3, metavar="N", help="1 monitor, 2 activate, 3 full; left out, the kind's own.")] = None,
    occurred: Annotated[str, typer.Option("--occurred", metavar="TIME", help="When it happened: 21:40, yesterday 21:40, -20m or ISO.")] = "",
    known: Annotated[str, typer.Option("--known", metavar="TIME", help="When the city knew; left out, now.")] = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Declare an incident: whom to call, the first hour's steps, the clocks, and the draft of the holding statement."""
    desk = Desk.at(context, plan, office, shape)
    words_said = spoken(title, "the title")
    if len(words_said) > _LONGEST_TITLE or "\n" in words_said:
        raise WrongWords(
            f"the title is longer than {_LONGEST_TITLE} letters or has several lines.",
            hint='a few words are enough: "Shooting at Shaw Park"; the rest goes into cicp log',
        )
    docket = scene.read_docket(desk.home)
    for fault in scene.record_faults(docket):
        warn(fault)
    digest, instead, words = _words_to_run_on(desk, docket)
    zone = scene.zone_of(words.plan)[0]
    local = desk.local(None) if zone is None else Local(zone, clock.now(zone))
    kinds = _kinds(kind, words)
    table = {
        "kind": "declared",
        "at": local.now,
        "title": words_said,
        "kinds": kinds,
        "tier": tier or max(words.playbooks[each].tier if each in words.playbooks else _TIER for each in kinds),
        "known": desk.moment(known, local),
        "occurred": desk.moment(occurred, local) if occurred else None,
        "edition": digest,
        "instead": instead or None,
        "step": "open-log",
        "docket_heads": docket.heads,
    }
    _warn_of_what_was_not_said(kind, occurred, table["known"], table["occurred"])
    prefix = f"{local.now:%Y-%m-%d}-{kinds[0]}"
    name, filing = journal.found(desk.home.incidents, prefix, desk.filing(table, desk.fast_office(words), local.now))
    repeated = {key: table[key] for key in ("kinds", "tier", "edition", "instead", "known", "occurred")}
    tell_docket(desk, filing, {"kind": "incident-declared", "at": local.now, "incident": name, **repeated})
    night = _as_it_stands(desk, name, words, local)
    _write_holding_draft(desk, night)
    directory, faults = scene.read_directory(desk.home)
    for fault in faults:
        warn(fault)
    desk.show(views.declared(night.incident, night.items, words.plan, directory, local))


def _words_to_run_on(desk: Desk, docket: Log) -> tuple[str, str, Words]:
    """Return the edition in force, or freeze the working words; with it the last edition frozen before, to stand in for what cannot be read."""
    in_force = fold_docket(docket).in_force
    frozen_before = [digest for filing in docket.filings if (digest := filing.text("edition"))]
    if in_force:
        words, faults = scene.words_of(desk.home, in_force)
        for fault in faults:
            warn(fault)
        return in_force, "", words
    files = folder.collect(desk.home.root)
    own, faults = folder.read_what_can_be(files, ())
    broken = [path for path in files.files if any(fault.where.startswith(f"{files.place}/{path}") for fault in faults)]
    digest = edition.freeze(desk.home, files, own, broken)
    instead = next((each for each in reversed(frozen_before) if each != digest), "") if faults else ""
    name = edition.folder_name(digest)
    warn(CicpError(f"no plan is in force: this incident runs on the working words, frozen as edition {name}."))
    words, faults = scene.words_of(desk.home, digest, instead)
    for fault in faults:
        warn(fault)
    return digest, instead, words


def _kinds(said: str, words: Words) -> list[str]:
    kinds = sorted({each.strip() for each in said.split(",") if each.strip()}) or [BASE]
    for each in kinds:
        if each not in words.playbooks and each != BASE:
            guess = nearest(each, words.playbooks)
            known = ", ".join(sorted(words.playbooks))
            raise NotFound(
                f'there is no kind "{each}".',
                hint=f'did you mean "{guess}"? all kinds: {known}' if guess else f"the kinds are: {known}; without --kind the base playbook runs",
            )
    return kinds


def _warn_of_what_was_not_said(kind: str, occurred: str, known: object, occurred_at: object) -> None:
    if not kind:
        warn(CicpError("no kind was said: the base playbook alone runs.", hint="declare again with --kind when you know it, and close this one"))
    if not occurred:
        warn(
            CicpError(
                "it is not said when it occurred: clocks that count from it count from when it was known.",
                hint="as soon as you know: cicp fact occurred --at TIME",
            )
        )
    elif isinstance(known, datetime) and isinstance(occurred_at, datetime) and occurred_at > known:
        warn(
            CicpError(
                "it is said to have been known before it occurred.",
                hint="correct the one that is wrong: cicp fact occurred --at TIME, or cicp fact known --at TIME",
            )
        )


def _as_it_stands(desk: Desk, name: str, words: Words, local: Local) -> Night:
    gates = words.gates.gate if words.gates else ()
    incident = fold(name, scene.read_log(desk.home, name), None, gates)
    calendar, faults = scene.read_calendar(desk.home)
    for fault in faults:
        warn(fault)
    rules = rules_for(incident.kinds, words, calendar, local.zone)
    return Night(incident, rules, timeline(incident, rules, local.now), local)


def _write_holding_draft(desk: Desk, night: Night) -> None:
    """Write the draft after the filing: a draft that could not be written is a warning."""
    statement = night.rules.words.statements.get("holding")
    if statement is None:
        warn(CicpError("there is no statements/holding.toml to draft from: write the holding statement by hand."))
        return
    local, occurred = night.local, night.incident.register.moment("occurred")
    update = next((item.due for item in night.items if item.id.startswith("update") and item.due), None)
    times = {"as of": local.now, "when": occurred.at if occurred else None, "next update": update}
    filled = {name: local.public(moment) for name, moment in times.items() if moment}
    path = desk.home.draft(night.incident.id, "holding")
    try:
        drafts.write(path, draft("holding", statement, local.now, update, filled))
    except CannotWrite as error:
        warn(error)
