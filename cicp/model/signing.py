"""Signing: the words that were circulated, who signed them, who declined, and who is still missing."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from cicp.errors import NotAllowed, NotFound, WrongWords
from cicp.model.filing import Filing
from cicp.model.lifecycle import Standing
from cicp.model.names import nearest
from cicp.model.plan import Plan

Table = dict[str, Any]


class Signing(NamedTuple):
    """Where the signing of one circulated edition stands. An office's last act counts."""

    circulated: Filing
    signed: Mapping[str, Filing]
    declined: Mapping[str, Filing]

    @property
    def edition(self) -> str:
        return self.circulated.text("edition")

    @property
    def signatories(self) -> list[str]:
        return self.circulated.texts("signatories")

    @property
    def threshold(self) -> int:
        return self.circulated.number_at("threshold") or len(self.signatories)

    @property
    def missing(self) -> list[str]:
        """The signatories who have neither signed nor declined."""
        return [office for office in self.signatories if office not in self.signed and office not in self.declined]

    @property
    def enough(self) -> bool:
        """Say whether as many signed as the plan asks for."""
        return len(self.signed) >= self.threshold

    def with_one_more(self, office: str, filing: Filing) -> "Signing":
        """Return where it stands once this office has signed."""
        return self._replace(signed={**self.signed, office: filing}, declined={each: act for each, act in self.declined.items() if each != office})

    @property
    def last_signed(self) -> datetime | None:
        return max((filing.at for filing in self.signed.values()), default=None)


def signing(standing: Standing) -> Signing | None:
    """Read the signing of the edition last circulated; None where none was, or where it was recalled or dropped."""
    circulated: Filing | None = None
    acts: dict[str, Filing] = {}
    for filing in standing.moves:
        if filing.kind == "circulated":
            circulated, acts = filing, {}
        elif filing.kind in ("recalled", "amendment-dropped"):
            circulated, acts = None, {}
        elif filing.kind in ("signed", "declined") and circulated and _counts(filing, circulated):
            acts[filing.text("office")] = filing
    return Signing(circulated, _of(acts, "signed"), _of(acts, "declined")) if circulated else None


def _counts(act: Filing, circulated: Filing) -> bool:
    """Say whether an act is a signatory's, and of these words: after a merge one of other words may come last, and takes nothing away."""
    return act.text("edition") == circulated.text("edition") and act.text("office") in circulated.texts("signatories")


def _of(acts: Mapping[str, Filing], kind: str) -> dict[str, Filing]:
    return {office: filing for office, filing in acts.items() if filing.kind == kind}


def circulate(edition: str, plan: Plan, now: datetime) -> Table:
    """Send these words, frozen, to those who sign them. Raises NotAllowed where more signatures are asked for than there are signatories."""
    signatories = list(dict.fromkeys(plan.signing.signatories))
    if plan.signing.threshold > len(signatories):
        hint = "mend [signing] in plan.toml: the threshold is at most the number of signatories"
        raise NotAllowed(f"{plan.signing.threshold} signatures are asked for, and {len(signatories)} offices sign.", hint=hint)
    return {"kind": "circulated", "at": now, "edition": edition, "signatories": signatories, "threshold": plan.signing.threshold}


def sign(signing: Signing, office: str, capacity: str, instrument: str, at: datetime) -> Table:
    """Record a signature under the circulated edition.

    `at` is when it was signed: not before it was circulated. Raises NotFound for an office that is no signatory, WrongWords where the
    instrument is not named, NotAllowed where that office signed already.
    """
    _signatory(signing, office)
    instrument = instrument.strip()
    if not instrument:
        hint = f'add --instrument "Resolution 2026-14", or the charter\'s section: cicp sign record {office} --instrument RESOLUTION'
        raise WrongWords("a signature names the instrument it rests on: the resolution, or the charter's words.", hint=hint)
    if office in signing.signed:
        filing = signing.signed[office]
        raise NotAllowed(f"{office} signed this edition already, by {filing.id}.", hint="see who is missing: cicp sign show")
    if at < signing.circulated.at.replace(second=0, microsecond=0):
        hint = "say when it was really signed (--at), or recall and circulate what was signed: cicp sign recall --why REASON"
        raise WrongWords("that is before these words were circulated: nobody can have signed them then.", hint=hint)
    return {"kind": "signed", "at": at, "office": office, "capacity": capacity, "instrument": instrument, "edition": signing.edition}


def decline(signing: Signing, office: str, why: str, now: datetime) -> Table:
    """Record that an office does not sign, and why. Raises NotFound for an office that is no signatory."""
    _signatory(signing, office)
    return {"kind": "declined", "at": now, "office": office, "why": why, "edition": signing.edition}


def _signatory(signing: Signing, office: str) -> None:
    if office not in signing.signatories:
        guess = nearest(office, signing.signatories)
        known = f"the signatories of this edition are: {', '.join(signing.signatories)}"
        raise NotFound(f"{office} does not sign this plan.", hint=f'did you mean "{guess}"? {known}' if guess else known)


def first_difference(frozen: Iterable[tuple[str, str]], working: Iterable[tuple[str, str]]) -> str:
    """Name the first clause that is not as it was circulated: changed, gone, new or moved. Both are (clause id, fingerprint) in the order of the text."""
    before, now = list(frozen), list(working)
    pairs = zip_longest(before, now, fillvalue=("", ""))
    return next((_differs(was, here, dict(before), dict(now)) for (was, old), (here, new) in pairs if (was, old) != (here, new)), "")


def _differs(was: str, here: str, before: Container[str], now: Container[str]) -> str:
    if was == here:
        return f"{was} was changed"
    if was and was not in now:
        return f"{was} is gone"
    return f"{here} was moved" if here in before else f"{here} is new"
