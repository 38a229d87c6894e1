"""What RTF says of where paragraphs and drawings stand."""

from core.reading.office.place import Frame, Place

TWIPS = 20
_FRAMES = {
    "posx": "left",
    "posnegx": "left",
    "posy": "top",
    "posnegy": "top",
    "absw": "width",
    "absh": "height",
}
PLACES = frozenset({"li", "lin", "ri", "rin", "sl", "slmult", *_FRAMES})
"""Words about a paragraph."""
BOXES = frozenset({"shpleft", "shpright"})
"""Words about a drawing, in this order. Word moves what is too high or low back onto the page."""


def placed(place: Place, word: str, number: int) -> Place:
    """The place after one more word."""
    points = number / TWIPS
    match word:
        case "li" | "lin":
            return place._replace(left=points)
        case "ri" | "rin":
            return place._replace(right=points)
        case "sl":  # below nought it is exact, else the least, unless it counts lines
            return place._replace(line=abs(points), rule="exact" if number < 0 else "auto")
        case "slmult":
            return place._replace(rule="auto") if number else place
    frame = place.frame or Frame(0.0, 0.0, 0.0, 0.0)
    return place._replace(frame=frame._replace(**{_FRAMES[word]: points}))


def boxed(box: Frame, word: str, number: int) -> Frame:
    """The drawing's frame after one more word."""
    points = number / TWIPS
    return box._replace(left=points) if word == "shpleft" else box._replace(width=points - box.left)
