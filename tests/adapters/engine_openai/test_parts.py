"""A rubric too long for one call: its parts, and one judgement out of theirs."""

import asyncio

import pytest

from core.adapters.engine_openai import OpenAIEngine
from core.adapters.engine_openai.parts import in_parts
from core.domain.job import Criterion, Rubric
from core.domain.verdict import Judgement
from core.errors import CannotScreen
from core.settings import Settings
from tests.adapters.engine_openai.asking import JOB, RESUME
from tests.fakes import openai_endpoint as fake
from tests.fakes.openai_endpoint import FakeEndpoint


def rubric_of(n: int) -> Rubric:
    criteria = (
        Criterion(id=f"c{i}", text=f"Skill number {i}", kind="nice", weight=1) for i in range(1, n + 1)
    )
    return Rubric(criteria=tuple(criteria))


def judged(endpoint: FakeEndpoint, rubric: Rubric, *, look: int = 0) -> Judgement:
    async def work() -> Judgement:
        engine = OpenAIEngine(Settings(openai_base_url=endpoint.url), None)
        try:
            return await engine.judge(RESUME, JOB, rubric, look=look)
        finally:
            await engine.aclose()

    return asyncio.run(work())


@pytest.mark.parametrize(
    ("n", "lengths"), [(1, [1]), (12, [12]), (13, [6, 7]), (24, [12, 12]), (25, [8, 8, 9]), (40, [10] * 4)]
)
def test_parts_are_few_and_about_equal_and_hold_every_criterion(n: int, lengths: list[int]) -> None:
    parts = in_parts(rubric_of(n))
    assert [len(part) for part in parts] == lengths
    assert tuple(c for part in parts for c in part) == rubric_of(n).criteria


def test_a_dozen_criteria_are_one_call_and_more_are_joined_in_rubric_order() -> None:
    with FakeEndpoint() as endpoint:
        judged(endpoint, rubric_of(12))
        assert len(endpoint.calls) == 1
    with FakeEndpoint() as endpoint:
        judgement = judged(endpoint, rubric_of(30))
        assert len(endpoint.calls) == 3
    assert [claim.criterion_id for claim in judgement.claims] == [f"c{i}" for i in range(1, 31)]
    assert judgement.usage.input_tokens > 0


def test_the_room_for_the_answer_grows_with_the_criteria_of_its_part() -> None:
    with FakeEndpoint() as endpoint:
        judged(endpoint, rubric_of(13))
        rooms = sorted(body["max_completion_tokens"] for body in endpoint.requests)
    assert rooms == [80 * 6 + 400, 80 * 7 + 400]


def test_a_part_that_fails_fails_the_resume() -> None:
    with (
        FakeEndpoint(script=[fake.truncated(), fake.truncated(), fake.truncated()]) as endpoint,
        pytest.raises(CannotScreen) as failed,
    ):
        judged(endpoint, rubric_of(13))
    assert failed.value.reason == "truncated"
