"""Where the links of a PDF page lead."""

import ctypes
import re
from typing import Any

import pypdfium2.raw as c

MOST_LINKS = 500
"""A page with more is no résumé's; the rest would only cost time."""

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
    size = c.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
    if not 1 < size <= 2048:
        return ""
    buffer = ctypes.create_string_buffer(size)
    c.FPDFAction_GetURIPath(document, action, buffer, size)
    text = buffer.value.decode("utf-8", "replace")
    return "".join(char for char in text if char.isprintable()).strip()
