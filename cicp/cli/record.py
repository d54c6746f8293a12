"""docket, verify: the record itself. They read no file that people write."""

from typing import Annotated

import typer

from cicp.cli.desk import Desk, find_filing
from cicp.cli.options import Office, Plan, Shape
from cicp.errors import WrongWords
from cicp.files import audit
from cicp.model.audit import find_head
from cicp.model.joining import as_one, groups
from cicp.model.lifecycle import fold
from cicp.views import docket as views

_SHORTEST_HEAD = 12
_DAMAGED = 6


def register(app: typer.Typer) -> None:
    """Add these commands."""
    noun = typer.Typer(rich_markup_mode=None, help="The record of the plan: every filing, once and for good.")
    noun.callback(invoke_without_command=True)(docket)
    noun.command("show")(show)
    app.add_typer(noun, name="docket")
    app.command()(verify)


def docket(context: typer.Context, plan: Plan = "", office: Office = "", shape: Shape = None) -> None:
    """List what was filed; `docket show ID` shows one filing."""
    if context.invoked_subcommand is not None:
        root = context.obj
        context.obj = type(root)(plan or root.plan, office or root.office, root.argv)
        return
    desk = Desk.at(context, plan, office, shape)
    log = desk.docket()
    desk.show(views.listing(log, fold(log), desk.local_or_machine()))


def show(
    context: typer.Context,
    filing: Annotated[str, typer.Argument(metavar="ID", help="A filing: 0042-7f3kq, or 42 where that is unique.")],
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Show one filing of the docket or of an incident's log."""
    desk = Desk.at(context, plan, office, shape)
    record, logs = audit.read_logs(desk.home)
    log, found = find_filing(filing, [record, *logs])
    applied = log is not record or found.id in fold(record).applied
    struck = log.struck if log is record else next(as_one(group, ()).struck for group in groups(logs) if log in group)
    desk.show(views.filing_page(log, found, struck.get(found.id, ""), applied=applied, local=desk.local_or_machine()))


def verify(
    context: typer.Context,
    head: Annotated[
        list[str] | None, typer.Option("--head", metavar="H", help="A head that somebody kept: is it still here? May be repeated.", show_default=False)
    ] = None,
    plan: Plan = "",
    office: Office = "",
    shape: Shape = None,
) -> None:
    """Hold every filing, attachment and edition against its digest, and say what that proves."""
    desk = Desk.at(context, plan, office, shape)
    for each in head or []:
        if len(each.removeprefix("sha256:")) < _SHORTEST_HEAD or not all(letter in "0123456789abcdef" for letter in each.removeprefix("sha256:").lower()):
            raise WrongWords(f'"{each}" is not a head.', hint="a head is a digest: sha256: and 64 hex digits, or at least the first 12 of them")
    record, logs = audit.read_logs(desk.home)
    reports, editions = audit.log_reports(desk.home, record, logs), audit.edition_reports(desk.home, record, logs)
    heads = [find_head(each, [record, *logs]) for each in head or []]
    desk.show(views.verification(reports, editions, heads, desk.local_or_machine()))
    if not views.passed(reports, editions, heads):
        raise typer.Exit(_DAMAGED)
