"""The pool: a file that hangs, crashes or eats memory costs itself and nothing else."""

import gc
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.domain.candidate import Failure
from core.domain.resume import Picture, ReadResume
from core.errors import InternalError, PartUnavailable
from core.reading.pool import ReaderPool
from tests.reading.documents import docx, paragraph

MakePool = Callable[..., ReaderPool]

BEHAVING_BADLY = """
import os, signal, sys, time
import core.reading.child as child
child.CPU_SECONDS = 1
real, answer, marks = child.read_bytes, child.answer_to, sys.argv[1]

def read_bytes(content):
    match content:
        case b"loop":
            while True: pass
        case b"sleep":
            time.sleep(60)
        case b"hog":
            return b"x" * (2 << 30)
        case b"crash" | b"crash once":
            tries = len(os.listdir(marks))
            os.mkdir(f"{marks}/{tries}")
            if content == b"crash" or not tries:
                os.kill(os.getpid(), signal.SIGSEGV)
        case b"environment":
            content = " ".join(sorted(os.environ)).encode()
        case b"process":
            content = f"process {os.getpid()}".encode()
    return real(content)

child.read_bytes = read_bytes
child.answer_to = lambda request, content, read: (
    b"noise" * 9 if content == b"noise" else answer(request, content, read)
)
child.main()
"""


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Each try of a crashing file leaves a folder here."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def make_pool(marks: Path) -> Iterator[MakePool]:
    """Pools whose children do what a file says: "loop", "crash", …; anything else is read as ever."""
    pools: list[ReaderPool] = []

    def make(**options: object) -> ReaderPool:
        command = (sys.executable, "-c", BEHAVING_BADLY, str(marks))
        pools.append(ReaderPool(**{"size": 1, "command": command, **options}))  # type: ignore[arg-type]
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def text_of(outcome: ReadResume | Failure) -> str:
    assert isinstance(outcome, ReadResume), outcome
    return outcome.text


def reason_of(outcome: ReadResume | Failure | Picture) -> str:
    assert isinstance(outcome, Failure), outcome
    return outcome.reason


def is_alive(process: str) -> bool:
    try:
        os.kill(int(process.split()[1]), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("content", "reason", "retryable"),
    [
        (b"loop", "timeout", True),
        (b"hog", "damaged", False),
        (b"crash", "damaged", False),
        (b"noise", "damaged", False),
    ],
)
def test_a_hostile_file_is_a_failure_and_the_next_innocent_one_is_read(
    make_pool: MakePool, content: bytes, reason: str, retryable: bool
) -> None:
    pool = make_pool()
    outcome = pool.read(content)
    assert isinstance(outcome, Failure)
    assert (outcome.reason, outcome.retryable) == (reason, retryable)
    assert text_of(pool.read(b"Jane Roe")) == "Jane Roe"


def test_a_file_that_does_nothing_for_too_long_is_stopped_by_the_clock(make_pool: MakePool) -> None:
    pool = make_pool(wall_seconds=1.0)
    pool.read(b"Jane Roe")
    began = time.monotonic()
    assert reason_of(pool.read(b"sleep")) == "timeout"
    assert time.monotonic() - began < 10
    assert text_of(pool.read(b"Jane Roe")) == "Jane Roe"


def test_a_file_that_ends_its_child_is_tried_twice_and_no_more(make_pool: MakePool, marks: Path) -> None:
    outcome = make_pool().read(b"crash")
    assert isinstance(outcome, Failure)
    assert "twice" in outcome.message
    assert len(list(marks.iterdir())) == 2


def test_a_file_whose_child_ended_by_chance_is_read_on_the_second_try(make_pool: MakePool) -> None:
    assert text_of(make_pool().read(b"crash once")) == "crash once"


def test_a_child_is_replaced_after_so_many_files(make_pool: MakePool) -> None:
    pool = make_pool(recycle_after=2)
    processes = [text_of(pool.read(b"process")) for _ in range(5)]
    assert [processes.count(one) for one in dict.fromkeys(processes)] == [2, 2, 1]
    assert [is_alive(one) for one in dict.fromkeys(processes)] == [False, False, True]


def test_many_threads_share_as_many_children_as_allowed(make_pool: MakePool) -> None:
    pool = make_pool(size=2)
    with ThreadPoolExecutor(8) as threads:
        processes = set(threads.map(lambda _: text_of(pool.read(b"process")), range(60)))
    assert 1 <= len(processes) <= 2


def test_no_key_of_ours_reaches_a_child(make_pool: MakePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    names = text_of(make_pool().read(b"environment")).split()
    assert "OPENAI_API_KEY" not in names
    assert len(names) <= 8


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(make_pool: MakePool) -> None:
    pool = make_pool(max_bytes=2 << 20)
    outcome = pool.read(bytes((2 << 20) + 1))
    assert isinstance(outcome, Failure)
    assert (outcome.reason, outcome.message) == ("too_large", "Larger than 2 MB. Save a smaller copy.")
    assert reason_of(pool.picture(bytes((2 << 20) + 1), 1)) == "too_large"


def test_a_large_file_passes_the_pipe_whole() -> None:
    text = "Jane Roe " * 20_000
    pool = ReaderPool(1)
    content = docx(paragraph(text), parts={"word/media/image1.bin": os.urandom(8 << 20)})
    assert text_of(pool.read(content)) == text.strip()
    pool.close()


def test_a_page_comes_back_as_a_picture() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 700, "Jane Roe writes Python")
    canvas.save()
    pool = ReaderPool(1)
    outcome = pool.picture(file.getvalue(), 1, [(0, 8)])
    assert isinstance(outcome, Picture)
    assert outcome.png.startswith(b"\x89PNG")
    assert (outcome.page, outcome.marked) == (1, 1)
    assert isinstance(pool.picture(file.getvalue(), 9), Failure)
    assert reason_of(pool.picture(b"Jane Roe", 1)) == "unsupported"
    pool.close()


def test_warming_up_starts_the_children_without_waiting_for_them(make_pool: MakePool) -> None:
    pool = make_pool(size=2)
    began = time.monotonic()
    pool.warm()
    pool.warm()
    assert time.monotonic() - began < 1
    first = text_of(pool.read(b"process"))
    assert text_of(pool.read(b"process")) == first


def test_a_closed_pool_leaves_no_process_and_reads_no_more(make_pool: MakePool) -> None:
    pool = make_pool()
    process = text_of(pool.read(b"process"))
    pool.close()
    pool.close()
    assert not is_alive(process)
    with pytest.raises(InternalError):
        pool.read(b"Jane Roe")


def test_a_forgotten_pool_takes_its_children_along() -> None:
    pool = ReaderPool(1)
    pool.read(b"Jane Roe")
    (child,) = pool._idle
    process = f"process {child._process.pid}"
    del pool, child
    gc.collect()
    assert not is_alive(process)


@pytest.mark.parametrize(
    "command", [("/bin/false",), ("/no/such/program",), ("/bin/sleep", "60"), ("/bin/echo", "usage: …")]
)
def test_children_that_do_not_start_are_not_blamed_on_the_file(
    make_pool: MakePool, command: tuple[str, ...]
) -> None:
    pool = make_pool(command=command, start_seconds=0.2)
    for _ in range(2):
        with pytest.raises(PartUnavailable) as missing:
            pool.read(b"Jane Roe")
        assert missing.value.part == "Reading"


def test_a_fork_of_the_process_starts_children_of_its_own(make_pool: MakePool) -> None:
    pool = make_pool()
    before = text_of(pool.read(b"process"))
    fork = os.fork()
    if fork == 0:
        try:
            own = text_of(pool.read(b"process")) != before
            pool.close()
        finally:
            os._exit(0 if own else 1)
    assert os.waitpid(fork, 0)[1] == 0
    assert text_of(pool.read(b"process")) == before


def test_every_real_and_every_broken_file_gets_an_answer(shared: Path) -> None:
    files = [file for file in sorted(shared.glob("*/**/*")) if file.is_file()]
    assert len(files) > 100
    pool = ReaderPool(2)
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda file: pool.read(file.read_bytes()), files))
    pool.close()
    crashed = [
        file.name
        for file, outcome in zip(files, outcomes, strict=True)
        if "twice" in getattr(outcome, "message", "")
    ]
    assert not crashed
    resumes = [one.status for file, one in zip(files, outcomes, strict=True) if "resumes" in file.parts]
    assert resumes.count("read") > 0.8 * len(resumes)
