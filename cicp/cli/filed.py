"""Filing during an incident, and the receipt that is printed once it is on disk."""

from collections.abc import Sequence
from datetime import datetime

from cicp.cli.desk import Desk, Night, warn
from cicp.errors import CicpError
from cicp.files import journal
from cicp.model.docket import Filing
from cicp.model.incident import Incident, with_filing
from cicp.model.rules import rules_of
from cicp.model.timeline import Item, timeline
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
    above = scene.incident.log.next_number - 1
    return journal.file(desk.home.log(scene.incident.id), scene.incident.own, table, lock=desk.home.root, above=above)


def moved_clocks(before: Night, filing: Filing) -> list[str]:
    """Say which clocks an entry started, moved or stopped: the incident is folded again with what was just filed."""
    incident, *apart = with_filing(before.incident, filing)
    rules = rules_of(incident, before.rules.words, before.rules.calendar, before.rules.zone)
    said = [f"{' and '.join(each.id for each in apart)} is an incident of its own again"] if apart else []
    return [*said, *_moved_tier(before.incident, incident), *say_moved(before.items, timeline(incident, rules, before.local.now), before.local)]


def _moved_tier(before: Incident, after: Incident) -> list[str]:
    return [f"the tier is {after.tier} now (was {before.tier})"] if after.tier != before.tier else []


def say_moved(before: Sequence[Item], now: Sequence[Item], local: Local) -> list[str]:
    """Say which clocks run otherwise than before, a few of them in words."""
    was, after = {item.id: item.due for item in before}, {item.id: item for item in now}
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
