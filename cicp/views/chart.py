"""The clocks of an incident drawn to scale: its first 72 hours and its first year, a lane for each role."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from cicp.model.incident import Incident
from cicp.model.timeline import Item
from cicp.views.document import Block, Chart, Document, Heading, Lane, Line, Mark, Tone
from cicp.views.incident import heading
from cicp.views.items import item_values
from cicp.views.values import answer
from cicp.views.zone import Local

_FIRST_HOURS: Final = timedelta(hours=72)
_YEAR: Final = timedelta(days=365)
_SIGNS: Final = {"late": "!", "due-soon": ">", "open": "o", "waiting": "?", "done": "x", "done-late": "X", "skipped": "-"}
"""What stands for an item at its due, by its status: told apart by shape, never by colour alone. The first that comes here wins a column."""
_MEANS: Final = "! late  > due now  o open  ? waits  x done  X done late  - skipped  | now"
_TONES: Final[dict[str, Tone]] = {"late": "late", "due-soon": "soon", "waiting": "wait", "done": "done", "done-late": "done", "skipped": "done"}


def chart(incident: Incident, items: Sequence[Item], local: Local) -> Document:
    """Draw every item that has a due, at its due; distances are proportional to elapsed time within one band."""
    start = _start(incident)
    blocks: list[Block] = [
        *heading(incident, local),
        Line(_MEANS, "quiet"),
        *_band("First 72 hours", items, start, start, _FIRST_HOURS, timedelta(hours=12), local),
        *_band("First year, after these", items, start, start + _FIRST_HOURS, _YEAR - _FIRST_HOURS, timedelta(days=60), local),
        *_beyond(items, start, start + _YEAR),
    ]
    return Document(tuple(blocks), answer("timeline", local.now, incident=incident.id, items=[item_values(item) for item in items]))


def _start(incident: Incident) -> datetime:
    """Return where the drawing begins: when it occurred or was known, whichever was first."""
    facts = (incident.register.moment(name) for name in ("occurred", "known"))
    return min((fact.at for fact in facts if fact), default=incident.declared_at)


def _band(title: str, items: Iterable[Item], zero: datetime, begins: datetime, length: timedelta, step: timedelta, local: Local) -> list[Block]:
    ends = begins + length
    inside = [item for item in items if (at := _at(item)) and (begins < at or at == zero == begins) and at <= ends and item.status in _SIGNS]
    marks = tuple((zero + step * number, _label(step * number)) for number in range(int((ends - zero) / step) + 1) if zero + step * number >= begins)
    lanes = tuple(_lane(role, [item for item in inside if item.role == role]) for role in dict.fromkeys(item.role for item in inside))
    drawn = Chart(begins, ends, marks, local.now if begins <= local.now <= ends else None, lanes)
    return [Heading(f"{title}: {local.say(begins)} to {local.say(ends)}"), drawn] if lanes else []


def _label(passed: timedelta) -> str:
    hours = int(passed.total_seconds() // 3600)
    return f"+{hours} h" if passed <= _FIRST_HOURS else f"+{passed.days} d"


def _at(item: Item) -> datetime | None:
    """Where an item is drawn: at its due, one that waits at the moment by which what comes after it wants it."""
    return item.due or (item.effective_due if item.status == "waiting" else None)


def _lane(role: str, items: Sequence[Item]) -> Lane:
    marks = tuple(Mark(at, _SIGNS[item.status], _TONES.get(item.status, "")) for item in items if (at := _at(item)))
    counts = ((sign, sum(_SIGNS[item.status] == sign for item in items)) for sign in _SIGNS.values())
    return Lane(
        role, tuple(sorted(marks, key=lambda mark: list(_SIGNS.values()).index(mark.sign))), " ".join(f"{number}{sign}" for sign, number in counts if number)
    )


def _beyond(items: Sequence[Item], zero: datetime, year: datetime) -> Iterable[Line]:
    moments = [at for item in items if (at := _at(item))]
    before, later = sum(at < zero for at in moments), sum(at > year for at in moments)
    waiting = sum(item.status == "waiting" and not item.effective_due for item in items)
    said = [
        f"{before} due before this began" if before else "",
        f"{later} due after the first year" if later else "",
        f"{waiting} wait for something to happen and have no moment" if waiting else "",
    ]
    if text := "; ".join(each for each in said if each):
        yield Line(f"Not drawn: {text}. The same without --chart lists all.", "quiet")
