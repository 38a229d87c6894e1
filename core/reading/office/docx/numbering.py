"""Numbers of paragraphs ("1.2", "b)", "(iii)"), which Word counts when it shows a document."""

import re
from typing import NamedTuple

from core.reading.office.docx.look import look_of
from core.reading.office.docx.palette import Palette
from core.reading.office.look import Look
from core.reading.office.ooxml import Element, attribute, child, children, is_on, name_of, number

_LEVELS = 9
_LONGEST = 100
"""Characters of a number's pattern. A longer one is no number, and would be repeated with every paragraph."""
_PLACE = re.compile(r"%([1-9])")
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


class Label(NamedTuple):
    """What stands before a paragraph, and how it looks."""

    text: str
    look: Look


class _Level(NamedTuple):
    kind: str
    pattern: str
    start: int
    restart: int | None
    """The level (from 1) that begins it anew; 0: none does; None: any before it."""
    is_legal: bool
    look: Look
    style: str


class Numbering:
    """Counts the paragraphs of a document, which have to be given in reading order."""

    def __init__(self, root: Element | None, palette: Palette) -> None:
        self._palette = palette
        abstract: dict[str, Element] = {}
        by_style: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        self._changes: dict[str, dict[int, Element]] = {}
        for one in children(root) if root is not None else ():
            if name_of(one) == "w:abstractNum":
                name = attribute(one, "w:abstractNumId")
                abstract.setdefault(name, one)
                if style := attribute(child(one, "w:styleLink"), "w:val"):
                    by_style[style] = name
            elif name_of(one) == "w:num":
                name = attribute(one, "w:numId")
                self._lists[name] = attribute(child(one, "w:abstractNumId"), "w:val")
                self._changes[name] = {
                    level: change
                    for change in children(one)
                    if (level := number(attribute(change, "w:ilvl"))) is not None and 0 <= level < _LEVELS
                }
        for name, target in list(self._lists.items()):
            linked = attribute(child(abstract.get(target), "w:numStyleLink"), "w:val")
            self._lists[name] = by_style.get(linked, target)
        self._levels = {name: self._levels_of(one) for name, one in abstract.items()}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, name: str, level: int | None, *, style: str) -> Label | None:
        """The label of the next paragraph, of a list and level; a level left open goes by the paragraph's style."""
        target = self._lists.get(name)
        if name == "0" or target is None:
            return None
        levels = self._levels_in(name, target)
        if level is None:
            level = next((at for at, one in levels.items() if one.style and one.style == style), 0)
        level = min(max(level, 0), _LEVELS - 1)
        here = levels.get(level)
        if here is None:
            return None
        counts = self._count(name, target, level)
        return Label(_written(level, levels, counts), here.look)

    def _count(self, name: str, target: str, level: int) -> list[int | None]:
        """The counts after one more paragraph. Lists that share a pattern go on counting, unless one begins anew."""
        levels = self._levels_in(name, target)
        counts = self._counts.setdefault(target, [None] * _LEVELS)
        for at, change in self._changes[name].items():
            start = number(attribute(child(change, "w:startOverride"), "w:val"))
            if start is not None and at <= level and (name, at) not in self._begun:
                self._begun.add((name, at))
                counts[at] = start - 1 if at == level else start
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for at in range(level):
            if counts[at] is None:
                counts[at] = levels[at].start if at in levels else 1
        for at in range(level + 1, _LEVELS):
            restart = levels[at].restart if at in levels else None
            if restart is None or level < restart:
                counts[at] = None
        return counts

    def _levels_in(self, name: str, target: str) -> dict[int, _Level]:
        if name not in self._own:
            levels = dict(self._levels.get(target, {}))
            for at, change in self._changes[name].items():
                if (new := child(change, "w:lvl")) is not None:
                    levels[at] = self._level(new)
            self._own[name] = levels
        return self._own[name]

    def _levels_of(self, abstract: Element) -> dict[int, _Level]:
        found = {}
        for one in children(abstract):
            at = number(attribute(one, "w:ilvl"))
            if name_of(one) == "w:lvl" and at is not None and 0 <= at < _LEVELS:
                found[at] = self._level(one)
        return found

    def _level(self, element: Element) -> _Level:
        start = number(attribute(child(element, "w:start"), "w:val"))
        pattern = attribute(child(element, "w:lvlText"), "w:val")
        return _Level(
            kind=attribute(child(element, "w:numFmt"), "w:val") or "decimal",
            pattern=pattern if len(pattern) <= _LONGEST else "",
            start=0 if start is None else start,
            restart=number(attribute(child(element, "w:lvlRestart"), "w:val")),
            is_legal=bool(is_on(child(element, "w:isLgl"))),
            look=look_of(child(element, "w:rPr"), self._palette),
            style=attribute(child(element, "w:pStyle"), "w:val"),
        )


def _written(level: int, levels: dict[int, _Level], counts: list[int | None]) -> str:
    here = levels[level]
    if here.kind == "bullet":
        return "•" if here.pattern.strip() else ""

    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at > level:
            return ""
        kind = levels[at].kind if at in levels else "decimal"
        return spelt(counts[at] or 0, "decimal" if here.is_legal and kind != "none" else kind)

    return _PLACE.sub(place, here.pattern).strip()


def spelt(count: int, kind: str) -> str:
    """A count in one of the ways Word knows; in plain figures where it would be absurdly long or isn't known."""
    match kind:
        case "none":
            return ""
        case "decimalZero":
            return f"{count:02}"
        case "lowerLetter" | "upperLetter" if 0 < count <= 26 * 4:
            letters = chr(ord("a") + (count - 1) % 26) * (1 + (count - 1) // 26)
            return letters if kind == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < count < 4000:
            return _roman(count) if kind == "lowerRoman" else _roman(count).upper()
        case "ordinal":
            ending = (
                "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
            )
            return f"{count}{ending}"
    return str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (count // value)
        count %= value
    return letters
