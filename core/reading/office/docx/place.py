"""Where the paragraphs and tables of a Word document stand."""

from core.reading.office.ooxml import Element, attribute, child, points
from core.reading.office.place import ANYWHERE, Frame, Place

_TWIPS = 20


def place_of(properties: Element | None) -> Place:
    """What <w:pPr> says."""
    if properties is None:
        return ANYWHERE
    spacing, indent = child(properties, "w:spacing"), child(properties, "w:ind")
    frame = child(properties, "w:framePr")
    return Place(
        line=_points(spacing, "w:line"),
        rule=attribute(spacing, "w:lineRule") or None,
        left=_points(indent, "w:left", "w:start"),
        right=_points(indent, "w:right", "w:end"),
        frame=None
        if frame is None
        else Frame(*(_points(frame, name) or 0.0 for name in ("w:x", "w:y", "w:w", "w:h"))),
    )


def table_is_off_the_page(properties: Element | None, width: float) -> bool:
    """Whether a table stands beside a page of that width in points."""
    across = _points(child(properties, "w:tblpPr"), "w:tblpX") or 0.0
    indent = _points(child(properties, "w:tblInd"), "w:w") or 0.0
    return any(at >= width or at <= -2 * width for at in (across, indent))


def _points(element: Element | None, *names: str) -> float | None:
    return next((points(said, parts=_TWIPS) for name in names if (said := attribute(element, name))), None)
