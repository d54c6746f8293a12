"""law: the duties of the plan and of the library, and what others have promised, listed, shown, looked after and printed for pasting."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import Result
from tests.pasting import paste_all

Cicp = Callable[..., Result]
NOT_ADVICE = "Not legal advice: the city attorney confirms each entry"
_FORMATS = ("plain", "rich", "json", "markdown", "csv")


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sheet(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


class TestList:
    """What the law asks, at a glance."""

    def test_the_plans_own_duties_come_with_how_each_counts(self, cicp: Cicp) -> None:
        """A duty of the plan shows its time, its counting, its citation and where the library has it; presets are named."""
        said = _flat(cicp("law", "list").out)

        assert "sunshine-response: Answer the request, or explain the delay with a date 3 business days after request-received" in said
        assert (
            "RSMo 610.023.3, read 2026-11-22, not confirmed by the city attorney yet; clause records.requests in the library: us-mo.sunshine-response" in said
        )
        assert "chicago: Chicago, video release policy (video)" in said
        assert NOT_ADVICE in said

    def test_it_says_once_that_nobody_at_the_city_confirmed_them(self, plan: Path, cicp: Cicp) -> None:
        """What was read by those who made the library is not confirmed; each duty that the City Attorney confirms says on what day."""
        before = _flat(cicp("law", "list").out)
        _edit(plan / "law.toml", "verified_on = 2026-11-22", "verified_on = 2026-11-22\nconfirmed_on = 2026-11-21")
        after = _flat(cicp("law", "list").out)

        assert 1 == before.count("None of these duties is confirmed by the city's attorney")
        assert "RSMo 610.023.3, read 2026-11-22, confirmed 2026-11-21; clause records.requests" in after
        assert "25 of these 26 duties are not confirmed by the city's attorney" in after

    def test_where_all_are_confirmed_nothing_is_said_of_it(self, plan: Path, cicp: Cicp) -> None:
        """Once the City Attorney has confirmed each duty, the line is gone."""
        law = plan / "law.toml"
        law.write_text(law.read_text(encoding="utf-8").replace("verified_on =", "confirmed_on = 2026-11-21\nverified_on ="), encoding="utf-8")

        assert "by the city's attorney:" not in _flat(cicp("law", "list").out)

    def test_in_another_state_the_library_says_that_it_does_not_know_its_law(self, plan: Path, cicp: Cicp) -> None:
        """No duty and no rule of Missouri is held against a city of Illinois; the federal law is."""
        _edit(plan / "plan.toml", 'state = "MO"', 'state = "IL"')
        result = json.loads(cicp("law", "list", "--format", "json").out)
        said = _flat(cicp("law", "list").out)

        assert "cicp's library does not know the law of IL: none of its duties is held against this plan." in said
        assert "answers each" not in said
        assert "Of the federal law nothing is open." in said
        assert ({"us": 0}, []) == (result["rules"], result["open"])
        assert "This is another state's law: it does not bind this city, which is in IL." in cicp("law", "list", "us-mo").out
        assert {"no", "rule"} == {row["stands"] for row in _sheet(cicp("law", "list", "us-mo", "--format", "csv").out)}

    def test_in_another_state_an_open_federal_duty_is_listed(self, plan: Path, cicp: Cicp) -> None:
        """What federal law asks stands there beside the word that the state's is not known."""
        _edit(plan / "plan.toml", 'state = "MO"', 'state = "IL"')
        _edit(plan / "text" / "17-access.toml", '"us.ada-web"', "")

        assert "What stands here is federal law." in _flat(cicp("law", "list").out)

    def test_a_spreadsheet_has_a_column_for_the_citation_and_for_what_it_is_not(self, cicp: Cicp) -> None:
        """Each duty is a row with its citation, its time and its days apart, none of them empty by habit, and each says that it is not legal advice."""
        first, *_ = rows = _sheet(cicp("law", "list", "--format", "csv").out)

        assert ("RSMo 610.023.3", "3 business days after request-received", "2026-11-22") == (first["citation"], first["time"], first["read"])
        assert "when" not in first
        assert {"not legal advice"} == {row["advice"] for row in rows}

    def test_a_duty_that_nothing_answers_is_listed_as_open(self, plan: Path, cicp: Cicp) -> None:
        """What is taken out of law.toml is then among the duties of the library that nothing here answers."""
        before = json.loads(cicp("law", "list", "--format", "json").out)
        _edit(plan / "law.toml", 'id = "sunshine-response"', 'id = "answer-requests"')
        after = json.loads(cicp("law", "list", "--format", "json").out)

        assert "us-mo.sunshine-response" not in [each["id"] for each in before["open"]]
        assert "us-mo.sunshine-response" in [each["id"] for each in after["open"]]
        assert [None] == [each["library"] for each in after["duties"] if each["id"] == "answer-requests"]

    def test_a_difference_from_the_library_is_told(self, plan: Path, cicp: Cicp) -> None:
        """A citation that was changed here is shown beside the library's."""
        _edit(plan / "law.toml", 'citation = "RSMo 610.023.3"', 'citation = "RSMo 610.023"')

        assert "not as us-mo.sunshine-response: citation" in _flat(cicp("law", "list").out)
        assert 'citation is "RSMo 610.023" here and "RSMo 610.023.3" in the library' in _flat(cicp("law", "list").out)

    def test_a_file_of_the_law_shows_what_answers_each_duty_and_its_rules(self, cicp: Cicp) -> None:
        """Narrowed to Missouri, each duty says by what it is answered here, and the standing rules follow."""
        answer = json.loads(cicp("law", "list", "us-mo", "--format", "json").out)

        assert "cicp/law-file/1" == answer["schema"]
        by = {each["id"]: each["answered_by"] for each in answer["duties"]}
        assert "duty sunshine-response of law.toml" == by["us-mo.sunshine-response"]
        assert by["us-mo.examiner-notice"].startswith("step ")
        assert "us-mo.incident-open" in [each["id"] for each in answer["rules"]]

    def test_the_presets_and_one_of_them(self, cicp: Cicp) -> None:
        """All presets are listed with their times, or the one that is named."""
        every, one = (json.loads(cicp("law", "list", which, "--format", "json").out)["presets"] for which in ("presets", "chicago"))

        assert 17 == len(every)
        assert [("chicago.video", "60 days after occurred")] == [(item["id"], item["counts"]) for item in one[0]["items"]]

    def test_an_unknown_name_gives_the_nearest(self, cicp: Cicp) -> None:
        """A preset that is not there ends with 4 and the nearest name."""
        result = cicp("law", "list", "chicgo")

        assert 4 == result.code
        assert 'did you mean "chicago"?' in result.err


class TestShow:
    """Everything that is known of one entry."""

    def test_a_duty_of_the_plan(self, cicp: Cicp) -> None:
        """It shows who owes it, the question its moment answers, the counting, the citation and the source with its address."""
        said = _flat(cicp("law", "show", "sunshine-response").out)

        assert "Owed: 3 business days after request-received, by city-clerk (City Clerk, custodian of records)." in said
        assert "It counts from request-received: When did the custodian of records receive the request?" in said
        assert "Counting: the first day is not counted; a last day on which the hall is closed stays the last day" in said
        assert "Citation: RSMo 610.023.3" in said
        assert "Source: RSMo" not in said
        assert "Source: M1: RSMo 610.023 M1: https://instalawyer.io/laws/" in said
        assert "Read on 2026-11-22, not confirmed by the city attorney yet; it rests on: a source that was read." in said
        assert "In the library: us-mo.sunshine-response." in said
        assert NOT_ADVICE in said

    def test_a_duty_of_the_library_says_what_answers_it_here(self, cicp: Cicp) -> None:
        """A duty that a step does names the step."""
        said = _flat(cicp("law", "show", "us-mo.examiner-notice").out)

        assert "Here: step " in said
        assert "Read on 2026-11-22; it rests on" in said

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("us-mo.child-death-panel", "It counts from the moment the step examiner-notice is done: Tell the medical examiner of the death"),
            ("us.ada-web", "It counts from nothing: the law itself names the day."),
            ("co.family-viewing", "It counts back from the due of the step video-release: Release the video, or publish a dated statement why not."),
            ("dc.family-notice", "It counts back from the due of the step video-release:"),
            ("meeting-notice", "It counts back from meeting-set: For when is the meeting"),
            ("meeting-notice", "Counting: only the hours of days on which the hall is open count"),
            ("questioning-notice", "Counting: elapsed time: nights, weekends and closed days count."),
            ("discipline-hearing", "Counting: the day of hearing-set is not counted; a last day on which the hall is closed stays the last day."),
            ("victim-status", "Owed: when victim-known is recorded; no number of days is set; by chief (Chief of Police)."),
            ("milwaukee.family-viewing", "It counts from occurred: When did it happen?"),
            ("us-mo.roster", "It is a standing rule: it sets no time, and is not adopted as a duty. Here: the gate officer-id holds it."),
            ("message-quorum", "Here: the clause notification.quorum holds it."),
            ("us-mo.penalties", "Here: "),
        ],
        ids=" ".join,
    )
    def test_what_it_counts_from_and_how(self, name: str, says: str, cicp: Cicp) -> None:
        """A step, a day of the law's own, a moment that is set ahead and hours are each told as what they are; half a name will do."""
        said = _flat(cicp("law", "show", name).out)

        assert says in said
        assert (name == "milwaukee.family-viewing") == ("counts from occurred" in said)
        assert "the plan has no such" not in said
        assert "domain " not in said

    @pytest.mark.parametrize(
        ("anchor", "says"),
        [
            ("done:gone", "It counts from the moment the step gone is done: the plan has no such step yet."),
            ("released:gone", "It counts from the moment the statement gone is released: the plan has no such kind of statement yet."),
            ("released:holding", "It counts from the moment the statement holding is released: Holding statement."),
        ],
    )
    def test_a_moment_that_the_plan_does_not_have(self, anchor: str, says: str, plan: Path, cicp: Cicp) -> None:
        """A step or a kind of statement that is not there is said to be missing as what it is."""
        _edit(plan / "law.toml", 'anchor = "request-received"', f'anchor = "{anchor}"')

        assert says in _flat(cicp("law", "show", "sunshine-response").out)

    def test_the_law_of_another_state(self, plan: Path, cicp: Cicp) -> None:
        """A duty and a rule of Missouri shown in Illinois say that they do not bind the city."""
        _edit(plan / "plan.toml", 'state = "MO"', 'state = "IL"')

        for name in ("us-mo.sunshine-response", "us-mo.roster"):
            said = _flat(cicp("law", "show", name).out)
            assert "This is another state's law: it does not bind this city, which is in IL." in said
            assert "What would" not in said

    def test_half_a_name_that_one_has(self, cicp: Cicp) -> None:
        """A preset with one promise is that promise."""
        assert cicp("law", "show", "chicago.video").out == cicp("law", "show", "chicago").out

    @pytest.mark.parametrize(("name", "says"), [("lvmpd", "lvmpd.press-conference"), ("us-mo", "a whole file of the law")])
    def test_half_a_name_that_several_have(self, name: str, says: str, cicp: Cicp) -> None:
        """Of several that could be meant all are named, and it ends with 2."""
        result = cicp("law", "show", name)

        assert 2 == result.code
        assert says in result.err

    def test_a_duty_that_nothing_answers_points_to_its_adoption(self, plan: Path, cicp: Cicp) -> None:
        """What nothing answers says which command prints what would."""
        _edit(plan / "law.toml", 'id = "sunshine-response"', 'id = "answer-requests"')

        assert "Here: nothing answers it. What would: cicp law adopt us-mo.sunshine-response" in _flat(cicp("law", "show", "us-mo.sunshine-response").out)
        assert "In the library: not known." in _flat(cicp("law", "show", "answer-requests").out)

    def test_what_is_not_law_says_so(self, cicp: Cicp) -> None:
        """A rule that is not in force yet is shown as such, with what to look for."""
        said = _flat(cicp("law", "show", "us.circia-incident").out)

        assert "It is not in force: it stands here so that nobody takes it for law." in said
        assert "Watch: " in said

    def test_a_standing_rule(self, cicp: Cicp) -> None:
        """A rule shows its words and its citation."""
        answer = json.loads(cicp("law", "show", "us-mo.incident-open", "--format", "json").out)

        assert "cicp/law-rule/1" == answer["schema"]
        assert any(line.startswith("Citation: ") for line in answer["says"])
        assert NOT_ADVICE in answer["says"][-1]

    def test_a_promise_of_another_city(self, cicp: Cicp) -> None:
        """A preset shows its clause, its moment, what moves it and that it is no law here."""
        said = _flat(cicp("law", "show", "chicago.video").out)

        assert "Within 60 days of the event, counted from when it happened" in said
        assert "What moves it: it can be extended once by 30 days." in said
        assert "Clause here: video.release (14.4 Video and audio)." in said
        assert "Policy elsewhere, and no law here." in said

    def test_a_warning(self, cicp: Cicp) -> None:
        """What happened in Fairfax County promises no time and says that it is nothing to adopt."""
        said = _flat(cicp("law", "show", "fairfax-bad.officer-name").out)

        assert "no time was promised" in said
        assert "It is a warning, and nothing to adopt." in said

    def test_an_unknown_name_gives_the_nearest(self, cicp: Cicp) -> None:
        """A name that nothing has ends with 4 and the nearest."""
        result = cicp("law", "show", "us-mo.sunshine-respons")

        assert 4 == result.code
        assert 'did you mean "us-mo.sunshine-response"?' in result.err

    def test_a_name_like_no_other_says_where_to_look(self, cicp: Cicp) -> None:
        """Where nothing is near, the list is pointed to."""
        assert "see them: cicp law list" in cicp("law", "show", "zzzzzz").err

    def test_an_office_and_a_fact_that_the_plan_does_not_have(self, plan: Path, cicp: Cicp) -> None:
        """A duty owed by an office the plan lacks, on a clause it lacks, is shown with what is missing."""
        _edit(plan / "law.toml", 'role = "city-clerk"\nclause = "records.requests"\nanchor = "request-received"', 'role = "x"\nclause = "x.y"\nanchor = "z"')
        said = _flat(cicp("law", "show", "sunshine-response").out)

        assert "by x (no office of the plan)" in said
        assert "It counts from z: the plan has no such fact yet." in said
        assert "Clause here: x.y is not in this plan." in said


class TestCheck:
    """What is to be looked after."""

    def test_the_example_plan_needs_nobodys_hand(self, cicp: Cicp) -> None:
        """On the example plan there are only notes, and it ends with 0."""
        result = cicp("law", "check")

        assert 0 == result.code
        assert "Nothing here needs the city's hand." in result.out
        assert "the City Attorney has not confirmed 26 of 26 duties yet: sunshine-response, denial-statement," in _flat(result.out)

    def test_a_duty_that_was_loosened_ends_with_1_and_is_a_note_of_check(self, plan: Path, cicp: Cicp) -> None:
        """Ten business days in place of three, in the duty and in its clause: `law check` wants the City Attorney, and `check` does not keep quiet."""
        _edit(plan / "law.toml", 'within = "3 business days"', 'within = "10 business days"')
        _edit(plan / "text" / "18-records.toml", "within 3 business days of the custodian", "within 10 business days of the custodian")
        looser, noted = (json.loads(cicp(*words, "--format", "json").out)["findings"] for words in (("law", "check"), ("check", "library")))
        longer = 'within is "10 business days" here and "3 business days" in the library (longer).'

        assert 1 == cicp("law", "check").code
        assert [("library", "error", 13)] == [(each["id"], each["level"], each["line"]) for each in looser if longer in each["says"]]
        assert [("law.toml", "note", 13)] == [(each["file"], each["level"], each["line"]) for each in noted if longer in each["says"]]

    @pytest.mark.parametrize("words", [("law", "check"), ("check", "law")], ids=" ".join)
    def test_a_day_that_is_still_to_come_ends_with_1(self, words: tuple[str, ...], plan: Path, cicp: Cicp) -> None:
        """Nobody can have read the law in 2031."""
        _edit(plan / "law.toml", "verified_on = 2026-11-22", "verified_on = 2031-11-22")
        result = cicp(*words)

        assert 1 == result.code
        assert "sunshine-response: verified_on is 2031-11-22, and that day is still to come." in _flat(result.out)

    def test_of_another_state_nothing_is_looked_after(self, plan: Path, cicp: Cicp) -> None:
        """In Illinois nothing of Missouri's law is named, and that the library does not know the state's own is."""
        _edit(plan / "plan.toml", 'state = "MO"', 'state = "IL"')
        said = cicp("law", "check").out

        assert "us-mo" not in said
        assert "does not know the law of IL" in _flat(said)

    def test_a_duty_that_nobody_read_for_a_year_ends_with_1(self, plan: Path, cicp: Cicp) -> None:
        """It names the line of law.toml, and what the City Attorney is to do."""
        law = plan / "law.toml"
        _edit(law, "verified_on = 2026-11-22", "verified_on = 2025-11-19")
        result = cicp("law", "check", "--format", "json")
        (found,) = (each for each in json.loads(result.out)["findings"] if each["level"] == "error")

        assert 1 == result.code
        assert ("verified", "law.toml") == (found["id"], found["file"])
        assert "verified_on = 2025-11-19" == law.read_text(encoding="utf-8").splitlines()[found["line"] - 1]

    def test_a_broken_law_file_is_an_error_of_the_file(self, plan: Path, cicp: Cicp) -> None:
        """A law.toml that does not read ends with 5, its line and the nearest key."""
        _edit(plan / "law.toml", "citation = ", "citaton = ")
        result = cicp("law", "check")

        assert 5 == result.code
        assert 'did you mean "citation"?' in result.err


class TestAdopt:
    """What to paste, and nothing done."""

    def test_it_changes_no_file(self, plan: Path, cicp: Cicp) -> None:
        """Printing what to paste leaves every file as it was."""
        before = {path: path.read_bytes() for path in sorted(plan.rglob("*")) if path.is_file()}
        cicp("law", "adopt", "chicago.video")

        assert before == {path: path.read_bytes() for path in sorted(plan.rglob("*")) if path.is_file()}

    def test_no_line_of_it_is_wrapped(self, cicp: Cicp) -> None:
        """The tables stand in plain text exactly as they are to be pasted, however long their lines."""
        said = cicp("law", "adopt", "chicago.video").out
        parts = json.loads(cicp("law", "adopt", "chicago.video", "--format", "json").out)["paste"]

        assert all(part["toml"] in said for part in parts)
        assert ["the clause video.release", 'video = "30 days"', "the step video-release"] == [part["replaces"] for part in parts]

    def test_a_number_of_the_city_is_a_line_of_its_settings(self, plan: Path, cicp: Cicp) -> None:
        """Where the table stands already only the line is printed; in a plan without it the heading comes with it."""
        there = cicp("law", "adopt", "chicago.video").out
        text = (plan / "plan.toml").read_text(encoding="utf-8")
        (plan / "plan.toml").write_text(re.sub(r"^\[settings\]\n(?:.+\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
        without = cicp("law", "adopt", "chicago.video").out

        assert 'in [settings] of plan.toml, in place of video = "30 days"\nvideo = "60 days"\n' in there
        assert "[settings]\n" not in there
        assert 'plan.toml, put to the rest\n[settings]\nvideo = "60 days"\n' in without

    def test_what_is_known_besides_is_printed_beside_it(self, cicp: Cicp) -> None:
        """The notes of the promise, and of its city's promises as a whole, stand under the tables."""
        assert "Note: A law there. Its longest time is 45 days from the allegation of misconduct;" in _flat(cicp("law", "adopt", "co.video").out)
        assert "Note: Ask the officers' association before adopting" in _flat(cicp("law", "adopt", "milwaukee.video").out)

    @pytest.mark.parametrize("name", ["us-mo.sunshine-response", "chicago.video"])
    def test_a_source_is_told_by_its_title(self, name: str, cicp: Cicp) -> None:
        """What is pasted names what was read, and no row of our own notes."""
        said = cicp("law", "adopt", name).out

        assert {"chicago.video": 'source = "P3: Chicago OIG (2020); P3b:', "us-mo.sunshine-response": 'source = "M1: RSMo 610.023"'}[name] in said
        assert "domain " not in said

    @pytest.mark.parametrize(
        ("name", "hint"), [("us-mo.roster", "here the gate officer-id holds it"), ("penalties", ""), ("message-quorum", "the clause notification.quorum")]
    )
    def test_a_standing_rule_is_not_adopted(self, name: str, hint: str, cicp: Cicp) -> None:
        """It sets no time: it is refused with 3 and what holds it here."""
        result = cicp("law", "adopt", name)

        assert 3 == result.code
        assert "is a standing rule: it sets no time, and is not adopted as a duty." in result.err
        assert hint in result.err

    def test_the_law_of_another_state_is_warned_of(self, plan: Path, cicp: Cicp) -> None:
        """What to paste is printed all the same; that it does not bind this city stands on standard error."""
        _edit(plan / "plan.toml", 'state = "MO"', 'state = "IL"')
        result = cicp("law", "adopt", "sunshine-response")

        assert 0 == result.code
        assert "warning: us-mo.sunshine-response is the law of Missouri, and this city is in IL" in result.err
        assert "warning" not in cicp("law", "adopt", "us.ada-web").err

    def test_the_step_keeps_what_the_city_wrote(self, plan: Path, cicp: Cicp) -> None:
        """The step that is printed is the plan's own with the new times: its gates, its evidence and its office stay."""
        _edit(plan / "playbooks" / "ois.toml", 'id = "video-release"\ntitle = "Release the video', 'id = "video-release"\ntitle = "Our video')

        assert 'title = "Our video' in cicp("law", "adopt", "chicago.video").out

    def test_what_else_rests_on_the_clause_is_named(self, cicp: Cicp) -> None:
        """Kinds of statement that cite the clause are named, for its words change under them."""
        said = _flat(cicp("law", "adopt", "chicago.video").out)

        assert "On video.release rest also statement video-release, statement video-withhold: see that the new words" in said
        assert "rest also" not in cicp("law", "adopt", "mutual-aid.names-held").out

    def test_the_warning_is_refused(self, cicp: Cicp) -> None:
        """Nobody can adopt what Fairfax County did: it ends with 3."""
        result = cicp("law", "adopt", "fairfax-bad.officer-name")

        assert 3 == result.code
        assert "is a warning and no model" in result.err

    def test_an_unknown_name_gives_the_nearest(self, cicp: Cicp) -> None:
        """A promise that nobody made ends with 4 and the nearest."""
        result = cicp("law", "adopt", "chicago.vidoe")

        assert 4 == result.code
        assert 'did you mean "chicago.video"?' in result.err

    def test_an_office_that_the_plan_does_not_have_is_named(self, plan: Path, cicp: Cicp) -> None:
        """Where nobody here would owe it, another office is asked for."""
        _edit(plan / "plan.toml", 'id = "family-liaison"', 'id = "liaison"')

        assert 'The plan has no office "family-liaison": write another in its place.' in _flat(cicp("law", "adopt", "dc.family-notice").out)

    def test_what_the_plan_answers_already_is_said(self, cicp: Cicp) -> None:
        """A duty that stands in law.toml is printed with that word, in place of the one there."""
        said = _flat(cicp("law", "adopt", "us-mo.sunshine-response").out)

        assert "The plan answers it already: duty sunshine-response of law.toml." in said
        assert "law.toml, in place of the duty sunshine-response" in said

    def test_a_clause_in_a_section_that_is_not_there(self, plan: Path, cicp: Cicp) -> None:
        """Where the plan has no such section, the file to write is named with its number left open."""
        (plan / "text" / "20-mutual-aid.toml").unlink()

        assert "text/NN-mutual-aid.toml, put to the rest" in cicp("law", "adopt", "mutual-aid.names-held").out

    def test_chicago_counted_from_the_event(self, plan: Path, cicp: Cicp) -> None:
        """Adopted and declared, the promise of Chicago counts its sixty days from when it happened, however late the city knew."""
        paste_all(plan, cicp("law", "adopt", "chicago.video", "--format", "json").out)
        cicp("declare", "Shooting", "--kind", "ois", "--occurred", "2026-11-01T12:00", "--known", "2026-11-20T12:00")
        items = json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]

        assert ["2026-12-31T23:59:59-06:00"] == [item["due"] for item in items if item["id"] == "video-release"]


@pytest.mark.parametrize("shape", _FORMATS)
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "us"),
        ("list", "presets"),
        ("show", "sunshine-response"),
        ("show", "us-mo.examiner-notice"),
        ("show", "us-mo.incident-open"),
        ("show", "chicago.video"),
        ("check",),
        ("adopt", "chicago.video"),
        ("adopt", "us-mo.sunshine-response"),
    ],
    ids=" ".join,
)
def test_every_view_is_shown_in_every_format(words: tuple[str, ...], shape: str, cicp: Cicp) -> None:
    """Each view says in each format that it is not legal advice; CSV in a column of its rows."""
    result = cicp("law", *words, "--format", shape)

    assert 0 == result.code
    assert result.out
    assert (shape == "csv" and "not legal advice" in result.out) or NOT_ADVICE in _flat(re.sub(r"\x1b\[[0-9;]*m", "", result.out)).replace("\\", "")


@pytest.mark.parametrize("words", [("list",), ("show", "chicago.video"), ("check",), ("adopt", "chicago.video")], ids=" ".join)
def test_a_broken_plan_is_named_at_once(words: tuple[str, ...], plan: Path, cicp: Cicp) -> None:
    """A section that does not read ends every law command with 5, its path and its line."""
    _edit(plan / "text" / "14-video.toml", "title = ", "titel = ")
    result = cicp("law", *words)

    assert 5 == result.code
    assert "text/14-video.toml:2" in result.err
