"""Changes of formatting ("sprms") in Word 97–2003 documents, as far as they decide what can be seen."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from core.reading.office.colours import Colour, Paint
from core.reading.office.look import PLAIN, Look
from core.reading.office.place import ANYWHERE, Frame, Place

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of what follows a change, by the upper three bits of its number; 6 says its length itself."""
_LONG_TABLE, _LONG_TABS = 0xD608, 0xC615
_NAMED: tuple[Paint, ...] = (
    "auto", (0, 0, 0), (0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (255, 255, 0),
    (255, 255, 255), (0, 0, 128), (0, 128, 128), (0, 128, 0), (128, 0, 128), (128, 0, 0), (128, 128, 0),
    (128, 128, 128), (192, 192, 192),
)  # fmt: skip
_SWITCHES = {0x083C: "vanish", 0x0838: "drawn", 0x0858: "drawn", 0x0854: "drawn"}
_DELETED, _STYLE, _IN_TABLE = 0x0800, 0x4A30, 0x2416
_TWIPS = 20
_LINE = 0x6412
_FRAME_LEFT = 0x8418
_LEFT, _RIGHT = (0x840F, 0x845E), (0x840E, 0x845D)
_SHADES = {0x4866, 0x442D}
_LONG_SHADES = {0xCA71, 0xC64D}


class Format(NamedTuple):
    """What a stretch of changes says."""

    look: Look = PLAIN
    ground: Paint | None = None
    """Of a whole paragraph."""
    style: int | None = None
    """The number of a character style."""
    deleted: bool = False
    in_table: bool = False
    place: Place = ANYWHERE


def format_of(changes: bytes, base: Look) -> Format:
    """Reads changes to a look; some switches are said in relation to it. What is cut short is passed over."""
    look: dict[str, bool | Paint | float] = {}
    ground, style, deleted, in_table, place = None, None, False, False, ANYWHERE
    for name, operand in _sprms(changes):
        value = int.from_bytes(operand[:4], "little")
        if name in _SWITCHES:
            which = _SWITCHES[name]
            look[which] = bool(value) if value < 0x80 else bool(getattr(base, which)) != bool(value & 1)
        elif name == 0x2A42:
            look["ink"] = _named(value)
        elif name == 0x6870:
            look["ink"] = _exact(operand)
        elif name == 0x2A0C:
            look["marker"] = _named(value)
        elif name == 0x4A43:
            look["size"] = value / 2
        elif name == 0x4852:
            look["wide"] = value
        elif name == 0x8840:
            look["apart"] = int.from_bytes(operand, "little", signed=True) / 20
        elif name in _SHADES or name in _LONG_SHADES:
            shade = _shade(value) if name in _SHADES else _long_shade(operand[1:])
            if name in (0x442D, 0xC64D):
                ground = shade
            else:
                look["ground"] = shade
        elif name == _STYLE:
            style = value
        elif name == _DELETED:
            deleted = bool(value)
        elif name == _IN_TABLE:
            in_table = bool(value)
        else:
            place = _placed(place, name, operand)
    return Format(Look(**look), ground, style, deleted, in_table, place)  # type: ignore[arg-type]


def _placed(place: Place, name: int, operand: bytes) -> Place:
    """Where a paragraph stands after one more change. A line's height below nought is exact."""
    if len(operand) < 2 or name not in (_LINE, _FRAME_LEFT, *_LEFT, *_RIGHT):
        return place
    points = int.from_bytes(operand[:2], "little", signed=True) / _TWIPS
    if name == _LINE:
        return place._replace(line=abs(points), rule="exact" if points < 0 else "auto")
    if name == _FRAME_LEFT:
        return place._replace(frame=Frame(points, 0.0, 0.0, 0.0))
    return place._replace(left=points) if name in _LEFT else place._replace(right=points)


def _sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 3 <= len(changes):
        (name,) = struct.unpack_from("<H", changes, at)
        at += 2
        size = _SIZES.get(name >> 13)
        if size is None:
            size = 1 + changes[at]
            if name == _LONG_TABLE:
                size = 1 + int.from_bytes(changes[at : at + 2], "little")
            elif name == _LONG_TABS and changes[at] == 255:
                return
        yield name, changes[at : at + size]
        at += size


def _named(number: int) -> Paint:
    return _NAMED[number] if number < len(_NAMED) else "unknown"


def _exact(operand: bytes) -> Paint:
    if len(operand) < 4:
        return "unknown"
    red, green, blue, is_auto = operand[:4]
    colour: Colour = (red, green, blue)
    return "auto" if is_auto else colour


def _shade(value: int) -> Paint:
    return _patterned(_named(value & 31), _named(value >> 5 & 31), value >> 10)


def _long_shade(operand: bytes) -> Paint:
    if len(operand) < 10:
        return "unknown"
    return _patterned(_exact(operand), _exact(operand[4:]), operand[8])


def _patterned(over: Paint, under: Paint, pattern: int) -> Paint:
    return {0: under, 1: over}.get(pattern, "unknown")
