"""Where the links of a PDF page lead."""

import ctypes
import re
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as c

MOST_LINKS = 500
"""A page with more is no résumé's; the rest would only cost time."""

LONGEST_LINK = 2048
"""Bytes."""

_OPENS_FILE = (c.PDFACTION_REMOTEGOTO, c.PDFACTION_LAUNCH)
_ADDRESS = re.compile(r"(?i)https?:/|mailto:|tel:|www\.")
_CONTACT = re.compile(r"(?i)(?:https?:|mailto:|tel:)|[^:]*(?:\Z|[/.][^:]*)")
"""Schemes that reach a person, or none at all; not file:, javascript: and the like."""


def link_targets(document: Any, page: Any) -> tuple[str, ...]:
    """The targets of the page's link annotations as the file has them, in its order, each once."""
    targets: dict[str, None] = {}
    position, link = ctypes.c_int(0), c.FPDF_LINK()
    for _ in range(MOST_LINKS):
        if not c.FPDFLink_Enumerate(page, position, link):
            break
        target = _target(document, link)
        if target and _CONTACT.match(target):
            targets[target] = None
    return tuple(targets)


def _target(document: Any, link: Any) -> str:
    action = c.FPDFLink_GetAction(link)
    if not action:
        return ""
    target = _read(lambda buffer, size: c.FPDFAction_GetURIPath(document, action, buffer, size))
    if not target and c.FPDFAction_GetType(action) in _OPENS_FILE:
        # Some programs write web addresses as if they were files beside the document.
        target = _read(lambda buffer, size: c.FPDFAction_GetFilePath(action, buffer, size))
        target = target if _ADDRESS.match(target) else ""
    return target


def _read(fill: Callable[[Any, int], int]) -> str:
    size = fill(None, 0)
    if not 1 < size <= LONGEST_LINK:
        return ""
    buffer = ctypes.create_string_buffer(size)
    fill(buffer, size)
    text = buffer.value.decode("utf-8", "replace")
    return "".join(filter(str.isprintable, text)).strip()
