"""The shape of an answer and the check of it."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from core.adapters.engine_openai.failures import BadAnswer
from core.adapters.engine_openai.schema import SUGGEST_SCHEMA, judge_schema, read_judged, read_suggested
from core.domain.job import Job
from tests.adapters.engine_openai.asking import JOB, RUBRIC


def answer(*ids: str, **changed: Any) -> str:
    finding = {"quotes": [], "reason": "r", "verdict": "missing"}
    whole = {
        "findings": [{"criterion_id": i, **finding} for i in ids],
        "strengths": [],
        "weaknesses": [],
        "summary": "s",
        "instruction_like_text": False,
    }
    return json.dumps(whole | changed)


def every_object(schema: Any) -> list[dict[str, Any]]:
    found = []
    if isinstance(schema, dict):
        found += [schema] if schema.get("type") == "object" else []
        for part in schema.values():
            found += every_object(part)
    return found


@pytest.mark.parametrize("schema", [judge_schema(RUBRIC.criteria), SUGGEST_SCHEMA])
def test_the_schema_is_one_that_strict_mode_takes(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in every_object(schema):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_evidence_comes_before_reason_before_verdict() -> None:
    properties = judge_schema(RUBRIC.criteria)["properties"]
    assert isinstance(properties, dict)
    claim = properties["findings"]["items"]["properties"]
    assert list(claim) == ["criterion_id", "quotes", "reason", "verdict", "says_no"]
    assert claim["criterion_id"]["enum"] == ["c1", "c2", "c3"]


def test_a_good_answer_is_read_in_any_order() -> None:
    assert [
        c.criterion_id for c in read_judged(answer("c2", "c3", "c1"), RUBRIC.criteria).claims(RUBRIC.criteria)
    ] == [
        "c1",
        "c2",
        "c3",
    ]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("", "no JSON object"),
        ("no braces", "no JSON object"),
        ("} {", "no JSON object"),
        ("{", "no JSON object"),
        ('{"findings": [}', "the top"),
        (answer("c1", "c2"), "no finding for c3"),
        (answer("c1", "c2", "c3", "c2"), "more than one finding for c2"),
        (answer("c1", "c2", "c3", "c9"), "don't exist"),
        (answer(), "no finding for c1, c2, c3"),
        (answer("c1", "c2", "c3", summary=None), "summary"),
        (answer("c1", "c2", "c3", instruction_like_text="perhaps"), "instruction_like_text"),
        (answer("c1", "c2", "c3").replace("missing", "excellent"), "findings.0.verdict"),
    ],
)
def test_a_bad_answer_is_refused_with_what_is_wrong(content: str, wrong: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        read_judged(content, RUBRIC.criteria)
    assert wrong in caught.value.wrong


def test_what_is_wrong_quotes_nothing_of_the_answer() -> None:
    with pytest.raises(BadAnswer) as caught:
        read_judged(answer("c1", "c2", "c3", summary={"secret words": 1}), RUBRIC.criteria)
    assert "secret" not in caught.value.wrong


@pytest.mark.parametrize("content", ['{"criteria": 3}', '{"criteria": [{"text": "x"}]}', "[]"])
def test_bad_criteria_are_refused(content: str) -> None:
    with pytest.raises(BadAnswer):
        read_suggested(content)


def test_criteria_without_words_are_none() -> None:
    content = json.dumps({"criteria": [{"source": "", "text": "  ", "importance": "important"}]})
    assert read_suggested(content).rubric(JOB) is None


BIASED = Job.from_text(
    "Waiter\n- Two years in a restaurant\n- Native German\n- Sieht gut aus\n- All ages welcome"
)


def suggestions(*texts: str, left_out: tuple[tuple[str, str], ...] = ()) -> str:
    return json.dumps(
        {
            "criteria": [{"source": "", "text": text, "importance": "important"} for text in texts],
            "left_out": [{"source": source, "ground": ground} for source, ground in left_out],
        }
    )


def test_a_models_suggestion_that_nobody_may_be_judged_by_is_refused() -> None:
    rubric = read_suggested(suggestions("Two years in a restaurant", "Native German", "Under 30")).rubric(
        BIASED
    )
    assert rubric is not None
    assert [(c.id, c.text) for c in rubric.criteria] == [("c1", "Two years in a restaurant")]
    assert [refused.text for refused in rubric.refused] == ["Native German", "Under 30"]
    assert "German at C2" in rubric.refused[0].reason


def test_what_the_model_left_out_is_told_in_the_jobs_words_with_our_reason() -> None:
    rubric = read_suggested(
        suggestions(
            "Two years in a restaurant",
            left_out=(
                ("Sieht gut aus", "looks"),
                ("Native German", "origin"),
                ("Nobody wrote this", "age"),
                ("All ages welcome", "age"),
                ("Two years in a restaurant", "whatever"),
            ),
        )
    ).rubric(BIASED)
    assert rubric is not None
    assert [refused.text for refused in rubric.refused] == ["Native German", "Sieht gut aus"]
    assert rubric.refused[1].reason.startswith("Nobody may be judged by their looks.")


def test_an_answer_of_nothing_but_refused_criteria_is_none() -> None:
    assert read_suggested(suggestions("Under 30", "Male")).rubric(BIASED) is None
