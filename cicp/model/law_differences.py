"""In what a duty that a city took over is no longer as the library has it, and whether it asks for less than it did. Never legal advice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from typing import Any, Final, NamedTuple

from cicp.model.law import Duty
from cicp.model.spans import Span, parse_span, setting_name

COMPARED: Final = ("anchor", "within", "before", "wait", "every", "counting", "roll", "received", "extend", "defer", "citation")
"""What of a duty may not change behind the city's back: its moment, its time and where it is written."""
_LATER: Final = ("back", "none", "sunday", "forward")
"""Where a last day goes, from the earliest to the latest."""
_SKIPS_CLOSED: Final = ("business day", "open hour")
_MIDNIGHT: Final = time(23, 59, 59)
_ONE_DAY: Final = timedelta(days=1)
Settings = Mapping[str, str]
_Rule = Callable[[Any, Any, Settings], str]


class Difference(NamedTuple):
    """A key in which a duty is not as in the library, with both values; `looser` says how it asks for less, and nothing where it does not."""

    says: str
    looser: str = ""


def differences(own: Duty, known: Duty, settings: Settings) -> tuple[Difference, ...]:
    """Say each key in which a duty taken over is no longer as in the library, with both values and whether it asks for less."""
    values = ((key, getattr(own, key), getattr(known, key)) for key in COMPARED)
    rules = _LOOSER | ({"roll": _rolled_back} if own.before else {})
    return tuple(_difference(key, here, there, rules, settings) for key, here, there in values if here != there)


def _difference(key: str, here: str | list[str], there: str | list[str], rules: Mapping[str, _Rule], settings: Settings) -> Difference:
    looser = rules[key](here, there, settings) if key in rules else ""
    return Difference(f"{key} is {_told(here)} here and {_told(there)} in the library{f' ({looser})' if looser else ''}", looser)


def _told(value: str | Sequence[str]) -> str:
    text = value if isinstance(value, str) else ", ".join(value)
    return f'"{text}"' if text else "nothing"


def _longer(here: str, there: str, settings: Settings) -> str:
    """What is owed within some time is looser where that is longer, or none; where the library sets none, any time is stricter."""
    own, known = _span(here, settings), _span(there, settings)
    if not known:
        return ""
    return "no time is set here" if not own else "longer" if can_be_later(own, known) else ""


def _shorter(here: str, there: str, settings: Settings) -> str:
    """What is owed some time before a moment is looser where that is shorter; in another unit it can be, for a day before ends at its midnight."""
    own, known = _span(here, settings), _span(there, settings)
    if not known:
        return ""
    if not own:
        return "no time is set here"
    longer = own.unit == known.unit and (-own.amount, own.at or _MIDNIGHT) <= (-known.amount, known.at or _MIDNIGHT)
    return "" if longer else "shorter"


def _put_off(here: str, there: str, settings: Settings) -> str:
    own, known = _span(here, settings), _span(there, settings)
    return "it can be put off further" if own and (not known or can_be_later(own, known)) else ""


def _rolled(here: str, there: str, _: Settings) -> str:
    return "a later last day" if _LATER.index(here) > _LATER.index(there) else ""


def _rolled_back(here: str, *_: object) -> str:
    """Counted back from a moment, a last day only ever moves back: where it stays it is later."""
    return "a later last day" if here == "none" else ""


def _extended(here: list[str], there: list[str], _: Settings) -> str:
    further = len(here) > len(there) or any(can_be_later(parse_span(own), parse_span(known)) for own, known in zip(here, there, strict=False))
    return "it can be extended further" if further else ""


def _span(text: str, settings: Settings) -> Span | None:
    name = setting_name(text)
    written = settings.get(name, "") if name else text
    return parse_span(written) if written else None


def can_be_later(own: Span, known: Span) -> bool:
    """Say whether a time can end later than another that begins with it. Where it depends on the day, it can."""
    if own.days or known.days:
        return own != known and not (own.year and known.year and (own.year, own.days) < (known.year, known.days))
    if own.unit == known.unit:
        return (own.amount, own.at or _MIDNIGHT) > (known.amount, known.at or _MIDNIGHT)
    if known.at or "quarter" in (own.unit, known.unit) or (own.unit in _SKIPS_CLOSED and known.unit not in _SKIPS_CLOSED):
        return True
    if own.in_days and not known.in_days:  # a day ends at its midnight, up to a day after the hour at which it began to count
        return own.elapsed + _ONE_DAY > known.elapsed
    return own.elapsed >= known.elapsed if own.unit == "open hour" else own.elapsed > known.elapsed


_LOOSER: Final[dict[str, _Rule]] = {
    "anchor": lambda *_: "another moment",
    "within": _longer,
    "before": _shorter,
    "wait": lambda *_: "another time to wait",
    "every": lambda here, there, _: "" if {*there} <= {*here} else "not repeated as there",
    "counting": lambda here, *_: "a day later" if here == "first-day-out" else "",
    "roll": _rolled,
    "received": lambda here, *_: "later" if here == "next-open" else "",
    "extend": _extended,
    "defer": _put_off,
}
"""How each key tells that a duty asks for less. A citation does not: it says where the duty is written."""
