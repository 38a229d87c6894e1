"""Form fields and text boxes that a page holds and doesn't show."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as c

NOT_SHOWN = "In a field that is not shown."

TYPED_OVER = (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT)
"""Annotations whose words count as the page's own."""
_UNSEEN = c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW | c.FPDF_ANNOT_FLAG_INVISIBLE
_MOST_NOTES = 2_000
_MOST_CHARACTERS = 20_000
"""Of all notes of a page together; beyond it nobody reads on."""


def put_away(page: Any) -> tuple[bool, tuple[str, ...]]:
    """Whether fields or text boxes are shown on the page, and the words of those that are not.

    The latter are marked as hidden for good: pdfium would make ones that are only printed part of the page.
    """
    shown = False
    unseen: list[str] = []
    left = _MOST_CHARACTERS
    for annotation in _typed_over(page):
        flags = c.FPDFAnnot_GetFlags(annotation)
        if flags & _UNSEEN:
            c.FPDFAnnot_SetFlags(annotation, flags | c.FPDF_ANNOT_FLAG_HIDDEN)
            text = _string(annotation, b"V") or _string(annotation, b"Contents")
            unseen.append(text[: max(0, left)])
            left -= len(text)
        else:
            shown = True
    return shown, tuple(text for text in unseen if text)


def _typed_over(page: Any) -> Iterator[Any]:
    for index in range(min(c.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        annotation = c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if c.FPDFAnnot_GetSubtype(annotation) in TYPED_OVER:
                yield annotation
        finally:
            c.FPDFPage_CloseAnnot(annotation)


def _string(annotation: Any, key: bytes) -> str:
    size = int(c.FPDFAnnot_GetStringValue(annotation, key, None, 0))
    if size <= 2:
        return ""
    buffer = (c.FPDF_WCHAR * (size // 2))()
    c.FPDFAnnot_GetStringValue(annotation, key, buffer, ctypes.sizeof(buffer))
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")
