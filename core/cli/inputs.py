"""The job and the criteria as a command line gives them."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.domain.job import Criterion, Job, Rubric
from core.errors import UserError
from core.intake import read_content
from core.ports import Readers

_criteria: TypeAdapter[tuple[Criterion, ...]] = TypeAdapter(tuple[Criterion, ...])


def job_in(path: Path, readers: Readers) -> Job:
    """The job description in a file of any kind that can be read. Raises `UserError`."""
    outcome = read_content(_content(path), readers)
    if outcome.status == "failed":
        words = "Paste the job description first." if outcome.reason == "empty" else outcome.message
        raise UserError(f"{path}: {words}")
    return Job.from_text(outcome.text)


def rubric_in(path: Path) -> Rubric:
    """The criteria in a JSON list as in the output's "criteria"; ids are made where they are left out."""
    try:
        given = json.loads(_content(path))
        if isinstance(given, list):
            given = [
                {"id": f"c{n}", **one} if isinstance(one, dict) else one
                for n, one in enumerate(given, start=1)
            ]
        criteria = _criteria.validate_python(given)
        if not criteria:
            raise UserError(f"{path}: We found no criteria. Add at least one.")
        return Rubric(criteria=criteria, source="given")
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path}: {_first_fault(error)}") from None


_WANTED: dict[str, str] = {
    "tuple_type": 'A JSON list is needed, such as [{"text": "German B2", "kind": "must", "weight": 5}]',
    "model_type": 'It must look like {"text": "German B2", "kind": "must", "weight": 5}',
    "extra_forbidden": "A criterion has no such field",
    "string_pattern_mismatch": "Ids are c1, c2, … in order; they may be left out",
}
"""Where the library's words mean nothing to whoever wrote the file."""


def _first_fault(error: ValueError | RecursionError) -> str:
    """What to correct, counted as a person counts."""
    if not isinstance(error, ValidationError):
        return f"This is not JSON ({error})." if isinstance(error, ValueError) else _WANTED["tuple_type"]
    fault = error.errors(include_input=False, include_url=False)[0]
    place = [f"criterion {part + 1}" if isinstance(part, int) else str(part) for part in fault["loc"]]
    words = _WANTED.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{', '.join(place) or 'criteria'}: {words}."


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} can't be opened ({error.strerror}).") from None
