"""Make the docket of the example plan, through the package's own writing functions: python tests/example_docket.py DIR.

The clock stands at 5 January 2026, so that the clock of every example lies after it. What the City of Clayton published about its plan in 2019
is filed with the moments at which it happened.
"""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from cicp import clock
from cicp.files import journal, reading
from cicp.files.layout import Home

NOW: Final = "2026-01-05T10:00:00-06:00"
_ZONE: Final = ZoneInfo("America/Chicago")
_SEATS: Final = ("city-manager", "chief", "pio", "city-clerk", "resident-ward-1")
_PAGE: Final = "the City's web page on its community engagement, as of 18 October 2019"


def _day(year: int, month: int, day: int) -> datetime:
    """The page gives days, no hours: noon stands for the day."""
    return datetime(year, month, day, 12, tzinfo=_ZONE)


def _filings(now: datetime) -> list[dict[str, Any]]:
    recommended = "The consultants' report recommends a Critical Incident Communications Plan, agreed between police, mayor and aldermen, and city manager."
    under_way = "The City says that the plan is under way: its consultant is engaged and the scope is defined."
    heard = (
        "Community discussions led by the City's consultants. The page says about 112 people, just under 80 percent of them residents, "
        "about half of those homeowners; the two smaller counts are worked out from that."
    )
    return [
        {"kind": "plan-created", "at": now, "text": "A model plan written to show the software; the City of Clayton has not adopted it."},
        {"kind": "fact", "at": _day(2019, 7, 3), "name": "plan-recommended", "text": recommended, "source": _PAGE, "status": "confirmed"},
        {"kind": "fact", "at": _day(2019, 10, 18), "name": "work-under-way", "text": under_way, "source": _PAGE, "status": "confirmed"},
        {"kind": "engagement", "at": _day(2019, 7, 3), "text": heard, "people": 112, "residents": 89, "homeowners": 45},
        {"kind": "convened", "at": now, "text": "For the example: nobody was asked, and no seat stands for a person."},
        *({"kind": "member", "at": now, "seat": seat, "part": "member"} for seat in _SEATS),
        {"kind": "draft-begun", "at": now},
    ]


def make(plan: Path) -> None:
    """File the example's docket in the plan's folder."""
    home = Home(plan)
    os.environ[clock.VARIABLE] = NOW
    now = clock.now(_ZONE)
    for filing in _filings(now):
        journal.file(home.docket, reading.read_docket(home), {**filing, "filed_at": now, "filed_by": "city-clerk", "clock": "set"}, lock=home.root)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
