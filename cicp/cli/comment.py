"""comment: the public's words, from the notice to the answer."""

from datetime import datetime
from typing import Annotated

import typer

from cicp.cli import letters, receipt, slow
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import At, Office, Plan, Reason, Shape, Why
from cicp.cli.slow import Sitting
from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.files import letters as kept
from cicp.files import reading
from cicp.files.letters import LETTER, Letter
from cicp.model import comments, lifecycle, moments
from cicp.model.comments import Comment, Window
from cicp.model.docket import edition_name
from cicp.model.names import nearest
from cicp.model.requirements import require
from cicp.model.spans import count, end_of_window, parse_span, say_date
from cicp.views import comment as views

_Id = Annotated[str, typer.Argument(metavar="ID", help="The comment: 0042-7f3kq, or 42 where that is unique.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, or moment, of the window.", show_default=False)]
_Clauses = Annotated[list[str] | None, typer.Option("--clause", metavar="ID", help="A clause it is about; may be repeated.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Public comment: the window, every comment, every answer.")
    noun.command("open")(open_)
    noun.command()(extend)
    noun.command()(add)
    noun.command("list")(list_)
    noun.command()(show)
    noun.command()(respond)
    noun.command()(withdraw)
    noun.command()(close)
    noun.command()(notice)
    app.add_typer(noun, name="comment")


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
    heard = moments.promised(hearing, local.now, local.zone, desk.retype(hearing)) if hearing is not None else None
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


def _deadline(desk: Desk, sitting: Sitting, until: str | None) -> tuple[datetime, list[str]]:
    """Return the last moment of a window that opens now, and how it was found. Raises NotAllowed for one shorter than the plan's own."""
    plan, local = sitting.plan, sitting.local
    span = parse_span(plan.comment.again if comments.windows(sitting.standing) else plan.comment.window)
    calendar = desk.calendar()
    least = end_of_window(span, local.now, "the opening", local.zone, calendar)
    if until is None:
        return least.moment, list(least.explain)
    closes = moments.last_moment(until, local.now, local.zone, desk.retype(until))
    if closes <= local.now:
        raise WrongWords("the window would close before it opens.", hint=f"--until {least.moment.date()}, or leave it out: {least.explain[0]}")
    shortest = count(span, local.now, "the opening", local.zone, calendar)
    if closes < shortest.moment:
        hint = f"--until {shortest.moment.date()} or later; or change [comment] in plan.toml, which is signed with the text"
        raise NotAllowed(f"the plan keeps a window open for at least {span}: {shortest.explain[0]}.", hint=hint)
    closed = calendar.why_closed(closes.date())
    return closes, [f"the last day was chosen; at least {span} are asked for", *([f"{say_date(closes.date())} is closed ({closed})"] if closed else [])]


def extend(context: typer.Context, until: _Until = None, why: Reason = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Keep the window open for longer, and print the notice again."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    local, case = sitting.local, sitting.case()
    require("comment-extended", case)
    window = case.comments.windows[-1]
    if until is None:
        raise WrongWords("say until when: --until.", hint="cicp comment extend --until DATE --why REASON")
    closes = moments.last_moment(until, local.now, local.zone, desk.retype(until))
    if closes <= max(window.closes, local.now):
        hint = "name a later day; to close it sooner: cicp comment close --early --why REASON"
        raise WrongWords(f"the window is open until {local.say(window.closes)} already: an extension is later than that, and than now.", hint=hint)
    table = {"kind": "comment-extended", "at": local.now, "closes": closes, "why": spoken(why, "--why")}
    filing = slow.file(desk, sitting, table)
    longer = Window(window.opened, closes, extended=(*window.extended, filing))
    desk.show(views.notice(sitting.plan, longer, edition_name(window.edition), local), filed=filing.id)


def add(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[FILE|-]", help="The comment's words: a file, or - for standard input.", show_default=False)] = "",
    channel: Annotated[str, typer.Option("--channel", metavar="WORD", help=f"How it came: {', '.join(comments.CHANNELS)}.", show_default=False)] = "",
    at: At = None,
    postmarked: Annotated[str, typer.Option("--postmarked", metavar="DATE", help="The day of a letter's postmark.", show_default=False)] = "",
    clause: _Clauses = None,
    name: letters.NameFrom = "",
    contact: letters.ContactFrom = "",
    file: Annotated[list[str] | None, typer.Option("--file", metavar="PATH", help="What came with it; may be repeated.", show_default=False)] = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Log a comment, from any channel, early or late, and print its receipt."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    local, rounds = sitting.local, comments.windows(sitting.standing)
    way, moment = comments.channel(channel), desk.moment(at, local)
    stamped = str(moments.day(postmarked)) if postmarked else ""
    about = _clauses(desk, clause or [], rounds[-1].edition if rounds else "")
    who = letters.line(name, "the name", "Name (Enter for none)"), letters.line(contact, "the address", "How to reach them (Enter for none)")
    came = {f"file-{place}": path for place, path in enumerate(file or [], start=1)}
    enclosures = [letters.enclosure(path, stored) for stored, path in came.items()]
    names = {enclosed.name: letters.came_as(path) for enclosed, path in zip(enclosures, came.values(), strict=True)}
    letter = Letter(*who, letters.body(text, "the comment"), names)
    table = comments.receive(moment, way, about, rounds[-1].edition if rounds else "", anonymous=not letter.name, postmarked=stamped)
    filing = slow.file(desk, sitting, table, (kept.enclose(LETTER, letter), *enclosures))
    notes = views.received(filing, comments.timing(filing.at, rounds), rounds[-1] if rounds else None, local)
    receipt.say(desk, filing, f"comment by {way}", notes, local)


def _clauses(desk: Desk, wanted: list[str], commented: str) -> list[str]:
    """Return clause ids that the edition commented on has (the working words, before any). Raises NotFound with the nearest."""
    if not wanted:
        return []
    from cicp.files import edition, folder  # noqa: PLC0415  # the words of the plan, where one of them is named

    known = [name for name, _ in edition.clauses(desk.home, commented)] if commented else list(folder.read_sections(desk.home.root).clauses)
    for each in wanted:
        if each not in known:
            guess = nearest(each, known)
            raise NotFound(f'the text has no clause "{each}".', hint=f'did you mean "{guess}"?' if guess else "see them: cicp section list")
    return list(dict.fromkeys(wanted))


def list_(
    context: typer.Context,
    unanswered: Annotated[bool, typer.Option("--unanswered", help="Only those that have no answer yet.")] = False,  # noqa: FBT002  # typer's way
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """List every comment with what became of it."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = reading.read_docket(desk.home)
    for fault in reading.record_faults(docket):
        warn(fault)
    found = comments.fold(docket, lifecycle.fold(docket))
    desk.show(views.listing(found, found.unanswered if unanswered else found.comments, desk.local(written)))


def show(
    context: typer.Context,
    comment: _Id,
    private: Annotated[bool, typer.Option("--private", help="Also the name, the address, and the names that files came under.")] = False,  # noqa: FBT002  # typer's way
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Show a comment and its answer; who wrote it only with --private."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = reading.read_docket(desk.home)
    found = _comment(comment, comments.fold(docket, lifecycle.fold(docket)).comments)
    letter = kept.read(desk.home, found.filing, LETTER)
    said = [("Words", letter.text)]
    came = [f"{stored}, which came as {name}" if private else stored for stored, name in letter.files.items()]  # a name is often somebody's
    said += [("Came with it", "\n".join(came))] if came else []
    if private:
        said = [
            ("Name (not for the public unless given for it)", letter.name or "none given"),
            ("Address (never public)", letter.contact or "none given"),
            *said,
        ]
    desk.show(views.page(found, said, desk.local(written)))


def _comment(wanted: str, found: tuple[Comment, ...]) -> Comment:
    """Return the comment that is meant by an id, its number or a unique prefix."""
    hits = [each for each in found if each.id == wanted] or [
        each for each in found if (wanted.isdigit() and str(each.filing.body.number) == wanted.lstrip("0")) or (wanted and each.id.startswith(wanted))
    ]
    if len(hits) > 1:
        raise WrongWords(f'"{wanted}" could be {", ".join(each.id for each in hits)}.', hint="type the whole id")
    if not hits:
        raise NotFound(f'there is no comment "{wanted}".', hint="see them: cicp comment list")
    return hits[0]


def respond(
    context: typer.Context,
    comment: _Id,
    disposition: Annotated[
        str, typer.Option("--disposition", metavar="WORD", help=f"What becomes of it: {', '.join(comments.DISPOSITIONS)}.", show_default=False)
    ],
    text: Annotated[str, typer.Option("--text", "--why", metavar="TEXT", help="The answer with its reason; - reads standard input.", show_default=False)],
    changed: Annotated[list[str] | None, typer.Option("--changed", metavar="ID", help="A clause changed for it; may be repeated.", show_default=False)] = None,
    of: Annotated[str, typer.Option("--of", metavar="ID", help="Of which comment it is a duplicate.", show_default=False)] = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Answer a comment: what becomes of it, and why."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    known = comments.fold(sitting.docket, sitting.standing)
    found, other = _comment(comment, known.comments), _comment(of, known.comments).id if of else ""
    reason = spoken(text, "the reason")
    table = comments.respond(found, disposition, reason, changed=_clauses(desk, changed or [], ""), same_as=other, now=sitting.local.now)
    filing = slow.file(desk, sitting, table)
    left = len(known.unanswered) - (0 if found.answered else 1)
    notes = [f"instead of {', '.join(table['replaces'])}"] if table["replaces"] else []
    notes += [f"{left} without an answer: cicp comment list --unanswered" if left else "every comment has its answer"]
    receipt.say(desk, filing, f"{found.id}: {disposition}", notes, sitting.local)


def withdraw(context: typer.Context, comment: _Id, why: Why, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Take note that whoever wrote a comment took it back. It stays in the record."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    found = _comment(comment, comments.fold(sitting.docket, sitting.standing).comments)
    filing = slow.file(desk, sitting, comments.withdraw(found, spoken(why, "--why"), sitting.local.now))
    receipt.say(desk, filing, f"{found.id} is withdrawn", ["it stays in the record and needs no answer"], sitting.local)


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
    reason = spoken(why, "--why") if why or early else ""
    table = {"kind": "comment-closed", "at": sitting.local.now, "early": early or None, "why": reason or None}
    case = sitting.case(early=early)
    filing = slow.move(desk, sitting, table, case)
    left = len(case.comments.unanswered)
    notes = [f"{len(case.comments.comments)} received, {left} without an answer" + (": cicp comment list --unanswered" if left else "")]
    receipt.say(desk, filing, "the comment window is closed", notes, sitting.local)


def notice(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Print the public notice of the last window again."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = reading.read_docket(desk.home)
    window = comments.fold(docket, lifecycle.fold(docket)).window
    if window is None:
        raise NotFound("public comment was never opened.", hint="open it: cicp comment open")
    desk.show(views.notice(written, window, edition_name(window.edition), desk.local(written)))
