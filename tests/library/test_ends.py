"""What comes to an end in the playbooks of the example plan, and which of their steps meet a duty of its law, by the commands of a night."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Result

Cicp = Callable[..., Result]
Setting = pytest.MonkeyPatch


def declare(cicp: Cicp, kind: str) -> None:
    assert 0 == cicp("declare", "The incident of a test", "--kind", kind, "--occurred", "21:40", "--known", "21:45").code


def items(cicp: Cicp) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in json.loads(cicp("incident", "timeline", "--format", "json").out)["items"]}


def over(cicp: Cicp, step: str) -> dict[str, bool]:
    """Return each occurrence of a step, and whether it is said to be over."""
    return {
        name: each["status"] == "not-applicable" and each["explain"][0].startswith("nothing of it falls due after ")
        for name, each in items(cicp).items()
        if name.rpartition("-")[0] == step
    }


@pytest.mark.parametrize(
    ("kind", "step", "words", "first", "ended"),
    [
        ("ois", "update", ("fact", "stood-down", "--at", "2026-11-21T10:00"), 2, 9),
        ("civil-disturbance", "rumor-sweep", ("fact", "stood-down", "--at", "2026-11-21T02:00"), 4, 12),
        ("civil-disturbance", "arrest-figures", ("fact", "stood-down", "--at", "2026-11-21T02:00"), 0, 6),
        ("hazmat-utility", "daily-brief", ("fact", "stood-down", "--at", "2026-11-21T02:00"), 0, 7),
        ("cyber", "restoration-time", ("fact", "service-restored", "--at", "2026-11-21T11:00"), 1, 14),
        ("ois", "withholding-review", ("done", "video-release", "--at", "2026-11-21T11:00"), 0, 12),
    ],
)
def test_what_repeats_comes_to_an_end(cicp: Cicp, monkeypatch: Setting, kind: str, step: str, words: tuple[str, ...], first: int, ended: int) -> None:
    """The first so many fell due before the end and stay; the rest is over, and comes back when the entry is struck."""
    declare(cicp, kind)
    monkeypatch.setenv("CICP_NOW", "2026-11-21T12:00:00-06:00")
    before = over(cicp, step)
    entry = json.loads(cicp(*words, "--as", "chief", "--format", "json").out)["id"]
    after = list(over(cicp, step).values())

    assert (ended, {False}) == (len(before), set(before.values()))
    assert [False] * first + [True] * (ended - first) == after
    assert 0 == cicp("strike", entry, "--why", "it goes on").code
    assert before == over(cicp, step)


def test_an_attack_that_was_none(cicp: Cicp, monkeypatch: Setting) -> None:
    """Once the report is unfounded, nobody opens a center for families; what was due before that stays late."""
    declare(cicp, "active-attack")
    monkeypatch.setenv("CICP_NOW", "2026-11-20T22:10:00-06:00")
    cicp("fact", "unfounded", "--at", "22:05", "--as", "ic")
    found = items(cicp)

    assert {"family-reception", "reunification-site"} <= {name for name, each in found.items() if "after unfounded is recorded" in " ".join(each["explain"])}
    assert ("late", "2026-11-20T22:00:00-06:00") == (found["do-not-come"]["status"], found["do-not-come"]["due"])


class TestMisconduct:
    """Notice of an interview, and of an officer who left: the law asks for both in every incident, this kind has steps for them."""

    MET = (("interview-set", "interview-notice", "questioning-notice"), ("officer-left", "departure-notice", "departure-report"))

    @pytest.mark.parametrize(("fact", "step", "duty"), MET)
    def test_once(self, cicp: Cicp, fact: str, step: str, duty: str) -> None:
        """The step stands on the list, cites the law and says that this is no advice; the duty does not stand there too."""
        declare(cicp, "officer-misconduct")
        cicp("fact", fact, "--about", "officer-1", "--at", "21:48" if fact == "officer-left" else "2026-12-03T10:00", "--as", "chief")
        found = items(cicp)
        item = found[f"{step}-officer-1"]

        assert (True, True) == ("; RSMo 590." in item["cite"], item["cite"].endswith(", not legal advice"))
        assert item["explain"][-1].endswith("; not legal advice")
        assert not [name for name in found if name.startswith(duty)]

    @pytest.mark.parametrize(("fact", "step", "duty"), MET)
    def test_of_another_kind(self, cicp: Cicp, fact: str, step: str, duty: str) -> None:
        """Where no step meets it, the duty itself is owed."""
        declare(cicp, "bias-incident")
        cicp("fact", fact, "--about", "officer-1", "--at", "21:48", "--as", "chief")
        found = items(cicp)

        assert ("duty", False) == (found[f"{duty}-officer-1"]["type"], any(name.startswith(step) for name in found))

    @pytest.mark.parametrize(("fact", "step", "duty"), MET)
    @pytest.mark.parametrize("about", ["-officer-1", ""])
    def test_the_kind_comes_later(self, cicp: Cicp, monkeypatch: Setting, fact: str, step: str, duty: str, about: str) -> None:
        """What was done as a duty is done as the step of the kind that came in, by the same tick, and the record keeps both."""
        declare(cicp, "bias-incident")
        if not about:
            assert 0 == cicp("done", duty, "--at", "21:49", "--as", "chief").code
        cicp("fact", fact, "--about", "officer-1", "--at", "21:48" if fact == "officer-left" else "2026-12-03T10:00", "--as", "chief")
        if about:
            assert 0 == cicp("done", f"{duty}{about}", "--at", "21:49", "--as", "chief").code
        monkeypatch.setenv("CICP_NOW", "2026-11-20T22:10:00-06:00")
        assert 0 == cicp("incident", "kind-add", "officer-misconduct").code
        found = items(cicp)

        assert ["done", "done"] == [found[f"{name}-officer-1"]["status"] for name in (step, duty)]
        assert 1 == len({found[f"{name}-officer-1"]["done_at"] for name in (step, duty)})

    def test_done_by_the_name_of_the_duty(self, cicp: Cicp, monkeypatch: Setting) -> None:
        """Somebody who learned the name of the duty may go on using it where it stood on the list once."""
        declare(cicp, "bias-incident")
        cicp("fact", "officer-left", "--about", "officer-1", "--at", "21:48", "--as", "chief")
        monkeypatch.setenv("CICP_NOW", "2026-11-20T22:10:00-06:00")
        cicp("incident", "kind-add", "officer-misconduct")
        open_still = items(cicp)
        assert 0 == cicp("done", "departure-report-officer-1", "--as", "chief").code

        assert ("not-applicable", "departure-notice does it now") == (
            open_still["departure-report-officer-1"]["status"],
            open_still["departure-report-officer-1"]["explain"][0],
        )
        assert ("open", "done") == tuple(found["departure-notice-officer-1"]["status"] for found in (open_still, items(cicp)))
