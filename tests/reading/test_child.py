"""The reading child as a process: limits, clean pipes, its end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.reading.child import (
    ADDRESS_SPACE,
    ADDRESS_SPACE_FOR_SCANS,
    CPU_SECONDS,
    CPU_SECONDS_A_PICTURE,
    OUT_OF_MEMORY,
    POLITENESS,
)
from core.reading.frames import LENGTHS, frame, lengths_of
from tests.reading.pictures import TEXT, lines, needs_ocr, pdf, picture

ROOT = Path(__file__).resolve().parents[2]

Child = subprocess.Popen[bytes]


def start(*command: str) -> Child:
    return subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )


def receive(child: Child) -> tuple[dict[str, object], bytes]:
    assert child.stdout is not None
    head, body = lengths_of(child.stdout.read(LENGTHS.size))
    return json.loads(child.stdout.read(head)), child.stdout.read(body)


def ask(child: Child, request: dict[str, object], content: bytes = b"") -> tuple[dict[str, object], bytes]:
    assert child.stdin is not None
    child.stdin.write(frame(json.dumps(request).encode(), content))
    child.stdin.flush()
    return receive(child)


@pytest.fixture
def child() -> Iterator[Child]:
    with start("-m", "core.reading.child") as process:
        assert receive(process)[0] == {"status": "ready"}
        yield process
        process.kill()


def test_it_answers_one_frame_a_file_and_ends_when_its_input_closes(child: Child) -> None:
    for name in ("Jane Roe", "John Doe"):
        answer, _ = ask(child, {"op": "read"}, name.encode())
        assert (answer["status"], answer["text"]) == ("read", name)
    answer, _ = ask(child, {"op": "picture", "page": 1, "spans": []}, b"Jane Roe")
    assert (answer["status"], answer["reason"]) == ("failed", "unsupported")
    _, errors = child.communicate(timeout=10)
    assert (child.returncode, errors) == (0, b"")


def test_its_limits_are_set_and_the_processor_time_moves_along_with_each_file(child: Child) -> None:
    ask(child, {"op": "read"}, b"Jane Roe")
    limits = Path(f"/proc/{child.pid}/limits")
    if not limits.exists():
        pytest.skip("only Linux tells the limits of another process")
    soft = {line[:26].strip(): line[26:].split()[0] for line in limits.read_text().splitlines()[1:]}
    assert int(soft["Max address space"]) == ADDRESS_SPACE
    assert soft["Max core file size"] == "0"
    assert CPU_SECONDS < int(soft["Max cpu time"]) <= CPU_SECONDS + 4


def test_what_libraries_print_does_not_reach_the_pipe() -> None:
    loud = """
import os, sys
import core.reading.child as child
real = child.read_bytes
def loud(content):
    print("noise", flush=True)
    print("noise", file=sys.stderr, flush=True)
    os.write(1, b"noise")
    return real(content)
child.read_bytes = loud
child.main()
"""
    with start("-c", loud) as process:
        receive(process)
        assert ask(process, {"op": "read"}, b"Jane Roe")[0]["text"] == "Jane Roe"
        assert process.communicate(timeout=10) == (b"", b"")


def test_a_reader_of_scans_has_more_memory_and_lets_others_go_first() -> None:
    played = """
import core.reading.child as child
child.made_ready_for_scans = lambda: child.read_bytes
child.main("--scans")
"""
    with start("-c", played) as process:
        assert receive(process)[0] == {"status": "ready"}
        limits = Path(f"/proc/{process.pid}/limits")
        if limits.exists():
            assert str(ADDRESS_SPACE_FOR_SCANS) in limits.read_text()
        assert ask(process, {"op": "read"}, b"Jane Roe")[0]["text"] == "Jane Roe"
        process.kill()


def test_without_the_engine_a_reader_of_scans_does_not_say_that_it_is_ready() -> None:
    lacking = """
import sys
sys.modules["rapidocr"] = None
import core.reading.child as child
child.main("--scans")
"""
    with start("-c", lacking) as process:
        assert process.stdout is not None
        assert process.stdout.read() == b""
        assert process.wait(30) == OUT_OF_MEMORY


@pytest.mark.timeout(300)
def test_a_real_reader_of_scans_is_polite_and_its_time_moves_along_with_the_pages() -> None:
    needs_ocr()
    with start("-m", "core.reading.child", "--scans") as process:
        assert receive(process)[0] == {"status": "ready"}
        content = pdf(picture(lines(*TEXT, size=16), dots_an_inch=72), ("Some real text on the second page",))
        answer, _ = ask(process, {"op": "read"}, content)
        assert (answer["status"], answer["scanned_pages"]) == ("read", [1])
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= POLITENESS
        limits = Path(f"/proc/{process.pid}/limits")
        if limits.exists():
            soft = {line[:26].strip(): line[26:].split()[0] for line in limits.read_text().splitlines()[1:]}
            assert int(soft["Max address space"]) == ADDRESS_SPACE_FOR_SCANS
            assert int(soft["Max cpu time"]) >= CPU_SECONDS_A_PICTURE
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, b"")
