"""Why a text can't be seen, in a few words for the manager."""

from collections.abc import Sequence

import pypdfium2.raw as c

from core.reading.pdf.hidden.colours import grey, ink_of, is_like_paper
from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.objects import TextObject
from core.reading.pdf.hidden.scene import Scene
from core.reading.pdf.page import Box

INVISIBLE = "Drawn invisibly."
TRANSPARENT = "Fully transparent."
SWITCHED_OFF = "On a layer that is switched off."
CLIPPED = "Cut off by a clip."
BEHIND_PICTURE = "Behind a picture."
BEHIND_SHAPE = "Behind a shape."
UNDER_TEXT = "Under other text."
UNSEEN = "Nothing of it shows on the page."

_SHOWS = 32
"""Opacity, of 255."""
_INVISIBLE_MODES = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_OPTIONAL = "OC\0".encode("utf-16-le")
_MOST_MARKS = 20
_MOST_PATHS = 20
_MOST_SEGMENTS = 200


def why_unseen(scene: Scene, letter: Letter, *, is_layered: bool) -> str:
    """The simplest reason that holds for a letter of which nothing shows."""
    text, ink, paper = scene.text_of(letter), ink_of(scene.page, letter), scene.paper_under(letter)
    if text and is_drawn_invisibly(text):
        return INVISIBLE
    if ink and ink[3] < _SHOWS:
        return TRANSPARENT
    if text and _is_optional(text):
        return SWITCHED_OFF
    if text and _is_clipped(text, letter):
        return CLIPPED
    cover = scene.cover_over(letter)
    if cover and cover.kind == "picture":
        return BEHIND_PICTURE
    if ink and is_like_paper(scene.page, letter, paper):
        return _shades(ink, paper)
    if cover:
        return BEHIND_SHAPE
    return UNDER_TEXT if is_layered else UNSEEN


def draws_nothing(scene: Scene, letter: Letter) -> bool:
    """Whether the letter's own ink is none: drawn invisibly, or transparent."""
    text, ink = scene.text_of(letter), ink_of(scene.page, letter)
    return text is not None and (is_drawn_invisibly(text) or (ink is not None and ink[3] < _SHOWS))


def is_drawn_invisibly(text: TextObject) -> bool:
    return c.FPDFTextObj_GetTextRenderMode(text.handle) in _INVISIBLE_MODES


def _shades(ink: Sequence[int], paper: Sequence[int]) -> str:
    if grey(paper) > 250:
        return "White on white." if min(ink[:3]) > 250 else "Nearly white on white."
    return "Dark on dark." if grey(paper) < 80 else "In the colour of its background."


def _is_optional(text: TextObject) -> bool:
    """Whether the file may switch it off; asked only of text that doesn't show."""
    buffer, length = (c.FPDF_WCHAR * 8)(), c.c_ulong()
    for index in range(min(c.FPDFPageObj_CountMarks(text.handle), _MOST_MARKS)):
        mark = c.FPDFPageObj_GetMark(text.handle, index)
        known = c.FPDFPageObjMark_GetName(mark, buffer, 16, length)
        if known and bytes(buffer)[: length.value] == _OPTIONAL:
            return True
    return False


def _is_clipped(text: TextObject, letter: Letter) -> bool:
    """Whether the letter stands beside the outermost edges of its clip, which inside forms has other points."""
    clip = None if text.in_form else c.FPDFPageObj_GetClipPath(text.handle)
    for path in range(min(c.FPDFClipPath_CountPaths(clip), _MOST_PATHS) if clip else 0):
        corners = []
        for segment in range(min(c.FPDFClipPath_CountPathSegments(clip, path), _MOST_SEGMENTS)):
            x, y = c.c_float(), c.c_float()
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, path, segment), x, y)
            corners.append((x.value, y.value))
        if corners:
            xs, ys = zip(*corners, strict=True)
            if not Box(min(xs), min(ys), max(xs), max(ys)).holds(*letter.middle):
                return True
    return False
