"""The names of OpenDocument's XML."""

from functools import lru_cache

from lxml import etree

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIXES = {
    f"{_ODF}:text:1.0": "text",
    f"{_ODF}:table:1.0": "table",
    f"{_ODF}:office:1.0": "office",
    f"{_ODF}:style:1.0": "style",
    f"{_ODF}:drawing:1.0": "draw",
    f"{_ODF}:manifest:1.0": "manifest",
    f"{_ODF}:svg-compatible:1.0": "svg",
    f"{_ODF}:xsl-fo-compatible:1.0": "fo",
    f"{_ODF}:meta:1.0": "meta",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
}


def name_of(element: etree._Element) -> str:
    """ "text:p" for a paragraph; "" for what is no element."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=2048)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{local}"


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute by its short name; "" where the element or the attribute isn't there."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if _short(str(key)) == name), "")


def attributes(element: etree._Element) -> dict[str, str]:
    """All of them by their short names."""
    return {_short(str(key)): str(value) for key, value in element.items()}
