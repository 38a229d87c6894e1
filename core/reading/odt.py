"""OpenDocument texts: headers first, body, notes, footers, by our own walk over the XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.archive import Archive
from core.reading.extract import Extract
from core.reading.rows import row_lines

_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
}
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_BOXES = frozenset({"draw:text-box", "draw:custom-shape", "table:table"})
"""What stands in a paragraph and holds paragraphs itself."""
_PASSED_OVER = frozenset(
    [
        *("text:tracked-changes", "office:annotation", "office:annotation-end", "office:forms"),
        *("text:note-citation", "text:sequence-decls", "text:variable-decls", "text:user-field-decls"),
        *("draw:glue-point", "text:ruby-text", "svg:title", "svg:desc"),
    ]
)
"""Deleted text, comments, declarations, pronunciation aids, descriptions of pictures."""
_HEADERS = frozenset({"style:header", "style:header-left", "style:header-first"})
_FOOTERS = frozenset({"style:footer", "style:footer-left", "style:footer-first"})
_SPACES = re.compile(r"[ \t\r\n]+")
_ROW_GROUPS = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
_MOST_SPACES = 100
"""A stranger's number of spaces is not to be trusted."""
_HIDDEN = "Formatted as hidden text."


def read_odt(content: bytes) -> Extract:
    """The text, headers first. Raises `CannotScreen`, "locked" where it is encrypted."""
    archive = Archive(content)
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and any(_name(one) == "manifest:encryption-data" for one in manifest.iter()):
        raise CannotScreen("locked")
    root = archive.xml("content.xml")
    if root is None:
        raise CannotScreen("damaged")
    styles = archive.xml("styles.xml")
    walk = _Walk(_hiding_styles(root) | _hiding_styles(styles))
    headers = _margins(styles, walk, _HEADERS)
    body = [line for one in root.iter() if _name(one) == "office:text" for line in walk.blocks(one)]
    footers = _margins(styles, walk, _FOOTERS)
    text = "\n".join((*headers, *body, *walk.notes, *footers))
    if not any(char.isalpha() for char in text) and any(
        name.startswith("pictures/") for name in archive.names
    ):
        raise CannotScreen("scanned")
    hidden = tuple(HiddenSpan(text=text, why=_HIDDEN) for text in walk.hidden)
    return Extract(text=text, hidden=hidden, links=tuple(walk.links))


def _margins(styles: etree._Element | None, walk: "_Walk", kinds: frozenset[str]) -> list[str]:
    """The texts of all headers or footers, equal ones once."""
    found = (one for one in styles.iter() if _name(one) in kinds) if styles is not None else ()
    texts = dict.fromkeys("\n".join(walk.blocks(one)) for one in found)
    return [text for text in texts if text.strip()]


def _hiding_styles(root: etree._Element | None) -> frozenset[str]:
    """Names of the styles whose text isn't displayed."""
    names = set()
    for element in root.iter() if root is not None else ():
        if _name(element) == "style:text-properties" and _attribute(element, "text:display") == "none":
            names.add(_attribute(element.getparent(), "style:name"))
    return frozenset(names - {""})


@dataclass(slots=True)
class _Line:
    """A paragraph as it is put together, with the boxes anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class _Walk:
    """Gathers lines; `links`, `notes` and `hidden` fill in reading order while `blocks` is called."""

    def __init__(self, hiding_styles: frozenset[str]) -> None:
        self._hiding_styles = hiding_styles
        self.links: list[str] = []
        self.notes: list[str] = []
        self.hidden: list[str] = []

    def blocks(self, element: etree._Element) -> list[str]:
        """The lines below an element."""
        lines: list[str] = []
        for child in element:
            name = _name(child)
            if name in _PARAGRAPHS:
                lines += self._paragraph(child)
            elif name == "table:table":
                lines += self._table(child)
            elif name == "text:section" and _attribute(child, "text:display") == "none":
                self.hidden += ["\n".join(self.blocks(child))]
            elif name not in _PASSED_OVER:
                lines += self.blocks(child)
        return lines

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        line = _Line()
        self._inlines(paragraph, line)
        text = "".join(line.pieces).strip()
        if self._is_hidden(paragraph):
            self.hidden += [text] if text else []
            return []
        lines = [text]
        for box in line.boxes:
            lines += self._table(box) if _name(box) == "table:table" else self.blocks(box)
        return lines

    def _inlines(self, element: etree._Element, line: _Line) -> None:
        line.pieces.append(_folded(element.text))
        for child in element:
            self._inline(child, line)
            line.pieces.append(_folded(child.tail))

    def _inline(self, child: etree._Element, line: _Line) -> None:
        match _name(child):
            case "text:s":
                count = _attribute(child, "text:c")
                line.pieces.append(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
            case "text:tab":
                line.pieces.append("\t")
            case "text:line-break":
                line.pieces.append("\n")
            case "text:note":
                self.notes += self.blocks(child)
            case "":
                return
            case name if name in _BOXES:
                line.boxes.append(child)
            case name if name not in _PASSED_OVER:
                if name in ("text:a", "draw:a"):
                    self.links.append(_attribute(child, "xlink:href"))
                self._span(child, line)

    def _span(self, span: etree._Element, line: _Line) -> None:
        if not self._is_hidden(span):
            self._inlines(span, line)
            return
        unseen = _Line()
        self._inlines(span, unseen)
        if text := "".join(unseen.pieces).strip():
            self.hidden.append(text)

    def _is_hidden(self, element: etree._Element) -> bool:
        return _attribute(element, "text:style-name") in self._hiding_styles

    def _table(self, table: etree._Element) -> list[str]:
        lines: list[str] = []
        for row in _rows(table):
            lines += row_lines([self.blocks(cell) for cell in row if _name(cell) == "table:table-cell"])
        return lines


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """A table's own rows, also those in header rows and groups; cells may hold tables of their own."""
    for child in table:
        if _name(child) == "table:table-row":
            yield child
        elif _name(child) in _ROW_GROUPS:
            yield from _rows(child)


def _folded(text: str | None) -> str:
    """OpenDocument's own rule: any white space in the XML counts as one space."""
    return _SPACES.sub(" ", text or "")


def _name(element: etree._Element) -> str:
    """ "text:p" for a paragraph; "" for what is no element."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=2048)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{local}"


def _attribute(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if _short(str(key)) == name), "")
