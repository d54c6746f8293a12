"""comment: the public's words, from the notice to the answer."""

from typing import Annotated

import typer

from cicp.cli import comment_window, letters, receipt, slow
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import At, Office, Plan, Shape, Why
from cicp.errors import CicpError, NotFound, WrongWords
from cicp.files import letters as kept
from cicp.files import reading
from cicp.files.letters import LETTER, Letter
from cicp.model import comments, lifecycle, moments
from cicp.model.comments import Comment
from cicp.model.names import nearest
from cicp.views import comment as views

_Id = Annotated[str, typer.Argument(metavar="ID", help="The comment: 0042-7f3kq, or 42 where that is unique.")]
_Clauses = Annotated[list[str] | None, typer.Option("--clause", metavar="ID", help="A clause it is about; may be repeated.", show_default=False)]
_AS_A_FILE = ", and keep it as it came, as a file that comes with it: --file PATH"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Public comment: the window, every comment, every answer.")
    comment_window.register(noun)
    noun.command()(add)
    noun.command("list")(list_)
    noun.command()(show)
    noun.command()(respond)
    noun.command()(withdraw)
    app.add_typer(noun, name="comment")


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
    stamped = comments.postmark(moments.day(postmarked) if postmarked else None, way, moment.astimezone(local.zone))
    about = _clauses(desk, clause or [], rounds[-1].edition if rounds else "")
    who = letters.line(name, "the name", "Name (Enter for none)"), letters.line(contact, "the address", "How to reach them (Enter for none)")
    came = {f"file-{place}": path for place, path in enumerate(file or [], start=1)}
    enclosures = [letters.enclosure(path, stored) for stored, path in came.items()]
    names = {enclosed.name: letters.came_as(path) for enclosed, path in zip(enclosures, came.values(), strict=True)}
    letter = Letter(*who, letters.body(text, "the comment", _AS_A_FILE), names)
    table = comments.receive(moment, way, about, rounds[-1].edition if rounds else "", anonymous=not letter.name, postmarked=stamped)
    filing = slow.file(desk, sitting, table, (kept.enclose(LETTER, letter), *enclosures))
    notes = views.received(filing, comments.timing(filing.at, rounds), rounds[-1] if rounds else None, local)
    receipt.say(desk, filing, f"comment, {views.way(filing)}", notes, local)


def _clauses(desk: Desk, wanted: list[str], commented: str) -> list[str]:
    """Return clause ids that the edition commented on has (the working words, before any). Raises NotFound with the nearest."""
    if not wanted:
        return []
    from cicp.files import edition, folder  # noqa: PLC0415  # the words of the plan, where one of them is named

    known = [name for name, _ in edition.clauses(desk.home, commented)] if commented else list(folder.read_sections(desk.home.root).clauses)
    for each in wanted:
        if each not in known:
            raise NotFound(f'the text has no clause "{each}".', hint=_nearest_clause(each, known))
    return list(dict.fromkeys(wanted))


def _nearest_clause(wanted: str, known: list[str]) -> str:
    """Name the clauses of a section that was named instead of one, or the nearest clause."""
    inside = [name for name in known if name.startswith(f"{wanted}.")]
    if inside:
        return f"{wanted} is a section; name a clause: {', '.join(inside)}"
    guess = nearest(wanted, known)
    return f'did you mean "{guess}"?' if guess else "see them: cicp section show SECTION"


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
    docket = desk.docket()
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
    docket = desk.docket()
    found = _comment(comment, comments.fold(docket, lifecycle.fold(docket)).comments)
    letter = kept.read(desk.home, found.filing, LETTER)
    came = [f"{stored}, which came as {name}" if private else stored for stored, name in letter.files.items()]  # a name is often somebody's
    desk.show(views.page(found, letter.text, came, (letter.name, letter.contact) if private else None, desk.local(written)))


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
    found, other = _comment(comment, known.comments), _comment(of, known.comments) if of else None
    reason = spoken(text, "the reason")
    table = comments.respond(found, disposition, reason, changed=_clauses(desk, changed or [], ""), other=other, now=sitting.local.now)
    if disposition in comments.CHANGING and not changed:
        warn(
            CicpError(f"{disposition} says that the text was changed, and no clause is named.", hint="answer again with --changed CLAUSE, or with another word")
        )
    filing = slow.file(desk, sitting, table)
    left = len(comments.fold(reading.read_docket(desk.home), sitting.standing).unanswered)
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
