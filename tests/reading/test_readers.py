"""The readers of a process: who reads what, what is said without the reader of scans, and its end."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.errors import PartUnavailable
from core.reading import readers as reading
from core.reading.pool import ReaderPool
from core.reading.readers import ChildReaders, readers_of, scans_installed
from core.settings import Settings
from tests.reading.pictures import PROSE, needs_ocr, pdf, saved

GREY = Image.new("RGB", (60, 84), "grey")

PLAYED = """
import os, sys, time
import core.reading.child as child

def read(content):
    if content == b"sleep":
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(60)
    return child.read_bytes(b"pictures read by " + str(os.getpid()).encode())

child.made_ready_for_scans = lambda: read
child.main("--scans")
"""
"""A reader of scans that needs no engine."""

Make = Callable[..., ChildReaders]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    monkeypatch.setattr(reading, "SCAN_CHILD", (sys.executable, "-c", PLAYED, str(tmp_path / "begun")))
    made: list[ChildReaders] = []

    def make(**options: object) -> ChildReaders:
        made.append(ChildReaders(1, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def text_of(outcome: ReadResume | Failure) -> str:
    assert isinstance(outcome, ReadResume), outcome
    return outcome.text


def lives(process: str) -> bool:
    try:
        os.kill(int(process.split()[-1]), 0)
    except ProcessLookupError:
        return False
    return True


def gone(process: str) -> bool:
    until = time.monotonic() + 10
    while lives(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not lives(process)


@pytest.mark.parametrize("content", [pdf(GREY), saved(GREY, "JPEG")], ids=["pdf", "photo"])
def test_without_the_reader_of_scans_a_scan_says_how_to_get_it(make: Make, content: bytes) -> None:
    readers = make()
    outcome = readers.read(content)
    assert isinstance(outcome, Failure)
    assert (readers.reads_scans, outcome.reason, outcome.retryable) == (False, "scanned", False)
    assert "make setup-ocr" in outcome.message
    with pytest.raises(PartUnavailable, match="make setup-ocr"):
        readers.read_scan(content)


def test_without_it_a_mixed_document_names_its_unread_pages_and_how_to_have_them_read(make: Make) -> None:
    outcome = make().read(pdf(PROSE, GREY))
    assert isinstance(outcome, ReadResume)
    assert "Page 2" in outcome.doubts[0]
    assert "make setup-ocr" in outcome.doubts[-1]


def test_with_it_nobody_is_told_to_install_it(make: Make) -> None:
    readers = make(scans=True)
    for content in (pdf(GREY), pdf(PROSE, GREY)):
        assert "make setup-ocr" not in readers.read(content).model_dump_json()


def test_scans_have_a_child_of_their_own_that_stays_for_the_next(make: Make) -> None:
    readers = make(scans=True)
    first = text_of(readers.read_scan(b"x"))
    assert first.startswith("pictures read by")
    assert text_of(readers.read_scan(b"x")) == first
    assert text_of(readers.read(b"Jane Roe")) == "Jane Roe"


def test_a_child_that_has_nothing_to_do_is_let_go_and_a_new_one_comes(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RESTS_AFTER", 0.05)
    readers = make(scans=True)
    first = text_of(readers.read_scan(b"x"))
    assert gone(first)
    assert text_of(readers.read_scan(b"x")) != first


def test_closing_gives_up_a_scan_in_hand_at_once(make: Make, tmp_path: Path) -> None:
    readers = make(scans=True)
    ends: list[str] = []

    def read() -> None:
        try:
            readers.read_scan(b"sleep")
        except Exception as end:  # noqa: BLE001 - whatever it is, the thread must come back
            ends.append(type(end).__name__)

    thread = threading.Thread(target=read)
    thread.start()
    until = time.monotonic() + 30
    while not (tmp_path / "begun").exists() and time.monotonic() < until:
        time.sleep(0.02)
    began = time.monotonic()
    readers.close()
    thread.join(10)
    assert not thread.is_alive()
    assert time.monotonic() - began < 5
    assert gone((tmp_path / "begun").read_text())
    assert ends == ["InternalError"]


def test_a_reader_of_scans_that_does_not_start_is_not_blamed_on_the_file(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SCAN_CHILD", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(PartUnavailable, match="setup-ocr") as missing:
        make(scans=True).read_scan(b"x")
    assert missing.value.part == "Scans"


def test_the_setting_switches_scans_off_where_they_could_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "scans_installed", lambda: True)
    for wanted in (True, False):
        readers = readers_of(Settings(scans_enabled=wanted))
        assert readers.reads_scans is wanted
        readers.close()


def test_asking_whether_it_is_installed_loads_nothing() -> None:
    scans_installed()
    assert not {"rapidocr", "onnxruntime", "cv2"} & set(sys.modules)


def test_children_at_rest_end_and_the_pool_goes_on() -> None:
    pool = ReaderPool(1)
    assert text_of(pool.read(b"Jane Roe")) == "Jane Roe"
    pool.rest()
    assert text_of(pool.read(b"Jane Roe")) == "Jane Roe"
    pool.close()


@pytest.mark.timeout(300)
def test_the_engine_is_found_loaded_and_kept_within_its_memory(tmp_path: Path) -> None:
    needs_ocr()
    readers = ChildReaders(1, scans=True)
    blank = saved(Image.new("RGB", (400, 500), "white"))
    outcome = readers.read_scan(blank)
    assert getattr(outcome, "reason", "") == "empty"
    readers.close()
