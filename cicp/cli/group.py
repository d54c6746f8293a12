"""group: the working group, a public body: its members, its meetings, and whom it heard."""

from typing import Annotated

import typer

from cicp.cli import letters, receipt, slow
from cicp.cli.desk import Desk, spoken
from cicp.cli.options import At, Office, Plan, Reason, Shape
from cicp.errors import WrongWords
from cicp.files import reading
from cicp.files.letters import MEMBER, Letter, enclose
from cicp.model import group, moments
from cicp.views import group as views

_Count = Annotated[int, typer.Option(min=0, max=1_000_000, metavar="N", show_default=False)]
_Counted = Annotated[int | None, typer.Option(min=0, max=1_000_000, metavar="N", help="Left out where nobody counted.", show_default=False)]
_Posted = Annotated[str | None, typer.Option("--posted", metavar="TIME", help="When its notice was posted.", show_default=False)]
_Of = Annotated[
    str, typer.Argument(metavar="[ID]", help="A meeting that was filed: to move it, or to record its notice, agenda or minutes.", show_default=False)
]
_Minutes = Annotated[str, typer.Option("--minutes", metavar="FILE", help="The minutes, once they are there.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The working group: members, meetings, engagement.")
    noun.command()(convene)
    noun.command()(add)
    noun.command()(meeting)
    noun.command()(engage)
    noun.command("list")(list_)
    app.add_typer(noun, name="group")


def convene(context: typer.Context, at: At = None, why: Reason = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Convene the working group, or convene it again for a review or an amendment."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    before = group.fold(sitting.docket)
    filing = slow.file(desk, sitting, group.convene(desk.moment(at, sitting.local), spoken(why, "--why") if why else ""))
    again = [f"it was convened before ({before.convened.id}); its members stay ({len(before.members)})"] if before.convened else []
    receipt.say(desk, filing, "the working group is convened", [*again, "seat its members: cicp group add SEAT"], sitting.local)


def add(
    context: typer.Context,
    seat: Annotated[str, typer.Argument(metavar="SEAT", help="An office of the plan, or one of its [[seat]]s.")],
    chair: Annotated[bool, typer.Option("--chair", help="This member chairs.")] = False,  # noqa: FBT002  # typer's way
    member: Annotated[bool, typer.Option("--member", help="This member does not chair, or no longer.")] = False,  # noqa: FBT002
    observer: Annotated[bool, typer.Option("--observer", help="Takes part, and decides nothing.")] = False,  # noqa: FBT002
    name: letters.NameFrom = "",
    contact: letters.ContactFrom = "",
    at: At = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Seat a member. Who it is lies in an attachment, apart from the record."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    said = [word for word, chosen in (("chair", chair), ("member", member), ("observer", observer)) if chosen]
    if len(said) > 1:
        raise WrongWords("a member chairs, or does not, or observes: not several of these.", hint="leave out all but one of --chair, --member and --observer")
    before = group.fold(sitting.docket)
    table = group.add(before, sitting.plan, seat, "".join(said), desk.moment(at, sitting.local))
    who = Letter(letters.line(name, "the name", "Name (Enter for none)"), letters.line(contact, "the address", "How to reach them (Enter for none)"))
    filing = slow.file(desk, sitting, table, (enclose(MEMBER, who),) if who.name or who.contact else ())
    notes = [f"follows {before.seats[seat].id}, which no longer counts"] if seat in before.seats else []
    receipt.say(desk, filing, f"{table['part']}: {group.title_of(sitting.plan, seat)}", notes, sitting.local)


def meeting(
    context: typer.Context,
    of: _Of = "",
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="When it meets: 19:00 or 2026-12-08T19:00.", show_default=False)] = None,
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="Where it meets.", show_default=False)] = "",
    agenda: Annotated[str, typer.Option("--agenda", metavar="FILE", help="The agenda.", show_default=False)] = "",
    posted: _Posted = None,
    minutes: _Minutes = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """File a meeting and say by when its notice is posted; with an ID move it, or record its notice, agenda or minutes."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    local, known = sitting.local, group.fold(sitting.docket)
    up = desk.moment(posted, local) if posted is not None else None
    came = tuple(letters.enclosure(path, stored) for path, stored in ((agenda, "agenda"), (minutes, "minutes")) if path)
    if at is not None or (of and place):
        instead = group.meeting_of(known, of, lambda _: True) if of else None
        meets = moments.promised(at, local.now, local.zone, desk.retype(at)) if at is not None else instead.at if instead else local.now
        table = group.meeting(meets, spoken(place, "--place") if place else instead.filing.text("place") if instead else "", up, local.now, instead)
        what = [f"moved from {local.say(instead.at)}: its notice is posted anew"] if instead else []
    elif up or came:
        found = group.meeting_of(known, of, lambda each: not (each.posted if up else each.has_minutes if minutes else each.has_agenda))
        table = group.meeting_record(found, up, local.now)
        what = [f"recorded: {', '.join(word for word, given in (('notice posted', up), ('agenda', agenda), ('minutes', minutes)) if given)}"]
        what += [f"its notice was said to be posted {local.say(found.posted)} before"] if up and found.posted else []
        what += ["it has not been held yet"] if minutes and found.at > local.now else []
    else:
        raise WrongWords("say when it meets, or what is recorded of it.", hint="cicp group meeting --at TIME --place PLACE --agenda FILE")
    filing = slow.file(desk, sitting, table, came)
    meeting = _as_it_stands(desk, filing.text("meeting") or filing.id)
    due = group.notice(meeting, local.zone, desk.calendar())
    receipt.say(desk, filing, views.said_of(meeting, local), [*what, *views.notes(meeting, due, local)], local)


def _as_it_stands(desk: Desk, meeting: str) -> group.Meeting:
    return next(each for each in group.fold(reading.read_docket(desk.home)).meetings if each.filing.id == meeting)


def engage(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="TEXT", help="Whom the group heard, and how; - reads standard input.")],
    people: _Count = 0,
    residents: _Counted = None,
    homeowners: _Counted = None,
    at: At = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """File that the public was engaged, with how many came: people, of those residents, of those homeowners."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    table = group.engagement(spoken(what, "what was done"), people, residents, homeowners, desk.moment(at, sitting.local))
    filing = slow.file(desk, sitting, table)
    receipt.say(desk, filing, f"engagement: {group.say_counts(people, residents, homeowners)}", [], sitting.local)


def list_(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List the members by seat, the meetings with what is missing of each, and how many took part."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = desk.docket()
    local, found, calendar = desk.local(written), group.fold(docket), desk.calendar()
    dues = {each.filing.id: group.notice(each, local.zone, calendar) for each in found.meetings}
    desk.show(views.page(written, found, dues, local))
