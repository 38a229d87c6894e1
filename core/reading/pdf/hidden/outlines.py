"""Unseen letters on ink of their very shape: headings cut out of a gradient, letters drawn as outlines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import c_uint
from itertools import islice

import pypdfium2.raw as c
from PIL import Image, ImageChops, ImageStat

from core.reading.pdf.hidden.letters import Letter, by_object
from core.reading.pdf.hidden.objects import TextObject, switched_off
from core.reading.pdf.hidden.scene import Scene
from core.reading.pdf.hidden.sight import CONTRAST, View
from core.reading.pdf.page import Box

_EDGE = 2
"""Pixels around a letter that are looked at with it."""
_COVERED, _FREE = 176, 40
"""Of 255: from where on a pixel is the letter's, and up to where it is the paper's."""
_CLEAR_OF = 1.8
"""How often the tones inside and outside a letter are farther apart than each of them varies."""
_SHIFTS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
"""Pixels that the shapes may be off: programs round their places."""
_MOST_TEXTS = 400
_MOST_LAYERS = 3
"""On a page; more have no such excuse."""


def drawn_otherwise(scene: Scene, unseen: Sequence[Letter]) -> set[int]:
    """The places of letters where the page shows their shapes though their text draws nothing.

    The letters are drawn by themselves, in black. Where they are, what the page shows has to stand out from what
    it shows around them. Other words than the page shows don't fit.
    """
    effort = scene.view.effort
    few = [letter for letter in unseen if letter.place in scene.pixels][: effort.second_looks]
    effort.second_looks -= len(few)
    groups = by_object(few)
    texts = {one: scene.objects.texts[one] for one in groups if one in scene.objects.texts}
    if not texts:
        return set()
    view = scene.view.nearer([letter for one in texts for letter in groups[one]])
    with switched_off(scene.objects.texts.values()):
        shown = view.look()
    found: set[int] = set()
    for layer in _layers(texts):
        shapes = _shapes(scene, view, layer)
        letters = (letter for one in layer for letter in groups[one])
        found |= {letter.place for letter in letters if _fits(view, letter, shapes, shown)}
    return found


def _layers(texts: Mapping[int, TextObject]) -> list[dict[int, TextObject]]:
    """The texts so that none shares its place with another of its layer; what lies still deeper is left out."""
    layers: list[dict[int, TextObject]] = []
    boxes: list[list[Box]] = []
    for one, text in islice(texts.items(), _MOST_TEXTS):
        box = text.box
        place = next((n for n, taken in enumerate(boxes) if not any(map(box.meets, taken))), len(layers))
        if place == _MOST_LAYERS:
            continue
        if place == len(layers):
            layers.append({})
            boxes.append([])
        layers[place][one] = text
        boxes[place].append(box)
    return layers


def _shapes(scene: Scene, view: View, layer: Mapping[int, TextObject]) -> Image.Image:
    """The letters of a layer by themselves, white on black."""
    rest = [text for one, text in scene.objects.texts.items() if one not in layer]
    with switched_off((*rest, *scene.objects.others)), _blackened(layer.values()):
        return ImageChops.invert(view.look())


def _fits(view: View, letter: Letter, shapes: Image.Image, shown: Image.Image) -> bool:
    """Whether what is shown inside the letter is one tone, and around it another."""
    pixels = view.pixels(letter)
    if not pixels:
        return False
    left, top, right, bottom = pixels
    left, top, right, bottom = left - _EDGE, top - _EDGE, right + _EDGE, bottom + _EDGE
    shape = shapes.crop((left, top, right, bottom))
    inside = shape.point(lambda level: 255 * (level >= _COVERED))
    outside = shape.point(lambda level: 255 * (level <= _FREE))
    if not inside.getbbox() or not outside.getbbox():
        return False
    pages = (shown.crop((left + x, top + y, right + x, bottom + y)) for x, y in _SHIFTS)
    return any(_parts(page, inside, outside) for page in pages)


def _parts(page: Image.Image, inside: Image.Image, outside: Image.Image) -> bool:
    ink, paper = ImageStat.Stat(page, inside), ImageStat.Stat(page, outside)
    apart = abs(ink.mean[0] - paper.mean[0])
    return apart >= max(CONTRAST, _CLEAR_OF * (ink.stddev[0] + paper.stddev[0]))


@contextmanager
def _blackened(texts: Iterable[TextObject]) -> Iterator[None]:
    """While it lasts, these are plainly drawn in black."""
    before = []
    for text in texts:
        colour = c_uint(), c_uint(), c_uint(), c_uint()
        c.FPDFPageObj_GetFillColor(text.handle, *colour)
        before.append((text.handle, colour, c.FPDFTextObj_GetTextRenderMode(text.handle)))
        c.FPDFPageObj_SetFillColor(text.handle, 0, 0, 0, 255)
        c.FPDFTextObj_SetTextRenderMode(text.handle, c.FPDF_TEXTRENDERMODE_FILL)
    try:
        yield
    finally:
        for handle, colour, mode in before:
            c.FPDFPageObj_SetFillColor(handle, *colour)
            c.FPDFTextObj_SetTextRenderMode(handle, mode)
