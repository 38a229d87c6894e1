"""Documents that are zip archives of XML (DOCX, ODT), opened with the care a stranger's archive needs."""

import io
import re
import zipfile
import zlib
from functools import cached_property

from lxml import etree

from core.errors import CannotScreen

MAX_XML = 30 << 20
"""Bytes of one part once unpacked."""
MAX_TOTAL = 200 << 20
"""Bytes of all parts once unpacked."""
MAX_PARTS = 2_000
MAX_TAGS = 500_000
"""In all parts read; four seconds' worth. Résumés have up to about 15,000 in a part."""

_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
_BOMB = "Unpacked, this file is far larger than a résumé can be. Open it, save it as PDF and add that."
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


class Archive:
    """A zipped document. Part names are matched without regard to case, as the formats ask for.

    Sizes are checked as declared when it is opened, and again as they are when a part is read: a declared
    size is a stranger's word. Raises `CannotScreen` wherever the archive can't be trusted or read.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGED:
            raise CannotScreen("damaged") from None
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_TOTAL:
            raise CannotScreen("too_large", _BOMB)
        self._parts = {part.filename.replace("\\", "/").lstrip("/").lower(): part for part in parts}
        self._unpacked = 0
        self._tags = 0

    @cached_property
    def names(self) -> frozenset[str]:
        """The parts' names in lower case."""
        return frozenset(self._parts)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None if there is no such part."""
        part = self._parts.get(name.lstrip("/").lower())
        if part is None:
            return None
        if part.flag_bits & 1:
            raise CannotScreen("locked")
        if part.file_size > MAX_XML:
            raise CannotScreen("too_large", _BOMB)
        try:
            with self._zip.open(part) as unpacking:
                unpacked = unpacking.read(MAX_XML + 1)
        except _DAMAGED:
            raise CannotScreen("damaged") from None
        self._unpacked += len(unpacked)
        if len(unpacked) > MAX_XML or self._unpacked > MAX_TOTAL:
            raise CannotScreen("too_large", _BOMB)
        return unpacked

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None if there is no such part. A document type declaration is refused:

        no honest document has one, and its entities are how small files become huge or read other files.
        """
        content = self.read(name)
        if content is None:
            return None
        if _DOCTYPE.search(content):
            raise CannotScreen(
                "damaged", "The file holds code that no document needs, so it was not opened. Ask for a PDF."
            )
        self._tags += content.count(b"<")
        if self._tags > MAX_TAGS:
            raise CannotScreen("too_large", _BOMB)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            raise CannotScreen("damaged") from None
        if root.getroottree().docinfo.doctype:
            raise CannotScreen("damaged")
        return root
