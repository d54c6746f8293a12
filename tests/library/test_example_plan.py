"""The example plan: a model text that no city has adopted, complete, answered section by section, and the same words as the library's."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cicp.files import folder, starter, toml
from cicp.model.calendar import CityCalendar
from cicp.model.checks import spans_in_words
from cicp.model.counting import count
from cicp.model.plan import Directory, Plan
from cicp.model.recommendations import Recommendations
from cicp.model.rules import spans_of
from cicp.model.section import CitedClause
from cicp.model.spans import parse_cadence, parse_span
from cicp.model.words import Words
from tests import example_docket
from tests.incidents import ZONE, at

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "plans" / "clayton"
LIBRARY = ROOT / "cicp" / "library"
PLAN = toml.load(EXAMPLE / "plan.toml", Plan)
STARTER = toml.parse(starter.of_no_city(), "plan.toml", Plan)
ADVICE = toml.load(EXAMPLE / "recommendations.toml", Recommendations)


def _words() -> Words:
    words, faults = folder.read_what_can_be(folder.collect(EXAMPLE), ())
    assert list(faults) == []
    return words


WORDS = _words()
CLAUSES: dict[str, CitedClause] = WORDS.clauses
STEPS = [step for book in WORDS.playbooks.values() for step in book.step]
CITED = [*(step.clause for step in STEPS), *(duty.clause for duty in (WORDS.law.duty if WORDS.law else ()))]
"""The clause of each step and duty."""


def _text(section: str) -> str:
    return " ".join(" ".join(clause.text.split()) for name, clause in CLAUSES.items() if name.startswith(f"{section}."))


class TestMarked:
    """Nobody may take it for the city's own plan."""

    def test_it_is_marked_as_a_model_text_that_was_not_adopted(self) -> None:
        """The notice that is printed with the plan, the first clause, and the docket all say so."""
        first = next(iter(CLAUSES.values()))
        docket = (EXAMPLE / "docket" / "0001-asf4m.toml").read_text(encoding="utf-8")

        assert "The City of Clayton has not adopted it" in PLAN.notice
        assert "not legal advice" in PLAN.notice
        assert "This is a model text." in first.text
        assert "the City of Clayton has not adopted it" in first.text
        assert "the City of Clayton has not adopted it" in docket

    def test_it_stands_at_draft_with_no_incident_and_nothing_frozen(self, cicp: Callable[..., Any]) -> None:
        """Its stage is draft, no edition is in force, and the folder holds neither incidents nor editions."""
        status = cicp("status", "--format", "json")

        assert status.code == 0
        assert ('"stage": "draft"' in status.out, '"edition_in_force": null' in status.out, '"incidents": []' in status.out) == (True, True, True)
        assert not (EXAMPLE / "incidents").exists()
        assert not (EXAMPLE / "editions").exists()

    def test_check_finds_nothing(self, cicp: Callable[..., Any]) -> None:
        """`cicp check` is silent on it, with exit code 0."""
        result = cicp("check")

        assert (0, "", "") == (result.code, result.out, result.err)


class TestDocket:
    """What the city published in 2019, a working group without people, and two moves."""

    def test_it_is_what_the_script_makes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Made again through the package's own writing functions, the docket is the same, byte for byte."""
        monkeypatch.setenv("CICP_NOW", example_docket.NOW)
        example_docket.make(tmp_path)
        made, kept = ({path.name: path.read_bytes() for path in (place / "docket").glob("*") if path.is_file()} for place in (tmp_path, EXAMPLE))

        assert kept == made
        assert len(made) == 11

    def test_it_holds_what_the_city_published(self) -> None:
        """The recommendation of 3 July 2019 and the work under way on 18 October 2019, each at the day it happened, with its source."""
        filings = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((EXAMPLE / "docket").glob("*.toml"))]

        assert ["plan-created", "fact", "fact", "engagement", "convened", *["member"] * 5, "draft-begun"] == [filing["kind"] for filing in filings]
        assert ["2019-07-03", "2019-10-18", "2019-07-03"] == [f"{filing['at']:%Y-%m-%d}" for filing in filings[1:4]]
        assert (112, 89, 45) == tuple(filings[3][key] for key in ("people", "residents", "homeowners"))
        assert all("City's web page" in filing["source"] for filing in filings[1:3])
        assert {"2026-01-05"} == {f"{filing['filed_at']:%Y-%m-%d}" for filing in filings}


class TestLibrary:
    """What was copied from the library is still the library's."""

    @pytest.mark.parametrize("name", ["playbooks", "statements"])
    def test_folders_are_equal(self, name: str) -> None:
        """Playbooks and statement kinds are the library's, byte for byte."""
        ours, theirs = ({path.name: path.read_bytes() for path in (place / name).glob("*.toml")} for place in (EXAMPLE, LIBRARY))

        assert theirs == ours
        assert len(ours) > 1

    @pytest.mark.parametrize("name", ["facts.toml", "gates.toml"])
    def test_files_are_equal(self, name: str) -> None:
        """Facts and gates are the library's, byte for byte."""
        assert (LIBRARY / name).read_bytes() == (EXAMPLE / name).read_bytes()


class TestPeople:
    """Nobody is named, and nobody can be called."""

    def test_every_number_is_fictional_and_nobody_is_named(self) -> None:
        """The directory has a number for every office, from those kept free for fiction, and no name."""
        directory = toml.load(EXAMPLE / "directory.toml", Directory)

        assert [contact.office for contact in directory.contact if not re.fullmatch(r"314-555-01\d\d", contact.phone)] == []
        assert [contact.office for contact in directory.contact if contact.name] == []
        assert [contact.office for contact in directory.contact if contact.email and not contact.email.endswith("@clayton.example")] == []
        assert {office.id for office in PLAN.office} == {contact.office for contact in directory.contact}

    def test_no_file_holds_another_number_or_address(self) -> None:
        """Nowhere in the plan is there a telephone number that rings, or an address of a real domain."""
        texts = {path: path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.toml")}
        numbers = [number for text in texts.values() for number in re.findall(r"\b\d{3}-\d{3}-\d{4}\b", text)]
        addresses = [address for text in texts.values() for address in re.findall(r"[\w.-]+@[\w.-]+", text)]

        assert [number for number in numbers if not number.startswith("314-555-01")] == []
        assert [address for address in addresses if not address.endswith((".example", "example.org"))] == []

    def test_no_text_names_a_person(self) -> None:
        """Two capitalized words in a row are an office, a body or a document of the list below, and so never a person."""
        known = (
            "City of Clayton|City Manager|City Attorney|City Clerk|City Hall|City Communications Manager|Assistant City Manager|Chief Administrative Officer|"
            "Deputy Chief|Chief of Police|Police Department|Watch Commanders?|Incident Commander|Notification Officer|Family Liaison|Community Liaison|"
            "Board of Aldermen|Community Equity Commission|Prosecuting Attorney|Medical Examiner|Attorney General|Supreme Court|Director of Human Resources|"
            "East Central Dispatch Center|St\\. Louis County Police|State Highway Patrol|Federal Bureau of Investigation|National Transportation Safety Board|"
            "Death in Custody Reporting Act|Peace Officer Standards and Training|Where the|Rules 4|RSMo"
        )
        found = [
            match
            for clause in CLAUSES.values()
            for sentence in re.split(r"(?<=[.:;!?])\s+", re.sub(known, "·", " ".join(clause.text.split())))
            for match in re.findall(r"(?<=\s)[A-Z][a-z]+ [A-Z][a-z]+", sentence[1:])
        ]

        assert found == []


@pytest.mark.parametrize(
    ("span", "start", "last"),
    [
        pytest.param("3 business days", "2026-11-25T09:00", "2026-12-02", id="4: Thanksgiving and the Friday after it"),
        pytest.param("3 business days", "2026-12-21T09:00", "2026-12-28", id="9: Christmas Eve is closed"),
        pytest.param("3 business days", "2026-12-23T09:00", "2026-12-30", id="10"),
        pytest.param("10 business days", "2026-11-22T09:00", "2026-12-08", id="23"),
        pytest.param("30 business days", "2026-12-01T09:00", "2027-01-15", id="25: over New Year"),
        pytest.param("1 business day", "2027-02-11T09:00", "2027-02-12", id="36: a state holiday on which the hall is open"),
        pytest.param("1 business day", "2027-07-02T09:00", "2027-07-06", id="a holiday that is observed on a Monday"),
    ],
)
def test_its_calendar_counts_as_the_research_does(span: str, start: str, last: str) -> None:
    """The closure days of the example give the date vectors that the research worked out for them."""
    calendar = toml.load(EXAMPLE / "calendar.toml", CityCalendar)
    due = count(parse_span(span), at(start), "known", ZONE, calendar)

    assert last == f"{due.moment:%Y-%m-%d}"
    assert [sentence for sentence in due.explain if "has no year" in sentence] == []


class TestClauses:
    """The clause is what a step cites, and what is signed."""

    def test_every_step_and_duty_cites_a_clause_and_none_is_cited_by_more_than_four(self) -> None:
        """A clause that everything cites would cite nothing."""
        cited = Counter(CITED)

        assert [clause for clause in cited if clause not in CLAUSES] == []
        assert [clause for clause, times in cited.items() if times > 4] == []

    def test_the_span_in_a_clause_is_the_span_of_its_step(self) -> None:
        """Every span of a step stands in the words of its clause."""
        missing = []
        for step in STEPS:
            cadences = [parse_cadence(text) for text in step.every]
            spans = [*spans_of((step.within, step.before), PLAN.settings), *(span for cadence in cadences for span in (cadence.step, cadence.until))]
            missing += [(step.id, str(span)) for span in spans if str(span) not in spans_in_words(CLAUSES[step.clause].text)]

        assert missing == []

    @pytest.mark.parametrize(
        ("section", "old", "new"),
        [
            ("06-notification", "within 15 minutes of the City knowing", "within 20 minutes of the City knowing"),
            ("11-statements", "within 60 minutes of the City knowing: on", "within 90 minutes of the City knowing: on"),
            ("18-records", "within 3 business days of the custodian", "within 5 business days of the custodian"),
            ("13-identification", "within 48 hours of the event: name", "within 72 hours of the event: name"),
        ],
    )
    def test_check_proves_it_when_the_words_are_altered(self, cicp: Callable[..., Any], plan: Path, section: str, old: str, new: str) -> None:
        """A clause that says another span than its step is found, in its file."""
        path = plan / "text" / f"{section}.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

        result = cicp("check")

        assert result.code == 1
        assert f"text/{section}.toml" in result.out

    @pytest.mark.parametrize(
        ("old", "new"), [('within = "55 minutes"', 'within = "50 minutes"'), ('every = ["30 days until 90 days"]', 'every = ["30 days until 60 days"]')]
    )
    def test_check_proves_it_when_the_step_is_altered(self, cicp: Callable[..., Any], plan: Path, old: str, new: str) -> None:
        """A step that asks for another span than its clause is found, in its file."""
        path = plan / "playbooks" / "base.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

        result = cicp("check")

        assert result.code == 1
        assert "playbooks/base.toml" in result.out

    def test_the_chain_in_words_is_the_chain_that_is_called(self) -> None:
        """The order, the limits and the substitutes of the notification chain are those of plan.toml."""
        chain = " ".join(CLAUSES["notification.chain"].text.split())
        titles = {
            "pio": "PIO", "chief": "Chief", "city-manager": "City Manager", "city-attorney": "City Attorney", "mayor": "Mayor", "city-clerk": "City Clerk",
            "hr-peer": "Director of Human Resources", "board": "Board of Aldermen", "alt-pio": "alternate PIO", "alt-chief": "Deputy Chief",
            "assistant-city-manager": "Assistant City Manager",
        }  # fmt: skip
        places = []
        for link in PLAN.notify:
            sentence = next(each for each in re.split(r"(?<=\.)\s", chain) if titles[link.office] in each.split(":")[0])
            places.append(chain.index(sentence))

            assert f": {'at once' if link.within == '0 minutes' else link.within}, " in sentence
            assert titles[link.otherwise] in sentence

        assert sorted(places) == places

    @pytest.mark.parametrize("kind", WORDS.statements)
    def test_the_matrix_in_words_has_the_approvers_of_each_statement(self, kind: str) -> None:
        """Each kind of statement stands in the approval matrix, with the offices whose approval its file asks for."""
        titles = {
            "ic": "Incident Commander", "watch-commander": "Watch Commander", "ecdc": "dispatch supervisor", "chief": "Chief", "city-manager": "City Manager",
            "city-attorney": "City Attorney", "mayor": "Mayor", "prosecutor": "Prosecuting Attorney", "ind-inv": "outside investigating agency",
        }  # fmt: skip
        lines = [line for line in CLAUSES["approval.matrix"].text.splitlines() if ": " in line]
        (line,) = (line for line in lines if IN_THE_MATRIX[kind] in line.partition(": ")[0].lower())
        asked = {office for choice in WORDS.statements[kind].approve for office in choice if not office.startswith(("alt-", "assistant-"))}

        assert asked == {office for office, title in titles.items() if re.search(rf"\b{title}\b", line.partition(": ")[2])}

    def test_a_request_passes_on_after_the_time_in_the_words(self) -> None:
        """Each span after which a request for approval passes to the delegate stands in the clause, and no other."""
        asked = {statement.timeout for statement in WORDS.statements.values() if statement.timeout}

        assert asked == spans_in_words(CLAUSES["approval.timeouts"].text)

    def test_a_rule_that_no_step_cites_says_that_it_binds_nobody_to_one(self) -> None:
        """A clause that names a span and is cited by nothing is marked, so that nobody takes it for a clock."""
        loose = [name for name, clause in CLAUSES.items() if spans_in_words(clause.text) and name not in CITED and clause.duty is not False]

        assert loose == []


IN_THE_MATRIX = {
    "aar-release": "after-action", "acknowledgement": "acknowledgement", "community-letter": "letter to the community", "correction": "correction",
    "custody-death": "death in custody", "decision-response": "prosecutor's decision", "elected-notice": "the mayor and the board",
    "employee-message": "all staff", "family-notice": "notice to a family", "first-post": "first post", "holding": "holding", "initial-facts": "initial facts",
    "investigation-status": "status of the investigation", "officer-id": "identification of an officer", "officer-id-deferral": "or its deferral",
    "press-advisory": "press advisory", "reunification-notice": "where families meet", "review-report": "outside reviewer", "safety-alert": "safety alert",
    "dispersal-notice": "order to disperse", "event-bulletin": "safety bulletin",
    "hoax-notice": "report was unfounded", "missing-found": "missing person was found", "missing-person": "notice of a missing person",
    "parent-notice": "notice to parents",
    "update": "update", "video-release": "release of video", "video-withhold": "recording is withheld",
    "misidentification-notice": "wrong identity", "other-agency-role": "another agency's incident", "video-published-by-other": "somebody else published",
}  # fmt: skip
"""How the approval matrix calls each kind of statement."""

ANSWERS = {
    "1 purpose: the right to know against trial, privacy, dignity": (
        "purpose",
        "RSMo chapter 610 | Rules 4-3.6 | privacy | those who died or were hurt | the City Manager decides after hearing the City Attorney",
    ),
    "2 parties, authority, the written policy": (
        "authority",
        "Police Department | Mayor and Board of Aldermen | Chief Administrative Officer | RSMo 610.028 | charter | RSMo 432.070 | say in writing",
    ),
    "3 critical incident, kinds, tiers, exclusions, anchors, business day": (
        "definitions",
        "only the meaning | 610.021(18)(d) | 590.192 | Tier 1 | Tier 3 | Range practice | are not critical | several kinds | it happened | City Hall is open",
    ),
    "4 roles, delegates, reachable day and night": (
        "roles",
        "Deputy Chief | Assistant City Manager | alternate PIO | any hour of the year | roster | 12 hours | after the Deputy Chief, acts the Watch Commander",
    ),
    "5 activation and stand-down: who, how, log": (
        "activation",
        "each alone | Watch Commander activates it | ICS form 214 | City Manager and the Chief together | 10 minutes",
    ),
    "6 notification: order, method, minutes, alternates": (
        "notification",
        "in this order | by voice | 15 minutes | alternate PIO | Deputy Chief | Assistant City Manager",
    ),
    "7 release authority by topic and by kind": (
        "release-authority",
        "Medical Examiner | the hospital | Prosecuting Attorney | outside investigating agency | East Central Dispatch Center | Where an officer fired",
    ),
    "8 approvals and time-outs": ("approval", "Holding statement | Release of video | 15 minutes | 30 minutes | 60 minutes | No clock ever publishes"),
    "9 one voice, elected officials": ("spokesperson", "One spokesperson | questions about the incident to the PIO"),
    "11 templates": ("statements", "templates are signed | 60 minutes | 24 hours | Nothing is deleted in silence"),
    "12 press conferences": ("press-conferences", "30 minutes' notice | 06:00 and 23:00 | five minutes | I need to stop us there | scribe"),
    "13 identification: clock, threat, deferral": ("identification", "48 hours | 2 hours | three: | Medical Examiner | City Attorney can release"),
    "14 video: Missouri basis, preview, redaction, withholding": (
        "video",
        "RSMo 610.100 | 48 hours | 24 hours | 30 days | 360 days | not a police building | captions, a transcript and an audio description | one by one",
    ),
    "15 families: separate liaisons, first to know": ("family-liaison", "its own liaison | three people | RSMo 58.720 | before the public does"),
    "16 social media: ledger, thresholds, corrections": ("social-media", "list of rumors | 60 minutes | sends people into danger | The monitor decides"),
    "17 access: sign language, captions, WCAG, languages": ("access", "20 minutes | live captions | WCAG 2.1, level AA | 26 April 2028 | list of languages"),
    "18 records: custodians, retention, hold": (
        "records",
        "The City Clerk is the custodian | East Central Dispatch Center | 30 minutes | 3 business days | retention schedule | RSMo 610.023",
    ),
    "19 community: partners, meeting rules": ("community", "Community Equity Commission | clergy | school | universit | moderator | posts notice"),
    "20 mutual aid and joint information center": (
        "mutual-aid",
        "St. Louis County Police | State Highway Patrol | Federal Bureau of Investigation | mutual aid agreements | or the County | center has four desks",
    ),
    "21 employees": ("employees", "45 minutes | 4 hours | Director of Human Resources | routine administrative leave"),
    "22 training: cadence": (
        "training",
        "one tabletop exercise a year | each quarter | on a weekend | EXERCISE | with the same targets | yearly report of the City Manager",
    ),
    "23 review: measures, deadlines": ("review", "72 hours | 60 days | 48 hours | 95 of 100 | HSEEP"),
    "24 maintenance: owner, yearly review, changes, amendment": (
        "maintenance",
        "The City Manager owns the plan | once a year | list of changes | working group | 30 days | 15 days | RSMo 610.010 | side by side | reaffirmed",
    ),
    "25 other law and union agreements": (
        "other-law", "law prevails | officers' association | no right that a person can sue on | general orders | RSMo 590.502"
    ),
    "26 the annex that is not published": (
        "annex", "two written findings of RSMo 610.021(18)(d) | published by title | What is spent on it stays open | numbered copy on paper"
    ),
    "27 signatures, resolution, effective date, certificate": (
        "signatures",
        "resolution of the Board | RSMo 432.070 | as to form | Clerk attests | filed original | from the last of the signatures | certifies | 24 hours",
    ),
    "timelines of investigations, which the recommendation asks for": ("investigation", "30 days to 90 days | three months to two years | within 90 days"),
}  # fmt: skip
"""What each section of the document schema must answer: the section here, and the offices, numbers and documents that answer it."""


@pytest.mark.parametrize("question", ANSWERS)
def test_every_section_answers_what_it_must(question: str) -> None:
    """Each must-answer of the document schema is answered with an office, a number or a named document."""
    section, answers = ANSWERS[question]

    assert [answer for answer in answers.split(" | ") if answer.lower() not in _text(section).lower()] == []


def test_the_sections_that_the_playbooks_cite_exist() -> None:
    """Every section that a step or a playbook cites is there, with an owner that is an office of the plan."""
    cited = {clause.partition(".")[0] for clause in (*CITED, *(book.clause for book in WORDS.playbooks.values()))}
    names = {name for _, name in WORDS.sections}
    wanted = {
        "activation", "definitions", "roles", "notification", "release-authority", "approval", "spokesperson", "statements", "press-conferences",
        "identification", "video", "family-liaison", "social-media", "access", "records",
    }  # fmt: skip

    assert cited | wanted <= names
    assert [section.owner for section in WORDS.sections.values() if section.owner not in {office.id for office in PLAN.office}] == []
    assert [clause.id for clause in CLAUSES.values() if not clause.heading or len(clause.text.split()) < 20] == []


class TestSections:
    """The plan is whole: what a plan of this kind has is there, in its order, and each part has somebody who keeps it."""

    def test_the_sections_it_asks_for_are_there_in_their_order(self) -> None:
        """The 27 sections that plan.toml requires stand in text/ in that order; beside them what the recommendation asks for, and what single kinds ask."""
        there = [name for _, name in sorted(WORDS.sections)]
        more = ["investigation", "police-kinds", "crowds-and-hazards", "systems-and-errors", "people-in-danger"]

        assert PLAN.text.required == [name for name in there if name not in more]
        assert (27, 27 + len(more)) == (len(set(PLAN.text.required)), len(there))
        assert list(range(1, 33)) == [number for number, _ in sorted(WORDS.sections)]

    def test_no_clause_holds_a_blank(self) -> None:
        """Square brackets are the blanks of a template; words that are to be signed have none."""
        assert [name for name, clause in CLAUSES.items() if "[" in clause.heading + clause.text] == []

    def test_a_new_city_starts_with_the_same_sections_seats_and_windows(self) -> None:
        """The starter plan asks for what the example asks for; only titles, and the ways to reach city hall, are its own."""
        assert STARTER.text == PLAN.text
        assert [(seat.id, seat.observer) for seat in STARTER.seat] == [(seat.id, seat.observer) for seat in PLAN.seat]
        assert (STARTER.comment.window, STARTER.comment.again) == (PLAN.comment.window, PLAN.comment.again)
        assert [line for line in STARTER.comment.send if "@" in line or "555" in line] == []


class TestBeforeTheSignature:
    """The working group, the public and the signatures, in words and in plan.toml."""

    def test_the_windows_are_those_of_the_clause(self) -> None:
        """How long people can comment is the same in the words as in the numbers that cicp counts with."""
        assert {PLAN.comment.window, PLAN.comment.again} == spans_in_words(CLAUSES["maintenance.comment"].text)

    @pytest.mark.parametrize("way", ["e-mail", "letter", "counter", "telephone", "hearing"])
    def test_people_are_told_every_way_to_comment(self, way: str) -> None:
        """Online, by letter, at the counter, by telephone or at the hearing: the notice names each."""
        words = {"e-mail": "online"}.get(way, way)

        assert [True] == [way in line.partition(":")[0] for line in PLAN.comment.send if way in line.partition(":")[0]]
        assert words in CLAUSES["maintenance.comment"].text

    def test_seats_are_for_people_who_hold_no_office(self) -> None:
        """Each ward has a resident's seat, no seat is an office or a role, and the press watches without a say."""
        offices = {role for office in PLAN.office for role in (office.id, *office.also)}
        seats = [seat.id for seat in PLAN.seat]

        assert [seat for seat in seats if seat in offices] == []
        assert ["resident-ward-1", "resident-ward-2", "resident-ward-3"] == [seat for seat in seats if seat.startswith("resident")]
        assert ["media"] == [seat.id for seat in PLAN.seat if seat.observer]
        assert len(set(seats)) == len(seats)

    def test_those_who_sign_in_the_words_sign_in_the_numbers(self) -> None:
        """Mayor, City Manager and Chief sign, and all three have to: the clause and plan.toml say so both."""
        says = CLAUSES["signatures.signatories"].text

        assert ["mayor", "city-manager", "chief"] == PLAN.signing.signatories
        assert ("The Mayor signs" in says, "the City Manager for" in says, "the Chief of Police for" in says) == (True, True, True)
        assert (3, True) == (PLAN.signing.threshold, "a threshold of three" in says)


class TestRecommendations:
    """What the city was advised in 2019, and what it said of it."""

    def test_all_four_goals_stand_with_their_steps(self) -> None:
        """Four goals with four, three, two and four action steps, and no name twice."""
        steps = [step.id for goal in ADVICE.goal for step in goal.step]

        assert [4, 3, 2, 4] == [len(goal.step) for goal in ADVICE.goal]
        assert len({*steps, *(goal.id for goal in ADVICE.goal)}) == len(steps) + 4

    def test_the_last_goal_follows_the_road_of_the_plan(self) -> None:
        """Its four steps are stages, so that their status is the plan's own; no other step is one."""
        stages = [[step.stage for step in goal.step if step.stage] for goal in ADVICE.goal]

        assert [[], [], [], ["working-group", "draft", "public-comment", "signing"]] == stages

    def test_every_status_has_its_date_and_its_source(self) -> None:
        """The goals as of 18 October and 11 September 2019, the commission of 24 September, the pages of 18 October; each from the city's page."""
        said = [(goal.id, status.step, status.as_of) for goal in ADVICE.goal for status in goal.status]

        assert said == [
            ("engagement", "", date(2019, 10, 18)),
            ("engagement", "diversity-group", date(2019, 9, 24)),
            ("engagement", "police-social-media", date(2019, 10, 18)),
            ("dispatch-audit", "", date(2019, 9, 11)),
            ("court-survey", "", date(2019, 10, 18)),
            ("communications-plan", "", date(2019, 10, 18)),
        ]
        assert {"the City's web page on its community engagement, as of 18 October 2019"} == {each.source for goal in ADVICE.goal for each in goal.status}
        assert [status.step for goal in ADVICE.goal for status in goal.status if status.step and status.step not in {step.id for step in goal.step}] == []
        assert "3 July 2019" in ADVICE.source
