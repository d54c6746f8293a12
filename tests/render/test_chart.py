"""A chart of letters: as far apart as the time between, no wider than there is room, and nothing that a stranger wrote obeyed."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cicp.render import csvtext, markdown, plain, terminal
from cicp.render.chart import NAME, draw
from cicp.views.document import Chart, Document, Heading, Lane, Mark

START: Final = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
SPAN: Final = timedelta(hours=72)
WIDTHS: Final = (80, 200)


def hours(number: float) -> datetime:
    return START + timedelta(hours=number)


def chart(*lanes: Lane, now: float | None = None, ticks: tuple[tuple[float, str], ...] = ()) -> Chart:
    """Draw these lanes over 72 hours."""
    return Chart(START, START + SPAN, tuple((hours(number), label) for number, label in ticks), None if now is None else hours(now), lanes)


def lane(*at: float, name: str = "pio", sign: str = "o", note: str = "") -> Lane:
    return Lane(name, tuple(Mark(hours(number), sign) for number in at), note)


def columns(line: str, sign: str = "o") -> list[int]:
    """Where a sign stands in a lane, from its first column on."""
    return [place - NAME - 1 for place, each in enumerate(line) if each == sign and place > NAME]


@pytest.mark.parametrize("width", WIDTHS)
@given(st.lists(st.floats(0, 72), min_size=1, max_size=8))
def test_distances_are_those_of_time(width: int, at: list[float]) -> None:
    """The distance of two marks is the time between them, within the half column on each side that rounding takes."""
    *_, line = draw(chart(lane(*at)), width)
    room = width - NAME - 16
    scale = (room - 1) / 72

    assert {round(number * scale) for number in at} == set(columns(line))
    assert max(columns(line)) - min(columns(line)) == pytest.approx((max(at) - min(at)) * scale, abs=1)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ends_of_the_band_are_the_ends_of_the_lane(width: int) -> None:
    """What begins with the band stands in the first column and what ends with it in the last: more room, more columns."""
    *_, line = draw(chart(lane(0, 36, 72)), width)
    last = width - NAME - 17

    assert [0, round(last / 2), last] == columns(line)


@pytest.mark.parametrize("width", WIDTHS)
def test_now_is_a_sign_of_its_own(width: int) -> None:
    """Now stands above the lanes and in each, in the column of its moment, unless something is due there."""
    _, above, first, second = draw(chart(lane(12), lane(24, name="chief"), now=24), width)
    (column,) = columns(above, "|")

    assert ([column], []) == (columns(first, "|"), columns(second, "|"))
    assert [column] == columns(second)
    assert above.startswith("now ")


def test_without_now() -> None:
    """A band in which now does not lie says nothing of it."""
    assert 2 == len(draw(chart(lane(12)), 80))


def test_the_most_pressing_wins_a_column() -> None:
    """Of several that share a column the first of the lane is seen; the counts tell of the others."""
    *_, line = draw(chart(Lane("pio", (Mark(hours(5), "!"), Mark(hours(5), "o")), "1! 1o")), 80)

    assert ([], 1, True) == (columns(line.partition(" 1!")[0], "o"), len(columns(line.partition(" 1!")[0], "!")), line.endswith(" 1! 1o"))


def test_labels_that_would_touch_are_left_out() -> None:
    """A label is written where its moment is, whole and apart from the one before it, or not at all."""
    axis, *_ = draw(chart(lane(1), ticks=((0, "+0 h"), (1, "+1 h"), (36, "+36 h"), (72, "+72 h"))), 80)

    assert (f"{'':<{NAME}} +0 h", True, False, False) == (axis[: NAME + 5], "+36 h" in axis, "+1 h" in axis, "+72 h" in axis)
    assert round(36 / 72 * 47) == axis.index("+36 h") - NAME - 1


@pytest.mark.parametrize("width", [60, *WIDTHS])
@given(st.text(max_size=40), st.text("0123456789!>o?xX- ", max_size=30))
def test_no_line_is_wider_than_there_is_room(width: int, name: str, note: str) -> None:
    """Whatever a role is called and however much is counted."""
    lines = draw(chart(lane(0, 72, name=name, note=note.strip()), now=3, ticks=((0, "+0 h"), (36, "+36 h"))), width)

    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("render", [plain.render, markdown.render, terminal.render])
@pytest.mark.parametrize("attack", ["\x1b[2J", "\x9b2J", "a\u202eb", "a\rb", "a\x00b"])
def test_a_hostile_name_steers_nothing(render: object, attack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stranger called a role is shown, and obeyed by no terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    assert callable(render)
    out = str(render(Document((Heading("Chart"), chart(lane(1, name=attack))), {})))

    assert attack not in out
    assert "<U+" in out


@pytest.mark.parametrize("attack", ["[bold]x[/foo]", "*x* <b>", "a\nb"])
def test_markup_in_a_name_is_text(attack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Markup stays what it is, and a line break begins no line of ours."""
    monkeypatch.setenv("COLUMNS", "80")
    document = Document((Heading("Chart"), chart(lane(1, name=attack))), {})

    for out in (plain.render(document), markdown.render(document), terminal.render(document)):
        assert attack.replace("\n", " ")[:12] in out
        assert 1 == sum("..." in line for line in out.splitlines())


def test_in_markdown_it_is_a_block_of_code() -> None:
    """Every line of the chart stands four columns in, so that no sign becomes markup."""
    *_, axis, first = markdown.render(Document((Heading("Chart"), chart(lane(1), ticks=((0, "+0 h"),))), {})).splitlines()

    assert (True, True) == (axis.startswith("    "), first.startswith("    pio"))


def test_no_picture_in_a_spreadsheet() -> None:
    """Rows are rows: what has only a heading and a picture has the heading."""
    assert "o" not in csvtext.render(Document((Heading("CHART"), chart(lane(1))), {})).splitlines()[-1]
