"""Criteria as a file or a program gives them: JSON, checked before anything is begun."""

import json

from pydantic import TypeAdapter, ValidationError

from core.domain.job import Criterion, Rubric
from core.errors import UserError
from core.screening.critique import protected
from core.shortlist.words import plain

_criteria: TypeAdapter[tuple[Criterion, ...]] = TypeAdapter(tuple[Criterion, ...])


def given_rubric(told: bytes | str) -> Rubric:
    """The criteria in a JSON list as in the output's "criteria", or in an object that has such a list; ids are made where
    they are left out. Raises `UserError`, also where nobody may be judged by one of them, or one stands there twice.
    """
    try:
        given = json.loads(told)
        if isinstance(given, dict) and "criteria" in given:
            given = given["criteria"]
        if isinstance(given, list):
            given = [_given(n, one) for n, one in enumerate(given, start=1)]
        criteria = _criteria.validate_python(given)
        if not criteria:
            raise UserError("We found no criteria. Add at least one.")
        rubric = Rubric(criteria=criteria, source="given")
    except (ValueError, RecursionError) as error:
        raise UserError(_first_fault(error)) from None
    if fault := _first_unfit(rubric):
        raise UserError(fault)
    return rubric


def _given(number: int, one: object) -> object:
    """With an id, and without the remark that `rubric` writes beside a vague one."""
    if not isinstance(one, dict):
        return one
    return {"id": f"c{number}", **{name: value for name, value in one.items() if name != "vague"}}


def _first_unfit(rubric: Rubric) -> str:
    """What is wrong with the first criterion that may not stand there; "" where all may."""
    seen: dict[str, int] = {}
    for number, criterion in enumerate(rubric.criteria, start=1):
        named = f"criterion {number} (“{plain(criterion.text)}”)"
        if reason := protected(criterion.text):
            return f"{named}: {reason}"
        if (first := seen.setdefault(criterion.text.casefold(), number)) != number:
            return f"{named} is the same as criterion {first}. Keep one of them."
    return ""


_WANTED: dict[str, str] = {
    "tuple_type": 'A JSON list is needed, such as [{"text": "German B2", "kind": "must", "weight": 5}]',
    "model_type": 'It must look like {"text": "German B2", "kind": "must", "weight": 5}',
    "too_long": "A job has at most 40 criteria",
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
