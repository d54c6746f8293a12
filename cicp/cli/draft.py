"""draft: the working group begins to write."""

import typer

from cicp.cli import receipt, slow
from cicp.cli.desk import Desk
from cicp.cli.options import Office, Plan, Shape


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The draft of the plan.")
    noun.callback()(_noun)
    noun.command()(begin)
    app.add_typer(noun, name="draft")


def _noun() -> None:
    """The draft of the plan."""


def begin(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """Begin the draft: the working group is convened and has a member."""
    desk = Desk.at(context, plan, office, shape)
    sitting = slow.sit(desk)
    filing = slow.move(desk, sitting, {"kind": "draft-begun", "at": sitting.local.now})
    notes = ["the sections are files under text/; see whose each is: cicp section list"]
    receipt.say(desk, filing, "the draft is begun", notes, sitting.local)
