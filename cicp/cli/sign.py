"""sign: the final words, sent to those who sign them, and their signatures under exactly those words."""

from typing import Annotated

import typer

from cicp.cli import receipt, slow, watch
from cicp.cli.desk import Desk, say_aside, spoken, warn
from cicp.cli.options import At, Office, Plan, Shape, Why
from cicp.cli.slow import Sitting
from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.files import comparison, library
from cicp.model import comments, group, moments
from cicp.model import signing as model
from cicp.model.filing import SHORTEST, edition_name
from cicp.model.lifecycle import COMMANDS, fold
from cicp.model.requirements import require
from cicp.model.signing import Signing
from cicp.views import sign as views

_Signatory = Annotated[str, typer.Argument(metavar="OFFICE", help="The office that signs.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Signing: circulate the final words, record each signature.")
    noun.command()(circulate)
    noun.command()(show)
    noun.command()(record)
    noun.command()(decline)
    noun.command()(recall)
    noun.command()(ceremony)
    app.add_typer(noun, name="sign")


def circulate(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Freeze the final words and send them to those who sign."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    from cicp.cli import circulation  # noqa: PLC0415  # reads and checks every word of the plan: who only looks does not wait for that

    words = circulation.read_words(desk, sitting, "circulated")
    require("circulated", words.case)
    table = model.circulate("", sitting.plan, sitting.local.now)
    digest = words.freeze()
    filing = slow.file(desk, sitting, {**table, "edition": digest})
    notes = [
        f"edition {edition_name(digest)}, its words as they are signed: editions/{edition_name(digest)}/",
        f"edition digest {digest}",
        f"{table['threshold']} of {len(table['signatories'])} sign: {', '.join(table['signatories'])}",
        "who has signed, and the command for each who has not: cicp sign show",
    ]
    receipt.say(desk, filing, "circulated for signature", notes, sitting.local)


def show(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Say who signed, who is missing and by which command each is recorded, and how many signatures are needed."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    docket = desk.docket()
    standing = fold(docket)
    found = model.signing(standing)
    if found is None:
        raise NotFound("no text was circulated for signature.", hint=f"when the comments are answered: {COMMANDS['circulated']}")
    waiting = standing.stage == "signing"
    differs = comparison.what_differs(desk.home, found.edition) if waiting else ""
    desk.show(views.page(written, found, differs, COMMANDS["adopted"] if waiting and found.enough else "", desk.local(written)))


def record(
    context: typer.Context,
    office: _Signatory,
    instrument: Annotated[
        str, typer.Option("--instrument", metavar="TEXT", help="What it rests on: the resolution, or the charter's section.", show_default=False)
    ] = "",
    capacity: Annotated[str, typer.Option("--capacity", metavar="TEXT", help="In what capacity; left out, the office's title.", show_default=False)] = "",
    digest: Annotated[
        str, typer.Option("--edition", metavar="DIGEST", help="The digest on the paper that was signed, in full or its first 12 digits.", show_default=False)
    ] = "",
    at: At = None,
    plan: Plan = "",
    acting: Office = "",
    shape: Shape = None,
) -> None:
    """Record the signature of an office under the circulated words."""
    desk = Desk.at(context, plan, acting, shape)
    sitting = slow.sit(desk)
    require("signed", sitting.case())
    found = _signing(sitting)
    title = capacity.strip() or group.title_of(sitting.plan, office)
    table = model.sign(found, office, title, instrument, desk.moment(at, sitting.local))
    _same_words(desk, found, digest)
    filing = slow.file(desk, sitting, table)
    notes = [*views.signature(filing, sitting.local), f"edition {found.edition}", f"head {', '.join(filing.body.previous)}"]
    notes += views.where_it_stands(found.with_one_more(office, filing))
    receipt.say(desk, filing, f"signed: {title}", notes, sitting.local)


def _signing(sitting: Sitting) -> Signing:
    found = model.signing(sitting.standing)
    if found is None:
        raise NotFound("no text was circulated for signature.", hint=COMMANDS["circulated"])
    return found


def _same_words(desk: Desk, found: Signing, signed: str) -> None:
    """Refuse a signature under other bytes: those on the paper, or those in the plan's folder, which everybody takes for what was signed."""
    quoted = signed.strip().removeprefix("sha256:").lower()
    if signed and len(quoted) < SHORTEST:
        raise WrongWords(f'"{signed}" is too short for a digest.', hint=f"give its first {SHORTEST} digits, as on the paper, or all: --edition DIGEST")
    if not found.edition.startswith(f"sha256:{quoted}"):
        hint = f"have the circulated words signed (editions/{edition_name(found.edition)}/), or recall them: cicp sign recall --why REASON"
        raise NotAllowed(f"that signature stands under other words: {found.edition} was circulated.", hint=hint)
    differs = comparison.difference(desk.home, found.edition)
    if differs:
        folder = f"editions/{edition_name(found.edition)}/"
        hint = f"put the words back as they were circulated ({folder}), or recall them: cicp sign recall --why REASON"
        raise NotAllowed(f"the text is not what was circulated: {differs}.", hint=hint)


def decline(context: typer.Context, office: _Signatory, why: Why, plan: Plan = "", acting: Office = "", shape: Shape = None) -> None:
    """Record that an office does not sign, and why."""
    desk = Desk.at(context, plan, acting, shape)
    sitting = slow.sit(desk)
    require("declined", sitting.case())
    found = _signing(sitting)
    filing = slow.file(desk, sitting, model.decline(found, office, spoken(why, "--why"), sitting.local.now))
    taken_back = [f"its signature {found.signed[office].id} no longer counts"] if office in found.signed else []
    receipt.say(desk, filing, f"{office} declined", [*taken_back, "everybody who looks sees it, and why: cicp sign show"], sitting.local)


def recall(context: typer.Context, why: Why, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Take the circulated words back, to change them: every signature under them falls."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    filing = slow.move(desk, sitting, {"kind": "recalled", "at": sitting.local.now, "why": spoken(why, "--why")})
    notes = ["signatures given so far do not count for the next edition", f"when the words are ready again: {COMMANDS['circulated']}"]
    receipt.say(desk, filing, "recalled", notes, sitting.local)


def ceremony(
    context: typer.Context,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When it begins: 2026-12-12T12:00.", show_default=False)],
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="Where it is.", show_default=False)] = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """File the ceremony as a meeting, and print its run of show and the notice it needs."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk, receiving=True)
    if sitting.standing.stage == "retired":
        raise NotAllowed("the plan is retired: there is nothing to sign and nothing to celebrate.", hint="see what can be done here: cicp status")
    local, run = sitting.local, library.ceremony()
    begins = moments.promised(at, local.now, local.zone, desk.retype(at))
    meetings = group.fold(sitting.docket).meetings if begins > local.now else ()
    planned = next((each for each in meetings if each.filing.text("occasion") == "ceremony" and each.at > local.now), None)
    _warn_of_open_incidents(desk)
    filing = slow.file(desk, sitting, {**group.meeting(begins, place, None, local.now, planned), "occasion": "ceremony"})
    if planned:
        say_aside(f"instead of the ceremony of {local.say(planned.at)}: its notice is posted anew")
    due = group.notice(group.Meeting(filing), local.zone, desk.calendar())
    said = comments.fold(sitting.docket, sitting.standing)
    desk.show(views.ceremony(sitting.plan, model.signing(sitting.standing), said, run, filing, due, local=local), filed=filing.id)


def _warn_of_open_incidents(desk: Desk) -> None:
    for name in watch.open_incidents(desk):
        warn(NotAllowed(f"the incident {name} is open: a city does not celebrate during one.", hint="choose a later day"))
