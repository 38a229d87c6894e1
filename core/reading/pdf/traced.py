"""Text whose every character knows which character of the page it came from, through every repair."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress


@dataclass(frozen=True, slots=True)
class Traced:
    """A page's text with, for each code point, the page's own index of the character behind it.

    Why: a quote is an offset into the repaired text, and a mark is a box around drawn characters. A repair
    that changed the text alone would put the marks beside the words.
    """

    text: str
    origins: Sequence[int]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origins):
            raise ValueError("each code point needs one origin")

    def replaced(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> "Traced":
        """Every match replaced; the new characters inherit the origins of the old ones in order."""
        texts: list[str] = []
        origins: list[int] = []
        end = traced = 0
        for match in pattern.finditer(self.text):
            start, stop = match.span()
            text = new if isinstance(new, str) else new(match)
            texts.append(self.text[end:start])
            texts.append(text)
            end = stop
            size, longer = stop - start, len(text) - (stop - start)
            if not longer:
                continue  # origins go on as they are
            if not size:
                raise ValueError("a repair can't invent characters out of nothing")
            origins += self.origins[traced : start + min(size, size + longer)]
            origins += [self.origins[stop - 1]] * longer
            traced = stop
        if not texts:
            return self
        texts.append(self.text[end:])
        origins += self.origins[traced:]
        return Traced("".join(texts), origins)

    def translated(self, table: Mapping[int, str]) -> "Traced":
        """Each character of the table replaced by the one character it stands for."""
        return Traced(self.text.translate(table), self.origins)

    def spaced_behind(self, places: Iterable[int]) -> "Traced":
        """A space behind the character at each of the places, which go up."""
        texts: list[str] = []
        origins: list[int] = []
        end = 0
        for place in places:
            texts += (self.text[end : place + 1], " ")
            origins += (*self.origins[end : place + 1], self.origins[place])
            end = place + 1
        return Traced("".join((*texts, self.text[end:])), [*origins, *self.origins[end:]])

    def kept(self, keep: Sequence[bool]) -> "Traced":
        """The characters whose `keep` is true."""
        chosen = [i for i, stays in enumerate(keep) if stays]
        return Traced("".join(self.text[i] for i in chosen), [self.origins[i] for i in chosen])

    def stripped(self) -> "Traced":
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return Traced(self.text[start:end], self.origins[start:end]) if start < end else NOTHING


class Untraced(Traced):
    """The same text through the same repairs for who only wants to read it: nothing is remembered."""

    __slots__ = ()

    def __init__(self, text: str) -> None:
        super().__init__(text, range(len(text)))

    def replaced(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> "Traced":
        return Untraced(pattern.sub(new.replace("\\", r"\\") if isinstance(new, str) else new, self.text))

    def translated(self, table: Mapping[int, str]) -> "Traced":
        return Untraced(self.text.translate(table))

    def kept(self, keep: Sequence[bool]) -> "Traced":
        return Untraced("".join(compress(self.text, keep)))

    def stripped(self) -> "Traced":
        return Untraced(self.text.strip())


NOTHING = Traced("", ())
