"""What a file says instead of what it draws: words for screen readers, which may have nothing to do with the ink."""

import pypdfium2.raw as c

from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.objects import PageObjects, TextObject
from core.reading.pdf.page import Box

SPOKEN_ONLY = "Written for screen readers, not shown."

AN_ICON_S_NAME = 24
"""Letters that an icon may stand for ("LinkedIn", or what a font package calls it)."""
_NARROW = 1.0
"""Points of ink for each letter said, below which the ink can't be showing them."""
_MOST_MARKS = 20
_MOST_PIECES = 200
_MOST_BYTES = 1024


def drawn_for(text: TextObject, objects: PageObjects) -> Box | None:
    """Around all ink for which the file says words of its own, the given object's included; None where it doesn't."""
    said = _said(text)
    if said is None:
        return None
    box = text.box
    for following in objects.in_order[text.number + 1 : text.number + _MOST_PIECES]:
        if _said(following) != said:
            break
        box = Box(
            min(box.left, following.box.left),
            min(box.bottom, following.box.bottom),
            max(box.right, following.box.right),
            max(box.top, following.box.top),
        )
    return box


def is_spoken_only(letters: list[Letter], drawn: Box) -> bool:
    """Whether the words are more than the ink they stand for could show."""
    extent = max(drawn.right - drawn.left, drawn.top - drawn.bottom)
    return len(letters) > AN_ICON_S_NAME and extent / len(letters) < _NARROW


def said_for(text: TextObject) -> str | None:
    """The words that the file gives for what it draws, as far as they count; None where it gives none."""
    said = _said(text)
    return said and said[1][: max(0, said[0] - 2)].decode("utf-16-le", "ignore")


def _said(text: TextObject) -> tuple[int, bytes] | None:
    """The words, cut, and how many bytes they have."""
    length = c.c_ulong()
    for index in range(min(c.FPDFPageObj_CountMarks(text.handle), _MOST_MARKS)):
        mark = c.FPDFPageObj_GetMark(text.handle, index)
        if c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length):
            buffer = (c.FPDF_WCHAR * (_MOST_BYTES // 2))()
            c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, _MOST_BYTES, length)
            return length.value, bytes(buffer)
    return None
