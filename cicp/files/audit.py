"""Reading everything that `verify` holds against its digests. It reads no file that people write."""

from pathlib import Path

from cicp.files import disk, edition, folder, journal, reading
from cicp.files.layout import Home
from cicp.model.audit import AttachmentFault, EditionReport, LogReport, Quote, quotes_between, report
from cicp.model.docket import Log
from cicp.model.filing import edition_name


def read_logs(home: Home) -> tuple[Log, list[Log]]:
    """Read the docket and every incident's log."""
    return reading.read_docket(home), [reading.read_log(home, incident) for incident in home.incident_ids()]


def log_reports(home: Home, docket: Log, logs: list[Log]) -> list[LogReport]:
    """Hold every log against itself, its attachments, and what the others quote of it."""
    quotes = quotes_between(docket, logs)
    folders = {docket.name: home.docket} | {log.name: home.log(log.name) for log in logs}
    found = [report(log, quotes.get(log.name, []), _attachments(folders[log.name], log)) for log in (docket, *logs)]
    return [*found, *_lost_logs(quotes, set(folders))]


def _lost_logs(quotes: dict[str, list[Quote]], here: set[str]) -> list[LogReport]:
    """An incident that the docket names and whose folder is gone."""
    return [report(Log(name, "", ()), quotes[name], ()) for name in sorted(set(quotes) - here)]


def _attachments(folder: Path, log: Log) -> list[AttachmentFault]:
    checked = (
        (f"{filing.id}/{each.name}", journal.attachment_fault(folder, filing, each.name, each.digest))
        for filing in log.filings
        for each in filing.body.attachments
    )
    return [AttachmentFault(path, what, altered=what == journal.ALTERED) for path, what in checked if what]


def faults_of_docket(home: Home, docket: Log, logs: list[Log]) -> list[str]:
    """Return what is not as it was filed of the docket and of the editions it names: what a filing on top of it would rest on."""
    report_of_docket, *_ = log_reports(home, docket, logs)
    return [*report_of_docket.says, *(sentence for each in edition_reports(home, docket, []) for sentence in each.says)]


def edition_reports(home: Home, docket: Log, logs: list[Log]) -> list[EditionReport]:
    """Hold every edition that a filing names against its digest."""
    named = {digest for log in (docket, *logs) for filing in log.filings for digest in (filing.text("edition"), filing.text("instead")) if digest}
    found = [edition.read_frozen(home, digest) for digest in sorted(named)]
    return [EditionReport(each.digest, each.altered, each.missing, _added(home, each)) for each in found]


def _added(home: Home, frozen: edition.Frozen) -> tuple[str, ...]:
    """What lies in an edition's folder as if it were a part of the words, and was not frozen. Without its table nobody can say."""
    if not frozen.digests:
        return ()
    root = home.editions / edition_name(frozen.digest)
    inside = [*disk.names(root), *(f"{each}/{name}" for each in folder.FOLDERS for name in disk.names(root / each))]
    return tuple(path for path in inside if folder.is_word_file(path) and path not in frozen.digests)
