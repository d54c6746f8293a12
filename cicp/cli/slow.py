"""What the slow half of the program asks before it files: an office of the plan, and a record that is as it was filed."""

from cicp.cli.desk import Desk
from cicp.errors import AlteredRecord, WrongWords
from cicp.files import audit
from cicp.model.docket import Log
from cicp.model.plan import Plan


def office(desk: Desk, plan: Plan) -> str:
    """Return the office that acts: it must be one of the plan's. Raises WrongWords, listing them."""
    offices = [each.id for each in plan.office]
    if desk.office in offices:
        return desk.office
    what = f'the plan has no office "{desk.office}".' if desk.office else "say which office you act for."
    raise WrongWords(what, hint=f"add --as OFFICE, one of: {', '.join(offices)}")


def whole_docket(desk: Desk) -> Log:
    """Return the docket for filing on top of it. Raises AlteredRecord where it, or an edition it names, is not as it was filed, or not all here."""
    docket, logs = audit.read_logs(desk.home)
    found = audit.faults_of_docket(desk.home, docket, logs)
    if found:
        raise AlteredRecord(found[0], hint="nothing can be filed on top of a damaged docket: mend it from another copy of the plan (cicp verify)")
    return docket
