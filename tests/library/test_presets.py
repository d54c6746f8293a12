"""The presets: every promise of the research, each with its time, its moment and its source, and each such that it can be pasted into the plan."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cicp.files import library
from cicp.model.checks import spans_in_words
from tests.conftest import Result
from tests.pasting import paste_all

BOOK = library.law_book()
ITEMS = BOOK.items

ROWS: list[dict[str, dict[str, object]]] = [
    {"lvmpd.officer-names": {"within": "48 hours"}},
    {"lvmpd.press-conference": {"within": "72 hours"}},
    {"lvmpd.preliminary": {}, "lvmpd.final-report": {"within": "60 days"}},
    {"seattle-2017.process": {}},
    {"seattle-2017.officer-names": {"within": "48 hours", "defer": "48 hours", "confidence": "judgement"}},
    {"seattle-2017.video": {"within": "72 hours", "defer": "72 hours", "confidence": "judgement"}},
    {"seattle-2025.officer-names": {"within": "72 hours"}, "seattle-2025.video": {"within": "72 hours"}},
    {"sfpd.scene": {}},
    {"sfpd.town-hall": {"within": "10 days"}},
    {"sfpd.officer-names": {"within": "10 days", "defer": "10 days", "confidence": "judgement"}},
    {"dc.officer-names": {"within": "5 business days"}, "dc.video": {"within": "5 business days", "refuse": True}},
    {"dc.family-notice": {"before": "24 hours", "of": "video-release"}},
    {"milwaukee.family-viewing": {"within": "48 hours"}, "milwaukee.video": {"within": "15 days"}},
    {"austin.video": {"within": "10 business days", "refuse": True}},
    {"nj.video": {"within": "20 days", "defer": "20 days", "confidence": "judgement"}},
    {"nyc.video": {"within": "30 days"}},
    {"co.video": {"within": "21 days", "anchor": "video-requested", "extend": ["24 days"]}},
    {"co.family-viewing": {"before": "72 hours", "of": "video-release", "confidence": "general-knowledge"}},
    {"lapd.video": {"within": "45 days", "defer": "30 days"}, "ca.video": {"within": "45 days", "anchor": "known", "defer": "30 days"}},
    {"chicago.video": {"within": "60 days", "extend": ["30 days"]}},
    {"mutual-aid.names-held": {"wait": "48 hours"}},
    {"wa-me.decedent-name": {"wait": "48 hours", "anchor": "identified"}},
    {"fairfax-bad.officer-name": {}},
    {"louisville.officer-names": {"within": "72 hours"}},
    {"louisville.video": {"within": "10 business days"}},
]
"""The rows of the table of peer benchmarks in the research, in its order, each with the promises it holds; what is not said is nothing, from the event."""
EXPECTED = {name: promise for row in ROWS for name, promise in row.items()}
_USUAL = {"anchor": "occurred", "within": "", "before": "", "of": "", "wait": "", "extend": [], "defer": "", "refuse": False, "confidence": "sourced"}
_PUT_OFF = re.compile(r"\b(?:put off|defers?|deferred|delay|declines?|refuses?|(?:is|be) extended|unless)\b")
_NOT = re.compile(r"^(?:Nobody|Neither|Nothing|No)\b")
"""A sentence that says that nobody can put it off."""
ADOPTABLE = sorted(EXPECTED.keys() - {"fairfax-bad.officer-name"})
DUTIES = sorted(BOOK.duties)


class TestWords:
    """What the presets say."""

    def test_there_are_seventeen_presets_in_twenty_five_rows(self) -> None:
        """No row of the research is left out, and nothing was added to it."""
        assert (25, 17) == (len(ROWS), len(BOOK.presets))
        assert EXPECTED.keys() == ITEMS.keys()

    @pytest.mark.parametrize("name", EXPECTED)
    def test_each_promise_has_its_time_and_its_moment(self, name: str) -> None:
        """A promise counts from the moment of the research, within its time, and is put off as it is there."""
        assert {**_USUAL, **EXPECTED[name]} == ITEMS[name].model_dump(include={*_USUAL})

    @pytest.mark.parametrize("name", EXPECTED)
    def test_each_has_a_source_that_can_be_looked_up(self, name: str) -> None:
        """Each names a code that sources.toml explains, and the day on which it was read."""
        assert BOOK.cited(ITEMS[name].source)
        assert date(2026, 11, 22) == ITEMS[name].verified_on

    @pytest.mark.parametrize("name", ADOPTABLE)
    def test_the_clause_says_the_same_and_says_so_when_it_will_be_missed(self, name: str) -> None:
        """The clause names every span of the promise and no other, and that the city says publicly when it will miss it."""
        item = ITEMS[name]
        spans = {span for span in (item.within, item.before, item.wait, item.defer, *item.extend) if span}

        assert spans == spans_in_words(item.words)
        assert "says so publicly" in item.words

    @pytest.mark.parametrize("name", ADOPTABLE)
    def test_words_that_speak_of_putting_off_have_a_step_that_can_be_put_off(self, name: str) -> None:
        """A clause says how the promise is put off or refused where the step can be, and nowhere else."""
        item = ITEMS[name]
        sentences = [sentence for line in item.words.splitlines() for sentence in line.split(". ") if not _NOT.match(sentence)]

        assert bool(item.defer or item.extend or item.refuse) == any(_PUT_OFF.search(sentence) for sentence in sentences)

    @pytest.mark.parametrize("name", [name for name in ADOPTABLE if EXPECTED[name].get("confidence") == "judgement"])
    def test_a_number_of_ours_is_said_to_be_ours(self, name: str) -> None:
        """Where a city sets no number for how it puts its promise off, the source and the note say that the number is our judgment."""
        item = ITEMS[name]

        assert item.source.endswith("; by how much it is put off is our judgment")
        assert "our judgement" in item.note
        assert item.defer.split(" ")[0] in item.note

    def test_the_warning_is_nothing_to_take_over(self) -> None:
        """What happened in Fairfax County is told, and has no words, no time and no step that could be adopted."""
        warned = {name: preset for name, preset in BOOK.presets.items() if preset.warning}
        (item,) = warned["fairfax-bad"].item

        assert ["fairfax-bad"] == list(warned)
        assert ("", "", "") == (item.words, item.within, item.step)

    def test_what_became_of_a_promise_is_told(self) -> None:
        """The suit in Milwaukee, the promise met once in Austin and the miscounting in Chicago stand in the notes."""
        assert "enjoined on 12 May 2023" in ITEMS["milwaukee.video"].note
        assert "met once" in ITEMS["austin.video"].note
        assert "33 of 122" in ITEMS["chicago.video"].note


class TestPasted:
    """What `law adopt` prints is pasted as a person would, and the plan still fits together."""

    @pytest.mark.parametrize("name", ADOPTABLE)
    def test_a_promise(self, name: str, plan: Path, cicp: Callable[..., Result]) -> None:
        """Pasted into the example plan a promise of another city leaves no error, and the plan then says what was promised."""
        changed = paste_all(plan, cicp("law", "adopt", name, "--format", "json").out)
        again = json.loads(cicp("law", "adopt", name, "--format", "json").out)["paste"]

        assert changed
        assert 0 == cicp("check").code
        assert [part["file"] for part in again if not part["file"].startswith("text/")] == []

    @pytest.mark.parametrize("name", DUTIES)
    def test_a_duty(self, name: str, plan: Path, cicp: Callable[..., Result]) -> None:
        """A duty that the plan lost, with the clause that only it cited, is whole again after pasting; one that cannot be adopted says why."""
        _lose(plan, name)
        adopted = cicp("law", "adopt", name, "--format", "json")
        if adopted.code == 0:
            paste_all(plan, adopted.out)

        assert 0 == cicp("check").code
        assert name not in {each["id"] for each in json.loads(cicp("law", "list", "--format", "json").out)["open"]}
        assert adopted.code == (0 if BOOK.duties[name].in_force and "answered already" not in adopted.err else 3)


def _lose(plan: Path, name: str) -> None:
    """Take a duty out of law.toml, and its clause out of the text where nothing else cites it."""
    law = plan / "law.toml"
    duty = re.compile(rf'^\[\[duty\]\]\nid = "{name.partition(".")[2]}"\n.*?(?=^\[|\Z)', re.MULTILINE | re.DOTALL)
    found = duty.search(law.read_text(encoding="utf-8"))
    if found is None:
        return
    law.write_text(duty.sub("", law.read_text(encoding="utf-8")), encoding="utf-8")
    cited = re.findall(r'^clause = "(.*)"', found[0], re.MULTILINE)[0]
    others = "".join(path.read_text(encoding="utf-8") for folder in ("playbooks", "statements") for path in (plan / folder).glob("*.toml"))
    if f'"{cited}"' not in others + law.read_text(encoding="utf-8"):
        section, _, clause = cited.partition(".")
        text = next((plan / "text").glob(f"[0-9][0-9]-{section}.toml"))
        kept = re.sub(rf'^\[\[clause\]\]\nid = "{clause}"\n.*?(?=^\[\[|\Z)', "", text.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        text.write_text(kept, encoding="utf-8")
