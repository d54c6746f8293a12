"""The law library held against the research row by row, and the example plan against the law library.

The tables were written from the research, not from the TOML: each clock of its section 4.1, each standing rule of its section 4.3. Where a row holds
two duties (a time for small bills and one for large), it has two entries here.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import rtoml

from cicp.files import folder, library, toml
from cicp.model.calendar import CityCalendar
from cicp.model.checks import spans_in_words
from cicp.model.counting import count
from cicp.model.gates import Facts, Gates
from cicp.model.law import Law
from cicp.model.law_book import Book, answers, own_duties
from cicp.model.law_library import KnownDuty, Rule
from cicp.model.spans import parse_span
from tests import player

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "plans" / "clayton"
TRANSCRIPT = ROOT / "tests" / "transcripts" / "law-every-duty.txt"
FILES = library.law_files()
DUTIES = {f"{name}.{duty.id}": duty for name, file in FILES.items() for duty in file.duty}
RULES = {f"{name}.{rule.id}": rule for name, file in FILES.items() for rule in file.rule}
ENTRIES: dict[str, KnownDuty | Rule] = {**DUTIES, **RULES}
OWN = toml.load(EXAMPLE / "law.toml", Law)
_DOMAIN = re.compile(r"domain 4\.[13] (\w+); ")
SOURCED, GENERAL, OURS = "sourced", "general-knowledge", "judgement"


class Row(NamedTuple):
    """A clock of the research: its id there, the time (`within`, `before` or `wait`), what it counts from, who owes it, and what stands behind it."""

    row: str
    time: str
    anchor: str
    role: str
    confidence: str = SOURCED
    citation: str = ""


ROWS = {
    "us-mo.sunshine-response": Row("mo_sunshine_response", "within 3 business days", "request-received", "city-clerk", citation="RSMo 610.023"),
    "us-mo.denial-statement": Row("mo_denial_statement", "within 3 business days", "denial-reasons-requested", "city-clerk", citation="RSMo 610.023"),
    "us-mo.meeting-notice": Row("mo_meeting_notice", "before 24 open hours", "meeting-set", "city-clerk", citation="RSMo 610.020"),
    "us-mo.meeting-short-notice": Row("mo_meeting_short_notice", "", "short-notice-decided", "city-clerk", GENERAL, "RSMo 610.020"),
    "us-mo.closed-meeting": Row("mo_closed_meeting", "", "closing-moved", "board", citation="RSMo 610.022"),
    "us-mo.fee-stale": Row("mo_fee_stale", "wait 90 days", "fee-billed", "city-clerk", citation="RSMo 610.026"),
    "us-mo.fee-stale-large": Row("mo_fee_stale", "wait 150 days", "large-fee-billed", "city-clerk", citation="RSMo 610.026"),
    "us-mo.arrest-30": Row("mo_arrest_30", "within 30 days", "arrest", "pio", citation="RSMo 610.100"),
    "us-mo.arrest-closed": Row("mo_arrest_30", "wait 30 days", "arrest", "city-clerk", citation="RSMo 610.100"),
    "us-mo.terminated-review": Row("mo_case_terminated", "", "case-terminated", "city-clerk", citation="RSMo 610.105"),
    "us-mo.inactive-records": Row("mo_video_inactive", "", "inactive", "city-clerk", citation="RSMo 610.100"),
    "us-mo.interested-party-30": Row("mo_interested_party_30", "within 30 days", "interested-party-asked", "city-clerk", GENERAL, "RSMo 610.100.4"),
    "us-mo.third-party-notice": Row("mo_mvr_third_party_notice", "wait 10 days", "recording-notice-given", "requester", GENERAL, "RSMo 610.100.8"),
    "us-mo.examiner-notice": Row("mo_me_notice", "within 0 minutes", "died", "watch-commander", citation="RSMo 58.720.1"),
    "us-mo.child-death-notice": Row("mo_child_death", "within 0 minutes", "died", "watch-commander", citation="RSMo 58.722"),
    "us-mo.child-death-panel": Row("mo_child_death", "within 24 hours", "done:examiner-notice", "me", citation="RSMo 58.722"),
    "us-mo.victim-final-disposition": Row("mo_victim_final_disposition", "within 5 days", "final-disposition", "prosecutor", citation="RSMo 595.209.1"),
    "us-mo.victim-status": Row("mo_victim_status", "", "victim-known", "chief", citation="RSMo 595.209.1(5)"),
    "us-mo.victim-escape": Row("mo_victim_escape_24h", "within 24 hours", "escaped", "chief", citation="RSMo 595.209.1(5)(d)"),
    "us-mo.missing-entry": Row("mo_missing_entry", "within 0 minutes", "reported", "watch-commander", citation="RSMo 43.401"),
    "us-mo.use-of-force-data": Row("mo_uof_data", "within 365 days", "force-used", "chief", citation="RSMo 590.1265"),
    "us-mo.departure-report": Row("mo_post_departure", "within 30 days", "officer-left", "chief", citation="RSMo 590.070"),
    "us-mo.discipline-meeting": Row("mo_discipline_meeting", "within 48 hours", "discipline-meeting-asked", "chief", citation="RSMo 590.500"),
    "us-mo.administrative-review": Row("mo_admin_investigation", "within 90 days", "complaint", "chief", citation="RSMo 590.502.2(11)"),
    "us-mo.questioning-notice": Row("mo_ia_notice_24h", "before 24 hours", "interview-set", "chief", citation="RSMo 590.502.2(1)"),
    "us-mo.findings-notice": Row("mo_ia_findings_5", "within 5 days", "administrative-review-ended", "chief", citation="RSMo 590.502"),
    "us-mo.investigation-record": Row("mo_ia_record_5bd", "within 5 business days", "officer-file-asked", "chief", citation="RSMo 590.502"),
    "us-mo.discipline-hearing": Row("mo_discipline_hearing_7", "before 7 days", "hearing-set", "chief", citation="RSMo 590.502.3"),
    "us-mo.personnel-vote": Row("mo_personnel_vote_72h", "within 72 hours", "personnel-voted", "city-clerk", citation="RSMo 610.021(3)"),
    "us-mo.suit-hold": Row("mo_suit_hold", "within 0 minutes", "suit-served", "city-clerk", citation="RSMo 610.027.1"),
    "us-mo.breach-notice": Row("mo_breach", "", "breach-confirmed", "city-attorney", citation="RSMo 407.1500"),
    "us-mo.breach-owner": Row("mo_breach_owner", "within 0 minutes", "held-data-breached", "city-attorney", citation="RSMo 407.1500.2(2)"),
    "us.dcra": Row("dcra_quarter", "within 20 days", "died", "chief", OURS, "Death in Custody Reporting Act"),
    "us.circia-incident": Row("circia", "within 72 hours", "detected", "city-attorney", citation="Cyber Incident Reporting for Critical Infrastructure Act"),
    "us.circia-ransom": Row("circia", "within 24 hours", "ransom-paid", "city-attorney", citation="Cyber Incident Reporting for Critical Infrastructure Act"),
    "us.ada-web": Row("ada_web", "within on 26 April 2028", "known", "alt-pio", citation="91 FR 20902"),
    "us.ada-effective-communication": Row("ada_effective_comm", "within 0 minutes", "event-start", "pio", GENERAL, "28 CFR 35.160"),
}
"""The 33 clocks; four of them hold two duties."""

STANDING = {
    "incident-open": ("inc_open", SOURCED, "RSMo 610.100"),
    "incident-withheld": ("inc_redact", SOURCED, "RSMo 610.100.3"),
    "investigative-closed": ("inv_closed", SOURCED, "RSMo 610.100"),
    "recording-closed": ("mvr_closed", SOURCED, "RSMo 610.100"),
    "daily-log": ("log_public", SOURCED, "RSMo 610.200"),
    "calls-911": ("c911", SOURCED, "RSMo 610.150"),
    "children": ("juv", SOURCED, "RSMo 211.321"),
    "sex-offense-victims": ("sexvic", OURS, "RSMo 595.226"),
    "scene-images": ("scene_img", SOURCED, "RSMo 610.205"),
    "personnel": ("personnel", SOURCED, "RSMo 610.021"),
    "administrative-file": ("ia_file_closed", SOURCED, "RSMo 590.502.2(14)"),
    "closed-is-closed": ("closed_is_closed", SOURCED, "RSMo 610.115"),
    "roster": ("roster_open", SOURCED, "RSMo 610.021(13)"),
    "security-closable": ("security_closable", SOURCED, "RSMo 610.021(18)"),
    "message-quorum": ("email_quorum", SOURCED, "RSMo 610.025"),
    "penalties": ("penalty", GENERAL, "RSMo 610.027"),
    "written-policy": ("policy_610_028", SOURCED, "RSMo 610.028"),
    "statute-dates": ("version", SOURCED, "RSMo chapter 610"),
    "oversight-gap": ("oversight_gap", SOURCED, "RSMo 43.180"),
}
"""The 19 standing rules: the id in the research, what stands behind the rule, and the section."""


def _time(name: str) -> str:
    duty = DUTIES[name]
    return " ".join(f"{key} {text}" for key, text in (("within", duty.within), ("before", duty.before), ("wait", duty.wait)) if text)


class TestRows:
    """Nothing of the research is left out, and nothing was added."""

    @pytest.mark.parametrize("name", ROWS)
    def test_every_clock_of_the_research_is_a_duty(self, name: str) -> None:
        """Each duty has the time, the anchor, the owner, the citation and the confidence that its row gives."""
        duty = DUTIES[name]
        (row,) = _DOMAIN.findall(duty.source)

        assert ROWS[name] == Row(row, _time(name), duty.anchor, duty.role, duty.confidence, duty.citation[: len(ROWS[name].citation)])

    def test_there_is_no_other_duty(self) -> None:
        """33 rows are 37 duties."""
        assert set(ROWS) == set(DUTIES)
        assert (33, 37) == (len({row.row for row in ROWS.values()}), len(ROWS))

    @pytest.mark.parametrize("name", STANDING)
    def test_every_standing_rule_of_the_research_is_there(self, name: str) -> None:
        """Each rule has the section and the confidence that its row gives."""
        rule = RULES[f"us-mo.{name}"]
        row, confidence, citation = STANDING[name]

        assert [row] == _DOMAIN.findall(rule.source)
        assert (confidence, citation) == (rule.confidence, rule.citation[: len(citation)])

    def test_there_is_no_other_rule(self) -> None:
        """The 19 rules are Missouri's."""
        assert {f"us-mo.{name}" for name in STANDING} == set(RULES)
        assert 19 == len(STANDING)

    def test_an_administrative_investigation_is_extended_twice_at_most(self) -> None:
        """Sixty days more on good cause, and once again; nothing else in the library can be extended."""
        assert {"us-mo.administrative-review": ["60 days", "60 days"]} == {name: duty.extend for name, duty in DUTIES.items() if duty.extend}

    def test_how_sure_it_is_is_counted(self) -> None:
        """As many entries rest on what was read, on general knowledge and on our judgment as the research flags."""
        assert Counter({SOURCED: 32, GENERAL: 4, OURS: 1}) == Counter(duty.confidence for duty in DUTIES.values())
        assert Counter({SOURCED: 17, GENERAL: 1, OURS: 1}) == Counter(rule.confidence for rule in RULES.values())

    def test_whom_it_binds_and_what_is_not_in_force(self) -> None:
        """Three duties are owed by others, and two stand there only so that nobody takes them for law, each with what to watch for."""
        others = {name for name, duty in DUTIES.items() if not duty.ours}
        off = {name for name, duty in DUTIES.items() if not duty.in_force}

        assert {"us-mo.third-party-notice", "us-mo.child-death-panel", "us-mo.victim-final-disposition"} == others
        assert {"us.circia-incident", "us.circia-ransom"} == off
        assert [] == [name for name in off if not DUTIES[name].watch]
        assert "RIN 1190-AA82/-AA83; substantive NPRM expected" == DUTIES["us.ada-web"].watch

    @pytest.mark.parametrize("ends", [(2027, 3, 31), (2027, 6, 30), (2027, 9, 30), (2026, 12, 31)])
    def test_a_death_in_custody_is_in_the_report_of_its_quarter(self, ends: tuple[int, int, int]) -> None:
        """Of a death on the last day of a quarter the city's report is due before the state's, thirty days after; of one on 29 January, not next day."""
        within = parse_span(DUTIES["us.dcra"].within)
        noon = datetime(*ends, 12, tzinfo=UTC)
        dues = [count(within, moment, "died", UTC, CityCalendar(format=1)).moment.date() for moment in (noon, datetime(2027, 1, 29, 12, tzinfo=UTC))]

        assert dues[0] < noon.date() + timedelta(days=30)
        assert date(2027, 2, 18) == dues[1]


class TestEntries:
    """Each entry says what a city attorney has to know of it."""

    @pytest.mark.parametrize("name", ENTRIES)
    def test_an_entry_can_be_checked(self, name: str) -> None:
        """It has a citation, the day of the research, sources of which each code is explained, and one sentence to the city attorney."""
        entry = ENTRIES[name]
        known = {source["code"] for source in rtoml.loads((library.LIBRARY / "sources.toml").read_text(encoding="utf-8"))["source"]}
        codes = re.findall(r"\b[A-Z]\d+b?\b", _DOMAIN.sub("", entry.source))

        assert date(2026, 11, 22) == entry.verified_on
        assert getattr(entry, "confirmed_on", None) is None  # no city's attorney has confirmed what the package brings
        assert codes
        assert set(codes) <= known
        assert re.fullmatch(r"Confirm [^.]*(?:\.\S[^.]*)*\.", entry.confirm.replace(" v. ", " against "))
        assert len(entry.title) <= 72

    @pytest.mark.parametrize("name", DUTIES)
    def test_the_words_of_a_duty_say_its_time_and_no_other(self, name: str) -> None:
        """The clause that takes a duty over names every span of it, as `check` reads them, and no span besides."""
        duty = DUTIES[name]
        times = [text for text in (duty.within, duty.before, duty.wait, *duty.extend) if text]
        dated = {str(span) for text in times if (span := parse_span(text)).days}

        assert {*times} - dated == spans_in_words(duty.words)
        assert [] == [span for span in dated if span not in duty.words]

    @pytest.mark.parametrize("name", [name for name, duty in DUTIES.items() if duty.ours])
    def test_a_duty_of_the_city_is_never_moved_to_a_later_day(self, name: str) -> None:
        """No roll, the first day left out, and what comes out of hours counts from when it came: the earlier reading, each time."""
        assert ("none", "first-day-out", "delivered") == (DUTIES[name].roll, DUTIES[name].counting, DUTIES[name].received)

    @pytest.mark.parametrize("name", DUTIES)
    def test_a_duty_counts_from_a_fact_that_can_be_recorded(self, name: str) -> None:
        """Each anchor is in facts.toml; one that a time is counted back from is set ahead, and what is owed to each person or request is about them."""
        facts = {fact.name: fact for fact in toml.load(library.LIBRARY / "facts.toml", Facts).fact}
        duty = DUTIES[name]

        assert duty.anchor in facts or duty.anchor.startswith("done:")
        if duty.before:
            assert facts[duty.anchor].planned
            assert facts[duty.anchor].about

    def test_a_rule_names_a_gate_that_there_is(self) -> None:
        """What a rule keeps from being said is kept by one of the plan's gates; five rules keep nothing from being said."""
        gates = {gate.id for gate in toml.load(library.LIBRARY / "gates.toml", Gates).gate}
        named = [rule.gate for rule in RULES.values()]

        assert {gate for gate in named if gate} <= gates
        assert 5 == named.count("")


class TestExample:
    """The example plan answers the law that binds its city."""

    def test_it_takes_each_duty_over_as_the_library_has_it(self) -> None:
        """A duty of law.toml is the library's in every key, clause, note and day included: what a clerk compares shows no difference."""
        of_library = {duty.id: duty.model_dump(include=set(type(OWN.duty[0]).model_fields)) for file in FILES.values() for duty in file.duty}

        assert [] == [duty.id for duty in OWN.duty if duty.model_dump() != of_library[duty.id]]

    def test_every_duty_is_answered(self) -> None:
        """Each duty of the library, also what binds others or is not in force, is taken over, answered by a step or clause, or said to be somebody else's."""
        words, _ = folder.read_what_can_be(folder.collect(EXAMPLE))

        assert set(DUTIES) == set(answers(words, Book(FILES, {}, {}, {})))
        assert [] == [each.duty.id for each in own_duties(words, Book(FILES, {}, {}, {})) if not each.law_id or each.differs]

    def test_each_duty_cites_its_clause_and_names_its_citation_there(self) -> None:
        """The clause of a duty says its section of the law, so that whoever reads the plan finds it."""
        words, _ = folder.read_what_can_be(folder.collect(EXAMPLE))
        sections = {duty.id: " ".join(re.findall(r"RSMo (\d+\.\d+)", duty.citation)) for duty in OWN.duty}

        assert [] == [duty.id for duty in OWN.duty if sections[duty.id] not in words.clauses[duty.clause].text]

    @pytest.mark.parametrize(
        ("old", "new", "code", "says"),
        [
            ('id = "suit-hold"', 'id = "suit-hold-2"', 1, "us-mo.suit-hold (RSMo 610.027.1) is answered by no duty of law.toml, no step and no clause"),
            ('duty = "us.circia-ransom"', 'duty = "us.circia-ransome"', 5, 'there is no duty of the law library "us.circia-ransome".'),
        ],
        ids=["not taken over", "a name that the library does not have"],
    )
    def test_check_finds_what_the_plan_does_not_answer(self, cicp: Callable[..., Any], plan: Path, old: str, new: str, code: int, says: str) -> None:
        """A duty of the state's law that nothing answers is an error of `check`; one that the library does not have breaks the file."""
        path = plan / "law.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

        result = cicp("check", "--format", "json")

        assert code == result.code
        assert [says] == [each["says"][: len(says)] for each in json.loads(result.out)["findings"]]


class TestTranscript:
    """What no transcript ever started may as well not be there."""

    def test_every_duty_of_the_plan_is_started_and_shows_when_it_is_owed(self) -> None:
        """In the last timeline of the transcript each duty of law.toml stands under what runs or is owed; none waits but for a time that has to pass."""
        timeline = player.read(TRANSCRIPT.read_text(encoding="utf-8"))[-1]
        shown = "\n".join(timeline.said)
        started = {duty.id for duty in OWN.duty if re.search(rf"^ +{duty.id}(?:-[a-z]+-\d)? - ", shown, re.MULTILINE)}

        assert "$ cicp incident timeline --as pio" == timeline.line
        assert {duty.id for duty in OWN.duty} == started
        waiting = re.findall(r"^\.\.\. WAIT .*?^ +([a-z0-9-]+?)(?:-[a-z]+-\d)? - ", shown, re.MULTILINE | re.DOTALL)
        assert {*waiting} <= {duty.id for duty in OWN.duty if duty.wait}
