"""What lies under the text of a Word table's cells: their own shading, or that of the table's style by place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.reading.office.colours import Paint
from core.reading.office.docx.palette import Palette
from core.reading.office.docx.styles import Styles, ground_of
from core.reading.office.look import PLAIN, Look
from core.reading.office.ooxml import Element, attribute, child, number
from core.reading.office.unseen import LEAST_ROOM

_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}

_COLUMNS, _ROWS = frozenset({"firstCol", "lastCol"}), frozenset({"firstRow", "lastRow"})


class Spot(NamedTuple):
    """Where a cell stands: its row and column, and how many there are of each."""

    row: int
    rows: int
    column: int
    columns: int


class TableGround:
    """The ground and the look that a table gives to the text in its cells."""

    def __init__(self, table: Element, styles: Styles, palette: Palette) -> None:
        properties = child(table, "w:tblPr")
        self._palette = palette
        self._parts = styles.table(attribute(child(properties, "w:tblStyle"), "w:val"))
        self._own = ground_of(properties, palette)
        look = child(properties, "w:tblLook")
        self._said = {name: _is_said(look, name, bit) for name, bit in _BITS.items()}

    def under(self, cell: Element, place: Spot) -> tuple[Paint, Look]:
        """A cell's ground, "auto" where it shows what the table lies on; and how its letters look by style."""
        look, ground = PLAIN, self._own
        of_column: Paint | None = None
        for kind in self._kinds(place):
            if (part := self._parts.get(kind)) is None:
                continue
            look = part.look.over(look)
            if part.ground is None or part.ground == "auto":
                continue
            # Where a row's colour meets a column's, programs and the styles made for them disagree who wins.
            clash = kind in _ROWS and of_column is not None and of_column != part.ground
            ground = "unknown" if clash else part.ground
            of_column = part.ground if kind in _COLUMNS else of_column
        own = ground_of(child(cell, "w:tcPr"), self._palette)
        return (ground if own is None or own == "auto" else own) or "auto", look

    def _kinds(self, place: Spot) -> Iterator[str]:
        """The parts of the style that hold at a place, the stronger ones last."""
        row, rows, column, columns = place
        first_row, last_row = row == 0 and self._said["firstRow"], row == rows - 1 and self._said["lastRow"]
        first = column == 0 and self._said["firstColumn"]
        last = column == columns - 1 and self._said["lastColumn"]
        yield ""
        if not self._said["noVBand"]:
            yield "band2Vert" if (column - self._said["firstColumn"]) % 2 else "band1Vert"
        if not self._said["noHBand"] and not first_row:
            yield "band2Horz" if (row - self._said["firstRow"]) % 2 else "band1Horz"
        if first or last:
            yield "firstCol" if first else "lastCol"
        if first_row or last_row:
            yield "firstRow" if first_row else "lastRow"
        if (first_row or last_row) and (first or last):
            yield ("n" if first_row else "s") + ("w" if first else "e") + "Cell"


def has_no_room(row_properties: Element | None) -> bool:
    """Whether a row is so low that it shows nothing."""
    height = child(row_properties, "w:trHeight")
    points = (number(attribute(height, "w:val")) or 0) / 20
    return attribute(height, "w:hRule") == "exact" and points <= LEAST_ROOM


class Merges:
    """Tells, row by row, which cells only go on from the one above or before, and so show nothing of their own.

    One that says so where there is nothing to go on from is a cell like others, as Word shows it.
    """

    def __init__(self) -> None:
        self._going_on: set[int] = set()

    def covered(self, cells: Sequence[Element]) -> list[bool]:
        """Of each cell of the next row."""
        found: list[bool] = []
        begun: set[int] = set()
        at = 0
        for cell in cells:
            properties = child(cell, "w:tcPr")
            down, across = _merge(properties, "w:vMerge"), _merge(properties, "w:hMerge")
            covered = down == "continue" and at in self._going_on
            found.append(covered or (across == "continue" and bool(found)))
            if down:
                begun.add(at)
            at += number(attribute(child(properties, "w:gridSpan"), "w:val")) or 1
        self._going_on = begun
        return found


def _merge(properties: Element | None, name: str) -> str:
    merge = child(properties, name)
    return "" if merge is None else attribute(merge, "w:val") or "continue"


def _is_said(look: Element | None, name: str, bit: int) -> bool:
    if said := attribute(look, f"w:{name}"):
        return said.lower() in ("1", "true", "on")
    try:
        return bool(int(attribute(look, "w:val")[:8] or "0", 16) & bit)
    except ValueError:
        return False
