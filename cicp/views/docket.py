"""The record shown: the docket, one filing of it, and what `verify` found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from math import isfinite
from typing import Final

from cicp.model.audit import EditionReport, HeldHead, LogReport
from cicp.model.docket import Log
from cicp.model.filing import Filing
from cicp.model.incident import KINDS as OF_LOG
from cicp.model.lifecycle import KINDS, RECEIVED, Standing
from cicp.views.document import Block, Document, Heading, Line, Table
from cicp.views.values import answer
from cicp.views.zone import Local

NEWER: Final = "written by a newer cicp"


def listing(docket: Log, standing: Standing, local: Local) -> Document:
    """Every filing of the docket in order, and the heads to hand to somebody who keeps them."""
    rows = tuple(
        (filing.id, filing.kind, local.say(filing.at), local.say(filing.filed_at), filing.body.filed_by, ", ".join(_remarks(filing, standing, docket.struck)))
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
    blocks: list[Block] = [Table(("filing", "kind", "happened", "filed", "by", "remarks"), rows), *(Line(f"head: {head}") for head in docket.heads)]
    return Document(tuple(blocks), values)


def _remarks(filing: Filing, standing: Standing, struck: Mapping[str, str]) -> Iterable[str]:
    if filing.kind not in KINDS | RECEIVED:
        yield NEWER
    elif filing.id not in standing.applied:
        yield "not applied"
    if filing.id in struck:
        yield f"struck by {struck[filing.id]}"


def filing_page(log: Log, filing: Filing, struck: str, *, applied: bool, local: Local) -> Document:
    """One filing in full. `struck` is the strike that took it back, which may stand in the log of an incident that this one is joined with."""
    body = filing.body.model_dump(mode="python", exclude_none=True)
    own = {key: _plain(value) for key, value in body.items() if key not in ("format", "number", "root", "attachments") and value not in ("", [])}
    lines = [Line(f"{key}: {_one_line(value)}") for key, value in own.items()]
    attachments = [Line(f"with it: {each.name} {each.digest}") for each in filing.body.attachments]
    known = filing.kind in (KINDS | RECEIVED if log.name == "docket" else OF_LOG)
    notes = [] if applied or not known else [Line("not applied: it did not fit where the plan stood", "warn")]
    notes += [] if known else [Line(NEWER, "warn")]
    notes += [Line(f"struck by {struck}: it no longer counts", "warn")] if struck else []
    values = answer(
        "filing",
        local.now,
        id=filing.id,
        log=log.name,
        digest=filing.digest,
        applied=applied,
        struck_by=struck or None,
        says=own,
        attachments=[each.model_dump() for each in filing.body.attachments],
    )
    return Document((Line(f"{filing.id} in {log.name}", "strong"), *lines, *attachments, Line(f"digest: {filing.digest}"), *notes), values)


def _one_line(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value: object) -> object:
    """A newer cicp may file what JSON has no word for."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, time) or (isinstance(value, float) and not isfinite(value)) else value


def verification(reports: Sequence[LogReport], editions: Sequence[EditionReport], heads: Sequence[HeldHead], local: Local) -> Document:
    """What was found, and what it proves and does not. `heads` are those that somebody kept."""
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
        editions=[{"digest": each.digest, "altered": [*each.altered, *each.added], "missing": list(each.missing)} for each in editions],
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


def _lost_heads(heads: Iterable[HeldHead]) -> Iterable[str]:
    for each in heads:
        if not each.log:
            yield f"no log here holds {each.head}: what was filed up to that head is cut off, rewritten, or from another plan."
        elif not each.whole:
            yield f"{each.log}: {each.head} is here, but not everything that was filed before it."


def _proof(faults: list[str], heads: Sequence[HeldHead]) -> Iterable[str]:
    for each in heads:
        if each.whole:
            yield f"{each.log}: every filing up to {each.head} is here as it was filed."
    if not faults and not heads:
        yield "Internally consistent. Only a head that somebody else kept shows that nothing was cut off the end: cicp verify --head H."


def passed(reports: Iterable[LogReport], editions: Iterable[EditionReport], heads: Iterable[HeldHead]) -> bool:
    """Say whether nothing was found."""
    return not any(each.says for each in reports) and not any(each.says for each in editions) and all(each.whole for each in heads)
