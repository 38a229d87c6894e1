"""How a table becomes lines of text."""

from collections.abc import Sequence


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """A row as one line, its cells apart by " | " ("Phone | 123"); cells that hold several lines, one by one.

    Many résumés lay out a page as one table: there a cell is a column of text, not a value.
    """
    filled = [[line.strip() for line in cell if line.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if all(len(cell) == 1 and "\n" not in cell[0] for cell in filled):
        return [" | ".join(cell[0] for cell in filled)] if filled else []
    return [line for cell in filled for line in cell]


def marked_rows(text: str, *, cell: str, row: str) -> str:
    """Text in which marks end each cell and row, laid out. What precedes a table's first cell stays as it is."""
    if cell not in text:
        return text.replace(row, "\n")
    laid_out: list[str] = []
    for piece in text.split(row):
        first, mark, others = piece.partition(cell)
        if not mark:
            laid_out.append(piece)
            continue
        before, _, first = first.rpartition("\n")
        laid_out += [before] if before else []
        laid_out += row_lines([part.split("\n") for part in (first, *others.split(cell))])
    return "\n".join(laid_out)
