"""The working group shown: who sits in it by seat, its meetings with what is missing of each, and how many took part."""

from collections.abc import Mapping

from cicp.model.counting import Due
from cicp.model.group import Group, Meeting, Participation, missing_of, title_of
from cicp.model.plan import Plan
from cicp.views.document import Block, Document, Entry, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local


def said_of(meeting: Meeting, local: Local) -> str:
    """Name a meeting in one line."""
    place = meeting.filing.text("place")
    return f"{_what(meeting)} {local.say(meeting.at)}{f', {place}' if place else ''}"


def _of(asked: int, of: int, whom: str) -> str:
    return f"of {whom}" if asked == of else f"of the {asked} who were asked"


def _what(meeting: Meeting) -> str:
    return meeting.filing.text("occasion") or "meeting"


def notes(meeting: Meeting, due: Due, local: Local) -> list[str]:
    """Say by when the notice of a meeting is posted, how that was counted, and what is missing."""
    missing = [f"{says}{f': {command}' if command else ''}" for says, command in missing_of(meeting, due, local.now)]
    return [*missing, *(due.explain if meeting.posted is None else ())]


def page(plan: Plan, group: Group, dues: Mapping[str, Due], local: Local) -> Document:
    """The group whole. Names are not in it: a seat says whom the city asked, and who sits there lies apart from the record."""
    members = tuple(
        (filing.text("seat"), title_of(plan, filing.text("seat")), filing.text("part"), local.say(filing.at), filing.id) for filing in group.members
    )
    convened = (
        f"Convened {local.say(group.convened.at)} ({group.convened.id})." if group.convened else "Nobody convened the working group yet: cicp group convene"
    )
    took_part = group.participation
    blocks: list[Block] = [Line(convened, "strong"), *([Table(("seat", "title", "part", "since", "filing"), members)] if members else [])]
    if group.meetings:
        blocks += [Heading("Meetings"), *(_meeting(each, dues[each.filing.id], local) for each in group.meetings)]
    if took_part.occasions:
        blocks += [Heading("Engagement"), Line(participation(took_part))]
    values = answer(
        "group",
        local.now,
        convened=local(group.convened.at) if group.convened else None,
        members=[{"seat": filing.text("seat"), "part": filing.text("part"), "since": local(filing.at), "filing": filing.id} for filing in group.members],
        meetings=[_meeting_values(each, dues[each.filing.id], local) for each in group.meetings],
        participation={
            "occasions": took_part.occasions,
            "people": took_part.people,
            "residents": took_part.residents,
            "homeowners": took_part.homeowners,
        },
    )
    return Document(tuple(blocks), values)


def participation(figures: Participation) -> str:
    """Say how many took part, as a report does, with the rule by which it was counted."""
    share = f", {round(100 * figures.residents / figures.asked)} % {_of(figures.asked, figures.people, 'them')} residents" if figures.asked else ""
    known = _of(figures.asked_homes, figures.residents, "those")
    homes = f", {round(100 * figures.homeowners / figures.asked_homes)} % {known} homeowners" if figures.asked_homes else ""
    times = "on one occasion" if figures.occasions == 1 else f"on {figures.occasions} occasions (whoever came twice is counted twice)"
    return f"{figures.people} people took part {times}{share}{homes}."


def _meeting(meeting: Meeting, due: Due, local: Local) -> Entry:
    missing = missing_of(meeting, due, local.now)
    posted = [f"notice posted {local.say(meeting.posted)}"] if meeting.posted else []
    details = (*posted, *(f"{says}{f': {command}' if command else ''}" for says, command in missing))
    title = f"{_what(meeting)}, {meeting.filing.text('place') or 'place not said'} ({meeting.filing.id})"
    return Entry("", local.say(meeting.at), title, details, "soon" if missing else "")


def _meeting_values(meeting: Meeting, due: Due, local: Local) -> dict[str, object]:
    return {
        "filing": meeting.filing.id,
        "at": local(meeting.at),
        "place": meeting.filing.text("place") or None,
        "notice_by": due.moment,
        "explain": list(due.explain),
        "posted": local(meeting.posted),
        "missing": [says for says, _ in missing_of(meeting, due, local.now)],
    }
