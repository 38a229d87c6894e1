"""The names of Office XML, the same for transitional and strict documents."""

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
}
_FALSE = frozenset({"0", "false", "off"})

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
    """The child elements; of alternatives only the first, which is what newer versions of Word show."""
    for one in element:
        if name_of(one) == "mc:AlternateContent":
            chosen = child(one, "mc:Choice")
            yield from children(chosen if chosen is not None else one)
        elif isinstance(one.tag, str):
            yield one


def is_on(element: Element | None) -> bool | None:
    """A switch such as <w:vanish/>: on, off, or None where it isn't set."""
    return None if element is None else attribute(element, "w:val").lower() not in _FALSE
