"""The readers of this process: a pool of quick children, and one patient child for scans where it is installed."""

import threading
from collections.abc import Sequence
from importlib.util import find_spec

from core.domain.candidate import Failure, failure
from core.domain.resume import Picture, ReadResume
from core.errors import PartUnavailable
from core.meters import READING_SECONDS
from core.reading.pool import CHILD, MB, ReaderPool
from core.settings import Settings

SCAN_CHILD = (*CHILD, "--scans")
PACKAGES = ("rapidocr", "onnxruntime")
SECONDS_A_SCAN = 215.0
"""15 for the file and 20 for each of the ten pages that are read."""
RESTS_AFTER = 120.0
"""Seconds without a scan after which its child, a gigabyte, is let go."""

HOW_TO_READ = "To have scans read, install what reads them: make setup-ocr."
SCANNED = f"This is a picture of a page: no text to read. Ask for a text version. {HOW_TO_READ}"
NOT_STARTED = (
    "What reads scans doesn't start. Set it up again: make setup-ocr. Or do without: SCANS_ENABLED=false."
)
NOT_INSTALLED = "What reads scans isn't installed. Install it: make setup-ocr."


def scans_installed() -> bool:
    """Whether the optional packages are there; they are only loaded in the child."""
    return all(find_spec(name) is not None for name in PACKAGES)


def readers_of(settings: Settings) -> "ChildReaders":
    """As many children as the settings say, with the reader of scans where it is installed and wanted."""
    return ChildReaders(
        settings.reading_children,
        max_bytes=settings.max_file_mb * MB,
        scans=settings.scans_enabled and scans_installed(),
    )


class ChildReaders:
    """`ports.Readers` in child processes. Without `scans`, what can't be read says how to install their reader."""

    def __init__(self, size: int = 2, *, max_bytes: int = 25 * MB, scans: bool = False) -> None:
        self._quick = ReaderPool(size, max_bytes=max_bytes)
        self._patient = (
            ReaderPool(
                1, wall_seconds=SECONDS_A_SCAN, recycle_after=50, max_bytes=max_bytes, command=SCAN_CHILD
            )
            if scans
            else None
        )
        self._rest: threading.Timer | None = None

    @property
    def reads_scans(self) -> bool:
        return self._patient is not None

    def read(self, content: bytes) -> ReadResume | Failure:
        with READING_SECONDS.labels("quick").time():
            outcome = self._quick.read(content)
        return outcome if self.reads_scans else _with_advice(outcome)

    def read_scan(self, content: bytes) -> ReadResume | Failure:
        if self._patient is None:
            raise PartUnavailable("Scans", NOT_INSTALLED)
        if self._rest:
            self._rest.cancel()
        try:
            with READING_SECONDS.labels("scan").time():
                return self._patient.read(content)
        except PartUnavailable as missing:
            raise PartUnavailable("Scans", NOT_STARTED) from missing
        finally:
            self._rest = threading.Timer(RESTS_AFTER, self._patient.rest)
            self._rest.daemon = True
            self._rest.start()

    def picture(self, content: bytes, page: int, spans: Sequence[tuple[int, int]] = ()) -> Picture | Failure:
        return self._quick.picture(content, page, spans)

    def close(self) -> None:
        """Ends the children. A scan in hand is given up: it may take minutes, and is read again another time."""
        if self._rest:
            self._rest.cancel()
        if self._patient:
            self._patient.close(at_once=True)
        self._quick.close()


def _with_advice(outcome: ReadResume | Failure) -> ReadResume | Failure:
    """What couldn't be read for want of the reader of scans says how to get it."""
    if outcome.status == "failed":
        return failure("scanned", SCANNED) if outcome.reason == "scanned" else outcome
    if outcome.unread_pages:
        return outcome.model_copy(update={"doubts": (*outcome.doubts, HOW_TO_READ)})
    return outcome
