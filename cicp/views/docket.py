"""The record shown: the docket, one filing of it, and what `verify` found."""

from collections.abc import Iterable, Sequence

from cicp.model.audit import EditionReport, LogReport
from cicp.model.docket import Filing, Log
from cicp.model.lifecycle import KINDS, RECEIVED, Standing
from cicp.views.document import Block, Document, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local


def listing(docket: Log, standing: Standing, local: Local) -> Document:
    """Every filing of the docket in order, and the heads to hand to somebody who keeps them."""
    rows = tuple(
        (filing.id, filing.kind, local.say(filing.at), local.say(filing.filed_at), filing.body.filed_by, _applied(filing, standing))
        for filing in docket.filings
    )
    values = answer(
        "docket",
        local.now,
        filings=[
            {
                "id": filing.id,
                "kind": filing.kind,
                "at": local(filing.at),
                "filed_at": local(filing.filed_at),
                "filed_by": filing.body.filed_by,
                "applied": filing.id in standing.applied,
                "digest": filing.digest,
            }
            for filing in docket.filings
        ],
        heads=docket.heads,
    )
    blocks: list[Block] = [Table(("filing", "kind", "happened", "filed", "by", ""), rows), *(Line(f"head: {head}") for head in docket.heads)]
    return Document(tuple(blocks), values)


def _applied(filing: Filing, standing: Standing) -> str:
    if filing.id in standing.applied:
        return ""
    return "not applied" if filing.kind in KINDS else "written by a newer cicp"


def filing_page(log: Log, filing: Filing, *, applied: bool, local: Local) -> Document:
    """One filing in full."""
    body = filing.body.model_dump(mode="python", exclude_none=True)
    own = {key: value for key, value in body.items() if key not in ("format", "number", "root", "attachments") and value not in ("", [])}
    lines = [Line(f"{key}: {_one_line(value)}") for key, value in own.items()]
    attachments = [Line(f"with it: {each.name} {each.digest}") for each in filing.body.attachments]
    known = filing.kind in KINDS | RECEIVED or log.name != "docket"
    notes = [] if applied or not known else [Line("not applied: it did not fit where the plan stood", "warn")]
    notes += [] if known else [Line("written by a newer cicp", "warn")]
    values = answer(
        "filing",
        local.now,
        id=filing.id,
        log=log.name,
        digest=filing.digest,
        applied=applied,
        says=own,
        attachments=[each.model_dump() for each in filing.body.attachments],
    )
    return Document((Line(f"{filing.id} in {log.name}", "strong"), *lines, *attachments, Line(f"digest: {filing.digest}"), *notes), values)


def _one_line(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def verification(reports: Sequence[LogReport], editions: Sequence[EditionReport], heads: Sequence[tuple[str, str]], local: Local) -> Document:
    """What was found, and what it proves and does not. `heads` are those somebody kept, each with the log that holds it."""
    faults = [*(sentence for each in reports for sentence in each.says), *(sentence for each in editions for sentence in each.says), *_lost_heads(heads)]
    says = [*faults, *_proof(faults, heads)]
    rows = tuple((each.name, str(each.filings), "as filed" if not each.says else f"{len(each.says)} found") for each in reports)
    values = answer(
        "verify",
        local.now,
        ok=not faults,
        logs=[
            {
                "name": each.name,
                "filings": each.filings,
                "heads": list(each.heads),
                "altered": list(each.altered),
                "missing": list(each.missing),
                "removed": list(each.removed),
            }
            for each in reports
        ],
        editions=[{"digest": each.digest, "altered": list(each.altered), "missing": list(each.missing)} for each in editions],
        says=says,
    )
    heads_now = [Line(f"head of {each.name}: {head}", "quiet") for each in reports for head in each.heads]
    return Document(
        (
            Table(("log", "filings", ""), rows),
            *(Line(sentence, "warn" if sentence in faults else "") for sentence in says),
            Heading("Heads to keep elsewhere"),
            *heads_now,
        ),
        values,
    )


def _lost_heads(heads: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"no log here holds {head}: what was filed up to that head is cut off, rewritten, or from another plan." for head, log in heads if not log)


def _proof(faults: list[str], heads: Sequence[tuple[str, str]]) -> Iterable[str]:
    for head, log in heads:
        if log:
            yield f"{log}: everything up to {head} is here as it was filed."
    if not faults and not heads:
        yield "Internally consistent. Only a head that somebody else kept shows that nothing was cut off the end: cicp verify --head H."


def passed(reports: Iterable[LogReport], editions: Iterable[EditionReport], heads: Iterable[tuple[str, str]]) -> bool:
    """Say whether nothing was found."""
    return not any(each.says for each in reports) and not any(each.says for each in editions) and all(log for _, log in heads)
