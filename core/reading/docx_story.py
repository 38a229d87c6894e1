"""The walk over one part of a Word document: body, header, footer or notes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.reading.ooxml import Element, attribute, child, children, is_on, name_of
from core.reading.opc import Relationship
from core.reading.rows import row_lines

_PASSED_OVER = frozenset(
    [
        *("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:rt"),
        *("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr"),
        *("w:tblPr", "w:tblPrEx", "w:tblGrid", "w:trPr", "w:tcPr"),
    ]
)
"""Deleted and moved-away text, properties, pronunciation aids."""
_BREAKS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "a:br": "\n",
    "w:noBreakHyphen": "-",
    "w:sym": " ",
}
_LINKED = frozenset({"w:hyperlink", "a:hlinkClick"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_HYPERLINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_SPACES = re.compile(r"[\t\r\n]+")


@dataclass(slots=True)
class _Line:
    """A paragraph as it is put together."""

    hidden_by_style: bool
    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """Adjacent hidden pieces are one text; a visible piece ends it."""
    boxes: list[tuple[Element, bool]] = field(default_factory=list)
    """Text boxes anchored here, and whether they are hidden."""
    codes: list[str] = field(default_factory=list)
    in_hidden: bool = False

    def add(self, text: str, *, hidden: bool) -> None:
        if not text:
            return
        if not hidden:
            self.pieces.append(text)
        elif self.in_hidden:
            self.hidden[-1] += text
        else:
            self.hidden.append(text)
        self.in_hidden = hidden


class Story:
    """One part's text: blocks (paragraphs, tables) hold inlines (runs), which may anchor boxes with more blocks.

    `links` and `hidden` fill in reading order while `blocks` is called.
    """

    def __init__(self, related: Mapping[str, Relationship], hidden_styles: frozenset[str]) -> None:
        self._related = related
        self._hidden_styles = hidden_styles
        self.links: list[str] = []
        self.hidden: list[str] = []

    def blocks(self, element: Element) -> list[str]:
        """The lines below an element."""
        lines: list[str] = []
        for block in children(element):
            name = name_of(block)
            if name in ("w:p", "a:p"):
                lines += self._paragraph(block)
            elif name == "w:tbl":
                lines += self._table(block)
            elif name not in _PASSED_OVER and attribute(block, "w:type") not in _SEPARATORS:
                lines += self.blocks(block)
        return lines

    def _paragraph(self, paragraph: Element) -> list[str]:
        """A paragraph's own text, then what stands in the boxes anchored in it."""
        style = attribute(child(child(paragraph, "w:pPr"), "w:pStyle"), "w:val")
        line = _Line(hidden_by_style=style in self._hidden_styles)
        self._inlines(paragraph, line, hidden=line.hidden_by_style)
        for target in _HYPERLINK.findall("".join(line.codes)):
            self.links.append(target)
        self.hidden += (text for text in line.hidden if text.strip())
        lines = ["".join(line.pieces)]
        for box, hidden in line.boxes:
            if hidden:
                self.hidden.append("\n".join(self.blocks(box)))
            else:
                lines += self.blocks(box)
        return lines

    def _inlines(self, element: Element, line: _Line, *, hidden: bool) -> None:
        for inline in children(element):
            name = name_of(inline)
            if name in ("w:t", "m:t", "a:t"):
                line.add(_SPACES.sub(" ", inline.text or ""), hidden=hidden)
            elif name == "w:r":
                self._inlines(inline, line, hidden=self._is_hidden(inline, otherwise=line.hidden_by_style))
            elif name in _BREAKS:
                line.add(_BREAKS[name], hidden=hidden)
            elif name in ("w:txbxContent", "a:txBody"):
                line.boxes.append((inline, hidden))
            elif name == "w:instrText":
                line.codes.append(inline.text or "")
            elif name not in _PASSED_OVER:
                if name == "w:fldSimple":
                    line.codes.append(attribute(inline, "w:instr"))
                elif name in _LINKED:
                    self._link_to(attribute(inline, "r:id"))
                self._inlines(inline, line, hidden=hidden)

    def _is_hidden(self, run: Element, *, otherwise: bool) -> bool:
        """By the run's own switch, else its character style, else its paragraph."""
        properties = child(run, "w:rPr")
        own = is_on(child(properties, "w:vanish"))
        if own is not None:
            return own
        return otherwise or attribute(child(properties, "w:rStyle"), "w:val") in self._hidden_styles

    def _link_to(self, relationship: str) -> None:
        found = self._related.get(relationship)
        if found and found.external:
            self.links.append(found.target)

    def _table(self, table: Element) -> list[str]:
        lines: list[str] = []
        for row in _parts(table, "w:tr"):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                continue
            text = row_lines([self.blocks(cell) for cell in _parts(row, "w:tc")])
            if is_on(child(properties, "w:hidden")):
                self.hidden.append("\n".join(text))
            else:
                lines += text
        return lines


def _parts(element: Element, wanted: str) -> Iterator[Element]:
    """A table's rows or a row's cells, also those within content controls and tracked insertions."""
    for one in children(element):
        name = name_of(one)
        if name == wanted:
            yield one
        elif name not in _PASSED_OVER and name != "w:tbl":
            yield from _parts(one, wanted)
