"""Word documents: every text a reader of the printed page would see, wherever Word keeps it.

The tree is walked here and not by a library: those lose text boxes, content controls, headers or inserted text,
fail on strict documents, and expand tables by what a stranger's file says of their width.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.office.archive import Archive
from core.reading.office.colours import WHITE, Paint
from core.reading.office.docx import drawing
from core.reading.office.docx.numbering import Numbering
from core.reading.office.docx.palette import Palette
from core.reading.office.docx.story import Document, Story
from core.reading.office.docx.styles import Styles, is_set
from core.reading.office.look import Setting, Sight
from core.reading.office.ooxml import Element, attribute, child, name_of
from core.reading.office.opc import Relationship, main_part, relationships
from core.reading.office.unseen import PERHAPS, UNUSED
from core.reading.written import first_of, from_iso

_EMBEDDED = "The text is embedded in a way only Word can show. Open it in Word, save it as PDF and add that."
_PARTLY_EMBEDDED = "A part of the text is embedded in a way only Word can show. Please look at the file."


def read_docx(content: bytes) -> Extract:
    """The text: headers first (contacts often stand there), body, notes, footers. Raises `CannotScreen`."""
    return _Reading(Archive(content)).extract()


class _Reading:
    """A Word document's parts, read in the order a person would want them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._roots: dict[str, Element | None] = {}
        self._main = main_part(archive) or "word/document.xml"
        self._related = relationships(archive, self._main)
        root = self._xml(self._main)
        if root is None:
            raise CannotScreen("damaged")
        self._root = root
        self._settings = self._part("settings")
        self._palette = Palette(self._part("theme"), self._settings)
        styles = Styles(self._part("styles"), self._palette)
        self._margins = {kind: list(self._referenced(kind)) for kind in ("header", "footer")}
        self._document = Document(
            palette=self._palette,
            styles=styles,
            numbering=Numbering(self._part("numbering"), self._palette),
            page=drawing.page_size(root),
            sight=Sight(frozenset(self._drawings())),
        )
        self._setting = Setting(ground=self._page_ground(), look=styles.defaults)
        self._links: list[str] = []
        self._hidden: list[HiddenSpan] = []
        self._doubts: dict[str, None] = {}

    def extract(self) -> Extract:
        """All of it. Raises `CannotScreen` where there is nothing to read."""
        headers = self._margin_lines("header")
        body = self._lines(self._root, self._related, self._setting)
        drawn = self._lines_of("diagramData", self._on_a_drawing)
        charts = [line for part in self._targets("chart") for line in self._chart(part)]
        notes = [line for kind in ("footnotes", "endnotes") for line in self._lines_of(kind, self._setting)]
        footers = self._margin_lines("footer")
        text = "\n".join((*headers, *body, *drawn, *charts, *notes, *footers))
        embedded = any(name_of(element) == "w:altChunk" for element in self._root.iter())
        if not any(char.isalpha() for char in text):
            self._explain_emptiness(embedded=embedded)
        if self._document.sight.doubtful:
            self._doubts[PERHAPS] = None
        if embedded:
            self._doubts[_PARTLY_EMBEDDED] = None
        return Extract(
            text=text,
            hidden=tuple(self._hidden),
            links=tuple(self._links),
            doubts=tuple(self._doubts),
            written=self._written(),
        )

    def _written(self) -> str | None:
        """When it was last saved, else made, by the properties of the package."""
        around = relationships(self._archive, "").values()
        part = next((one.target for one in around if one.kind == "core-properties" and not one.external), "")
        try:
            root = self._xml(part) if part else None
        except CannotScreen:  # what only says when it was saved spoils no document
            return None
        said = {str(one.tag).rpartition("}")[2]: one.text for one in root} if root is not None else {}
        return first_of(from_iso(said.get("modified")), from_iso(said.get("created")))

    def _referenced(self, kind: str) -> Iterator[tuple[str, bool]]:
        """The parts that sections refer to as headers or footers, and whether any page shows them."""
        by_parity = is_set(self._settings, "w:evenAndOddHeaders")
        shown: dict[str, bool] = {}
        for section in self._root.iter():
            if name_of(section) != "w:sectPr":
                continue
            has_first = is_set(section, "w:titlePg")
            for one in section:
                if name_of(one) == f"w:{kind}Reference":
                    part = self._related.get(attribute(one, "r:id"))
                    if part is None or part.external:
                        continue
                    place = attribute(one, "w:type")
                    seen = {"first": has_first, "even": by_parity}.get(place, True)
                    shown[part.target] = shown.get(part.target, False) or seen
        yield from shown.items()

    def _margin_lines(self, kind: str) -> list[str]:
        """The texts of all headers or footers, equal ones once."""
        texts: dict[str, None] = {}
        for part, is_shown in self._margins[kind]:
            setting = self._setting if is_shown else self._setting._replace(why=UNUSED)
            texts["\n".join(self._lines_of_part(part, setting))] = None
        return [text for text in texts if text.strip()]

    def _lines_of(self, kind: str, setting: Setting) -> list[str]:
        """The lines of the parts of a kind that the main part refers to as a whole."""
        return [line for part in self._targets(kind) for line in self._lines_of_part(part, setting)]

    def _targets(self, kind: str) -> Iterable[str]:
        return dict.fromkeys(
            one.target for one in self._related.values() if one.kind == kind and not one.external
        )

    def _part(self, kind: str) -> Element | None:
        return next((self._xml(part) for part in self._targets(kind)), None)

    def _xml(self, part: str) -> Element | None:
        if part not in self._roots:
            self._roots[part] = self._archive.xml(part)
        return self._roots[part]

    def _lines_of_part(self, part: str, setting: Setting) -> list[str]:
        root = self._xml(part)
        return [] if root is None else self._lines(root, relationships(self._archive, part), setting)

    def _lines(self, root: Element, related: Mapping[str, Relationship], setting: Setting) -> list[str]:
        story = Story(self._document, related)
        lines = story.blocks(root, setting)
        self._links += story.links
        self._hidden += story.hidden
        return lines

    def _chart(self, part: str) -> list[str]:
        root = self._xml(part)
        return [] if root is None else drawing.chart_lines(root)

    def _page_ground(self) -> Paint:
        """The colour of the page, which Word shows only where the settings ask for it."""
        background = child(self._root, "w:background")
        if background is None or not is_set(self._settings, "w:displayBackgroundShape"):
            return WHITE
        ground = self._palette.page(background)
        return "unknown" if len(background) else WHITE if ground == "auto" else ground

    @property
    def _on_a_drawing(self) -> Setting:
        return self._setting._replace(ground="unknown", bare=False)

    def _drawings(self) -> Iterator[Paint]:
        """The fills of the drawings on any page: those of a header lie under all of them."""
        yield from drawing.grounds(self._root, self._palette)
        for part in {part for kind in self._margins.values() for part, is_shown in kind if is_shown}:
            root = self._xml(part)
            if root is not None:
                yield from drawing.grounds(root, self._palette)

    def _explain_emptiness(self, *, embedded: bool) -> NoReturn:
        if embedded:
            raise CannotScreen("unsupported", _EMBEDDED)
        if any("/media/" in name for name in self._archive.names):
            raise CannotScreen("scanned")
        raise CannotScreen("empty", "There is no text in the file. Ask for the real file.")
