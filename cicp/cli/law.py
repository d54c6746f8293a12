"""law: what the law asks of the plan, what the library knows of it, and what other cities have promised. Never legal advice."""

from collections.abc import Iterable
from typing import Annotated

import typer

from cicp.cli.desk import Desk, warn
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import CicpError, NotAllowed, NotFound
from cicp.files import faults, folder, library, toml
from cicp.model import adoption, law_upkeep
from cicp.model.adoption import Paste
from cicp.model.findings import Finding
from cicp.model.gates import Facts
from cicp.model.law_book import Book, answers, held_by, state_of, unknown_name
from cicp.model.words import Words
from cicp.views import law as views
from cicp.views.document import Document
from cicp.views.zone import Local

_FOUND = 1
_PRESETS = "presets"
_CLAUSE = "the clause "
_Which = Annotated[str, typer.Argument(metavar="[NAME]", help="One file of the law (us-mo), presets, or one preset (chicago).", show_default=False)]
_AS = "us-mo.sunshine-response, chicago.video; either half alone, where only one has it."
_Name = Annotated[str, typer.Argument(metavar="NAME", help=f"A duty of the plan, or a duty, a standing rule or a promise of the library: {_AS}")]
_Adopted = Annotated[str, typer.Argument(metavar="NAME", help=f"A duty or a promise of the library: {_AS}")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="What the law asks, and what others have promised. Not legal advice.")
    noun.command("list")(list_)
    noun.command()(show)
    noun.command()(check)
    noun.command()(adopt)
    app.add_typer(noun, name="law")


def list_(context: typer.Context, which: _Which = "", plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List the plan's duties, those of the library that nothing here answers, and the presets."""
    desk = Desk.at(context, plan, office, shape)
    words, book, local = _read(desk)
    desk.show(_listed(which, words, book, local))


def _listed(which: str, words: Words, book: Book, local: Local) -> Document:
    if not which:
        return views.listing(words, book, local)
    if which in book.files:
        return views.of_file(which, words, book, local)
    chosen = {name: preset for name, preset in book.presets.items() if which in (_PRESETS, name)}
    if not chosen:
        raise _not_found(which, (*book.files, _PRESETS, *book.presets))
    return views.of_presets(chosen, words, book, local)


def show(context: typer.Context, name: _Name, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Show everything that is known of a duty, a standing rule or a promise of somebody else."""
    desk = Desk.at(context, plan, office, shape)
    words, book, local = _read(desk)
    desk.show(_shown(name, words, book, local))


def _shown(name: str, words: Words, book: Book, local: Local) -> Document:
    own = {duty.id: duty for duty in words.law.duty} if words.law else {}
    name = name if name in own else book.whole(name)
    if name in own or name in book.duties:
        return views.duty(name, own.get(name) or book.duties[name], words, book, local)
    if name in book.rules:
        return views.rule(name, book.rules[name], words, book, local)
    if name in book.items:
        return views.item(name, book.items[name], words, book, local)
    raise _not_found(name, (*own, *book.duties, *book.rules, *book.items))


def check(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Name what to look after in the law. It ends with 1 when something needs the city's hand."""
    desk = Desk.at(context, plan, office, shape)
    words, book, local = _read(desk)
    found = law_upkeep.findings(words, book, local.now.date())
    desk.show(views.check(found, _lines(desk, found), local))
    if any(finding.level == "error" for finding in found):
        raise typer.Exit(_FOUND)


def _lines(desk: Desk, found: Iterable[Finding]) -> dict[Finding, int]:
    """Return the line of law.toml that each finding is about."""
    data = toml.read(desk.home.root / "law.toml")
    placed = {each: faults.at(data, each.path, each.location, each.says, each.fix).where for each in found if each.location}
    return {each: int(where.rpartition(":")[2]) for each, where in placed.items()}


def adopt(context: typer.Context, name: _Adopted, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Print what to paste to take a duty or a promise over: the clause and the tables. It changes no file."""
    desk = Desk.at(context, plan, office, shape)
    words, book, local = _read(desk)
    name = book.whole(name)
    title, role, pastes = _pasted(name, words, book)
    _warn_of_another_state(name, words, book)
    desk.show(views.adoption(name, title, pastes, [*_notes(name, role, words, book), *_resting(name, pastes, words, book)], local))


def _pasted(name: str, words: Words, book: Book) -> tuple[str, str, list[Paste]]:
    """Return the title, the office that would owe it, and what to paste."""
    facts = toml.load(library.LIBRARY / "facts.toml", Facts)
    if name in book.duties:
        known = book.duties[name].model_copy(update={"source": book.named(book.duties[name].source)})
        return known.title, known.role, adoption.of_duty(name, known, words, facts)
    if name in book.rules:
        by = held_by(book.rules[name], words)
        hint = f"here {by} {'hold' if ', ' in by else 'holds'} it; read it: cicp law show {name}" if by else f"see that a clause says it: cicp law show {name}"
        raise NotAllowed(f"{name} is a standing rule: it sets no time, and is not adopted as a duty.", hint=hint)
    if name not in book.items:
        raise _not_found(name, (*book.duties, *book.items))
    if book.presets[name.partition(".")[0]].warning:
        raise NotAllowed(f"{name} is a warning and no model: nobody can adopt it.", hint=f"read why: cicp law show {name}")
    item = book.items[name].model_copy(update={"source": book.named(book.items[name].source)})
    return item.title, item.role, adoption.of_item(item, words, facts)


def _notes(name: str, role: str, words: Words, book: Book) -> Iterable[str]:
    """Say what a person has to know before pasting: what answers it already, and who would owe it."""
    if by := answers(words, book).get(name):
        yield f"The plan answers it already: {by}."
    if words.plan and words.plan.holder(role) is None:
        yield f'The plan has no office "{role}": write another in its place.'
    if name in book.items:
        yield "It is policy elsewhere, and no law here."
        yield from views.item_notes(book.presets[name.partition(".")[0]], book.items[name])


def _warn_of_another_state(name: str, words: Words, book: Book) -> None:
    state, file = state_of(words), name.partition(".")[0]
    if file in book.files and not book.binds(name, state):
        hint = f"the City Attorney writes the duties of {state} into law.toml, each with its citation"
        warn(CicpError(f"{name} is the law of {book.files[file].title}, and this city is in {state}: it does not bind it.", hint=hint))


def _resting(name: str, pastes: Iterable[Paste], words: Words, book: Book) -> Iterable[str]:
    """Say what else rests on a clause whose words would be replaced."""
    own = book.items[name].step if name in book.items else f"duty {book.duties[name].id}"
    for clause in (each.replaces.removeprefix(_CLAUSE) for each in pastes if each.replaces.startswith(_CLAUSE)):
        if others := [each for each in words.cited_by.get(clause, ()) if each != own]:
            yield f"On {clause} rest also {', '.join(others)}: see that the new words still say what they ask."


def _read(desk: Desk) -> tuple[Words, Book, Local]:
    """Read the plan strictly and the library. Raises InvalidFile for the first file that does not say what it should."""
    words = folder.read(folder.collect(desk.home.root))
    return words, library.law_book(), desk.local(words.plan)


def _not_found(name: str, known: Iterable[str]) -> NotFound:
    return NotFound(f'the law library has no "{name}", and neither has the plan.', hint=unknown_name(name, known))
