"""Word documents: every text a reader of the printed page would see, wherever Word keeps it.

The tree is walked here and not by a library: those lose text boxes, content controls, headers or inserted text,
fail on strict documents, and expand tables by what a stranger's file says of their width.
"""

from collections.abc import Iterator, Mapping
from typing import NoReturn

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.archive import Archive
from core.reading.docx_story import Story
from core.reading.extract import Extract
from core.reading.ooxml import Element, attribute, child, is_on, name_of
from core.reading.opc import Relationship, main_part, relationships

_HIDDEN = "Formatted as hidden text in Word."
_EMBEDDED = "The text is embedded in a way only Word can show. Open it in Word, save it as PDF and add that."


def read_docx(content: bytes) -> Extract:
    """The text: headers first (contacts often stand there), body, notes, footers. Raises `CannotScreen`."""
    return _Document(Archive(content)).extract()


class _Document:
    """A Word document's parts, read in the order a person would want them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = main_part(archive) or "word/document.xml"
        self._related = relationships(archive, self._main)
        self._hidden_styles = self._styles_that_hide()
        self._links: list[str] = []
        self._hidden: list[HiddenSpan] = []

    def extract(self) -> Extract:
        """All of it. Raises `CannotScreen` where there is nothing to read."""
        root = self._archive.xml(self._main)
        if root is None:
            raise CannotScreen("damaged")
        headers = self._referenced(root, "w:headerReference")
        body = self._lines(root, self._related)
        drawn = self._parts_of_kind("diagramData")
        notes = self._parts_of_kind("footnotes") + self._parts_of_kind("endnotes")
        footers = self._referenced(root, "w:footerReference")
        text = "\n".join((*headers, *body, *drawn, *notes, *footers))
        if not any(char.isalpha() for char in text):
            self._explain_emptiness(root)
        return Extract(text=text, hidden=tuple(self._hidden), links=tuple(self._links))

    def _referenced(self, root: Element, reference: str) -> list[str]:
        """The texts of the headers or footers that sections refer to; equal ones once."""
        ids = dict.fromkeys(attribute(one, "r:id") for one in root.iter() if name_of(one) == reference)
        parts = [self._related[one] for one in ids if one in self._related]
        texts = ("\n".join(self._lines_of_part(part.target)) for part in parts if not part.external)
        return [text for text in dict.fromkeys(texts) if text.strip()]

    def _parts_of_kind(self, kind: str) -> list[str]:
        """The lines of the parts of a kind that the main part refers to as a whole."""
        return [line for part in self._targets(kind) for line in self._lines_of_part(part)]

    def _targets(self, kind: str) -> Iterator[str]:
        found = (one.target for one in self._related.values() if one.kind == kind and not one.external)
        yield from dict.fromkeys(found)

    def _lines_of_part(self, part: str) -> list[str]:
        root = self._archive.xml(part)
        return [] if root is None else self._lines(root, relationships(self._archive, part))

    def _lines(self, root: Element, related: Mapping[str, Relationship]) -> list[str]:
        story = Story(related, self._hidden_styles)
        lines = story.blocks(root)
        self._links += story.links
        self._hidden += (HiddenSpan(text=text, why=_HIDDEN) for text in story.hidden)
        return lines

    def _styles_that_hide(self) -> frozenset[str]:
        """Ids of the styles whose text is hidden, by themselves or by the style they are based on."""
        root = next((self._archive.xml(part) for part in self._targets("styles")), None)
        says: dict[str, bool | None] = {}
        based_on: dict[str, str] = {}
        for style in root if root is not None else ():
            if name_of(style) == "w:style":
                name = attribute(style, "w:styleId")
                says[name] = is_on(child(child(style, "w:rPr"), "w:vanish"))
                based_on[name] = attribute(child(style, "w:basedOn"), "w:val")
        return frozenset(name for name in says if _hides(name, says, based_on))

    def _explain_emptiness(self, root: Element) -> NoReturn:
        if any(name_of(element) == "w:altChunk" for element in root.iter()):
            raise CannotScreen("unsupported", _EMBEDDED)
        if any("/media/" in name for name in self._archive.names):
            raise CannotScreen("scanned")
        raise CannotScreen("empty", "There is no text in the file. Ask for the real file.")


def _hides(style: str, says: Mapping[str, bool | None], based_on: Mapping[str, str]) -> bool:
    """Follows a style to its ancestors until one says whether text is hidden. Circles end after ten."""
    for _ in range(10):
        said = says.get(style)
        if said is not None:
            return said
        style = based_on.get(style, "")
    return False
