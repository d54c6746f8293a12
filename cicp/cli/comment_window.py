"""The window of public comment: opened with its notice, extended, closed."""

from datetime import datetime
from typing import Annotated

import typer

from cicp.cli import receipt, slow
from cicp.cli.desk import Desk, say_aside, spoken
from cicp.cli.options import Office, Plan, Reason, Shape, Why
from cicp.cli.slow import Sitting
from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model import comments, lifecycle, moments
from cicp.model.calendar import refuse_unset
from cicp.model.comments import Window
from cicp.model.counting import Manner, count, end_of_window
from cicp.model.filing import edition_name
from cicp.model.requirements import require
from cicp.model.spans import parse_span, say_date
from cicp.views import comment as views

_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, or moment, of the window.", show_default=False)]


def register(noun: typer.Typer) -> None:
    """Add these commands to their noun."""
    noun.command("open")(open_)
    noun.command()(extend)
    noun.command()(close)
    noun.command()(notice)


def open_(
    context: typer.Context,
    until: _Until = None,
    hearing: Annotated[str | None, typer.Option("--hearing", metavar="TIME", help="When the public hearing is.", show_default=False)] = None,
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="Where the public hearing is.", show_default=False)] = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Freeze the draft, open it for public comment, and print the public notice."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    local = sitting.local
    from cicp.cli import circulation  # noqa: PLC0415  # reads and checks every word of the plan: no letter waits for that

    words = circulation.read_words(desk, sitting, "comment-opened")
    closes, explain = _deadline(desk, sitting, until)
    heard = _hearing(desk, sitting, hearing, place, closes)
    require("comment-opened", words.case)
    table = {
        "kind": "comment-opened",
        "at": local.now,
        "closes": closes,
        "hearing": heard,
        "place": place or None,
        "explain": explain,
        "edition": words.freeze(),
    }
    filing = slow.file(desk, sitting, table)
    desk.show(views.notice(sitting.plan, Window(filing, closes), edition_name(filing.text("edition")), local), filed=filing.id)


def _hearing(desk: Desk, sitting: Sitting, said: str | None, place: str, closes: datetime) -> datetime | None:
    """Read when the public hearing is: to come, and while the window is open. Raises WrongWords."""
    if said is None:
        if place:
            raise WrongWords("a place is that of a hearing, and no hearing is named.", hint="add --hearing TIME, or leave --place out")
        return None
    local = sitting.local
    heard = moments.promised(said, local.now, local.zone, desk.retype(said))
    if not local.now < heard <= closes:
        raise WrongWords(f"a hearing {local.say(heard)} is not while the window is open.", hint=f"name a time before {local.say(closes)}: --hearing TIME")
    say_aside("the hearing is a meeting of its own: file it with cicp group meeting --at TIME --place PLACE, which says by when its notice is posted")
    return heard


def _deadline(desk: Desk, sitting: Sitting, until: str | None) -> tuple[datetime, list[str]]:
    """Return the last moment of a window that opens now, and how it was found.

    Raises NotAllowed for one shorter than the plan's own, and where the counting asks for closure days of a year that nobody has set.
    """
    plan, local = sitting.plan, sitting.local
    span = parse_span(plan.comment.again if comments.windows(sitting.standing) else plan.comment.window)
    calendar = desk.calendar()
    least = end_of_window(span, local.now, "the opening", local.zone, calendar)
    if until is None:
        refuse_unset(least.unset, f"the last day of a window of {span}")
        return least.moment, list(least.explain)
    closes = moments.last_moment(until, local.now, local.zone, desk.retype(until))
    if closes <= local.now:
        raise WrongWords("the window would close before it opens.", hint=f"--until {least.moment.date()}, or leave it out: {least.explain[0]}")
    shortest = count(span, local.now, "the opening", local.zone, calendar, manner=Manner(later=True))
    refuse_unset(shortest.unset, f"whether that is at least {span}")
    if closes < shortest.moment:
        hint = f"--until {shortest.moment.date()} or later; or change [comment] in plan.toml, which is signed with the text"
        raise NotAllowed(f"the plan keeps a window open for at least {span}: {shortest.explain[0]}.", hint=hint)
    closed = calendar.why_closed(closes.date())
    return closes, [f"the last day was chosen; at least {span} are asked for", *([f"{say_date(closes.date())} is closed ({closed})"] if closed else [])]


def extend(
    context: typer.Context,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The new last day, or moment.", show_default=False)],
    why: Why,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Keep the window open for longer, and print the notice again."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    local, case = sitting.local, sitting.case()
    require("comment-extended", case)
    window = case.comments.windows[-1]
    closes = moments.last_moment(until, local.now, local.zone, desk.retype(until))
    if closes <= max(window.closes, local.now):
        hint = "name a later day; to close it sooner: cicp comment close --early --why REASON"
        raise WrongWords(f"the window is open until {local.say(window.closes)} already: an extension is later than that, and than now.", hint=hint)
    lapsed = window.closes if window.closes < local.now else None
    filing = slow.file(desk, sitting, {"kind": "comment-extended", "at": local.now, "closes": closes, "lapsed": lapsed, "why": spoken(why, "--why")})
    longer = window._replace(closes=closes, extended=(*window.extended, filing))
    desk.show(views.notice(sitting.plan, longer, edition_name(window.edition), local), filed=filing.id)


def close(
    context: typer.Context,
    early: Annotated[bool, typer.Option("--early", help="Before its last moment; needs --why.")] = False,  # noqa: FBT002  # typer's way
    why: Reason = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Close the window, once its last moment has passed; sooner only with --early and a reason."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    if early and not why:
        raise WrongWords("a window that is closed early says why.", hint="cicp comment close --early --why REASON")
    table = {"kind": "comment-closed", "at": sitting.local.now, "early": early or None, "why": spoken(why, "--why") if why else None}
    case = sitting.case(early=early)
    filing = slow.move(desk, sitting, table, case)
    received = sum(comment.filing.at >= case.comments.windows[-1].opens for comment in case.comments.comments)
    left = len(case.comments.unanswered)
    notes = [f"{received} received since it opened, {left} without an answer" + (": cicp comment list --unanswered" if left else "")]
    receipt.say(desk, filing, "the comment window is closed", notes, sitting.local)


def notice(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Print the public notice of the last window again."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = desk.docket()
    window = comments.fold(docket, lifecycle.fold(docket)).window
    if window is None:
        raise NotFound("public comment was never opened.", hint="open it: cicp comment open")
    desk.show(views.notice(written, window, edition_name(window.edition), desk.local(written)))
