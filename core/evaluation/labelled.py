"""Labelled sets: jobs with their criteria, résumés, and the verdicts a careful recruiter gave."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn, get_args

from pydantic import TypeAdapter, ValidationError

from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.value import Value
from core.domain.verdict import Verdict
from core.errors import UserError
from core.reading.read import read_bytes

SETS = Path(__file__).parent / "sets"
"""The sets that come with the product."""

INJECTIONS = SETS / "injections.txt"

CLEAR_FIT, CLEAR_MISFIT = 3, 0
FITS = range(CLEAR_MISFIT, CLEAR_FIT + 1)

_criteria: TypeAdapter[tuple[Criterion, ...]] = TypeAdapter(tuple[Criterion, ...])


class LabelledResume(Value):
    """A résumé, how well it fits (3 clear fit … 0 clear misfit), and its verdicts in rubric order."""

    name: str
    resume: ReadResume
    fit: int
    verdicts: tuple[Verdict, ...]
    note: str = ""


class LabelledJob(Value):
    name: str
    job: Job
    rubric: Rubric
    resumes: tuple[LabelledResume, ...]


class LabelledSet(Value):
    name: str
    jobs: tuple[LabelledJob, ...]

    def thinned(self, most: int) -> "LabelledSet":
        """At most so many résumés a job, from the best fits and the worst in turn."""
        return LabelledSet(name=self.name, jobs=tuple(_thinned(job, most) for job in self.jobs))


def shipped_sets() -> tuple[str, ...]:
    """The names of the sets that come with the product."""
    return tuple(sorted(folder.name for folder in SETS.iterdir() if folder.is_dir()))


def load_set(name: str) -> LabelledSet:
    """A shipped set by its name, any other by its folder (of jobs, or of one). Raises `UserError` that names
    the file and line to correct."""
    folder = SETS / name if name in shipped_sets() else Path(name)
    if not folder.is_dir():
        raise UserError(f"{name} is no folder and no set. The sets are: {', '.join(shipped_sets())}.")
    single = (folder / "job.txt").is_file()
    folders = [folder] if single else sorted(one for one in folder.iterdir() if _is_job(one))
    if not folders:
        raise UserError(f"{folder}: no job is in it. A job is a folder with a job.txt in it.")
    return LabelledSet(name=folder.resolve().name, jobs=tuple(_load_job(one) for one in folders))


def read_text(text: str, *, source: str) -> ReadResume:
    """The text as the product reads it from a file. Raises `UserError` that names the source."""
    outcome = read_bytes(text.encode())
    if outcome.status == "failed":
        raise UserError(f"{source}: {outcome.message}")
    return outcome


def load_injections(path: Path = INJECTIONS) -> tuple[str, ...]:
    """Texts somebody might put into a résumé to steer its reader, parted by lines of `---`. Raises `UserError`."""
    texts = "\n".join("\0" if line.strip() == "---" else line for line in _content(path).splitlines())
    injections = tuple(text.strip() for text in texts.split("\0") if text.strip())
    if not injections:
        raise UserError(f"{path}: there is no text in it.")
    return injections


def _is_job(folder: Path) -> bool:
    return folder.is_dir() and folder.name[0] not in "._"


def _load_job(folder: Path) -> LabelledJob:
    rubric = _rubric(folder / "criteria.json")
    job = Job.from_text(read_text(_content(folder / "job.txt"), source=str(folder / "job.txt")).text)
    resumes = tuple(_labelled(folder, rubric))
    files = {file.stem for file in (folder / "resumes").glob("*.txt")}
    if bare := sorted(files - {resume.name for resume in resumes}):
        raise UserError(f"{folder / 'labels.csv'}: resumes/{bare[0]}.txt has no line in it.")
    return LabelledJob(name=folder.name, job=job, rubric=rubric, resumes=resumes)


def _rubric(path: Path) -> Rubric:
    try:
        return Rubric(criteria=_criteria.validate_python(json.loads(_content(path))), source="given")
    except json.JSONDecodeError as error:
        _wrong(path, error.lineno, f"This is not JSON: {error.msg}.")
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = [f"criterion {part + 1}" if isinstance(part, int) else str(part) for part in fault["loc"]]
        raise UserError(f"{path}: {', '.join(place) or 'criteria'}: {fault['msg']}.") from None


def _labelled(folder: Path, rubric: Rubric) -> Iterator[LabelledResume]:
    """The lines of labels.csv with the résumés they name."""
    path, seen = folder / "labels.csv", set[str]()
    wanted = ["resume", "fit", *(criterion.id for criterion in rubric.criteria), "note"]
    lines = csv.reader(_content(path).splitlines(keepends=True), strict=True)
    try:
        if next(lines, None) != wanted:
            _wrong(path, 1, f"The header must be {','.join(wanted)}.")
        for fields in lines:
            if not any(fields):
                continue
            if len(fields) != len(wanted):
                _wrong(path, lines.line_num, f"{len(wanted)} fields are needed, here are {len(fields)}.")
            line = dict(zip(wanted, fields, strict=True))
            if line["resume"] in seen:
                _wrong(path, lines.line_num, f"{line['resume']} has a line already.")
            seen.add(line["resume"])
            yield _one(folder, path, lines.line_num, line)
    except csv.Error as error:
        _wrong(path, lines.line_num, f"{error}.")
    if not seen:
        _wrong(path, 1, "No résumé is labelled.")


def _one(folder: Path, path: Path, number: int, line: Mapping[str, str]) -> LabelledResume:
    name, fit = line["resume"], line["fit"]
    if fit not in map(str, FITS):
        _wrong(path, number, f"fit is {fit!r}; it must be 3, 2, 1 or 0.")
    verdicts = {key: given for key, given in line.items() if key not in ("resume", "fit", "note")}
    for criterion_id, verdict in verdicts.items():
        if verdict not in get_args(Verdict):
            _wrong(
                path,
                number,
                f"{criterion_id} is {verdict!r}; it must be one of {', '.join(get_args(Verdict))}.",
            )
    file = folder / "resumes" / f"{name}.txt"
    if Path(name).name != name or not file.is_file():
        _wrong(path, number, f"There is no resumes/{name}.txt.")
    return LabelledResume.model_validate(
        {
            "name": name,
            "resume": read_text(_content(file), source=str(file)),
            "fit": int(fit),
            "verdicts": tuple(verdicts.values()),
            "note": line["note"],
        }
    )


def _thinned(job: LabelledJob, most: int) -> LabelledJob:
    best_first = sorted(job.resumes, key=lambda resume: -resume.fit)
    in_turn = [one for pair in zip(best_first, reversed(best_first), strict=True) for one in pair]
    kept = {resume.name for resume in list({one.name: one for one in in_turn}.values())[:most]}
    return job.model_copy(update={"resumes": tuple(one for one in job.resumes if one.name in kept)})


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise UserError(f"{path} can't be opened ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        _wrong(path, line, "This isn't UTF-8 text.")


def _wrong(path: Path, line: int, words: str) -> NoReturn:
    raise UserError(f"{path}, line {line}: {words}")
