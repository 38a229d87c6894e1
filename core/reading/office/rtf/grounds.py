"""What RTF says of colours, and of what lies under the cells of a row."""

from core.reading.office.colours import Colour, Paint
from core.reading.office.unseen import LEAST_ROOM, NO_ROOM

_PARTS = ("red", "green", "blue")
_MOST_COLOURS = 1_000


class ColourTable:
    """Colours by number; "auto" for one that says nothing, and for a number beyond the table."""

    def __init__(self) -> None:
        self._colours: list[Paint] = []
        self._mixing: dict[str, int] = {}

    def mix(self, word: str, number: int) -> None:
        """A part of the colour that is being described."""
        if word in _PARTS:
            self._mixing[word] = min(max(number, 0), 255)

    def end(self, times: int) -> None:
        """The ends of so many descriptions."""
        for _ in range(min(times, _MOST_COLOURS - len(self._colours))):
            red, green, blue = (self._mixing.get(part, 0) for part in _PARTS)
            colour: Colour = (red, green, blue)
            self._colours.append(colour if self._mixing else "auto")
            self._mixing = {}

    def __getitem__(self, number: int) -> Paint:
        return self._colours[number] if 0 <= number < len(self._colours) else "auto"


class RowGrounds:
    """The shading of the cells of a row, which is described before them; "unknown" where it isn't."""

    def __init__(self, colours: ColourTable) -> None:
        self._colours = colours
        self._cells: list[Paint] = []
        self._next: Paint = "auto"
        self._at = 0
        self._nested = 1
        self._height = 0.0

    def say(self, word: str, number: int) -> None:
        """A word of a row's description."""
        match word:
            case "trowd":
                self._cells, self._next, self._height = [], "auto", 0.0
            case "trrh":
                self._height = number / 20
            case "clcbpat" | "clcbpatraw" | "trcbpat":
                self._next = self._colours[number]
            case "clshdng" | "clshdngraw":
                self._next = "unknown" if number else self._next
            case "cellx":
                self._cells.append(self._next)
                self._next = "auto"
            case "itap":
                self._nested = number

    def pass_by(self, word: str) -> None:
        """The end of a cell or of a row within the text."""
        if word == "cell":
            self._at += 1
        elif word == "row":
            self._at = 0

    @property
    def why(self) -> str:
        """Why nothing in the row can be seen. A height below nought is exact."""
        return NO_ROOM if self._nested == 1 and -LEAST_ROOM <= self._height < 0 else ""

    @property
    def ground(self) -> Paint:
        """What the text in the present cell lies on."""
        if self._nested > 1 or self._at >= len(self._cells):
            return "unknown"
        return self._cells[self._at]
