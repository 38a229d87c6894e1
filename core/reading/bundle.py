"""ZIP archives that hold résumés, as job boards export them: opened one file at a time, within limits."""

import hashlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from core.domain.candidate import Failure, failure
from core.errors import CannotScreen

MB = 1 << 20
MAX_MEMBERS = 2_000
MAX_ENTRIES = 10_000
"""With folders and what systems leave lying about. More are refused before Python makes an object of each."""
MAX_DIRECTORY = 8 * MB
"""Bytes of the list of contents."""
MAX_TOTAL = 1024 * MB
"""Bytes unpacked in all, and bytes read in all: members may overlap, so that a little is read again and again."""

_PIECE = MB // 4
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = 46
"""Bytes that an entry in the list of contents has at least."""
_UTF8, _ENCRYPTED = 0x800, 0x41
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, ArithmeticError)

_NOTHING = "There is no file in this archive. Ask for the real one."
_TOO_MANY = f"This archive holds more than {MAX_MEMBERS:,} files. Unpack it and add them in parts."
_TOO_MUCH = "Unpacked, this archive is larger than 1 GB. Unpack it and add the files in parts."
_LOCKED = "The archive needs a password. Unpack it and add the files."
_PACKED_OTHERWISE = "This file is packed in an unusual way. Unpack the archive and add the file."
_BROKEN = "The archive is damaged at this file. Ask for the file again."
_NESTED = "An archive inside an archive isn't opened. Unpack it and add the files."

_OTHER_ARCHIVES = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\0\0\0\0",
)
_DOCUMENTS = frozenset(
    {
        "[content_types].xml",
        "_rels/.rels",
        "word/document.xml",
        "mimetype",
        "meta-inf/manifest.xml",
        "meta-inf/manifest.mf",
        "index.apxl",
        "index/document.iwa",
    }
)
"""What only documents (and programs) that are ZIP archives hold at their root. Their own reader has the say."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path inside, with "/", for people only; its bytes or why there are none.

    `sha256` is "" where it could not be unpacked.
    """

    name: str
    content: bytes | Failure
    sha256: str = ""


class Bundle:
    """A ZIP archive, opened from a stream that stays its owner's. Names, sizes and places are a stranger's words.

    Raises `CannotScreen` where the archive as a whole can't be opened.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(_Metered(stream))
        except (*_DAMAGED, NotImplementedError):
            raise CannotScreen("damaged") from None
        self._unpacked = 0

    @property
    def is_document(self) -> bool:
        """Whether this is a DOCX, ODT, Pages … and no pile of files. By names alone: nothing is parsed here."""
        names = (info.filename.replace("\\", "/").lstrip("/").lower() for info in self._zip.infolist())
        return any(name in _DOCUMENTS for name in names)

    def members(self, *, limit: int) -> Iterator[Member]:
        """The files, sorted as in a folder, each unpacked when asked for; `limit` in bytes is for each.

        Folders, links and what systems leave lying about are passed over. Raises `CannotScreen` where there is
        nothing left, or too much.
        """
        listed = sorted(self._files(), key=lambda file: file[0])
        if not listed:
            raise CannotScreen("empty", _NOTHING)
        if len(listed) > MAX_MEMBERS:
            raise CannotScreen("too_large", _TOO_MANY)
        for parts, info in listed:
            yield self._member("/".join(parts), info, limit)

    def _files(self) -> Iterator[tuple[list[str], zipfile.ZipInfo]]:
        for info in self._zip.infolist():
            path = _name_of(info).replace("\\", "/")
            parts = [part for part in path.split("/") if part not in ("", ".", "..")]
            if path.endswith("/") or stat.S_ISLNK(info.external_attr >> 16) or any(map(passed_over, parts)):
                continue
            if parts and re.fullmatch("[A-Za-z]:", parts[0]):
                del parts[0]
            yield parts or ["(no name)"], info

    def _member(self, name: str, info: zipfile.ZipInfo, limit: int) -> Member:
        try:
            content = self._unpack(info, limit)
        except CannotScreen as no:
            return Member(name, failure(no.reason, no.message))
        except _DAMAGED:
            return Member(name, failure("damaged", _BROKEN))
        except RuntimeError:  # zipfile's word for what it can't unpack
            return Member(name, failure("unsupported", _PACKED_OTHERWISE))
        nested = failure("unsupported", _NESTED) if _is_archive(content) else None
        return Member(name, nested or content, hashlib.sha256(content).hexdigest())

    def _unpack(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        """Never more than one byte beyond the limit. A size that is declared too large harms only its own file."""
        if info.flag_bits & _ENCRYPTED:
            raise CannotScreen("locked", _LOCKED)
        if info.compress_type not in _PACKED:
            raise CannotScreen("unsupported", _PACKED_OTHERWISE)
        content = bytearray()
        if info.file_size <= limit:
            with self._zip.open(info) as unpacking:
                while piece := unpacking.read(min(_PIECE, limit + 1 - len(content))):
                    content += piece
                    self._unpacked += len(piece)
                    if self._unpacked > MAX_TOTAL:
                        raise CannotScreen("too_large", _TOO_MUCH)
                    if len(content) > limit:
                        break
        if max(len(content), info.file_size) > limit:
            raise CannotScreen("too_large", larger_than(limit).message)
        return bytes(content)


class _Metered:
    """The stream as zipfile reads it: no list of contents without end, no byte again and again."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._read = 0
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        """Raises `CannotScreen` beyond the limits. Only the list of contents is read in a piece so large."""
        if size > MAX_DIRECTORY:
            raise CannotScreen("too_large", _TOO_MANY)
        content = self._stream.read(size)
        self._read += len(content)
        if self._read > MAX_TOTAL:
            raise CannotScreen("too_large", _TOO_MUCH)
        if size > MAX_ENTRIES * _ENTRY and content.count(b"PK\1\2") > MAX_ENTRIES:
            raise CannotScreen("too_large", _TOO_MANY)
        return content


def could_be_bundle(start: bytes) -> bool:
    """Whether a file that begins so may be a ZIP archive."""
    return start.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08"))


def passed_over(entry: str) -> bool:
    """Whether a file or folder of this name is what systems and editors leave beside documents."""
    return entry.startswith((".", "~$")) or entry in ("Thumbs.db", "__MACOSX")


def larger_than(limit: int) -> Failure:
    """What is said of a file of more than `limit` bytes."""
    return failure("too_large", f"Larger than {limit // MB} MB. Save a smaller copy.")


def _name_of(info: zipfile.ZipInfo) -> str:
    """UTF-8 where it says so, or where it is; else the letters of DOS, which is what the format means."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name


def _is_archive(content: bytes) -> bool:
    if content.startswith(_OTHER_ARCHIVES) or content[257:262] == b"ustar":
        return True
    if not could_be_bundle(content[:4]):
        return False
    try:
        return not Bundle(io.BytesIO(content)).is_document
    except CannotScreen:  # its own reader says what is wrong with it
        return False
