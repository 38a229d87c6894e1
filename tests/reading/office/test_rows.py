"""Tables as lines of text."""

from core.reading.office.rows import marked_rows, row_lines


def test_short_cells_share_a_line_and_empty_ones_leave_no_trace() -> None:
    assert row_lines([["Phone "], [" "], ["123"]]) == ["Phone | 123"]
    assert row_lines([[], [""]]) == []


def test_cells_of_several_lines_follow_each_other() -> None:
    assert row_lines([["2019"], ["Acme", "Engineer"]]) == ["2019", "Acme", "Engineer"]
    assert row_lines([["a\nb"], ["c"]]) == ["a\nb", "c"]


def test_marked_rows_leave_what_stands_around_the_table() -> None:
    assert (
        marked_rows("Jane\nPhone^1^/Mail^2^/after\nend", cell="^", row="/")
        == "Jane\nPhone | 1\nMail | 2\nafter\nend"
    )
    assert marked_rows("no table/here", cell="^", row="/") == "no table\nhere"
