"""Which duties of the law library the transcripts named law-*.txt really start: they are played, and the incidents that are left are read.

`python tests/tried.py` writes them into cicp/library/law/tried.toml: read the difference before you keep it.
"""

from collections.abc import Iterator
from pathlib import Path

from cicp import clock
from cicp.files import library, reading, scene
from cicp.files.layout import Home, find_home
from cicp.model.calendar import CityCalendar
from cicp.model.findings import written_steps
from cicp.model.law_book import own_duties
from cicp.model.rules import rules_of
from cicp.model.timeline import Item, timeline
from cicp.model.words import Words
from tests import player

TRANSCRIPTS = sorted((Path(__file__).resolve().parent / "transcripts").glob("law-*.txt"))
FILE = library.LIBRARY / "law" / "tried.toml"
_NOT_STARTED = ("waiting", "not-applicable")


def tried() -> dict[str, str]:
    """Return each duty that a transcript starts and the first transcript that does, in the order of their names."""
    found: dict[str, str] = {}
    for file in TRANSCRIPTS:
        for name in started(file.read_text(encoding="utf-8")):
            found.setdefault(name, file.name)
    return dict(sorted(found.items()))


def started(transcript: str) -> set[str]:
    """Play a transcript and return the duties whose clock it set going, by themselves or by the step that answers them."""
    with player._plan() as plan:
        for beat in player.read(transcript):
            player._play(beat, plan)
        return set(_in_incidents(find_home(str(plan))))


def _in_incidents(home: Home) -> Iterator[str]:
    calendar: CityCalendar = reading.read_calendar(home)[0]
    zone = reading.zone_of(reading.read_plan(home)) or clock.machine_zone()
    for logs in scene.read_incidents(home, home.incident_ids()):
        found = scene.read_scene(home, *logs)
        names = _law_ids(found.words)
        for item in timeline(found.incident, rules_of(found.incident, found.words, calendar, zone), clock.now(zone)):
            yield from names.get(item.step, ()) if _runs(item) else ()


def _runs(item: Item) -> bool:
    return item.due is not None or item.not_before is not None or item.status not in _NOT_STARTED  # a time that has to pass runs too


def _law_ids(words: Words) -> dict[str, list[str]]:
    """The duties of the library behind each duty and each step of a plan."""
    own = {each.duty.id: [each.law_id] for each in own_duties(words, library.law_book()) if each.law_id}
    return {each.step.id: each.step.answers for each in written_steps(words) if each.step.answers} | own


def write() -> None:
    """Write what is tried into the package's file, below its own remarks."""
    remarks = FILE.read_text(encoding="utf-8").partition("[tried]\n")[0]
    lines = "".join(f'"{name}" = "{transcript}"\n' for name, transcript in tried().items())
    FILE.write_text(f"{remarks}[tried]\n{lines}", encoding="utf-8")


if __name__ == "__main__":
    write()
