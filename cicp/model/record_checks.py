"""What `check` finds in the record: moves that did not fit, facts that two filings tell differently, halves that are missing."""

from collections.abc import Iterable, Mapping
from typing import Final

from cicp.model import asked
from cicp.model.audit import EditionReport, LogReport
from cicp.model.docket import Log
from cicp.model.facts import facts_in_wrong_order
from cicp.model.filing import Filing
from cicp.model.findings import Finding
from cicp.model.incident import Incident
from cicp.model.lifecycle import COMMANDS, TELL_OF_INCIDENT, Standing, fits, fold, not_applied, road_to
from cicp.model.outcomes import told_twice


def damaged(reports: Iterable[LogReport]) -> Iterable[Finding]:
    """Everything that `verify` would name."""
    for report in reports:
        for sentence in report.says:
            says = sentence.removeprefix(f"{report.name}: ")  # the place says which log it is
            yield Finding("record", "error", _folder(report.name), says, "compare with another copy of the plan; cicp verify says it in full")


def damaged_editions(reports: Iterable[EditionReport]) -> Iterable[Finding]:
    """Every file of an edition that is not what was frozen."""
    for report in reports:
        for sentence in report.says:
            yield Finding("record", "error", "editions", sentence, "copy the edition's folder from another copy of the plan")


def unfit_moves(docket: Log) -> Iterable[Finding]:
    """Moves that were kept and not applied: they met, in a merge, a stage they do not fit. Named until the plan has gone on, knowing of them."""
    standing = fold(docket)
    for filing in not_applied(docket, standing):
        if _settled(filing, docket, standing):
            continue
        says = f"{filing.kind} did not fit where the plan stood, and was not applied."
        if twin := _twin(filing, docket, standing):
            says, fix = f"{says} {twin.id} says the same, and stands.", "nothing to mend: the plan stands where it leads"
            yield Finding("record", "note", f"docket/{filing.id}.toml", says, fix)
        else:
            yield Finding("record", "error", f"docket/{filing.id}.toml", says, _file_move_again(filing, standing))


def _settled(filing: Filing, docket: Log, standing: Standing) -> bool:
    """Say whether, on top of a move that was not applied, the same was filed again, or its whole round came to an end."""
    return any(filing.digest in docket.ancestors(each) for each in standing.moves if _is_same(filing, each) or each.kind in _END_OF_A_ROUND)


def _twin(filing: Filing, docket: Log, standing: Standing) -> Filing | None:
    """Return the move of another copy that says the same and was applied: of two adoptions there is none, for each is a city's act of its own."""
    before = docket.ancestors(filing)
    same = (each for each in standing.moves if _is_same(filing, each) and each.text("edition") == filing.text("edition") and each.digest not in before)
    return next(same, None) if filing.kind != "adopted" else None


def _is_same(one: Filing, other: Filing) -> bool:
    return (one.kind, one.text("office")) == (other.kind, other.text("office"))


_END_OF_A_ROUND: Final = frozenset({"adopted", "reaffirmed", "amendment-dropped", "retired"})
"""Moves after which the plan is in force or nowhere: what did not fit before them is history."""


def _file_move_again(filing: Filing, standing: Standing) -> str:
    """Return the commands that make a move again, with those that first bring the plan to where it fits."""
    road = [COMMANDS[kind] for kind in (*road_to(standing, filing.kind), filing.kind)]
    if len(road) == 1 and not fits(standing, filing.kind):
        return "it can be made no more: see where the plan stands (cicp status)"
    road[-1] = road[-1].replace("OFFICE", filing.text("office") or "OFFICE")
    return f"if it is still wanted, file it again: {'; '.join(road)}"


def contested(incidents: Iterable[Incident]) -> Iterable[Finding]:
    """Facts that two filings record which did not know of each other."""
    for incident in incidents:
        for name, about in incident.register.contested():
            whom = f" --about {about}" if about else ""
            ids = " and ".join(fact.filing for fact in incident.register.holding(name, about))
            yield Finding(
                "record",
                "error",
                f"incidents/{incident.id}",
                f"{name} is recorded twice, by filings that did not know of each other: {ids}.",
                f"file which is right: cicp fact {name}{whom} --at TIME --incident {incident.id}",
            )


def contested_changes(incidents: Iterable[Incident]) -> Iterable[Finding]:
    """Tiers and handovers that filings say which did not know of each other."""
    for incident in incidents:
        where = f"incidents/{incident.id}"
        if asked.contested(incident.tiers):
            told = " and ".join(f"{each.filing} says {each.tier}" for each in incident.tiers)
            says = f"the tier is told by filings that did not know of each other: {told}. The highest counts."
            yield Finding("record", "error", where, says, f"file which is right: cicp incident tier N {incident.id}")
        for role in sorted({each.role for each in incident.handed}):
            held = asked.holding(incident.handed, role)
            if len({each.to for each in held}) > 1:
                told = " and ".join(f"to {each.to} by {each.filing}" for each in held)
                says = f"{role} was handed over by filings that did not know of each other: {told}. The later one counts."
                yield Finding("record", "error", where, says, f"file which is right: cicp incident role {role} --to OFFICE --incident {incident.id}")


def put_off_twice(incidents: Iterable[Incident]) -> Iterable[Finding]:
    """Dues that filings which did not know of each other put off for the same turn."""
    for incident in incidents:
        for step, filings in told_twice(incident.log.filings):
            says = f"{step} was put off by filings that did not know of each other: {' and '.join(filings)}. It is put off once."
            fix = f"nothing to mend; or take one back: cicp strike {filings[-1]} --why REASON --incident {incident.id}"
            yield Finding("record", "note", f"incidents/{incident.id}", says, fix)


def wrong_order(incidents: Iterable[Incident], follows: Mapping[str, tuple[str, ...]]) -> Iterable[Finding]:
    """Facts that are recorded as having happened before what they follow. `follows`: name of a fact to those that cannot have happened before it."""
    for incident in incidents:
        for first, second in facts_in_wrong_order(incident.register, follows):
            says = f"{second.name} ({second.filing}) is recorded as before {first.name} ({first.filing}), which cannot be: clocks count from the earlier."
            whom = f" --about {second.about}" if second.about else ""
            fix = f"file the one that is wrong again: cicp fact {second.name}{whom} --at TIME --incident {incident.id}, or the same of {first.name}"
            yield Finding("record", "error", f"incidents/{incident.id}", says, fix)


def links(incidents: Iterable[Incident]) -> Iterable[Finding]:
    """Links that only one of the two logs tells of."""
    for incident in incidents:
        told = {(half.log, half.other) for half in incident.links}
        for log, other in sorted(told):
            if (other, log) not in told:
                says = f"its log does not tell that it is joined with {log}: the second half of the link is missing."
                yield Finding("record", "error", f"incidents/{other}", says, f"file it now: cicp incident join {log} {other}")


def halves(docket: Log, incidents: Iterable[Incident]) -> Iterable[Finding]:
    """Declarations and closings that stand in an incident's log and not in the docket, or the other way round."""
    for incident in incidents:
        for name in (incident.id, *incident.joined):
            said = [filing.kind for filing in docket.filings if filing.kind in TELL_OF_INCIDENT and filing.text("incident") == name]
            if "incident-declared" not in said:
                says = "the docket does not tell of this incident: the second half of its declaration is missing."
                yield Finding("record", "error", f"incidents/{name}", says, _file_again(incident))
            elif name == incident.id and (said[-1] == "incident-closed") != (incident.state == "closed"):
                yield Finding("record", "error", f"incidents/{name}", f"the docket does not tell that it is {incident.state} now.", _file_again(incident))


def _file_again(incident: Incident) -> str:
    return f"file it now: cicp incident {'close' if incident.state == 'closed' else 'reopen'} {incident.id}"


def out_of_order(logs: Iterable[Log]) -> Iterable[Finding]:
    """Filings whose clock stood before that of a filing they were filed on."""
    for log in logs:
        for filing in log.filings:
            before = [log.by_digest[digest] for digest in filing.body.previous if digest in log.by_digest]
            if any(filing.filed_at < each.filed_at for each in before):
                yield Finding(
                    "record",
                    "note",
                    _folder(log.name),
                    f"{filing.id} says it was filed before a filing it was filed on: a clock was wrong.",
                    "nothing to mend: order goes by number; see that the clock of that machine is right",
                )


def strays(names: Iterable[str]) -> Iterable[Finding]:
    """What lies under incidents/ and is no incident."""
    for name in names:
        yield Finding(
            "leftovers",
            "note",
            f"incidents/{name}",
            "this is no incident: it has another name than an incident's folder, or nothing was ever filed in it.",
            "look at it, and delete it if you do not need it",
        )


def abandoned(paths: Iterable[str]) -> Iterable[Finding]:
    """What an interrupted command left elsewhere than in a log."""
    for path in paths:
        says = "this was left over by an interrupted command, and nothing rests on it."
        yield Finding("leftovers", "note", path, says, "look at it, and delete it if you do not need it")


def left_over(log: str, names: Iterable[str]) -> Iterable[Finding]:
    """Files in a log's folder that are no filing."""
    for name in names:
        yield Finding(
            "leftovers",
            "note",
            f"{_folder(log)}/{name}",
            "this is no filing: left over by an interrupted command, an editor or a copy.",
            "look at it, and delete it if you do not need it",
        )


def _folder(log: str) -> str:
    return "docket" if log == "docket" else f"incidents/{log}/log"
