"""Filing during an incident, and the receipt that is printed once it is on disk."""

from collections.abc import Sequence
from datetime import datetime

from cicp.cli import watch
from cicp.cli.desk import Desk, warn
from cicp.cli.watch import Night
from cicp.errors import CicpError
from cicp.files import journal
from cicp.model.counting import NO_YEAR
from cicp.model.filing import Filing
from cicp.model.incident import MOVES, with_filing
from cicp.model.rules import rules_of
from cicp.model.timeline import Item, timeline
from cicp.views.zone import Local

_NAMED = 3
_MOST_LATE = 8


def in_log(desk: Desk, scene: Night, table: dict[str, object]) -> Filing:
    """File an entry in the incident's log, as the office that acts."""
    if scene.incident.state == "closed" and table["kind"] not in MOVES:
        hint = "declare a new incident if this is one, or open this again: cicp incident reopen"
        warn(CicpError(f"{scene.incident.title} ({scene.incident.id}) is closed: this is filed in it all the same.", hint=hint))
    table = desk.filing(table, watch.fast_office(desk, scene.rules.words), scene.local.now)
    above = scene.incident.log.next_number - 1
    return journal.file(desk.home.log(scene.incident.id), scene.incident.own, table, lock=desk.home.root, above=above)


def after(before: Night, filing: Filing) -> Night:
    """Return an incident as it stands with what was just filed: folded again, not read again."""
    incident, *_ = with_filing(before.incident, filing)
    rules = rules_of(incident, before.rules.words, before.rules.calendar, before.rules.zone)
    return before._replace(incident=incident, rules=rules, items=timeline(incident, rules, before.local.now))


def moved_clocks(before: Night, filing: Filing) -> list[str]:
    """Say which clocks an entry started, moved or stopped."""
    return moved(before, after(before, filing))


def moved(before: Night, after: Night) -> list[str]:
    """Say what runs otherwise than before: the tier, which incidents are one, and a few of the clocks in words."""
    apart = sorted({*before.incident.joined} - {*after.incident.joined})
    tier = f"the tier is {after.incident.tier} now (was {before.incident.tier})"
    return [
        *(f"{each} is an incident of its own again" for each in apart),
        *([tier] if after.incident.tier != before.incident.tier else []),
        *_moved(before.items, after.items, before.local),
    ]


def late_already(before: Night, after: Night, since: str = "") -> list[str]:
    """Name what had no due before and is late from the start; `since` tells when it would not be, by moments of its own."""
    running = {item.id for item in before.items if item.due}
    late = [item.id for item in after.items if item.status == "late" and item.id not in running]
    remedy = [f"{since}, count from then: cicp fact known --at TIME{after.naming}, and cicp fact occurred --at TIME{after.naming}"] if since and late else []
    more = f" and {len(late) - _MOST_LATE} more" if len(late) > _MOST_LATE else ""
    return [f"late already: {', '.join(late[:_MOST_LATE])}{more}", *remedy] if late else []


def handed_over(before: Night, after: Night) -> list[str]:
    """Name the open steps that went over to another office."""
    was = {item.id: item.role for item in before.items}
    over = [item.id for item in after.items if not item.finished and item.role != was[item.id]]
    more = f" and {len(over) - _NAMED} more" if len(over) > _NAMED else ""
    return [f"{'one step goes' if len(over) == 1 else f'{len(over)} steps go'} over: {', '.join(over[:_NAMED])}{more}"] if over else []


def _moved(before: Sequence[Item], now: Sequence[Item], local: Local) -> list[str]:
    was, after = {item.id: item.due for item in before}, {item.id: item for item in now}
    moved = [item for item in after.values() if item.due and item.due != was.get(item.id)]
    said = [f"{item.id} is due {local.say(item.due)}{_was(was.get(item.id), local)}: {item.title}" for item in moved if item.due]
    said += [f"{name} has no due any more (was {local.say(due)})" for name, due in was.items() if due and (name not in after or not after[name].due)]
    left = len(said) - _NAMED
    lacking = dict.fromkeys(sentence for item in moved[:_NAMED] for sentence in item.explain if sentence.startswith(NO_YEAR))
    return [*said[:_NAMED], *([f"and {left} more {'clock' if left == 1 else 'clocks'}: cicp incident timeline"] if left > 0 else []), *lacking]


def _was(due: datetime | None, local: Local) -> str:
    return f" (was {local.say(due)})" if due else ""
