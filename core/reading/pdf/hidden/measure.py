"""What is hidden by place and size alone, whatever its colour."""

from core.reading.pdf.hidden import spoken
from core.reading.pdf.hidden.letters import Letter, by_object, points
from core.reading.pdf.hidden.objects import PageObjects, TextObject
from core.reading.pdf.page import Box, Page

OUTSIDE = "Outside the page."
SQUEEZED = "Squeezed too narrow to read."
FLAT = "Squeezed too flat to read."

SMALLEST = 1.6
"""Points: the height of the tallest letter below which a text is a grey line."""
_NARROWEST = 0.4
"""Points from one letter to the next, on average."""
_THINNEST = 0.1
_SHAPELESS = 0.002
"""Sizes of the font: letters without a shape, as scanners' programs have them, count as half as high."""
_CROWDED, _ROOMY = 0.25, 0.6
"""Heights of a letter from one to the next, on average: below the first they lie on each other, above the second never."""
_ENOUGH = 8
"""Letters by which one can tell."""
_WIDER = 4
"""How many times wider than high no letter is."""


def hidden_by_measure(page: Page, letters: list[Letter], objects: PageObjects) -> dict[int, str]:
    """Why, by the letter's place in the text."""
    edges = Box(*page.page.get_bbox())
    found = {letter.place: OUTSIDE for letter in letters if _is_outside(letter, edges)}
    for drawn_by, group in by_object(letters).items():
        if drawn_by in objects.texts:
            why = _why(page, group, objects.texts[drawn_by], objects)
            for letter in group if why else ():
                found.setdefault(letter.place, why)
    return found


def _why(page: Page, letters: list[Letter], text: TextObject, objects: PageObjects) -> str:
    boxes = [letter for letter in letters if letter.char.isalnum()]
    if not boxes:
        return ""
    pressed = SQUEEZED if _is_squeezed(boxes) else FLAT if _is_flat(page, boxes) else ""
    if pressed or len(letters) > spoken.AN_ICON_S_NAME:
        drawn = spoken.drawn_for(text, objects)
        if drawn:  # all letters have one place, so their own say nothing
            return spoken.SPOKEN_ONLY if spoken.is_spoken_only(letters, drawn) else ""
    if _is_tiny(boxes):
        return f"Too small to read ({points(page, letters[0]):.1f} pt)."
    return pressed


def _is_outside(letter: Letter, edges: Box) -> bool:
    """Whether the middle of the letter isn't on the page."""
    return not edges.holds(*letter.middle)


def _is_tiny(boxes: list[Letter]) -> bool:
    return not any(box.top - box.bottom >= SMALLEST or box.right - box.left >= SMALLEST for box in boxes)


def _is_squeezed(boxes: list[Letter]) -> bool:
    """Whether the letters are as thin as hairs, or all over each other."""
    count, first, last = len(boxes), boxes[0], boxes[-1]
    if count < 3:
        return not any(min(box.right - box.left, box.top - box.bottom) >= _THINNEST for box in boxes)
    if last.right - first.left > count * max(_NARROWEST, _ROOMY * (first.top - first.bottom)):
        return False  # the usual case, quickly
    around = _around(boxes)
    length = max(around.right - around.left, around.top - around.bottom)
    glyphs = len({box[-4:] for box in boxes})  # a sign may stand for several letters, all in its place
    tallest = max(max(box.right - box.left, box.top - box.bottom) for box in boxes)
    return length < _NARROWEST * count or (glyphs >= _ENOUGH and length < _CROWDED * tallest * glyphs)


def _is_flat(page: Page, boxes: list[Letter]) -> bool:
    """Whether a line of letters is no higher than a rule is thick; letters without a shape are another matter."""
    first = boxes[0]
    if min(first.top - first.bottom, first.right - first.left) >= SMALLEST:
        return False  # the usual case, quickly
    around = _around(boxes)
    wide, high = around.right - around.left, around.top - around.bottom
    if len(boxes) < 3 and wide <= _WIDER * len(boxes) * high:
        return False
    return _SHAPELESS * points(page, first) < min(wide, high) < SMALLEST


def _around(boxes: list[Letter]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )
