"""The names of Office XML, the same for transitional and strict documents."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
}
_UNDERSTOOD = ("http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/", "http://purl.oclc.org/")
"""How the names of those extensions begin that Word knows and that may be required of an alternative."""
_FALSE = frozenset({"0", "false", "off"})
_NUMBER = re.compile(r"-?\d{1,9}")
_LENGTH = re.compile(r"(-?\d{1,7}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|pi)")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "pi": 12.0}

Element: TypeAlias = etree._Element


def name_of(element: Element) -> str:
    """ "w:p" for a paragraph; "" for what no reader of text needs to know, and for what is no element."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=2048)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its short name; "" where the element or the attribute isn't there."""
    if element is None:
        return ""
    for key, value in element.items():
        if _short(str(key)) == name:
            return str(value)
    return ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that short name."""
    if element is None:
        return None
    return next((one for one in element if name_of(one) == name), None)


def children(element: Element) -> Iterator[Element]:
    """The child elements; of alternatives only the one that newer versions of Word show."""
    for one in element:
        if name_of(one) == "mc:AlternateContent":
            chosen = next(filter(_is_shown, one), None)
            if chosen is not None:
                yield from children(chosen)
        elif isinstance(one.tag, str):
            yield one


def _is_shown(alternative: Element) -> bool:
    """Whether Word, trying alternatives in turn, would come to rest at this one."""
    if name_of(alternative) != "mc:Choice":
        return name_of(alternative) == "mc:Fallback"
    known = alternative.nsmap
    return all(
        (known.get(prefix) or "").startswith(_UNDERSTOOD)
        for prefix in alternative.get("Requires", "").split()
    )


def is_on(element: Element | None) -> bool | None:
    """A switch such as <w:vanish/>: on, off, or None where it isn't set."""
    return None if element is None else attribute(element, "w:val").lower() not in _FALSE


def number(text: str | None) -> int | None:
    """A whole number of at most nine digits, as a stranger's file writes it; None for anything else."""
    return int(text) if text and _NUMBER.fullmatch(text) else None


def points(said: str, *, parts: int) -> float | None:
    """A length in points: a number of so many parts of a point, or (strict documents) a number with its unit."""
    if found := _LENGTH.fullmatch(said):
        return float(found[1]) * _UNITS[found[2]]
    whole = number(said)
    return None if whole is None else whole / parts
