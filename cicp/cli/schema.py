"""schema: what a TOML editor has to know of the files that people write."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cicp.cli.desk import Desk, Root, say, usual_format
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import NotFound, WrongWords
from cicp.files import schemas
from cicp.files.layout import Home
from cicp.files.schemas import KINDS, Kind
from cicp.model.names import nearest
from cicp.views import schema as views
from cicp.views.schema import Row


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(schema)


def schema(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help=f"Which kind of file: {', '.join(KINDS)}; left out, they are listed.", show_default=False)] = "",
    write: Annotated[bool, typer.Option("--write", help="Write the schemas (or that one) into the plan's folder.")] = False,  # noqa: FBT002  # typer reads it so
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Print the JSON Schema of a kind of file for a TOML editor. That needs no plan, and is JSON whatever the --format."""
    chosen = [_kind(kind)] if kind else list(KINDS.values())
    if write:
        desk = Desk.at(context, plan, office, shape)
        wrote = schemas.write(desk.home, chosen)
        _show(desk, chosen, ["written" if wrote[each.name] else "unchanged" for each in chosen])
    elif kind:
        say(schemas.text_of(chosen[0]))
    else:
        _list(context, plan, office, shape)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        guess = nearest(name, KINDS)
        raise NotFound(f'there is no kind of file "{name}".', hint=f'did you mean "{guess}"?' if guess else f"the kinds are: {', '.join(KINDS)}")
    return KINDS[name]


def _list(context: typer.Context, plan: str, office: str, shape: Shape) -> None:
    root: Root = context.obj
    try:
        desk = Desk.at(context, plan, office, shape)
    except (NotFound, WrongWords):  # no plan here, or several: the kinds are the same everywhere
        if plan or root.plan:
            raise
        desk = Desk(Home(Path()), office or root.office, shape or usual_format(), root.argv)
        _show(desk, list(KINDS.values()), [""] * len(KINDS))
    else:
        _show(desk, list(KINDS.values()), [schemas.state(desk.home, each) for each in KINDS.values()])


def _show(desk: Desk, kinds: Sequence[Kind], states: Sequence[str]) -> None:
    rows = [Row(each.name, each.files, each.path, each.directive, state) for each, state in zip(kinds, states, strict=True)]
    desk.show(views.page(rows, desk.local_or_machine()))
