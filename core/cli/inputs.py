"""The job and the criteria as a command line gives them."""

from pathlib import Path

from core.domain.job import Job, Rubric
from core.errors import UserError
from core.given_criteria import given_rubric
from core.intake import read_content
from core.ports import Readers


def job_in(path: Path, readers: Readers) -> Job:
    """The job description in a file of any kind that can be read. Raises `UserError`."""
    outcome = read_content(_content(path), readers)
    if outcome.status == "failed":
        words = "Paste the job description first." if outcome.reason == "empty" else outcome.message
        raise UserError(f"{path}: {words}")
    return Job.from_text(outcome.text)


def rubric_in(path: Path) -> Rubric:
    """The criteria in a JSON file. Raises `UserError` that names the file."""
    try:
        return given_rubric(_content(path))
    except UserError as fault:
        raise UserError(f"{path}: {fault}") from None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} can't be opened ({error.strerror}).") from None
