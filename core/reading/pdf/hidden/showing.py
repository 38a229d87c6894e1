"""How much shows of each letter."""

from dataclasses import dataclass, field
from itertools import groupby

from core.reading.pdf.hidden.colours import is_like_paper
from core.reading.pdf.hidden.letters import Letter, by_object
from core.reading.pdf.hidden.objects import switched_off
from core.reading.pdf.hidden.overlap import FEWEST, layers_of, twins
from core.reading.pdf.hidden.reasons import is_drawn_invisibly
from core.reading.pdf.hidden.scene import Scene
from core.reading.pdf.hidden.sight import CLEAR, FAINT, NOTHING, Change

_TALL = 30
"""Points: letters so tall are read where they are faint, too ("DRAFT" across a page)."""


@dataclass(slots=True)
class Showing:
    """By a letter's place in the text: how much the page changes where it stands when it isn't drawn."""

    changes: dict[int, int]
    layered: set[int] = field(default_factory=set)
    """Letters that share their place with others."""

    def has(self, letter: Letter) -> bool:
        """Whether a person can see it."""
        strongest = self.changes.get(letter.place, NOTHING)
        return strongest == CLEAR or (strongest == FAINT and letter.top - letter.bottom > _TALL)


def showing_of(scene: Scene) -> Showing:
    """Raises `TooBusy`."""
    change = scene.change_without_text()
    showing = Showing({place: change.most(pixels) for place, pixels in scene.pixels.items()})
    _look_at_layers(scene, showing)
    _look_in_colour(scene, showing)
    _look_nearer(scene, showing)
    return showing


def _look_at_layers(scene: Scene, showing: Showing) -> None:
    """Where letters lie on letters, each layer of text objects is taken away by itself."""
    placed = [letter for letter in scene.letters if letter.place in scene.pixels]
    inked = [
        (letter, scene.pixels[letter.place]) for letter in placed if showing.changes[letter.place] != NOTHING
    ]
    layers = layers_of(inked, width=scene.view.width, height=scene.view.height)
    if layers.meetings < FEWEST:
        return
    texts, known = scene.objects.texts, {letter.drawn_by for letter in scene.letters}
    groups = by_object(letter for letter in placed if letter.drawn_by in layers.heights)
    for height in range(max(layers.heights.values()) + 1):
        objects = layers.objects_at(height)
        with switched_off(texts[one] for one in twins(objects, texts, known) if one in texts):
            change = Change(scene.shown, scene.view.look())
        for drawn_by in objects:
            letters = groups[drawn_by]
            bites = drawn_by in layers.on_words and is_like_paper(
                scene.page, letters[0], scene.paper_under(letters[0])
            )  # white over black letters: a few pixels change, and nobody reads it
            for letter in letters:
                showing.layered.add(letter.place)
                showing.changes[letter.place] = NOTHING if bites else change.most(scene.pixels[letter.place])


def _look_in_colour(scene: Scene, showing: Showing) -> None:
    """Letters that don't show in grey may be red on green."""
    unclear = [letter for letter in _unclear(scene, showing) if letter.place in scene.pixels]
    if not unclear:
        return
    change = scene.change_without_text(coloured=True)
    for letter in unclear:
        showing.changes[letter.place] = change.most(scene.pixels[letter.place])


def _look_nearer(scene: Scene, showing: Showing) -> None:
    """Thin or pale letters once more, near enough for their strokes to show their full colour."""
    faint = [letter for letter in _unclear(scene, showing) if showing.changes.get(letter.place) == FAINT]
    if not faint:
        return
    view = scene.view.nearer(faint)
    change = scene.change_without_text(view, coloured=True)
    for letter in faint:
        pixels = view.pixels(letter)
        showing.changes[letter.place] = change.most(pixels) if pixels else NOTHING


def _unclear(scene: Scene, showing: Showing) -> list[Letter]:
    """Letters in rows with nothing clear between: single ones are only thin and unluckily placed."""
    found: list[Letter] = []
    for is_clear, run in groupby(scene.letters, lambda letter: showing.changes.get(letter.place) == CLEAR):
        row = [] if is_clear else list(run)
        if len(row) >= FEWEST:
            found += (
                letter
                for letter in row
                if letter.place not in showing.layered and not _is_invisible(scene, letter)
            )
    return found


def _is_invisible(scene: Scene, letter: Letter) -> bool:
    """Known not to be drawn at all: there is no use in looking again, as on every page of a scan."""
    text = scene.text_of(letter)
    return text is not None and is_drawn_invisibly(text)
