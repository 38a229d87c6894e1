"""How letters look and what they lie on, in any word processor's format: whether a person can see them."""

from typing import NamedTuple

from core.reading.office.colours import Paint, same
from core.reading.office.unseen import (
    SAME_COLOUR,
    SMALLEST,
    SQUEEZED,
    SYMBOLS,
    TINY,
    TRANSPARENT,
    VANISHED,
)

_SYMBOL_FONTS = ("wingdings", "webdings", "marlett")
_BULLET_KEYS = frozenset("lnqruvØ§ü•")
"""The letters that such a font shows as bullets."""


class Look(NamedTuple):
    """Properties of letters; None where nothing is said."""

    vanish: bool | None = None
    ink: Paint | None = None
    transparent: bool | None = None
    marker: Paint | None = None
    ground: Paint | None = None
    size: float | None = None
    """Points."""
    wide: int | None = None
    """Percent of the letters' own width."""
    apart: float | None = None
    """Points added between letters; negative to squeeze them."""
    font: str | None = None
    drawn: bool | None = None
    """As an outline or in relief: then the colour of the letters isn't what is seen."""

    def over(self, base: "Look") -> "Look":
        """What holds where both speak: this one."""
        if base is PLAIN:
            return self
        return Look._make(mine if mine is not None else other for mine, other in zip(self, base, strict=True))

    @property
    def is_symbols(self) -> bool:
        """Whether letters come out as pictures."""
        return is_symbols(self.font or "")


PLAIN = Look()


class Setting(NamedTuple):
    """What holds for all text within a page, a cell or a box."""

    ground: Paint
    """What it lies on."""
    bare: bool = True
    """Whether that is the page itself, on which drawings may lie."""
    look: Look = PLAIN
    """How letters look before any style of their own."""
    why: str = ""
    """Why none of it can be seen; "" where it can."""

    def on(self, ground: Paint | None) -> "Setting":
        """On another ground; None and "auto" leave what there is."""
        return self if ground is None or ground == "auto" else self._replace(ground=ground, bare=False)

    def unseen(self, why: str) -> "Setting":
        """Out of sight for that reason, unless it is so already; "" changes nothing."""
        return self._replace(why=self.why or why)


class Sight:
    """Tells, text by text, what of a document can be seen."""

    def __init__(self, drawings: frozenset[Paint] = frozenset()) -> None:
        self._drawings = drawings
        """What the drawings on which text may lie are filled with."""
        self.doubtful = False
        """Whether there was text that can only be seen if it lies on one of these drawings."""

    def why_unseen(self, look: Look, text: str, setting: Setting) -> str:
        """Why letters can't be seen; "" where they can, and where a drawing may make them readable."""
        if setting.why or not text or text.isspace():
            return setting.why
        why = why_unseen(look, setting.ground)
        on_the_page = why == SAME_COLOUR and setting.bare and _lies_bare(look)
        if on_the_page and any(one != "auto" and not same(look.ink or "auto", one) for one in self._drawings):
            self.doubtful |= any(map(str.isalnum, text))
            return ""
        return why or _why_no_words(look, text)


def why_unseen(look: Look, ground: Paint) -> str:
    """Why letters of this look can't be seen on that ground; "" where they can."""
    if look.vanish:
        return VANISHED
    size = look.size or 10.0  # no program takes nought at its word
    if size <= SMALLEST:
        return TINY
    if (look.wide is not None and 0 < look.wide <= 10) or (look.apart or 0.0) <= -0.9 * size:
        return SQUEEZED
    if look.drawn:
        return ""
    if look.transparent:
        return TRANSPARENT
    return SAME_COLOUR if same(look.ink or "auto", _under(look, ground)) else ""


def is_symbols(font: str) -> bool:
    """Whether a font of that name shows pictures for letters."""
    return font.lower().startswith(_SYMBOL_FONTS)


def as_symbols(text: str) -> str:
    """What is seen of text in such a font: a bullet where it is one, else a gap."""
    if text.isspace():
        return text
    return "•" if text.strip() in _BULLET_KEYS else " "


def _lies_bare(look: Look) -> bool:
    """Whether the letters have no ground of their own."""
    return (look.marker or "auto") == "auto" and (look.ground or "auto") == "auto"


def _why_no_words(look: Look, text: str) -> str:
    """Words (not single signs) in a font of symbols are nothing that a person could read."""
    return SYMBOLS if look.is_symbols and sum(map(str.isalpha, text)) > 3 else ""


def _under(look: Look, ground: Paint) -> Paint:
    for own in (look.marker, look.ground):
        if own is not None and own != "auto":
            return own
    return ground
