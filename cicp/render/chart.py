"""A chart drawn with letters, to the width there is: one column for so much time, everywhere in the band the same."""

from datetime import datetime, timedelta
from typing import Final

from cicp.render.safe import safe
from cicp.views.document import Chart, Lane

NAME: Final = 16
"""How many columns the name of a lane has."""
_NOTE: Final = 14
"""How many columns the counts behind the lanes have, where none needs more."""
_NOW: Final = "|"


def draw(chart: Chart, width: int) -> list[str]:
    """Return the lines of a chart, none wider than `width`: the hours above, a lane for each name, its counts behind it."""
    note = max((len(lane.note) for lane in chart.lanes), default=0)
    room = max(width - NAME - max(note, _NOTE) - 2, 10)
    now = [f"{'now':<{NAME}} {_NOW:>{_column(chart, chart.now, room) + 1}}"] if chart.now else []
    return [_axis(chart, room), *now, *(_lane(chart, lane, room) for lane in chart.lanes)]


def _column(chart: Chart, moment: datetime, room: int) -> int:
    passed: timedelta = moment - chart.begins
    return round(passed / (chart.ends - chart.begins) * (room - 1))


def _axis(chart: Chart, room: int) -> str:
    """Write each label where its moment is; one that would touch the one before it, or run over the edge, is left out."""
    line = ""
    for moment, label in chart.ticks:
        column = _column(chart, moment, room)
        if column >= len(line) + bool(line) and column + len(label) <= room:
            line = f"{line:<{column}}{label}"
    return f"{'':<{NAME}} {line}".rstrip()


def _lane(chart: Chart, lane: Lane, room: int) -> str:
    cells = ["."] * room
    if chart.now:
        cells[_column(chart, chart.now, room)] = _NOW
    for mark in reversed(lane.marks):  # the most pressing comes first, and so is written last
        cells[_column(chart, mark.at, room)] = mark.sign
    name = safe(lane.name).replace("\n", " ").replace("\t", " ")
    short = name if len(name) <= NAME else f"{name[: NAME - 1]}~"
    return f"{short:<{NAME}} {''.join(cells)} {lane.note}".rstrip()
