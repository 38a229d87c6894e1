"""Readers that play scans: a text that begins with "SCAN" is a picture until it is read patiently."""

import hashlib
import threading
from collections.abc import Callable, Sequence

from core.domain.candidate import Failure, failure
from core.domain.resume import Picture, ReadResume

SCAN = b"SCAN"
MIXED = b"MIXED"


class PlayedReaders:
    """Without children. `patience` is called for each scan, on the thread that reads it."""

    def __init__(
        self, *, reads_scans: bool = True, patience: Callable[[bytes], object] | None = None
    ) -> None:
        self.reads_scans = reads_scans
        self.patience = patience
        self.quick: list[bytes] = []
        self.scans: list[bytes] = []
        self.at_once = 0
        self.most_at_once = 0
        self.fails: Failure | None = None
        self._lock = threading.Lock()

    def read(self, content: bytes) -> ReadResume | Failure:
        self.quick.append(content)
        if content.startswith(SCAN):
            return failure("scanned")
        return _text(content, unread_pages=(2,) if content.startswith(MIXED) else ())

    def read_scan(self, content: bytes) -> ReadResume | Failure:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.patience:
                self.patience(content)
            self.scans.append(content)
            return self.fails or _text(content + b" and page two", scanned_pages=(2,), pictures_read=True)
        finally:
            with self._lock:
                self.at_once -= 1

    def picture(self, content: bytes, page: int, spans: Sequence[tuple[int, int]] = ()) -> Picture | Failure:
        return failure("unsupported")

    def close(self) -> None:
        return None


def _text(content: bytes, **more: object) -> ReadResume:
    return ReadResume(
        sha256=hashlib.sha256(content).hexdigest(),
        kind="pdf",
        text=content.decode(),
        page_starts=(0,),
        **more,
    )
