"""Filing during an incident, and the receipt that is printed once it is on disk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cicp.cli.desk import Desk, Night, warn
from cicp.errors import CicpError
from cicp.files import journal
from cicp.files.scene import docket_for
from cicp.model.docket import Filing
from cicp.model.incident import fold
from cicp.model.timeline import timeline
from cicp.views.document import Block, Document, Line
from cicp.views.values import answer
from cicp.views.zone import Local

_NAMED = 3


def in_log(desk: Desk, scene: Night, table: dict[str, object]) -> Filing:
    """File an entry in the incident's log, as the office that acts."""
    if scene.incident.state == "closed":
        hint = "declare a new incident if this is one, or open this again: cicp incident reopen"
        warn(CicpError(f"{scene.incident.title} ({scene.incident.id}) is closed: this is filed in it all the same.", hint=hint))
    table = desk.filing(table, desk.fast_office(scene.rules.words), scene.local.now)
    return journal.file(desk.home.log(scene.incident.id), scene.incident.log, table, lock=desk.home.root)


def moved_clocks(desk: Desk, before: Night, filing: Filing) -> list[str]:
    """Say which clocks an entry started, moved or stopped: the incident is folded again with what was just filed."""
    incident, local = before.incident, before.local
    log = replace(incident.log, filings=(*incident.log.filings, filing))
    after = {item.id: item for item in timeline(fold(incident.id, log, docket_for(desk.home, log), incident.gates), before.rules, local.now)}
    was = {item.id: item.due for item in before.items}
    moved = [item for item in after.values() if item.due and item.due != was.get(item.id)]
    said = [f"{item.id} is due {local.say(item.due)}{_was(was.get(item.id), local)}: {item.title}" for item in moved if item.due]
    said += [f"{name} has no due any more (was {local.say(due)})" for name, due in was.items() if due and (name not in after or not after[name].due)]
    return [*said[:_NAMED], *([f"and {len(said) - _NAMED} more clocks: cicp incident timeline"] if len(said) > _NAMED else [])]


def _was(due: datetime | None, local: Local) -> str:
    return f" (was {local.say(due)})" if due else ""


def say(desk: Desk, filing: Filing, what: str, notes: Sequence[str], local: Local) -> None:
    """Print the receipt: what was filed, when it happened, and the id and digest it is found by."""
    blocks: list[Block] = [
        Line(f"{filing.id}: {what}, {local.say(filing.at)}", "strong"),
        *(Line(f"  {note}") for note in notes),
        Line(f"  digest {filing.digest}", "quiet"),
    ]
    values = answer("filed", local.now, id=filing.id, kind=filing.kind, at=local(filing.at), digest=filing.digest, says=[what, *notes])
    desk.show(Document(tuple(blocks), values), filed=filing.id)
