"""The shape an answer must have, as JSON Schema for the model and as a check of what came back."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from core.adapters.engine_openai.failures import BadAnswer
from core.domain.job import Criterion, Job, Kind, Refused, Rubric
from core.domain.verdict import Claim, Preference, Verdict
from core.screening.critique import GROUNDS, protected, reason_of, welcomes
from core.screening.refusals import distinct, refused_in

M = TypeVar("M", bound=BaseModel)

SCHEMA_VERSION = "2"
"""Changes with the meaning of an answer; older answers in the cache are then misses."""

MAX_SUGGESTED = 8

Importance = Literal["must_have", "important", "nice_to_have"]
_WEIGHTS: dict[Importance, tuple[Kind, int]] = {
    "must_have": ("must", 5),
    "important": ("nice", 3),
    "nice_to_have": ("nice", 1),
}


def _object(properties: dict[str, object]) -> dict[str, object]:
    """Strict mode wants every property required and none besides."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, object], most: int | None = None) -> dict[str, object]:
    return {"type": "array", "items": items} | ({} if most is None else {"maxItems": most})


_TEXT: dict[str, object] = {"type": "string"}


def judge_schema(criteria: Sequence[Criterion]) -> dict[str, object]:
    """Evidence before reason before verdict: the model writes in this order."""
    claim = _object(
        {
            "criterion_id": {"type": "string", "enum": [c.id for c in criteria]},
            "quotes": _list(_TEXT, 2),
            "reason": _TEXT,
            "verdict": {"type": "string", "enum": ["met", "partial", "missing", "unclear"]},
            "says_no": {"type": "boolean"},
        }
    )
    return _object(
        {
            "findings": _list(claim),
            "strengths": _list(_TEXT, 3),
            "weaknesses": _list(_TEXT, 3),
            "summary": _TEXT,
            "instruction_like_text": {"type": "boolean"},
        }
    )


SUGGEST_SCHEMA = _object(
    {
        "criteria": _list(
            _object(
                {
                    "source": _TEXT,
                    "text": _TEXT,
                    "importance": {"type": "string", "enum": list(_WEIGHTS)},
                }
            ),
            MAX_SUGGESTED,
        ),
        "left_out": _list(_object({"source": _TEXT, "ground": {"type": "string", "enum": list(GROUNDS)}}), 8),
    }
)


PREFER_SCHEMA = _object(
    {
        "reason": _TEXT,
        "better": {"type": "string", "enum": ["first", "second", "neither"]},
    }
)


def _line(value: object) -> object:
    """One printable line of bounded length: models run on, and a résumé may have them write odd characters."""
    if not isinstance(value, str):
        return value
    if not value.isprintable():
        value = "".join(c for c in value if c.isprintable() or c.isspace())
    return " ".join(value.split())[:600]


Line = Annotated[str, BeforeValidator(_line)]


class _Claim(BaseModel):
    criterion_id: str
    quotes: list[str]
    reason: Line
    verdict: Verdict
    says_no: bool = False


class Judged(BaseModel):
    """A judgement as the model wrote it."""

    findings: list[_Claim]
    strengths: list[Line]
    weaknesses: list[Line]
    summary: Line
    instruction_like_text: bool

    def claims(self, criteria: Sequence[Criterion]) -> tuple[Claim, ...]:
        """In the criteria's order, whatever order they came in."""
        by_id = {found.criterion_id: found for found in self.findings}
        return tuple(
            Claim(
                criterion_id=c.id,
                quotes=tuple(q.strip()[:600] for q in by_id[c.id].quotes if q.strip())[:2],
                reason=by_id[c.id].reason,
                verdict=by_id[c.id].verdict,
                denied=by_id[c.id].says_no and by_id[c.id].verdict == "missing",
            )
            for c in criteria
        )


class _Suggestion(BaseModel):
    source: Line
    text: Line
    importance: Importance


class _LeftOut(BaseModel):
    source: Line
    ground: str


class Suggested(BaseModel):
    """Criteria as the model wrote them."""

    criteria: list[_Suggestion]
    left_out: list[_LeftOut] = []

    def rubric(self, job: Job) -> Rubric | None:
        """At most eight, each once; a source that isn't in the job text is left out. What nobody may be judged by is
        refused, whether the model saw it or not. None where there is nothing else."""
        job_text = " ".join(job.text.split())
        unlike = {s.text.casefold(): s for s in reversed(self.criteria) if s.text}
        once = [s for s in self.criteria if unlike.get(s.text.casefold()) is s]
        chosen = [s for s in once if protected(s.text) is None][:MAX_SUGGESTED]
        if not chosen:
            return None
        criteria = []
        for number, s in enumerate(chosen, 1):
            kind, weight = _WEIGHTS[s.importance]
            source = s.source if s.source in job_text else ""
            criteria.append(
                Criterion(id=f"c{number}", text=s.text[:300], kind=kind, weight=weight, source=source)
            )
        by_the_model = [Refused(text=s.text[:300], reason=why) for s in once if (why := protected(s.text))]
        refused = distinct([*refused_in(job), *by_the_model, *self._left_out(job_text)])
        return Rubric(criteria=tuple(criteria), source="model", refused=refused)

    def _left_out(self, job_text: str) -> list[Refused]:
        """What the model left out of the job's own words, for a reason of ours; a greeting to everybody isn't that."""
        return [
            Refused(text=one.source[:300], reason=reason_of(ground))
            for one in self.left_out
            for ground in GROUNDS
            if one.ground == ground and one.source and one.source in job_text and not welcomes(one.source)
        ]


class Preferred(BaseModel):
    """Which of two résumés fits better, as the model wrote it."""

    reason: Line
    better: Preference


def read_judged(content: str, criteria: Sequence[Criterion]) -> Judged:
    """Raises `BadAnswer` unless every criterion is there exactly once."""
    judged = _parse(Judged, content)
    seen = Counter(found.criterion_id for found in judged.findings)
    ids = [c.id for c in criteria]
    wrong = []
    if absent := [i for i in ids if not seen[i]]:
        wrong.append(f"There is no finding for {', '.join(absent)}.")
    if doubled := [i for i in ids if seen[i] > 1]:
        wrong.append(f"There is more than one finding for {', '.join(doubled)}.")
    if seen.keys() - set(ids):
        wrong.append("There are findings for criteria that don't exist.")
    if wrong:
        raise BadAnswer(" ".join(wrong), repairs=1)
    return judged


def read_suggested(content: str) -> Suggested:
    return _parse(Suggested, content)


def read_preferred(content: str) -> Preferred:
    return _parse(Preferred, content)


def _parse(shape: type[M], content: str) -> M:
    """The JSON object in an answer, also where a small model wrapped it in words or a code fence."""
    begin, end = content.find("{"), content.rfind("}")
    if begin < 0 or end < begin:
        raise BadAnswer("It holds no JSON object.")
    try:
        return shape.model_validate_json(content[begin : end + 1])
    except ValidationError as error:
        places = {_place(e["loc"]) for e in error.errors(include_input=False, include_url=False)}
        wrong = ", ".join(sorted(places)[:8])
        raise BadAnswer(f"The JSON doesn't match the schema at: {wrong}.") from None


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(map(str, loc)) or "the top"
