"""What `verify` says of a record: altered, not here yet, or as it was filed, and up to which head."""

from collections.abc import Callable

import pytest

from cicp.model.audit import AttachmentFault, EditionReport, HeldHead, Quote, find_head, quotes_between, report
from cicp.model.docket import Log
from cicp.model.filing import digest_of, suffix_of
from tests.records import Copy, declared, named

STRANGER = digest_of(b"what nobody here has")
ENDING = f"the filing ending in -{suffix_of(STRANGER)}"


def docket(*kinds: str) -> Copy:
    copy = Copy()
    for kind in ("plan-created", "fact", "draft-begun", *kinds):
        copy.file(kind)
    return copy


class TestReport:
    def test_as_filed(self) -> None:
        """Of a log as it was filed there is nothing to say but how many filings it has and which heads to keep."""
        log = docket().log

        found = report(log, [Quote(log.filings[0].digest, "elsewhere")], [])

        assert ("docket", 3, (log.filings[2].digest,), (), (), (), ()) == (
            found.name,
            found.filings,
            found.heads,
            found.altered,
            found.missing,
            found.removed,
            found.says,
        )

    def test_altered(self) -> None:
        """What was altered is altered, and not missing as well, also where it is quoted elsewhere."""
        copy = docket()
        altered = copy.log.filings[1]
        copy.files[altered.id] += b"# a word\n"

        found = report(copy.log, [Quote(altered.digest, "elsewhere")], [])

        assert ((altered.id,), ()) == (found.altered, found.missing)
        assert (f"docket: {altered.id} is set aside: its bytes do not fit its name: it was altered after it was filed.",) == found.says

    def test_missing(self) -> None:
        """What another filing was filed on and that is nowhere is not here yet; it is named once, also where it is quoted elsewhere."""
        copy = docket()
        _, missing, last = copy.log.filings
        del copy.files[missing.id]

        found = report(copy.log, [Quote(missing.digest, "elsewhere")], [])

        assert ((), (missing.digest,)) == (found.altered, found.missing)
        assert (f"docket: the filing ending in -{missing.id[-5:]}, on which {last.id} was filed, is not here yet.",) == found.says

    def test_cut_off(self) -> None:
        """A head that is quoted elsewhere and nowhere here says that the end was cut off or rewritten, with who quotes it first."""
        found = report(docket().log, [Quote(STRANGER, "an-incident/0001-x2mcd"), Quote(STRANGER, "another/0001-zzzzz")], [])

        assert ((), (STRANGER,)) == (found.altered, found.missing)
        assert (f"docket: {ENDING} is not here, though an-incident/0001-x2mcd quotes it: the end of this log was cut off, or it was rewritten.",) == found.says

    def test_attachments(self) -> None:
        """An attachment is altered or not here yet, and says which."""
        faults = [
            AttachmentFault("0042-7f3kq/letter.toml", "was altered after it was filed", altered=True),
            AttachmentFault("0043-q9xmb/rows.jsonl", "is not here yet", altered=False),
        ]

        found = report(docket().log, [], faults)

        assert (("0042-7f3kq/letter.toml",), ("0043-q9xmb/rows.jsonl",)) == (found.altered, found.missing)
        assert ("docket: 0042-7f3kq/letter.toml was altered after it was filed.", "docket: 0043-q9xmb/rows.jsonl is not here yet.") == found.says

    def test_edition(self) -> None:
        """Each file of an edition that is not what was frozen has its sentence."""
        found = EditionReport("sha256:" + "1" * 64, ("text/04-notification.toml",), ("law.toml",), ("playbooks/flood.toml",))

        assert (
            "edition 111111111111: text/04-notification.toml was altered after it was frozen.",
            "edition 111111111111: law.toml is not here.",
            "edition 111111111111: playbooks/flood.toml was added after it was frozen.",
        ) == found.says


class TestQuotes:
    def test_between_logs(self) -> None:
        """The root of an incident quotes the docket's heads, and the docket quotes the head of the incident's log at each of its moves."""
        plan, heads = docket(), docket().log.heads
        incident = declared(docket_heads=heads)
        root = incident.log.filings[0]
        told = plan.file("incident-declared", incident=incident.name, heads=[root.digest])
        closed = plan.file("incident-closed", incident=incident.name, heads=[STRANGER])

        quotes = quotes_between(plan.log, [incident.log])

        assert {
            "docket": [Quote(heads[0], f"{incident.name}/{root.id}")],
            incident.name: [Quote(root.digest, f"docket/{told.id}"), Quote(STRANGER, f"docket/{closed.id}")],
        } == quotes

    def test_between_joined_logs(self) -> None:
        """Each half of a link quotes the head of the other log: cut off behind it, that log is short of what was quoted."""
        one, other = declared(), declared(title="Shots fired")
        last = other.file("log-entry", text="the last line")
        half = one.file("joined", incident=other.name, heads=other.log.heads)
        answer = other.file("joined", incident=one.name, heads=[half.digest])

        quotes = quotes_between(docket().log, [one.log, other.log])

        assert {one.name: [Quote(half.digest, f"{other.name}/{answer.id}")], other.name: [Quote(last.digest, f"{one.name}/{half.id}")]} == quotes

    def test_what_is_no_quote(self) -> None:
        """What no cicp would quote, and the heads of a kind that only a newer one knows, are passed over; nothing is raised."""
        plan = docket()
        plan.file("incident-declared", incident="x", heads=["hello", "sha256:1", ""])
        plan.file("from-the-future", incident="x", heads=[STRANGER])
        incident = declared(docket_heads=["hello"])

        assert {} == quotes_between(plan.log, [incident.log])


class TestHeads:
    def test_head_or_ancestor(self) -> None:
        """A head that somebody kept is held by the log that has it, as its head or an ancestor of one."""
        copy, incident = docket(), declared()
        logs = [copy.log, incident.log]

        found = [find_head(filing.digest, logs) for log in logs for filing in log.filings]

        assert [*[("docket", True)] * 3, (incident.name, True)] == [(each.log, each.whole) for each in found]

    @pytest.mark.parametrize("write", [str, str.upper, lambda head: head.removeprefix("sha256:"), lambda head: head[: len("sha256:") + 12]])
    def test_as_people_write_it(self, write: Callable[[str], str]) -> None:
        """A head may be written without its prefix, in capitals but for it, or by its first twelve digits."""
        head = docket().log.heads[0]
        written = write(head).replace("SHA256:", "sha256:")

        assert HeldHead(written, "docket", whole=True) == find_head(written, [docket().log])

    def test_not_held(self) -> None:
        """A head of which nothing is here is held by no log."""
        assert HeldHead(STRANGER) == find_head(STRANGER, [docket().log, declared().log])

    @pytest.mark.parametrize("damage", ["altered", "gone"])
    def test_not_everything_before_it(self, damage: str) -> None:
        """A head is here, but what was filed before it is not: the log does not hold everything up to it. Up to the damage it does."""
        copy = docket("meeting", "engagement")
        first, _, damaged, _, last = copy.log.filings
        if damage == "gone":
            del copy.files[damaged.id]
        else:
            copy.files[damaged.id] += b"# a word\n"

        found = [find_head(filing.digest, [copy.log]) for filing in (first, damaged, last)]

        assert [("docket", True), ("", False), ("docket", False)] == [(each.log, each.whole) for each in found]

    def test_rewritten(self) -> None:
        """A filing rewritten under a name that fits shows nothing inside, where nothing was filed on it; a head kept elsewhere does."""
        copy = docket()
        last = copy.log.filings[2]
        del copy.files[last.id]
        stem, data = named({"kind": "draft-begun", "number": 3, "root": copy.log.root, "previous": last.body.previous, "text": "other words"})
        copy.files[stem] = data

        assert () == report(copy.log, [], []).says
        assert HeldHead(last.digest) == find_head(last.digest, [copy.log])


def test_a_log_that_is_gone() -> None:
    """A log of which nothing is left but what others quote is reported with what they quote."""
    found = report(Log("2026-11-20-ois-x2mcd", "", ()), [Quote(STRANGER, "docket/0005-aaaaa")], [])

    assert (0, (STRANGER,)) == (found.filings, found.missing)
