"""kind: which kinds of incident there are, and which one this is. Nothing is filed; what is broken is a warning, for it is asked at night."""

from typing import Annotated

import typer

from cicp.cli import letters
from cicp.cli.desk import Desk, complain, say_aside, warn
from cicp.cli.options import Format, Office, Plan, Shape
from cicp.errors import WrongWords
from cicp.files import library, reading, scene
from cicp.model import kinds
from cicp.model.kinds import Walk
from cicp.model.words import Words
from cicp.render import plain
from cicp.views import kind as views
from cicp.views.document import Document


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Kinds of incident: what each is, and which one this is.")
    noun.command()(which)
    noun.command("list")(list_)
    noun.command()(show)
    app.add_typer(noun, name="kind")


def which(
    context: typer.Context,
    answers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ANSWER]...", help="The answers so far, in their order: a group, then yes, no or unsure.", show_default=False),
    ] = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Ask the few questions that tell kinds apart. In a terminal it asks on; elsewhere it prints the next question and a command for each answer."""
    desk = Desk.at(context, plan, office, shape)
    words = _words(desk)
    walked = _walked(desk, words, list(answers or ()))
    groups = library.kind_groups()
    named = {*walked.found, *((walked.question.kind,) if walked.question and walked.question.kind else ())}
    desk.show(views.step(walked, {kind: kinds.described(kind, words, groups) for kind in named}, desk.local(words.plan)))


def _walked(desk: Desk, words: Words, said: list[str]) -> Walk:
    """Follow the answers; where somebody can be asked, ask until there is no question left."""
    groups, can_ask = library.kind_groups(), desk.format is Format.RICH and letters.at_a_terminal()
    walked = kinds.walk(words.playbooks, groups, said)
    while can_ask and walked.question:
        say_aside(plain.render(Document(views.question(walked.question), {})).rstrip("\n"))
        word = typer.prompt(views.prompt(walked.question), err=True)  # without a default: an empty line asks again, it answers nothing
        try:
            said.append(kinds.understood(word, walked.question))
        except WrongWords as error:
            complain(error)
        walked = kinds.walk(words.playbooks, groups, said)
    return walked


def list_(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List the kinds with their group, their tier and the clause that defines each."""
    desk = Desk.at(context, plan, office, shape)
    words, groups = _words(desk), library.kind_groups()
    found = [kinds.described(kind, words, groups) for kind in kinds.overlays(words.playbooks)]
    desk.show(views.listing(found, groups, desk.local(words.plan)))


def show(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="A kind, as ois, or the beginning of its id; other is the base playbook.")],
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Show what a kind is, what is not of it, who else decides on releases, and what is done first."""
    desk = Desk.at(context, plan, office, shape)
    words = _words(desk)
    desk.show(views.page(kinds.described(kinds.known(kind, words.playbooks), words, library.kind_groups()), desk.local(words.plan)))


def _words(desk: Desk) -> Words:
    """Read the words that an incident declared now would run on; a file that cannot be read is a warning, and the package's own stands in its place."""
    docket = reading.read_docket(desk.home)
    basis = scene.basis(desk.home, docket, ())
    for fault in (*reading.record_faults(docket), *basis.faults):
        warn(fault)
    return basis.words
