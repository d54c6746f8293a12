"""plan: adopted, reviewed, reaffirmed, amended, retired. What is in force stays in force until another edition is."""

from datetime import date
from typing import Annotated

import typer

from cicp.cli import receipt, slow, watch
from cicp.cli.desk import Desk, spoken, warn
from cicp.cli.options import Office, Plan, Reason, Shape, Why
from cicp.errors import CicpError, NotAllowed, WrongWords
from cicp.files import comparison, reading
from cicp.model import lifecycle, moments
from cicp.model.filing import edition_name
from cicp.model.lifecycle import COMMANDS
from cicp.model.requirements import require
from cicp.model.spans import say_date


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The plan as a whole: adopt, review, amend, retire.")
    noun.command()(adopt)
    noun.command()(review)
    noun.command()(reaffirm)
    noun.command()(amend)
    noun.command("drop-amendment")(drop_amendment)
    noun.command()(retire)
    app.add_typer(noun, name="plan")


def adopt(
    context: typer.Context,
    resolution: Annotated[str, typer.Option("--resolution", metavar="NUMBER", help="The resolution of the governing body.", show_default=False)] = "",
    resolved: Annotated[str, typer.Option("--resolved", metavar="DATE", help="The day it was voted.", show_default=False)] = "",
    effective: Annotated[
        str, typer.Option("--effective", metavar="DATE", help="From what day it is in force; left out, the day of the last signature.", show_default=False)
    ] = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Put the signed edition in force."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    local = sitting.local
    voted = moments.day(resolved) if resolved else None
    case = sitting.case(resolution=resolution.strip(), resolved=resolved)
    require("adopted", case)
    signed = case.signing
    if voted is None or signed is None or signed.last_signed is None:
        raise TypeError("a requirement let an adoption pass that it must refuse")
    if voted > local.now.date():
        raise WrongWords(f"{voted} is to come: a resolution is voted before a plan is adopted by it.", hint="name the day of the vote: --resolved DATE")
    in_force = _in_force_from(effective, signed.last_signed.astimezone(local.zone).date())
    if in_force > local.now.date():  # an edition is in force from its adoption, for every incident of that night
        hint = f"give this command again on {say_date(in_force)}: until then what was in force before stays in force"
        raise NotAllowed(f"it takes effect on {say_date(in_force)}, and an adoption is filed when it takes effect.", hint=hint)
    table = {"kind": "adopted", "at": local.now, "edition": signed.edition, "resolution": resolution.strip(), "resolved": voted, "effective": in_force}
    filing = slow.file(desk, sitting, table)
    differs = comparison.what_differs(desk.home, signed.edition)
    if differs:
        hint = f"put back what was signed: editions/{edition_name(signed.edition)}/"
        warn(CicpError(f"what was signed is adopted, and the plan's folder says something else: {differs}.", hint=hint))
    notes = [
        f"edition {edition_name(signed.edition)}, by resolution {filing.text('resolution')} of {voted}, in effect from {in_force}",
        f"edition digest {signed.edition}",
        "publish the text, this digest, the resolution, every comment with its answer, and who signed",
    ]
    receipt.say(desk, filing, "the plan is in force", notes, local)


def _in_force_from(said: str, last_signed: date) -> date:
    """Return the day from which an edition is in force: the later of the last signature and the day that was stated."""
    stated = moments.day(said) if said else last_signed
    if stated < last_signed:
        message = f"it cannot be in force from {stated}: the last signature is of {last_signed}; it counts from that day."
        warn(CicpError(message, hint="the later of the two days counts"))
    return max(stated, last_signed)


def review(context: typer.Context, why: Reason = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Begin a review: yearly, after an incident, after a change of the law. What is in force stays in force."""
    _move(
        Desk.at(context, plan, office, shape),
        "review-begun",
        why,
        "the review is begun",
        "the edition in force stays in force",
        "reaffirmed",
        "amendment-begun",
    )


def reaffirm(context: typer.Context, why: Reason = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """End a review with the plan as it is."""
    _move(Desk.at(context, plan, office, shape), "reaffirmed", why, "the plan is reaffirmed", "the same edition stays in force")


def amend(context: typer.Context, why: Why, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """End a review with a draft of other words. What is in force stays in force until they are signed."""
    _move(Desk.at(context, plan, office, shape), "amendment-begun", why, "the amendment is begun", "the edition in force stays in force", "comment-opened")


def drop_amendment(context: typer.Context, why: Why, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Give an amendment up."""
    desk = Desk.at(context, plan, office, shape)
    in_force = edition_name(lifecycle.fold(reading.read_docket(desk.home)).in_force)
    note = f"edition {in_force} stays in force: put its words back from editions/{in_force}/; cicp check says what still differs"
    _move(desk, "amendment-dropped", why, "the amendment is dropped", note)


def retire(context: typer.Context, why: Why, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Retire the plan for good. Its record stays."""
    desk = Desk.at(context, plan, office, shape)
    for name in watch.open_incidents(desk):
        warn(CicpError(f"the incident {name} is open: it runs on its edition to the end.", hint="its clocks and its log go on as they are"))
    _move(desk, "retired", why, "the plan is retired", "no plan is in force any more; the record stays")


def _move(desk: Desk, kind: str, why: str, what: str, note: str, *following: str) -> None:
    sitting = slow.sit(desk)
    reason = spoken(why, "--why") if why else None
    filing = slow.move(desk, sitting, {"kind": kind, "at": sitting.local.now, "why": reason})
    receipt.say(desk, filing, what, [note, *(f"next: {COMMANDS[each]}" for each in following)], sitting.local)
