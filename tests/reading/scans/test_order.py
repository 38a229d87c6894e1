"""Lines out of a picture put in the order of reading."""

import math
import time

import pytest

from core.reading.scans.order import Line, in_reading_order

HEIGHT = 20.0


def line(text: str, x: float, y: float, *, width: float | None = None) -> Line:
    right, bottom = x + (width or 10 * len(text)), y + HEIGHT
    return Line(text, 0.99, ((x, y), (right, y), (right, bottom), (x, bottom)))


def column(words: list[str], x: float, y: float, *, step: float = 30) -> list[Line]:
    return [line(word, x, y + number * step) for number, word in enumerate(words)]


LEFT = ["Profile of a person", "who has led teams", "for several years", "and likes to teach"]
RIGHT = ["Experience is what", "one gets by doing", "things for others", "until they work"]


def turned(lines: list[Line], degrees: float) -> list[Line]:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        one._replace(corners=tuple((x * cos - y * sin, x * sin + y * cos) for x, y in one.corners))
        for one in lines
    ]


def test_lines_come_from_the_top_whatever_their_order_was() -> None:
    lines = column(LEFT, 50, 100)
    assert in_reading_order([lines[2], lines[0], lines[3], lines[1]]) == "\n".join(LEFT)


def test_pieces_of_one_line_are_joined() -> None:
    assert in_reading_order([line("Roe", 200, 103), line("Jane", 50, 100)]) == "Jane Roe"


@pytest.mark.parametrize("shift", [0, 4, 13])
def test_two_columns_are_read_one_after_the_other(shift: float) -> None:
    lines = [line("Jane Roe", 50, 40)]
    lines += [
        one
        for pair in zip(column(LEFT, 50, 100), column(RIGHT, 400, 100 + shift), strict=True)
        for one in pair
    ]
    text = in_reading_order(lines)
    assert text.replace("\n\n", "\n") == "\n".join(["Jane Roe", *LEFT, *RIGHT])


def test_three_columns_too() -> None:
    lines = column(LEFT, 50, 100) + column(RIGHT, 400, 105) + column(LEFT, 750, 110)
    assert in_reading_order(lines).replace("\n\n", "\n") == "\n".join([*LEFT, *RIGHT, *LEFT])


def test_a_line_over_both_columns_parts_what_is_above_from_what_is_below() -> None:
    across = "A heading that goes over the whole width of the page it stands on"
    lines = [
        *(column(LEFT, 50, 100) + column(RIGHT, 400, 100)),
        line(across, 50, 300),
        *(column(RIGHT, 50, 400) + column(LEFT, 400, 400)),
    ]
    read = in_reading_order(lines).replace("\n\n", "\n").splitlines()
    assert read == [*LEFT, *RIGHT, across, *RIGHT, *LEFT]


def test_dates_at_the_right_stay_beside_their_jobs() -> None:
    jobs = [
        "Team Lead, Larkfield",
        "Answered the phone",
        "Agent, Norden Travel",
        "Booked trips",
        "Clerk, Post",
        "Sorted",
    ]
    lines = column(jobs, 50, 100)
    for number, years in ((0, "2021 - 2025"), (2, "2018 - 2021"), (4, "2015 - 2018")):
        lines.append(line(years, 600, 100 + number * 30))
    assert "Team Lead, Larkfield 2021 - 2025\n" in in_reading_order(lines)
    assert "Agent, Norden Travel 2018 - 2021\n" in in_reading_order(lines)


def test_dates_at_the_left_stay_beside_what_happened() -> None:
    lines = column(["2021", "2018", "2015", "2011"], 50, 100, step=60)
    told = [
        "Led nine people in support",
        "and wrote their handbook",
        "Answered mail",
        "and the phone",
        "Sold tickets",
        "in two languages",
        "Went to school",
    ]
    lines += column(told, 200, 100)
    assert in_reading_order(lines).startswith(
        "2021 Led nine people in support\nand wrote their handbook\n2018 Answered"
    )


def test_the_cells_of_a_table_stay_in_their_rows() -> None:
    lines = column(["German", "English", "Italian", "French"], 50, 100)
    lines += column(["fluent", "native", "basics", "school"], 700, 101)
    assert in_reading_order(lines).splitlines()[:2] == ["German fluent", "English native"]


@pytest.mark.parametrize("degrees", [-3, 2, 4])
def test_a_page_photographed_askew_is_set_straight(degrees: float) -> None:
    lines = column(LEFT, 50, 100) + column(RIGHT, 1200, 100)
    assert in_reading_order(turned(lines, degrees)).replace("\n\n", "\n") == "\n".join([*LEFT, *RIGHT])


def test_a_gap_between_sections_is_kept() -> None:
    assert in_reading_order([line("Jane", 50, 100), line("Work", 50, 200)]) == "Jane\n\nWork"


def test_nothing_seen_is_no_text() -> None:
    assert in_reading_order([]) == ""
    assert in_reading_order([line("  ", 10, 10)]) == ""


def test_a_page_full_of_specks_takes_no_longer_than_a_page() -> None:
    specks = [line("x", 10 + 37 * (n % 40), 10 + 11 * (n // 40) + n % 7) for n in range(3000)]
    began = time.monotonic()
    in_reading_order(specks)
    assert time.monotonic() - began < 5
