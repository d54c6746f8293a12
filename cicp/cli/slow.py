"""What the slow half of the program asks before it files: an office of the plan, and a record that is as it was filed."""

from collections.abc import Sequence
from typing import NamedTuple

from cicp.cli.desk import Desk
from cicp.errors import AlteredRecord, WrongWords
from cicp.files import journal, reading
from cicp.files.journal import Enclosure
from cicp.model import comments, group, requirements
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.lifecycle import Standing, fold
from cicp.model.plan import Plan
from cicp.model.requirements import Case
from cicp.model.signing import signing
from cicp.views.zone import Local


class Sitting(NamedTuple):
    """What a command of the slow half works on: the plan as it is written, the office that acts, the docket and where it stands."""

    plan: Plan
    office: str
    local: Local
    docket: Log
    standing: Standing

    def case(self, *, unfit: Sequence[str] = (), unowned: Sequence[str] = (), **said: str | bool) -> Case:
        """Return what requirements are asked of; `said` are the words of the command that they ask for."""
        return Case(
            self.standing,
            group.fold(self.docket),
            comments.fold(self.docket, self.standing),
            signing(self.standing),
            self.local.now,
            tuple(unfit),
            tuple(unowned),
            **said,  # type: ignore[arg-type]  # the names are those of Case
        )


def sit(desk: Desk, *, receiving: bool = False) -> Sitting:
    """Read what is needed to file in the docket.

    Raises WrongWords for an office that is not the plan's, AlteredRecord where the docket is not as it was filed. A move rests on everything
    that came with the docket; what is only being received does not wait until ten thousand letters are held against their digests.
    """
    plan = desk.read_plan()
    acting = office(desk, plan)
    docket = _as_listed(desk) if receiving else whole_docket(desk)
    if not docket.filings:
        hint = "copy docket/ from another copy of the plan; a plan of its own is begun with cicp new DIR --city NAME --state XX --timezone ZONE"
        raise AlteredRecord("this folder has no docket: nothing can be filed where nothing was begun.", hint=hint)
    return Sitting(plan, acting, desk.local(plan), docket, fold(docket))


def office(desk: Desk, plan: Plan) -> str:
    """Return the office that acts: it must be one of the plan's. Raises WrongWords, listing them."""
    offices = [each.id for each in plan.office]
    if desk.office in offices:
        return desk.office
    what = f'the plan has no office "{desk.office}".' if desk.office else "say which office you act for."
    raise WrongWords(what, hint=f"add --as OFFICE, one of: {', '.join(offices)}")


def whole_docket(desk: Desk) -> Log:
    """Return the docket for filing on top of it. Raises AlteredRecord where it, or an edition it names, is not as it was filed, or not all here."""
    from cicp.files import audit  # noqa: PLC0415  # a move rests on everything; what is only received does not load this

    docket, logs = audit.read_logs(desk.home)
    found = audit.faults_of_docket(desk.home, docket, logs)
    if found:
        raise _damaged(found[0])
    return docket


def _as_listed(desk: Desk) -> Log:
    docket = reading.read_docket(desk.home)
    for fault in reading.record_faults(docket):
        raise _damaged(fault.message)
    return docket


def _damaged(says: str) -> AlteredRecord:
    return AlteredRecord(says, hint="nothing can be filed on top of a damaged docket: mend it from another copy of the plan (cicp verify)")


def file(desk: Desk, sitting: Sitting, table: dict[str, object], enclosures: tuple[Enclosure, ...] = ()) -> Filing:
    """File in the docket, as the office that acts."""
    table = desk.filing(table, sitting.office, sitting.local.now)
    return journal.file(desk.home.docket, sitting.docket, table, enclosures, lock=desk.home.root)


def move(desk: Desk, sitting: Sitting, table: dict[str, object], case: Case | None = None) -> Filing:
    """File a move. Raises NotAllowed where something stands in its way."""
    requirements.require(str(table["kind"]), case or sitting.case())
    return file(desk, sitting, table)
