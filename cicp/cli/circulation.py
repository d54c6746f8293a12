"""The words as they are about to be frozen: read strictly, checked, and held against what was frozen before."""

from typing import NamedTuple

from cicp.cli.desk import Desk
from cicp.cli.slow import Sitting
from cicp.files import edition, folder, inspection
from cicp.files.layout import Home
from cicp.model.findings import Finding
from cicp.model.requirements import Case, require
from cicp.model.words import Words


class Draft(NamedTuple):
    """The working words, and what requirements are asked of now that they are read."""

    home: Home
    files: folder.WordFiles
    words: Words
    case: Case

    def freeze(self) -> str:
        """Freeze these words and return the edition's digest. Raises CannotWrite."""
        return edition.freeze(self.home, self.files, self.words, [])


def read_words(desk: Desk, sitting: Sitting, kind: str) -> Draft:
    """Read the working words for a move that freezes them. Raises InvalidFile for a file that does not say what it should.

    Where the move does not fit at all, or something else than the words is in its way, that is found without reading them twice.
    """
    require(kind, sitting.case())
    files = folder.collect(desk.home.root)
    words = folder.read(files)
    found = inspection.inspect(desk.home, [], sitting.local.now.date()).findings
    unowned = [name for (_, name), section in words.sections.items() if words.plan and words.plan.holder(section.owner) is None]
    unfit = [_say(finding) for finding in found if finding.level == "error" and not _asked_apart(finding)]
    return Draft(desk.home, files, words, sitting.case(unfit=unfit, unowned=unowned))


def _asked_apart(finding: Finding) -> bool:
    """Say whether requirements ask for it in other words. A damaged record was refused before; a move that did not fit is mended by going on."""
    return finding.id in ("comments", "record") or (finding.id == "sections" and finding.location == ("owner",))


def _say(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line else ""
    return f"{finding.path}{line}: {finding.says}"
