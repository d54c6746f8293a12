"""The working group: a public body that is convened, has members and a chair, meets, and engages the public."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any, Final, NamedTuple

from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model.calendar import CityCalendar
from cicp.model.counting import Due, count
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.names import nearest
from cicp.model.plan import Plan
from cicp.model.spans import Span, say_by, say_moment

Table = dict[str, Any]
NOTICE: Final = Span(24, "open hour")
"""Open hours between the posting of a meeting's notice and the meeting (RSMo 610.020.2)."""


class Meeting(NamedTuple):
    """A meeting as it was filed: when and where, and what was recorded of its notice and its minutes since."""

    filing: Filing
    records: tuple[Filing, ...] = ()
    former: tuple[Filing, ...] = ()
    """What it was before it was moved: its agenda still holds, its notice does not."""

    @property
    def at(self) -> datetime:
        return self.filing.moment("meets") or self.filing.at

    @property
    def posted(self) -> datetime | None:
        """When its notice was posted; of several records the last filed counts."""
        moments = [moment for filing in (self.filing, *self.records) if (moment := filing.moment("posted"))]
        return moments[-1] if moments else None

    @property
    def has_agenda(self) -> bool:
        return _came_with("agenda", (self.filing, *self.records, *self.former))

    @property
    def has_minutes(self) -> bool:
        return _came_with("minutes", (self.filing, *self.records))


def _came_with(what: str, filings: Iterable[Filing]) -> bool:
    return any(each.name.startswith(what) for filing in filings for each in filing.body.attachments)


class Participation(NamedTuple):
    """How many took part, added up over every engagement: a person who came twice is counted twice, and a page says so.

    Not every occasion asked who is a resident or owns a home: `asked` are the people of those that did, `asked_homes` the residents.
    """

    occasions: int = 0
    people: int = 0
    residents: int = 0
    homeowners: int = 0
    asked: int = 0
    asked_homes: int = 0


@dataclass(frozen=True)
class Group:
    """The working group as its filings tell."""

    convened: Filing | None
    members: tuple[Filing, ...]
    meetings: tuple[Meeting, ...]
    engagements: tuple[Filing, ...]

    @cached_property
    def seats(self) -> dict[str, Filing]:
        """Each seat that is taken, with the filing that says so."""
        return {filing.text("seat"): filing for filing in self.members}

    @property
    def chairs(self) -> list[Filing]:
        """The members who chair: one, or none; two only after a merge."""
        return [filing for filing in self.members if filing.text("part") == "chair"]

    @property
    def participation(self) -> Participation:
        """What `group engage` adds up to."""
        said = [[filing.number_at(key) for key in ("people", "residents", "homeowners")] for filing in self.engagements]
        return Participation(
            occasions=len(said),
            people=sum(people or 0 for people, _, _ in said),
            residents=sum(residents or 0 for _, residents, _ in said),
            homeowners=sum(homeowners or 0 for _, _, homeowners in said),
            asked=sum(people or 0 for people, residents, _ in said if residents is not None),
            asked_homes=sum(residents or 0 for _, residents, homeowners in said if homeowners is not None),
        )


def fold(docket: Log) -> Group:
    """Read the working group from the docket; what was struck or replaced does not count."""
    records = docket.holding_of("meeting-record")
    return Group(
        convened=next(reversed(docket.holding_of("convened")), None),
        members=tuple(docket.holding_of("member")),
        meetings=tuple(
            Meeting(filing, tuple(each for each in records if each.text("meeting") == filing.id), tuple(_former(filing, docket)))
            for filing in sorted(docket.holding_of("meeting"), key=lambda filing: filing.moment("meets") or filing.at)
        ),
        engagements=tuple(docket.holding_of("engagement")),
    )


def _former(filing: Filing, docket: Log) -> Iterable[Filing]:
    for earlier in filing.body.replaces:
        if earlier in docket.by_id:
            yield docket.by_id[earlier]
            yield from _former(docket.by_id[earlier], docket)


def convene(at: datetime, text: str) -> Table:
    """Convene the group, for the first time or again: for a review, for an amendment. Who sits in it stays."""
    return {"kind": "convened", "at": at, "text": text or None}


def add(group: Group, plan: Plan, seat: str, part: str, at: datetime) -> Table:
    """Seat a member; `part` is member, chair or observer. Who takes a seat that is taken follows whoever had it.

    Raises NotAllowed where nobody convened the group, or it has another chair; NotFound where the plan knows no such seat.
    """
    if group.convened is None:
        raise NotAllowed("there is no working group yet.", hint="convene it: cicp group convene")
    observers = {each.id for each in plan.seat if each.observer}
    if seat not in group.seats:  # who sits there already may be seated otherwise, though plan.toml lost the seat
        _seat_of(plan, seat)
    if part == "chair" and seat in observers:
        raise NotAllowed(f"{seat} observes: whoever decides nothing does not chair.", hint=f"seat it as what it is: cicp group add {seat}")
    part = part or ("observer" if seat in observers else "member")
    others = [filing for filing in group.chairs if filing.text("seat") != seat]
    if part == "chair" and others:
        raise NotAllowed(
            f"{others[0].text('seat')} chairs already ({others[0].id}): a working group has one chair.",
            hint=f"seat the former chair as a member first: cicp group add {others[0].text('seat')} --member",
        )
    held = [filing.id for filing in group.members if filing.text("seat") == seat]
    return {"kind": "member", "at": at, "seat": seat, "part": part, "replaces": sorted(held)}


def _seat_of(plan: Plan, seat: str) -> None:
    seats = [each.id for each in plan.seat]
    if seat not in seats and plan.holder(seat) is None:
        guess = nearest(seat, [*seats, *(office.id for office in plan.office)])
        hint = f'did you mean "{guess}"?' if guess else "add it to plan.toml as a [[seat]] with id and title"
        raise NotFound(f'the plan has no office and no seat "{seat}".', hint=hint)


def title_of(plan: Plan, seat: str) -> str:
    """Return the title of a seat or an office; its id where the plan no longer has it."""
    office = plan.holder(seat)
    return next((each.title for each in plan.seat if each.id == seat), office.title if office else seat)


def meeting(meets: datetime, place: str, posted: datetime | None, now: datetime, instead: Meeting | None = None) -> Table:
    """File a meeting, or that one was moved. Nothing of it is refused: what is missing is named by `status`."""
    former = {"replaces": [instead.filing.id], "occasion": instead.filing.text("occasion") or None} if instead else {}
    return {"kind": "meeting", "at": now, "meets": meets, "place": place or None, "posted": posted, **former}


def meeting_record(found: Meeting, posted: datetime | None, now: datetime) -> Table:
    """Record of a meeting that its notice was posted, or that its agenda or its minutes are here."""
    return {"kind": "meeting-record", "at": now, "meeting": found.filing.id, "posted": posted}


def _is_meant(wanted: str, filing: Filing) -> bool:
    return filing.id.startswith(wanted) or str(filing.body.number) == wanted.lstrip("0")


def meeting_of(group: Group, wanted: str, lacking: Callable[[Meeting], bool]) -> Meeting:
    """Return the meeting that is meant by an id, its number or a prefix; unnamed, the only one that lacks what is recorded.

    Raises NotFound where there is no such meeting, WrongWords where several are meant.
    """
    named = [each for each in group.meetings if any(_is_meant(wanted, filing) for filing in (each.filing, *each.former))]
    found = named if wanted else [each for each in group.meetings if lacking(each)] or list(group.meetings)
    if not found:
        known = ", ".join(each.filing.id for each in group.meetings)
        hint = f"there are: {known}" if known else "file it first: cicp group meeting --at TIME --place PLACE --agenda FILE"
        raise NotFound(f'there is no meeting "{wanted}".' if wanted else "no meeting was ever filed.", hint=hint)
    if len(found) > 1:
        known = "\n      ".join(f"{each.filing.id}   {say_moment(each.at)}" for each in found)
        raise WrongWords("several meetings could be meant.", hint=f"name one: cicp group meeting ID …\n      {known}")
    return found[0]


def notice(meeting: Meeting, zone: tzinfo, calendar: CityCalendar) -> Due:
    """Return the last lawful moment to post a meeting's notice, with the counting."""
    return count(NOTICE, meeting.at, "", zone, calendar, back=True)


def missing_of(meeting: Meeting, due: Due, now: datetime) -> list[tuple[str, str]]:
    """Tell what is missing of a meeting, each with the command that records it: its notice, its agenda, its minutes once it was held."""
    record, found = f"cicp group meeting {meeting.filing.id}", []
    if meeting.posted is None:
        late = "was to be posted by" if due.moment < now else "is posted by"
        found.append((f"its notice {late} {say_by(due.moment)}", f"{record} --posted TIME"))
    elif meeting.posted > due.moment:
        found.append((f"its notice was posted {say_moment(meeting.posted)}, after {say_by(due.moment)}: say why in the minutes", ""))
    if not meeting.has_agenda:
        found.append(("its agenda is not here", f"{record} --agenda FILE"))
    if meeting.at < now and not meeting.has_minutes:
        found.append(("its minutes are not here", f"{record} --minutes FILE"))
    return found


def engagement(what: str, people: int, residents: int | None, homeowners: int | None, at: datetime) -> Table:
    """File that the public was engaged; None is a count that nobody took.

    Raises WrongWords where nobody came, or more residents are said than people, or more homeowners than residents.
    """
    if not people:
        raise WrongWords("say how many people came.", hint="cicp group engage TEXT --people N, with --residents and --homeowners where they were counted")
    said = [count for count in (people, residents, homeowners) if count is not None]
    if said != sorted(said, reverse=True):
        hint = "of the people some are residents, and of those some are homeowners: --people 112 --residents 89 --homeowners 45"
        raise WrongWords(f"{say_counts(people, residents, homeowners)}: that cannot be.", hint=hint)
    return {"kind": "engagement", "at": at, "text": what, "people": people, "residents": residents, "homeowners": homeowners}


def say_counts(people: int, residents: int | None, homeowners: int | None) -> str:
    """Say how many came, as far as it was counted."""
    counts = ((people, "people" if people > 1 else "person"), (residents, "residents"), (homeowners, "homeowners"))
    return ", ".join(f"{count} {what}" for count, what in counts if count is not None)
