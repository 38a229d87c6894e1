"""Hidden letters as spans of text, and the text without them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.traced import Traced

FEWEST = 3
"""Letters and digits in a hidden span; fewer are accidents of layout and stay in the text."""
_BETWEEN = 5
"""Hidden letters on both sides of one that seems to show, for it to be a neighbour's ink."""


def smoothed(letters: Sequence[Letter], hidden: set[int]) -> set[int]:
    """Without single letters that seem hidden among visible ones, and the other way round.

    Signs neither make a span nor end one: letters that nobody sees may stand between dots that are seen.
    """
    words = [letter for letter in letters if letter.char.isalnum()]
    runs = _runs(words, hidden)
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if len(run) < FEWEST and run[0].place not in hidden and min(len(before), len(after)) >= _BETWEEN:
            hidden = hidden | {letter.place for letter in run}
    gone = {
        letter.place
        for run in _runs(words, hidden)
        if run[0].place in hidden and len(run) >= FEWEST
        for letter in run
    }
    for in_order in (letters, letters[::-1]):
        beside_gone = False
        for letter in in_order:
            if letter.char.isalnum():
                beside_gone = letter.place in gone
            elif beside_gone and letter.place in hidden:
                gone.add(letter.place)
    return gone


def _runs(letters: Sequence[Letter], hidden: set[int]) -> list[list[Letter]]:
    return [list(run) for _, run in groupby(letters, lambda letter: letter.place in hidden)]


def apart(traced: Traced, why: Mapping[int, str]) -> tuple[Traced, list[tuple[str, str]]]:
    """The text without the places in `why`, and what was there with its reason, neighbours together.

    Visible signs between hidden words don't part them.

    White space goes where the character before it goes; a line that ends in hidden words still ends.
    """
    keep = [True] * len(traced.text)
    spans: list[tuple[str, str]] = []
    ending_in = reason = ""
    for place, char in enumerate(traced.text):
        if not char.isspace():
            reason = why.get(place, "")
            if reason and reason != ending_in:
                spans.append(("", reason))
            if reason or char.isalnum():
                ending_in = reason
        if reason:
            keep[place] = False
            spans[-1] = (spans[-1][0] + char, reason)
    _keep_line_ends(traced.text, keep)
    return traced.kept(keep), spans


def _keep_line_ends(text: str, keep: list[bool]) -> None:
    """Between two visible characters, a line end that only followed hidden ones stays."""
    ended = True
    end: range | None = None
    for place, char in enumerate(text):
        if keep[place]:
            if not char.isspace() and end and not ended:
                for one in end:
                    keep[one] = True
            ended = char in "\r\n"
            end = None
        elif char in "\r\n":
            end = range(end.start if end and end.stop == place else place, place + 1)
