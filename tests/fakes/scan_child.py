"""A child that plays the reader of scans: every picture is the same résumé. `python -m tests.fakes.scan_child`."""

import hashlib
import sys
import time

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.reading import child

COMMAND = (sys.executable, "-m", "tests.fakes.scan_child")

TEXT = """Ida Pictured
ida.pictured@example.com

Experience
Customer support lead at Acme, 2015 to 2024. Nine years of customer support, weekend shifts included.
Languages: German C1, English C2."""


MOMENT = 0.4
"""Seconds a picture takes: whoever looks several times a second sees it being read."""


def read(content: bytes) -> ReadResume | Failure:
    time.sleep(MOMENT)
    return ReadResume(
        sha256=hashlib.sha256(content).hexdigest(),
        kind="pdf" if content.startswith(b"%PDF") else "image",
        text=TEXT,
        page_starts=(0,),
        scanned_pages=(1,),
        pictures_read=True,
    )


if __name__ == "__main__":
    child.made_ready_for_scans = lambda: read
    child.main("--scans")
