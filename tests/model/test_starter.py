"""The words of the example, with the city's own choices left open."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from cicp.errors import WrongWords
from cicp.model import starter
from cicp.model.plan import City
from cicp.model.section import Clause, SectionFile
from cicp.model.starter import Choice, Open, Reworded, Starter, StateLaw, leave_open
from cicp.model.words import Words

ZONES = ("America/Chicago", "America/New_York", "Europe/Berlin")
STATES = {"MO": "Missouri", "OR": "Oregon", "PR": "Puerto Rico"}
TEXT = '''title = "Roles"
owner = "chief"

[[clause]]
id = "dispatch"
heading = "The center"
text = """
Big Dispatch answers for Exampleton.
"""

[[clause]]
id = "origin"
text = """
It began in Exampleton.
It went on.
"""

[[clause]]
id = "records"
text = """
A record is open (Law 1.2 and .3(a)).
"""
'''


def _starter(**more: object) -> Starter:
    law = StateLaw(
        state="MO",
        ask="Which law?",
        citation=r"Law [\d.]+(?: and [\d.]+\(\w\))?",
        placeholder="[the law]",
        mark="[Is this the law?]",
        clause=["roles.records"],
        reworded=[Reworded(words="is open", instead="may be open")],
    )
    given: dict[str, object] = {"format": 1, "example": "City of Exampleton", "choice": [], "law": law}
    return Starter.model_validate(given | more)


class TestCity:
    """What was said of a city, taken or refused with what mends it."""

    def test_it_is_taken_as_it_was_said(self) -> None:
        """Blanks around a word go, the state is written in capitals, the name stays as it is."""
        expected = City(name="City of O'Fallon", state="MO", timezone="America/Chicago")

        assert expected == starter.city(" City of O'Fallon ", "mo", "America/Chicago", ZONES, STATES)

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("", "is empty"),
            ("   ", "is empty"),
            ("C" * 101, "longer than 100 letters"),
            ("City of\nRiverton", "several lines"),
            ("City\tof Riverton", "cannot be printed"),
            ("City of \x1b[31mRiverton", "cannot be printed"),
            ("City of \u202eRiverton", "cannot be printed"),
            ("City of \udce9", "cannot be printed"),
            ("City of [Riverton", "square brackets"),
            ("City of Riverton]", "square brackets"),
        ],
    )
    def test_a_name_that_is_none_is_refused(self, name: str, says: str) -> None:
        """Empty, endless, unprintable, or looking like a blank: refused, with how a name is written."""
        with pytest.raises(WrongWords, match=says) as refused:
            starter.city(name, "MO", "America/Chicago", ZONES, STATES)

        assert '--city "City of Riverton"' in refused.value.hint

    @pytest.mark.parametrize("state", ["", "M", "MOX", "Missouri", "M1", "M\n", "ÄÖ"])
    def test_a_state_is_two_letters(self, state: str) -> None:
        """Anything but two letters of the alphabet is refused, with an example."""
        with pytest.raises(WrongWords, match="not the two letters of a state") as refused:
            starter.city("Riverton", state, "America/Chicago", ZONES, STATES)

        assert "--state MO" in refused.value.hint

    @pytest.mark.parametrize(("said", "letters"), [("Oregon", "OR"), ("oregan", "OR"), ("PUERTO RICO", "PR"), ("Quebec", "MO")])
    def test_a_state_by_its_name_is_refused_with_its_letters(self, said: str, letters: str) -> None:
        """Who writes the name, or nearly, is told the two letters; where no name is like it, how they are written."""
        with pytest.raises(WrongWords, match="not the two letters of a state") as refused:
            starter.city("Riverton", said, "America/Chicago", ZONES, STATES)

        assert f"write them as the post does: --state {letters}" == refused.value.hint

    def test_letters_of_no_state_are_refused_with_those_there_are(self) -> None:
        """Two letters that are no state's would name a law that nobody knows."""
        with pytest.raises(WrongWords, match='"ZZ" is no state or territory of the United States') as refused:
            starter.city("Riverton", "ZZ", "America/Chicago", ZONES, STATES)

        assert "write one of: MO, OR, PR" == refused.value.hint

    @pytest.mark.parametrize(
        ("zone", "hint"),
        [
            ("America/Chicgo", 'did you mean "America/Chicago"?'),
            ("Chicago", 'did you mean "America/Chicago"?'),
            ("", "--timezone America/Chicago"),
            ("../../etc/passwd", "--timezone America/Chicago"),
        ],
    )
    def test_an_unknown_zone_is_refused_with_the_nearest(self, zone: str, hint: str) -> None:
        """A zone is a name of the list; a slip is answered with the name that was meant."""
        with pytest.raises(WrongWords, match="is not a time zone") as refused:
            starter.city("Riverton", "MO", zone, ZONES, STATES)

        assert hint in refused.value.hint

    @pytest.mark.parametrize(
        ("name", "goes_by"),
        [("City of Riverton", "Riverton"), ("Town of Village of X", "Village of X"), ("Riverton", "Riverton"), ("City of", "City of")],
    )
    def test_it_goes_by_its_short_name(self, name: str, goes_by: str) -> None:
        """What kind of town it is falls away, once."""
        assert goes_by == starter.short(name)

    def test_its_first_filing_names_it(self) -> None:
        """Two cities that begin in the same second do not begin with the same bytes."""
        now = datetime(2026, 1, 5, tzinfo=UTC)
        one, other = (starter.created(City(name=name, state="MO", timezone="UTC"), now) for name in ("Riverton", "Hillton"))

        assert ("plan-created", now) == (one["kind"], one["at"])
        assert "Riverton, MO" in one["text"]
        assert one != other


class TestData:
    """What choices.toml may say."""

    @pytest.mark.parametrize("instead", ["no blank", "[]", 'a "quoted" [blank]', "a [blank]\\n", "a [blank]\nand more"])
    def test_what_is_left_open_has_a_placeholder_and_fits_into_a_toml_text(self, instead: str) -> None:
        """Words without a blank, or that would break the file they go into, are refused."""
        with pytest.raises(ValidationError):
            Open(words="x", instead=instead)

    @pytest.mark.parametrize("instead", ['"', "\\", "\n"])
    def test_what_is_said_instead_fits_into_a_toml_text(self, instead: str) -> None:
        """Quotation marks, backslashes and line ends are refused."""
        with pytest.raises(ValidationError, match="would break the file"):
            Reworded(words="x", instead=instead)


class TestLeavingOpen:
    """The example's words for another city."""

    def test_words_of_its_own_give_way_to_placeholders_and_names(self) -> None:
        """A choice is left open, a rewording is made, the example's name becomes the city's, long and short."""
        choice = Choice(id="dispatch", ask="Who?", open=[Open(words="Big Dispatch", instead="[your dispatch]")])
        texts = {"plan.toml": 'name = "City of Exampleton"', "text/04-roles.toml": TEXT}
        found = leave_open(texts, _starter(choice=[choice], reworded=[Reworded(words="It went on.", instead="And on.")]), "Town of Riverton", "MO")

        assert 'name = "Town of Riverton"' == found["plan.toml"]
        assert "[your dispatch] answers for Riverton.\n" in found["text/04-roles.toml"]
        assert "It began in Riverton.\nAnd on.\n" in found["text/04-roles.toml"]
        assert "Law 1.2 and .3(a)" in found["text/04-roles.toml"]

    def test_of_two_that_begin_alike_the_longer_is_meant(self) -> None:
        """A phrase is not torn by a shorter one inside it, whichever is written first."""
        opened = [Open(words="Big", instead="[size]"), Open(words="Big Dispatch", instead="[dispatch]")]

        assert {"a": "[dispatch] or [size]"} == leave_open({"a": "Big Dispatch or Big"}, _starter(choice=[Choice(id="x", ask="?", open=opened)]), "R", "MO")

    def test_nothing_is_replaced_in_the_name_of_the_city(self) -> None:
        """A city named like a word that is left open keeps its name."""
        choice = Choice(id="x", ask="?", open=[Open(words="Big Dispatch", instead="[dispatch]")])

        assert {"a": "Big Dispatch has [dispatch]"} == leave_open({"a": "Exampleton has Big Dispatch"}, _starter(choice=[choice]), "Big Dispatch", "MO")
        assert {"a": "Law 1.2 has [the law]"} == leave_open({"a": "Exampleton has Law 1.3"}, _starter(), "Law 1.2", "KS")

    def test_a_clause_of_its_own_is_left_open_from_end_to_end(self) -> None:
        """Of that clause nothing is left but its heading; the others, and a section whose id only ends alike, stay."""
        choice = Choice(id="origin", ask="Why?", open=[Open(clause="roles.origin", instead="[why]")])
        found = leave_open({"text/04-roles.toml": TEXT, "text/05-other-roles.toml": TEXT}, _starter(choice=[choice]), "City of Exampleton", "MO")

        assert TEXT.replace("It began in Exampleton.\nIt went on.\n", "[why]\n") == found["text/04-roles.toml"]
        assert TEXT == found["text/05-other-roles.toml"]

    def test_in_another_state_the_law_is_left_open(self) -> None:
        """Citations and words that rest on them give way, a clause is marked; where a word comes from is still said."""
        source = 'source = "Law 1.2, which is open"'
        found = leave_open({"text/04-roles.toml": TEXT, "playbooks/base.toml": source}, _starter(), "City of Exampleton", "KS")

        assert "[Is this the law?]\nA record may be open ([the law]).\n" in found["text/04-roles.toml"]
        assert found["text/04-roles.toml"].count("[Is this the law?]") == 1
        assert source == found["playbooks/base.toml"]


class TestDecisions:
    """The list of what is the city's to choose."""

    @staticmethod
    def _words() -> Words:
        clauses = [Clause(id="dispatch", heading="[who]", text="We"), Clause(id="tell", text="[your dispatch] and [the law]"), Clause(id="rest", text="…")]
        return Words(None, {(4, "roles"): SectionFile(title="Roles", owner="chief", clause=clauses)})

    def test_each_says_where_it_stands(self) -> None:
        """A placeholder is named by clause in the text and by file elsewhere; further places follow, none twice."""
        opened = [Open(words="x", instead="[your dispatch], [who]"), Open(words="y", instead="for [who]")]
        choice = Choice(id="dispatch", ask="Who?", open=opened, at=["plan.toml", "calendar.toml"])
        (found,) = starter.decisions(_starter(choice=[choice]), "MO", {"plan.toml": "[who]", "text/04-roles.toml": "[who]", "law.toml": ""}, self._words())

        assert ("dispatch", "Who?", ("[your dispatch]", "[who]"), "") == (found.id, found.ask, found.placeholders, found.keep)
        assert ("roles.dispatch", "roles.tell", "plan.toml", "calendar.toml") == found.stands

    def test_what_is_kept_is_to_be_confirmed(self) -> None:
        """A number of the example stays, with the places it stands in."""
        choice = Choice(id="name", ask="When?", keep="48 hours", at=["roles.rest"])
        (found,) = starter.decisions(_starter(choice=[choice]), "MO", {}, self._words())

        assert ((), "48 hours", ("roles.rest",)) == (found.placeholders, found.keep, found.stands)

    def test_in_another_state_its_law_is_one_more(self) -> None:
        """All that is left open of the law is one question, last on the list."""
        (found,) = starter.decisions(_starter(), "KS", {"gates.toml": "[the law]"}, self._words())

        assert ("state-law", ("[the law]", "[Is this the law?]"), ("roles.tell", "gates.toml")) == (found.id, found.placeholders, found.stands)
