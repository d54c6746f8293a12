"""section: the text of the plan, clause by clause. People write it; these commands change it only as they are asked, and keep its comments."""

import os
import shlex
import subprocess
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from cicp.cli import letters
from cicp.cli.desk import Desk, warn
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import CicpError, NotFound, WrongWords
from cicp.files import folder, reading, toml
from cicp.files.layout import shown
from cicp.model.findings import section_path
from cicp.model.lifecycle import fold
from cicp.model.names import nearest
from cicp.model.section import SectionFile
from cicp.model.words import Words
from cicp.views import section as views
from cicp.views.document import Document, Line
from cicp.views.values import answer

_Wanted = Annotated[str, typer.Argument(metavar="SECTION|CLAUSE", help="A section, as notification; or a clause, as notification.tell-manager.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The sections of the plan: whose they are, and their words.")
    noun.command("list")(list_)
    noun.command()(show)
    noun.command()(edit)
    noun.command()(assign)
    app.add_typer(noun, name="section")


def list_(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List the sections with their owners, and what is required and not there."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    sections = folder.read_sections(desk.home.root).sections
    there = {name for _, name in sections}
    desk.show(views.listing(written, sections, [name for name in written.text.required if name not in there], desk.local(written)))


def show(context: typer.Context, wanted: _Wanted, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Show the words of a section or a clause, and which steps, duties and statements rest on them."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    words, _ = folder.read_what_can_be(folder.collect(desk.home.root))
    (number, name), clause = _find(wanted, words)
    chosen = [each for each in words.clauses.values() if each.id == clause or (not clause and each.id.startswith(f"{name}."))]
    desk.show(views.page(name, words.sections[number, name].owner, chosen, words.cited_by, desk.local(written)))


def _find(wanted: str, words: Words) -> tuple[tuple[int, str], str]:
    """Return the section that is meant, and the full id of the clause where one is. Raises NotFound with the nearest."""
    name = wanted.partition(".")[0]
    key = next((key for key in words.sections if key[1] == name), None)
    if key is None or ("." in wanted and wanted not in words.clauses):
        guess = nearest(wanted, [*(name for _, name in words.sections), *words.clauses])
        what = "clause" if "." in wanted else "section"
        raise NotFound(f'the text has no {what} "{wanted}".', hint=f'did you mean "{guess}"?' if guess else "see them: cicp section list")
    return key, wanted if "." in wanted else ""


def edit(
    context: typer.Context,
    wanted: _Wanted,
    text: Annotated[str, typer.Option("--text", metavar="FILE|-", help="The clause's new words; - reads standard input.", show_default=False)] = "",
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Change a clause's words from a file; or open a section in the editor and see that it reads afterwards."""
    desk = Desk.at(context, plan, office, shape)
    desk.read_plan()
    key, clause = _find(wanted, folder.read_sections(desk.home.root))
    path = desk.home.root / section_path(*key)
    if text and not clause:
        raise WrongWords(f"{wanted} is a section: new words are given to one clause.", hint=f"name it: cicp section edit {wanted}.CLAUSE --text {text}")
    if text:
        _editing().set_words(path, clause.partition(".")[2], letters.body(text, "the clause"))
    else:
        _in_editor(path, wanted)
    _warn_of_signatures(desk)
    _say(desk, path, f"{wanted} is changed", "see that all fits together: cicp check")


def _in_editor(path: Path, wanted: str) -> None:
    """Open the person's own editor, and read the file strictly afterwards. It stays as they left it."""
    if not letters.at_a_terminal():
        hint = f"give the words: cicp section edit {wanted if '.' in wanted else f'{wanted}.CLAUSE'} --text FILE; or edit {shown(path)} as any file"
        raise WrongWords("there is no terminal to open an editor in.", hint=hint)
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    try:
        subprocess.run([*editor, str(path)], check=True)  # noqa: S603  # the person's own editor, on the person's own file
    except (OSError, subprocess.CalledProcessError):
        raise WrongWords("the editor could not be run, or ended with an error.", hint=f"set EDITOR, or edit {shown(path)} as any file") from None
    toml.load(path, SectionFile)


def assign(
    context: typer.Context,
    section: Annotated[str, typer.Argument(metavar="SECTION", help="The section's id, as notification.")],
    to: Annotated[str, typer.Option("--to", metavar="OFFICE", help="The office that owns it from now on.", show_default=False)],
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Give a section to an office of the plan."""
    desk = Desk.at(context, plan, office, shape)
    written = desk.read_plan()
    key, clause = _find(section, folder.read_sections(desk.home.root))
    if clause:
        raise WrongWords("a section is owned whole.", hint=f"cicp section assign {key[1]} --to {to}")
    if written.holder(to) is None:
        guess = nearest(to, [each.id for each in written.office])
        offices = f"the offices are: {', '.join(each.id for each in written.office)}"
        raise NotFound(f'the plan has no office "{to}".', hint=f'did you mean "{guess}"? {offices}' if guess else offices)
    path = desk.home.root / section_path(*key)
    _editing().set_owner(path, to)
    _warn_of_signatures(desk)
    _say(desk, path, f"{key[1]} belongs to {to}", "see whose each is: cicp section list")


def _editing() -> ModuleType:
    return import_module("cicp.files.editing")  # the library that keeps comments is slow to load, and reading does without it


def _warn_of_signatures(desk: Desk) -> None:
    """Say that the words are before their signatories: a signature under other words is refused."""
    if fold(reading.read_docket(desk.home)).stage == "signing":
        hint = "put the words back as they were, or recall them: cicp sign recall --why REASON"
        warn(CicpError("the text is before its signatories: no signature can be recorded while it is not as it was circulated.", hint=hint))


def _say(desk: Desk, path: Path, what: str, note: str) -> None:
    local = desk.local_or_machine()
    desk.show(Document((Line(f"{what} ({shown(path)})", "strong"), Line(f"  {note}")), answer("edited", local.now, file=path.name, says=[what, note])))
