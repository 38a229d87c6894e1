"""How fast, how large and how exact reading is, against the engines it is built on, measured in one run.

Repeat with `make bench`, or `python -m bench.reading FOLDER` for PDFs of your own. Without a folder the real résumés
beside the checkout (`../shared/data/resumes`) are read, or, where there are none, ones made here.

- Each engine reads the same PDFs from memory in a process of its own; rounds of all of them alternate, so that a busy
  machine slows all alike, and of each file the best time counts. "Raw" is pypdfium2 as its documentation shows it: open,
  the text of every page, close. "Text alone" is ours without the check for hidden text, "whole" is ours with it.
- The pool reads the same files in child processes, as the app does, once with the check and once without; its best round
  stands against raw's, since a file's best time says nothing of how a busy machine treats two processes.
- What a warm pool adds to a small file is the time of a question and its answer less the time of reading.
- Sentences known from elsewhere (texts and Word documents beside the PDFs, and documents made here) are looked for in
  what each engine gives: "words" is the share that is whole with every space in place, "order" the share whose letters
  are.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pypdf
import pypdfium2

from core.errors import CannotScreen
from core.reading.pdf import document, read_pdf
from core.reading.pdf.hidden import Parted
from core.reading.pool import CHILD, ReaderPool
from core.reading.read import read_bytes
from tests.reading.reference import Reference, Score, generated, score, twins

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
ROUNDS = 3
READINGS = 3
"""Of each file in a round."""
CHILDREN = 2
SMALL = b"Jane Roe\nSupport agent, 2015 - 2024, in Zendesk.\n"
SMALL_FILES = 300

WITHOUT_CHECK = (
    "import core.reading.child as child; from bench.reading import skip_check; skip_check(); child.main()"
)


class Told(NamedTuple):
    """The best seconds of each file, the mean ones of all, and the most memory the process had, in MiB."""

    files: list[float]
    whole_round: float
    memory: float


class Figure(NamedTuple):
    """The sum of each file's best seconds, the best round's mean for all files, and the peak in MiB."""

    seconds: float
    whole_round: float
    memory: float


def raw(content: bytes) -> str:
    """pypdfium2 as its documentation shows it."""
    pdf = pypdfium2.PdfDocument(content)
    texts = []
    for page in pdf:
        words = page.get_textpage()
        texts.append(words.get_text_bounded())
        words.close()
        page.close()
    pdf.close()
    return "\n".join(texts)


def with_pypdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def whole(content: bytes) -> str:
    return read_pdf(content).text


def text_alone(content: bytes) -> str:
    skip_check()
    return read_pdf(content).text


def skip_check() -> None:
    """From now on this process takes everything on a page for visible."""
    document.__dict__["part_hidden"] = lambda page, traced, *_, **__: Parted(traced)


ENGINES: dict[str, Callable[[bytes], str]] = {
    "raw pypdfium2": raw,
    "text alone": text_alone,
    "whole": whole,
    "pypdf": with_pypdf,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    files = _files(options.folder)
    if options.engine:
        print(json.dumps(_one_engine(ENGINES[options.engine], files)))
        return 0
    pages = sum(len(pypdfium2.PdfDocument(content)) for content in files)
    print(f"{len(files)} PDFs, {pages} pages, best of {ROUNDS * READINGS} readings of each")
    figures = _in_turns(options.folder)
    base = figures["raw pypdfium2"]
    print(f"\n{'one process':16}{'ms a page':>10}{'of raw speed':>14}{'peak MiB':>10}")
    for name, figure in figures.items():
        share = base.seconds / figure.seconds
        print(f"{name:16}{1000 * figure.seconds / pages:10.1f}{share:14.2f}{figure.memory:10.0f}")
    _print_pools(files, pages, base.whole_round)
    _print_small_files()
    _print_quality()
    return 0


def _files(folder: Path | None) -> list[bytes]:
    """The PDFs that have text."""
    folder = folder or SHARED / "resumes"
    contents = [path.read_bytes() for path in sorted(folder.rglob("*.pdf"))] if folder.is_dir() else []
    contents = contents or [reference.pdf for reference in generated()] * 4
    return [content for content in contents if _has_text(content)]


def _has_text(content: bytes) -> bool:
    try:
        return len(raw(content)) > 200
    except pypdfium2.PdfiumError:
        return False


def _one_engine(read: Callable[[bytes], str], files: Sequence[bytes]) -> Told:
    """What a process that only reads these files says of itself."""
    read(files[0])
    best = [float("inf")] * len(files)
    round_began = time.perf_counter()
    for _ in range(READINGS):
        for number, content in enumerate(files):
            began = time.perf_counter()
            read(content)
            best[number] = min(best[number], time.perf_counter() - began)
    whole_round = (time.perf_counter() - round_began) / READINGS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Told(best, whole_round, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _in_turns(folder: Path | None) -> dict[str, Figure]:
    told: dict[str, list[Told]] = {name: [] for name in ENGINES}
    for _ in range(ROUNDS):
        for name in ENGINES:
            command = [sys.executable, "-m", "bench.reading", "--engine", name]
            command += [str(folder)] if folder else []
            said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
            told[name].append(Told(*json.loads(said)))
    return {
        name: Figure(
            sum(map(min, zip(*(one.files for one in rounds), strict=True))),
            min(one.whole_round for one in rounds),
            min(one.memory for one in rounds),
        )
        for name, rounds in told.items()
    }


def _print_pools(files: Sequence[bytes], pages: int, raw_seconds: float) -> None:
    print(f"\n{f'{CHILDREN} children':16}{'pages/s':>10}{f'of {CHILDREN} × raw':>14}")
    for name, command in (("text alone", (sys.executable, "-c", WITHOUT_CHECK)), ("whole", CHILD)):
        seconds = min(_pool_seconds(files, command) for _ in range(ROUNDS))
        print(f"{name:16}{pages / seconds:10.0f}{raw_seconds / (CHILDREN * seconds):14.2f}")


def _pool_seconds(files: Sequence[bytes], command: Sequence[str]) -> float:
    pool = ReaderPool(CHILDREN, command=command)
    try:
        with ThreadPoolExecutor(CHILDREN) as threads:
            list(threads.map(pool.read, files))
            began = time.perf_counter()
            outcomes = list(threads.map(pool.read, list(files) * READINGS))
            seconds = (time.perf_counter() - began) / READINGS
    finally:
        pool.close()
    unread = sum(outcome.status == "failed" for outcome in outcomes)
    if unread:
        print(f"({unread} files weren't read)")
    return seconds


def _print_small_files() -> None:
    pool = ReaderPool(1)
    try:
        asked = _each(lambda: pool.read(SMALL))
    finally:
        pool.close()
    read = _each(lambda: read_bytes(SMALL))
    print(
        f"\na small text in a warm pool: {1000 * asked:.2f} ms, {1000 * (asked - read):.2f} ms of it the pool's"
    )


def _each(work: Callable[[], object]) -> float:
    """The median of many, in seconds, the first ones left out."""
    seconds = []
    for _ in range(SMALL_FILES):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return median(seconds[SMALL_FILES // 10 :])


def _print_quality() -> None:
    sets: list[tuple[str, Iterable[Reference]]] = [("made here", generated())]
    if SHARED.is_dir():
        sets.append(("real, with a twin", twins(SHARED)))
    print(f"\n{'sentences':26}{'':6}" + "".join(f"{name:>18}" for name in ("ours", "raw pypdfium2", "pypdf")))
    for title, references in sets:
        scores = [_scored(read, references) for read in (whole, raw, with_pypdf)]
        for n, what in ((1, "words"), (2, "order")):
            shares = "".join(f"{total[n] / total.sentences:18.2%}" for total in scores)
            print(f"{f'{title} ({scores[0].sentences})' if n == 1 else '':26}{what:6}{shares}")


def _scored(read: Callable[[bytes], str], references: Iterable[Reference]) -> Score:
    total = Score(0, 0, 0)
    for reference in references:
        try:
            text = read(reference.pdf)
        except CannotScreen:
            text = ""
        total += score(text, reference.sentences)
    return total


if __name__ == "__main__":
    sys.exit(main())
