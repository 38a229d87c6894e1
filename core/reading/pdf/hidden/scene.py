"""One page with all that is looked at to tell what it shows."""

from functools import cached_property
from typing import Any

from PIL import Image

from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.objects import Cover, Effort, PageObjects, TextObject, switched_off
from core.reading.pdf.hidden.sight import Change, Pixels, View, whole_page
from core.reading.pdf.page import Page

Colour = tuple[int, int, int]


class Scene:
    """A page, its letters, and pictures of it as it is shown and without its text.

    All that draws raises `TooBusy` where it takes too long.
    """

    def __init__(self, page: Page, letters: list[Letter], objects: PageObjects, effort: Effort) -> None:
        self.page, self.letters, self.objects = page, letters, objects
        self.view: View = whole_page(page.page, effort)
        self.pixels: dict[int, Pixels] = {
            letter.place: found for letter in letters if (found := self.view.pixels(letter))
        }
        """Where each letter stands in the pictures, by its place in the text."""
        self._covers: dict[int, Cover | None] = {}

    def text_of(self, letter: Letter) -> TextObject | None:
        return self.objects.texts.get(letter.drawn_by)

    def paper_under(self, letter: Letter) -> Colour:
        """The colour under the middle of a letter, on the page without its text."""
        pixels = self.pixels.get(letter.place)
        if not pixels:
            return 255, 255, 255
        middle = (pixels.left + pixels.right) // 2, (pixels.top + pixels.bottom) // 2
        found: Any = self._blank_in_colour.getpixel(middle)
        return found[0], found[1], found[2]

    def cover_over(self, letter: Letter) -> Cover | None:
        """A picture or else a shape drawn over the letter, or over the first letter asked for of its object."""
        if letter.drawn_by not in self._covers:
            text = self.text_of(letter)
            over = (
                cover
                for cover in self.objects.covers
                if text and cover.order > text.order and cover.box.holds(*letter.middle)
            )
            self._covers[letter.drawn_by] = next(over, None)
        return self._covers[letter.drawn_by]

    @cached_property
    def shown(self) -> Image.Image:
        """The page as it is, in grey."""
        return self.view.look()

    def change_without_text(self, view: View | None = None, *, coloured: bool = False) -> Change:
        """What switching off all text changes."""
        view = view or self.view
        shown = self.shown if view is self.view and not coloured else view.look(coloured=coloured)
        if view is self.view and coloured:
            return Change(shown, self._blank_in_colour)
        with switched_off(self.objects.texts.values()):
            return Change(shown, view.look(coloured=coloured))

    @cached_property
    def _blank_in_colour(self) -> Image.Image:
        with switched_off(self.objects.texts.values()):
            return self.view.look(coloured=True)
