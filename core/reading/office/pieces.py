"""A paragraph as it is put together: what a reader sees of it, and what is hidden within."""

from dataclasses import dataclass, field

from core.domain.resume import HiddenSpan
from core.reading.office.unseen import SAME_COLOUR


@dataclass(slots=True)
class Pieces:
    """Adjacent pieces hidden for one reason are one text; a visible piece ends it.

    Space is neither hidden nor shown, and keeps words apart on both sides.
    """

    shown: list[str] = field(default_factory=list)
    """Where visible text goes."""
    _hidden: list[tuple[list[str], str]] = field(default_factory=list)
    """Texts in pieces, joined in the end: a stranger's file may have a million of them."""
    _in_hidden: bool = False

    def add(self, text: str, *, why: str) -> None:
        """More text, and why it can't be seen; "" where it can."""
        if not text.strip():
            self.shown.append(text)
            if self._in_hidden:
                self._hidden[-1][0].append(text)
            return
        if not why:
            self.shown.append(text)
        else:
            if why == SAME_COLOUR and text[:1].isspace():
                self.shown.append(" ")  # white letters still keep their neighbours apart
            if self._in_hidden and self._hidden[-1][1] == why:
                self._hidden[-1][0].append(text)
            else:
                self._hidden.append(([text], why))
        self._in_hidden = bool(why)

    @property
    def spans(self) -> list[HiddenSpan]:
        """What is hidden, but for dots and dashes."""
        whole = (("".join(texts), why) for texts, why in self._hidden)
        return [HiddenSpan(text=text.strip(), why=why) for text, why in whole if any(map(str.isalnum, text))]
