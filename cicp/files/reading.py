"""Reading what lies in a plan's folder today: its docket and its logs, plan.toml, and the files that are never frozen.

Only what every command needs is loaded here: the words of the plan are `folder`'s, an incident with its words is `scene`'s.
"""

from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cicp.errors import AlteredRecord, CicpError, InvalidFile
from cicp.files import disk, journal, toml
from cicp.files.layout import Home, is_incident, shown
from cicp.files.plain_text import zone_name
from cicp.model.calendar import CityCalendar
from cicp.model.docket import Log
from cicp.model.names import nearest
from cicp.model.plan import Directory, Plan

if TYPE_CHECKING:
    from cicp.model.recommendations import Recommendations

DOCKET = "docket"


def read_docket(home: Home) -> Log:
    """Read the plan's docket."""
    return journal.read(home.docket, DOCKET)


def read_log(home: Home, incident: str) -> Log:
    """Read an incident's activity log; its root is the filing whose suffix the folder carries."""
    return journal.read(home.log(incident), incident, root_suffix=incident.rpartition("-")[2])


def record_faults(log: Log) -> Iterable[CicpError]:
    """Name what is set aside or missing in a log."""
    for entry in log.set_aside:
        yield AlteredRecord(f"{entry.id} is set aside: {entry.why}.", where=log.name, hint="nothing rests on it; look with: cicp verify")
    for digest, named_by in log.missing.items():
        yield AlteredRecord(
            f"a filing that {named_by} was filed on is not here yet ({digest[:19]}…).",
            where=log.name,
            hint="copy it from another copy of the plan; look with: cicp verify",
        )


def read_plan(home: Home) -> Plan:
    """Read plan.toml as it is today, strictly. Raises InvalidFile, also for a zone that does not exist."""
    data = toml.read(home.plan)
    plan = toml.parse(data, shown(home.plan), Plan)
    if fault := zone_fault(plan, data, shown(home.plan)):
        raise fault
    return plan


def zone_of(plan: Plan | None) -> tzinfo | None:
    """Return the city's zone; None where the plan cannot be read or names a zone that does not exist."""
    return zone_named(plan.city.timezone) if plan else None


def zone_for_reading(home: Home) -> tzinfo | None:
    """Return the city's zone for showing a record, however broken plan.toml is: as that file names it, else as the edition last frozen does."""
    try:
        named = [zone_name(disk.read(home.plan))]
    except OSError:
        named = []
    if not (named and zone_named(named[0])):
        from cicp.files import edition  # noqa: PLC0415  # only where plan.toml does not say

        frozen = [digest for filing in read_docket(home).filings if (digest := filing.text("edition"))]
        named = [zone_name(edition.read_frozen(home, digest).files.files.get("plan.toml", b"")) for digest in reversed(frozen)]
    return next((zone for name in named if (zone := zone_named(name))), None)


def zone_named(name: str) -> tzinfo | None:
    """Return the zone of an IANA name; None where there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_fault(plan: Plan, data: bytes, name: str) -> InvalidFile | None:
    """Return what is wrong with the zone of a plan that reads well in itself; None when nothing is."""
    if zone_of(plan):
        return None
    from cicp.files import faults  # noqa: PLC0415  # only on the way to an error

    guess = nearest(plan.city.timezone, available_timezones())
    hint = f'did you mean "{guess}"?' if guess else 'write a name of the IANA list: timezone = "America/Chicago"'
    return faults.at(data, name, ("city", "timezone"), f'"{plan.city.timezone}" is not a time zone.', hint)


def calendar_of(home: Home) -> CityCalendar:
    """Read the closure days as they are today, strictly. Raises InvalidFile."""
    return toml.load(home.calendar, CityCalendar)


def read_calendar(home: Home) -> tuple[CityCalendar, list[InvalidFile]]:
    """Read the closure days as they are today; without them every weekday counts as open, so that no clock runs out too late."""
    try:
        return toml.load(home.calendar, CityCalendar), []
    except InvalidFile as fault:
        return CityCalendar(format=1), [toml.Unread("calendar.toml", fault, "until then every weekday counts as open")]


def read_directory(home: Home) -> tuple[Directory | None, list[InvalidFile]]:
    """Read who holds which office and how to reach them."""
    try:
        return toml.load(home.directory, Directory), []
    except InvalidFile as fault:
        return None, [toml.Unread("directory.toml", fault, "until then no telephone number is known")]


def read_recommendations(home: Home) -> "Recommendations":
    """Read what was recommended to the city, strictly. Raises InvalidFile, also where there is no such file."""
    from cicp.model.recommendations import Recommendations  # noqa: PLC0415  # one command in a hundred asks for it

    return toml.load(home.root / "recommendations.toml", Recommendations)


def incident_ids(home: Home, docket: Log | None = None) -> list[str]:
    """Return every incident that has a log here, or that the docket tells of; `docket` where it was read already."""
    return sorted({*home.incident_ids(), *lost_incidents(home, docket)})


def lost_incidents(home: Home, docket: Log | None = None) -> list[str]:
    """Return the incidents that the docket tells of as open and that have no filing here: they run on what the docket repeats."""
    here, docket = set(home.incident_ids()), docket or read_docket(home)
    moves = [(filing.text("incident"), filing.kind) for filing in docket.filings if is_incident(filing.text("incident"))]
    last = dict(moves)
    return [name for name in dict.fromkeys(name for name, kind in moves if kind == "incident-declared") if name not in here and last[name] != "incident-closed"]
