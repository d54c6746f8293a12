"""The record: what a filing is, which files are set aside, what is missing, and what holds."""

import base64
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import rtoml
from hypothesis import given, settings
from hypothesis import strategies as st

from cicp.files.filing import encode, read_filing, read_log
from cicp.model.docket import Log, standing
from cicp.model.filing import Filing, SetAside, digest_of, id_of, is_digest, suffix_of
from cicp.model.strikes import holding_again
from tests.effort import calls_of
from tests.records import NIGHT, Copy, after, as_filing, declared, fitting, named

STRANGER = digest_of(b"what nobody here has")
WRONG = [
    ({"previous": ["hello"]}, "what is quoted is no digest"),
    ({"previous": [STRANGER + "\n"]}, "a digest with more behind it"),
    ({"previous": "sha256:00"}, "a text for a list"),
    ({"number": "7"}, "a number in quotation marks"),
    ({"number": True}, "a number that is true"),
    ({"number": 10**10}, "a number no log reaches"),
    ({"format": "1"}, "a format in quotation marks"),
    ({"kind": 4}, "a kind that is a number"),
    ({"filed_at": datetime(2026, 11, 20, 21, 50)}, "a moment without offset"),  # noqa: DTZ001
    ({"filed_at": date(2026, 11, 20)}, "a day for a moment"),
    ({"filed_at": datetime(1, 1, 1, tzinfo=UTC)}, "a moment no zone can show"),
    ({"at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}, "a moment no clock can count from"),
    ({"attachments": [{"name": "../../plan.toml", "digest": STRANGER}]}, "an attachment elsewhere"),
    ({"attachments": [{"name": "a\0b", "digest": STRANGER}]}, "an attachment no disk can name"),
    ({"attachments": [{"name": "letter.toml", "digest": "sha256:1"}]}, "an attachment without digest"),
]


def suffix_by_hand(data: bytes) -> str:
    """The first five characters of the sha256 in Crockford's base32, worked out by another road than the package's."""
    ordinary = base64.b32encode(sha256(data).digest()).decode()
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(letter)] for letter in ordinary[:5])


def three(copy: Copy | None = None) -> Copy:
    """A docket of three: a root, and two filings on it one after the other."""
    copy = copy or Copy()
    copy.file("plan-created")
    copy.file("fact", name="plan-recommended", text="recommended")
    copy.file("draft-begun")
    return copy


def whys(log: Log) -> dict[str, str]:
    return {entry.id: entry.why for entry in log.set_aside}


class TestNames:
    @given(st.binary(max_size=64))
    def test_suffix(self, data: bytes) -> None:
        """A suffix is the first 25 bits of the sha256 in Crockford's base32, which has no i, l, o and u."""
        assert suffix_by_hand(data) == suffix_of(digest_of(data))

    @pytest.mark.parametrize(("number", "start"), [(1, "0001-"), (42, "0042-"), (9999, "9999-"), (12345, "12345-")])
    def test_number(self, number: int, start: str) -> None:
        """A number has four digits, or more where it needs them."""
        assert start + suffix_by_hand(b"words") == id_of(number, digest_of(b"words"))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (digest_of(b""), True),
            (digest_of(b"").removeprefix("sha256:"), False),
            (digest_of(b"").upper(), False),
            (digest_of(b"")[:-1], False),
            (digest_of(b"") + "\n", False),
            ("", False),
        ],
    )
    def test_is_digest(self, text: str, *, says: bool) -> None:
        """A digest is `sha256:` and 64 hex digits in lower case, and nothing else."""
        assert says == is_digest(text)


class TestWriting:
    def test_order_of_keys(self) -> None:
        """The keys of every filing come first, its own next, `previous` is the last plain key, and tables follow it."""
        table = {
            "previous": [STRANGER],
            "attachments": [{"name": "letter.toml", "digest": STRANGER}],
            "channel": "letter",
            "replaces": [],
            "filed_by": "city-clerk",
            "learned_at": NIGHT,
            "at": NIGHT,
            "filed_at": NIGHT,
            "clock": "set",
            "root": "0001-x2mcd",
            "number": 42,
            "format": 1,
            "kind": "comment",
        }

        written = list(rtoml.loads(encode(table).decode()))

        first = ["kind", "format", "number", "root", "clock", "filed_at", "at", "learned_at", "filed_by"]
        assert [*first, "channel", "replaces", "previous", "attachments"] == written

    def test_nothing_is_left_out_but_nothing(self) -> None:
        """A key without a value is not written; an empty text, an empty list and a nought are."""
        assert {"a": "", "b": [], "c": 0} == rtoml.loads(encode({"a": "", "b": [], "c": 0, "d": None}).decode())

    def test_letter_t(self) -> None:
        """Moments are written as ISO writes them, with the letter T and the city's offset."""
        assert b"filed_at = 2026-11-20T21:50:00-06:00\n" == encode({"filed_at": NIGHT})

    def test_odd_offset(self) -> None:
        """An offset with seconds, which TOML cannot hold, is written in UTC: the same moment, and it reads back."""
        before_zones = datetime(1860, 1, 1, 12, tzinfo=ZoneInfo("America/Chicago"))

        data = encode({"at": before_zones})

        assert before_zones == rtoml.loads(data.decode())["at"]
        assert b"+00:00" in data

    @given(
        st.dictionaries(
            st.sampled_from(["text", "weather", "copy", "json", "schema", "dict", "model_dump", "model_config", "model_extra", "__class__", "a b", ""]),
            st.one_of(st.text(), st.integers(-(2**62), 2**62), st.booleans(), st.lists(st.text(), max_size=3)),
            max_size=5,
        )
    )
    def test_what_is_written_reads_back(self, own: dict[str, Any]) -> None:
        """Whatever words a filing carries, a key that this cicp does not know is kept as it was filed."""
        stem, data = named({"kind": "from-the-future", "number": 1, **own})

        filing = read_filing(stem, data)

        assert isinstance(filing, Filing)
        assert own == filing.body.model_extra


class TestReadingOne:
    def test_filing(self) -> None:
        """A file that fits its name and reads as a filing is one, with the digest of its bytes."""
        stem, data = named({"kind": "log-entry", "number": 42, "text": "Two reporters at the north gate"})

        filing = read_filing(stem, data)

        assert isinstance(filing, Filing)
        assert (stem, digest_of(data), 42, "log-entry", NIGHT) == (filing.id, filing.digest, filing.body.number, filing.kind, filing.filed_at)

    def test_altered(self) -> None:
        """A file whose bytes do not fit its name was altered."""
        stem, data = named({"kind": "log-entry", "number": 1, "text": "north gate"})

        entry = read_filing(stem, data.replace(b"north", b"south"))

        assert SetAside(stem, "its bytes do not fit its name: it was altered after it was filed") == entry

    def test_renamed(self) -> None:
        """A file that bears another number than its own words was renamed."""
        stem, data = named({"kind": "log-entry", "number": 2})

        entry = read_filing(stem.replace("0002", "0007"), data)

        assert SetAside(stem.replace("0002", "0007"), "its name says number 0007, its own words say 2: the file was renamed") == entry

    @pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\xe4", b"a = ", b"kind = 'fact'", b"\0", b"a = " + b"[" * 5000, b"<<<<<<< ours", b"[[" * 400])
    def test_no_filing(self, data: bytes) -> None:
        """Bytes that are no filing, under the name that fits them, are set aside; nothing is raised."""
        assert SetAside(fitting(data), "it does not read as a filing") == read_filing(fitting(data), data)

    @pytest.mark.parametrize(("own", "_what"), WRONG, ids=[what for _, what in WRONG])
    def test_wrong_value(self, own: dict[str, Any], _what: str) -> None:
        """A value that no cicp would file makes the whole file no filing: nothing may rest on it."""
        data = encode({"kind": "fact", "format": 1, "number": 1, "filed_at": NIGHT, **own})

        entry = read_filing(fitting(data), data)

        assert SetAside(fitting(data), "it does not read as a filing") == entry

    def test_number_nought(self) -> None:
        """Numbers start at 1."""
        data = encode({"kind": "fact", "format": 1, "number": 0, "filed_at": NIGHT})

        assert SetAside(fitting(data, 0), "it does not read as a filing") == read_filing(fitting(data, 0), data)

    def test_from_the_future(self) -> None:
        """A higher format and keys nobody knows are kept: a newer cicp may have written them."""
        filing = as_filing("comment", format=7, weather="rain")

        assert (7, "rain") == (filing.body.format, filing.text("weather"))


class TestOwnWords:
    filing = as_filing(
        "fact",
        at=after(-10),
        name="died",
        tier=3,
        drill=True,
        kinds=["ois", 4, "fire"],
        known=after(-5),
        early=datetime(1, 1, 1, tzinfo=UTC),
        local=datetime(2026, 11, 20, 21, 50),  # noqa: DTZ001  # a hand-made filing may say so
        closed_on=date(2026, 11, 26),
    )

    @pytest.mark.parametrize(("key", "says"), [("name", "died"), ("tier", ""), ("nothing", ""), ("kinds", "")])
    def test_text(self, key: str, says: str) -> None:
        """A text is read where there is one."""
        assert says == self.filing.text(key)

    @pytest.mark.parametrize(("key", "says"), [("kinds", ["ois", "fire"]), ("name", []), ("nothing", [])])
    def test_texts(self, key: str, says: list[str]) -> None:
        """Of a list its texts are read."""
        assert says == self.filing.texts(key)

    @pytest.mark.parametrize(("key", "says"), [("tier", 3), ("drill", None), ("name", None), ("nothing", None)])
    def test_number_at(self, key: str, says: int | None) -> None:
        """A whole number is read; true is none."""
        assert says == self.filing.number_at(key)

    @pytest.mark.parametrize(("key", "says"), [("known", after(-5)), ("local", None), ("closed_on", None), ("early", None), ("name", None)])
    def test_moment(self, key: str, says: datetime | None) -> None:
        """A moment is read that has an offset and that a clock can count from."""
        assert says == self.filing.moment(key)

    @pytest.mark.parametrize(("key", "says"), [("closed_on", date(2026, 11, 26)), ("known", None), ("name", None)])
    def test_day(self, key: str, says: date | None) -> None:
        """A date is read; a moment is none."""
        assert says == self.filing.day(key)

    def test_when_it_happened(self) -> None:
        """What does not say when it happened happened when it was filed."""
        assert (after(-10), NIGHT) == (self.filing.at, as_filing("fact").at)


class TestOneLog:
    def test_numbers_run(self) -> None:
        """On one machine numbers run 1, 2, 3, each filing quotes the one before, and the last is the head."""
        log = three().log

        assert [1, 2, 3] == [filing.body.number for filing in log.filings]
        assert [[], [log.filings[0].digest], [log.filings[1].digest]] == [filing.body.previous for filing in log.filings]
        assert ([log.filings[2].digest], 4, True) == (log.heads, log.next_number, log.whole)

    def test_empty(self) -> None:
        """A log nobody filed in has no root and no heads, misses nothing, and its first number is 1."""
        log = Copy().log

        assert ("", [], 1, True, {}) == (log.root, log.heads, log.next_number, log.whole, log.struck)

    def test_two_offices(self) -> None:
        """Two offices that file a 4 without knowing of each other have two heads; the next filing quotes both and is above both."""
        clerk = three()
        chief = clerk.copied("chief")
        one, other = clerk.file("meeting"), chief.file("meeting")
        chief.file("engagement")
        both = clerk.joined(chief)

        heads = both.log.heads
        joining = both.file("meeting", text="both were there")

        assert one.body.number == other.body.number == 4
        assert one.id != other.id
        assert 2 == len(heads)
        assert sorted(heads) == sorted(joining.body.previous)
        assert (6, [joining.digest]) == (joining.body.number, both.log.heads)

    def test_copied_twice(self) -> None:
        """The same filing in two copies is one entry."""
        copy = three()

        assert copy.log == copy.joined(copy.copied("chief")).log

    def test_shown_by_number_then_suffix(self) -> None:
        """The order is number and suffix, whatever the clocks said: a filing with an earlier clock comes no earlier."""
        copy = three()
        copy.file("meeting", filed_at=after(-9000))

        log = copy.log

        assert sorted(copy.files) == [filing.id for filing in log.filings]

    def test_order_of_files(self) -> None:
        """The same files in any order are the same log, damaged or not."""
        copy = three()
        copy.file("meeting")
        altered = next(iter(copy.files))
        copy.files[altered] += b"# a word\n"
        stem, data = named({"kind": "fact", "number": 1, "text": "a second root"})
        copy.files[stem] = data

        logs = [read_log("docket", files) for files in permutations(copy.files.items())]

        assert all(log == logs[0] for log in logs)
        assert all(list(log.missing.items()) == list(logs[0].missing.items()) for log in logs)

    def test_ancestors(self) -> None:
        """What was known when a filing was made is everything it quotes, directly or not, and nothing that was filed elsewhere meanwhile."""
        clerk = three()
        chief = clerk.copied("chief")
        elsewhere = chief.file("meeting")
        last = clerk.file("engagement")
        log = clerk.joined(chief).log

        found = log.ancestors(last)

        assert {filing.digest for filing in log.filings if filing.digest not in {last.digest, elsewhere.digest}} == found
        assert {log.filings[1].digest, log.filings[2].digest} == log.ancestors(last, but={log.filings[0].digest})

    def test_until(self) -> None:
        """Looked back on from a moment, a log has what had happened or was on record by then, what was struck since as struck, and always its root."""
        copy = declared(at=after(0))
        entries = {
            name: copy.file("log-entry", at=after(happened), filed_at=after(filed))
            for name, happened, filed in (("before", -5, 1), ("told later", 5, 60), ("promised", 60, 5), ("after", 30, 31), ("on the minute", 10, 10))
        }
        struck = copy.file("struck", entry=entries["before"].id, at=after(90), filed_at=after(90))
        log = copy.log

        def kept(minutes: int) -> set[str]:
            return {filing.id for filing in log.until(after(minutes)).filings}

        assert {log.root, struck.id, *(entries[name].id for name in ("before", "told later", "promised", "on the minute"))} == kept(10)
        assert {log.root, struck.id} == kept(-100)
        assert {filing.id for filing in log.filings} == kept(90)
        assert {entries["before"].id: struck.id} == log.until(after(10)).struck

    def test_with_one_more(self) -> None:
        """A log can be asked how it would stand with one more filing; nothing is filed by asking."""
        log = three().log

        more = log.with_one_more({"kind": "struck", "entry": log.filings[1].id}, NIGHT)

        assert ({log.filings[1].id: "to be filed"}, {}) == (more.struck, log.struck)


class TestSetAside:
    def test_altered_root(self) -> None:
        """A docket whose root was altered keeps its root's place: what was filed on it still holds, and the root is not missing too."""
        copy = three()
        root = copy.log.root
        copy.files[root] += b"# a word\n"

        log = copy.log

        assert (root, 2, {}) == (log.root, len(log.filings), log.missing)
        assert {root: "its bytes do not fit its name: it was altered after it was filed"} == whys(log)
        assert not log.whole

    def test_only_the_root_and_that_altered(self) -> None:
        """What is filed on top of a docket whose only filing was altered still belongs to that docket."""
        copy = Copy()
        root = copy.file("plan-created")
        undamaged = dict(copy.files)
        copy.files[root.id] += b"# a word\n"

        copy.file("incident-declared")
        copy.files |= undamaged

        assert (root.id, 2, ()) == (copy.log.root, len(copy.log.filings), copy.log.set_aside)

    def test_root_gone(self) -> None:
        """A docket whose root is gone is still the log of that root."""
        copy = three()
        root = copy.log.filings[0]
        del copy.files[root.id]

        log = copy.log

        assert (root.id, 2, {root.digest: log.filings[0].id}) == (log.root, len(log.filings), log.missing)

    def test_second_root(self) -> None:
        """The docket's root is the rootless filing that most others name; any other rootless filing is set aside."""
        copy = three()
        stem, data = named({"kind": "plan-created", "number": 1, "text": "another beginning"})
        copy.files[stem] = data

        log = copy.log

        assert {stem: "it starts a second log in this folder"} == whys(log)
        assert 3 == len(log.filings)

    def test_second_root_beside_an_altered_one(self) -> None:
        """A second root does not take the place of one that was altered: the others name the first."""
        copy = three()
        root = copy.log.root
        copy.files[root] += b"# a word\n"
        stem, data = named({"kind": "plan-created", "number": 1, "text": "another beginning"})
        copy.files[stem] = data

        assert (root, {root, stem}) == (copy.log.root, set(whys(copy.log)))

    def test_another_plan(self) -> None:
        """Filings of another plan are set aside, also where they are more than our own."""
        other = three(Copy("city-manager"))
        stranger = other.log.root
        ours = Copy()
        root = ours.file("plan-created")
        ours.files |= {stem: data for stem, data in other.files.items() if stem != stranger}

        log = ours.log

        assert (root.id, [root]) == (log.root, list(log.filings))
        assert {f"it belongs to the log of {stranger}, not to this one"} == set(whys(log).values())

    def test_root_of_an_incident(self) -> None:
        """The root of an incident's log is the one whose suffix the folder carries, however many filings name another."""
        ours, other = declared(), three()
        ours.files |= other.files

        log = ours.log

        assert (f"0001-{ours.root_suffix}", 1) == (log.root, len(log.filings))
        assert "it starts a second log in this folder" == whys(log)[other.log.root]
        assert 3 == len(log.set_aside)

    @pytest.mark.parametrize("number", [2, 3])
    def test_number_not_above(self, number: int) -> None:
        """A filing whose number is not above those of its `previous` is set aside; what was filed on it holds."""
        copy = three()
        last = copy.log.filings[2]
        stem, data = named({"kind": "meeting", "number": number, "root": copy.log.root, "previous": [last.digest]})
        copy.files[stem] = data
        on_it, more = named({"kind": "meeting", "number": 9, "root": copy.log.root, "previous": [digest_of(data)]})
        copy.files[on_it] = more

        log = copy.log

        assert {stem: "its number is not above those of the filings it was filed on"} == whys(log)
        assert (on_it in log.by_id, {}) == (True, log.missing)

    def test_two_swapped(self) -> None:
        """Two files that changed names fit neither."""
        copy = three()
        first, second = list(copy.files)[1:]
        copy.files[first], copy.files[second] = copy.files[second], copy.files[first]

        assert {first, second} == set(whys(copy.log))

    def test_unreadable(self) -> None:
        """A file whose bytes could not be had is set aside in its place, and is not missing."""
        copy = three()
        stem = list(copy.files)[1]
        del copy.files[stem]

        log = read_log("docket", copy.files.items(), unreadable=[SetAside(stem, "the disk will not read it")])

        assert ({stem: "the disk will not read it"}, {}) == (whys(log), log.missing)

    def test_heads_are_those_that_hold(self) -> None:
        """A filing that is set aside is no head, and what it quotes is one again."""
        copy = three()
        last = copy.log.filings[2]
        copy.files[last.id] += b"# a word\n"

        log = copy.log

        assert ([log.filings[1].digest], 3) == (log.heads, log.next_number)


class TestMissing:
    def test_dropped_from_the_middle(self) -> None:
        """A filing that another was filed on and that is nowhere here is missing, under its digest, with who names it."""
        copy = three()
        _, middle, last = copy.log.filings
        del copy.files[middle.id]

        log = copy.log

        assert ({middle.digest: last.id}, (), False) == (log.missing, log.set_aside, log.whole)

    def test_tail_cut(self) -> None:
        """Nothing inside a log shows that its end was cut off."""
        copy = three()
        del copy.files[copy.log.filings[2].id]

        assert copy.log.whole

    def test_named_twice(self) -> None:
        """Of two that were filed on a missing one the first is named."""
        copy = three()
        other = copy.copied("chief")
        missing = copy.log.filings[2]
        firsts = sorted([copy.file("meeting").id, other.file("engagement").id])
        both = copy.joined(other)
        del both.files[missing.id]

        assert {missing.digest: firsts[0]} == both.log.missing

    def test_every_flipped_bit(self) -> None:
        """Whichever single bit of a log is flipped, the filing is set aside; so nothing folds from it."""
        copy = three()
        files = list(copy.files.items())
        unseen = []

        for place, (stem, data) in enumerate(files):
            for bit in range(8 * len(data)):
                flipped = bytearray(data)
                flipped[bit // 8] ^= 1 << bit % 8
                log = read_log("docket", [*files[:place], (stem, bytes(flipped)), *files[place + 1 :]])
                if stem not in whys(log) or stem in log.by_id:
                    unseen.append((stem, bit))

        assert [] == unseen


class TestStanding:
    @staticmethod
    def entries(*said: tuple[str, Any]) -> list[Filing]:
        """Filings numbered from 1; an entry names another by its number."""
        filings: list[Filing] = []
        for number, (kind, whom) in enumerate(said, start=1):
            own = {"entry": filings[whom - 1].id} if kind == "struck" else {"replaces": [filings[each - 1].id for each in whom]}
            filings.append(as_filing(kind, number, **own))
        return filings

    @pytest.mark.parametrize(
        ("said", "struck", "replaced"),
        [
            ([("fact", ())], {}, set()),
            ([("fact", ()), ("fact", (1,))], {}, {1}),
            ([("fact", ()), ("fact", (1,)), ("fact", (2,))], {}, {1, 2}),
            ([("fact", ()), ("struck", 1)], {1: 2}, set()),
            ([("fact", ()), ("fact", (1,)), ("struck", 2)], {2: 3}, set()),
            ([("fact", ()), ("struck", 1), ("struck", 2)], {2: 3}, set()),
            ([("fact", ()), ("struck", 1), ("struck", 2), ("struck", 3)], {3: 4, 1: 2}, set()),
            ([("fact", ()), ("struck", 1), ("struck", 1)], {1: 2}, set()),
            ([("fact", ()), ("struck", 1), ("struck", 1), ("struck", 2)], {1: 3, 2: 4}, set()),
            ([("fact", ()), ("fact", (1,)), ("fact", (1,)), ("struck", 2)], {2: 4}, {1}),
        ],
        ids=[
            "alone",
            "replaced",
            "a chain of replacements",
            "struck",
            "a struck filing replaces nothing",
            "a struck strike takes nothing back",
            "the strike of a struck strike",
            "struck in two copies: the first is named",
            "one of two strikes struck: the other holds",
            "replaced twice, one of the two struck",
        ],
    )
    def test_what_holds(self, said: list[tuple[str, Any]], struck: dict[int, int], replaced: set[int]) -> None:
        """What is struck does not count and replaces nothing; a strike can be struck."""
        filings = self.entries(*said)
        ids = {number: filing.id for number, filing in enumerate(filings, start=1)}

        found = standing(reversed(filings))

        assert ({ids[entry]: ids[strike] for entry, strike in struck.items()}, {ids[each] for each in replaced}) == found

    @pytest.mark.parametrize(
        ("said", "again"),
        [
            ([("meeting", ()), ("meeting", (1,)), ("struck", 2)], [1]),
            ([("meeting", ()), ("meeting", ()), ("meeting", (1, 2)), ("struck", 3)], [1, 2]),
            ([("meeting", ()), ("meeting", (1,)), ("meeting", (1,)), ("struck", 3)], []),
            ([("meeting", ()), ("struck", 1), ("struck", 2)], [1]),
            ([("meeting", ()), ("struck", 1)], []),
        ],
        ids=["what it replaced", "both it replaced", "not what another replaces too", "the entry whose strike is struck", "nothing"],
    )
    def test_what_holds_again(self, said: list[tuple[str, Any]], again: list[int]) -> None:
        """After a strike that holds again which nothing else has replaced or struck."""
        filings = self.entries(*said)

        found = holding_again(_log(filings[:-1]), _log(filings))

        assert [filings[each - 1].id for each in again] == found

    @pytest.mark.parametrize(
        ("said", "holding"),
        [
            ([], []),
            ([("meeting", ()), ("member", ()), ("meeting", ())], [1, 2, 3]),
            ([("meeting", ()), ("meeting", (1,)), ("member", ())], [2, 3]),
            ([("meeting", ()), ("meeting", (1,)), ("struck", 2)], [1, 3]),
            ([("meeting", ()), ("struck", 1), ("struck", 2)], [1, 3]),
        ],
        ids=["nothing", "all", "not what is replaced", "what a struck filing replaced", "what a struck strike took back"],
    )
    def test_holding(self, said: list[tuple[str, Any]], holding: list[int]) -> None:
        """What counts is neither struck nor replaced, in the order of the record; of a kind there is what counts of it, and nothing of an unknown one."""
        filings = self.entries(*said)
        log, expected = _log(filings), [filings[each - 1] for each in holding]

        assert expected == list(log.holding)
        for kind in ("meeting", "member", "struck", "unheard-of"):
            assert [filing for filing in expected if filing.kind == kind] == log.holding_of(kind)


def _log(filings: Iterable[Filing]) -> Log:
    return Log("docket", "", tuple(filings))


class TestSize:
    def test_three_thousand(self) -> None:
        """Three thousand filings are read, and everything asked of them, with a few calls for each."""
        copy = declared()
        root = f"0001-{copy.root_suffix}"
        previous = digest_of(copy.files[root])
        for number in range(2, 3001):
            stem, data = named({"kind": "log-entry", "number": number, "root": root, "text": f"entry {number}", "previous": [previous]})
            copy.files[stem], previous = data, digest_of(data)

        def asked() -> tuple[object, ...]:
            log = copy.log
            return (len(log.filings), log.heads, log.struck, log.next_number, len(log.ancestors(log.filings[-1])))

        found, calls = calls_of(asked)

        assert calls < 100 * 3000
        assert (3000, [previous], {}, 3001, 2999) == found


@settings(max_examples=60)
@given(st.data())
def test_any_copies_joined(data: st.DataObject) -> None:
    """However copies are made, filed in and joined, the joined log is whole, and no filing of any copy is lost."""
    copies = [three()]
    for turn in range(data.draw(st.integers(1, 8))):
        copy = copies[data.draw(st.integers(0, len(copies) - 1))]
        if data.draw(st.booleans()):
            copies.append(copy.copied(f"office-{turn}"))
        else:
            copy.file("meeting", text=str(turn))

    forward, backward = copies[0].joined(*copies[1:]).log, copies[-1].joined(*reversed(copies[:-1])).log

    assert forward.filings == backward.filings
    assert forward.whole
    assert {stem for copy in copies for stem in copy.files} == set(forward.by_id)
