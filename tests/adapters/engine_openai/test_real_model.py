"""A real language model on this machine: schema, usage, truncation and overflow as a real server does them.

Minutes long, so only on request: make test-model. It looks at the plumbing, never at what the model thinks.
"""

import asyncio
import importlib.util
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from core.adapters.engine_openai import Limits, OpenAIEngine
from core.domain.job import Criterion, Job, Rubric
from core.domain.verdict import Judgement
from core.errors import CannotScreen, FailureReason
from core.settings import Settings

T = TypeVar("T")

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("TEST_REAL_MODEL"),
        reason="a real model takes minutes; run it with: make test-model",
    ),
    pytest.mark.timeout(1800),
]

JOB = Job.from_text("Support lead\nZendesk is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))
RESUME = "Experience\nUsed Zendesk every day for five years.\n"
PATIENT = Limits(call=600, calls_total=1500)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.fail("The model isn't installed. Run it with: make test-model")
    command = [sys.executable, "-m", "tests.fakes.llama_server", str(tmp_path_factory.mktemp("model"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        yield f"{server.stdout.readline().strip()}/v1"
        server.kill()


def with_model(address: str, work: Callable[[OpenAIEngine], Awaitable[T]], limits: Limits = PATIENT) -> T:
    async def whole() -> T:
        settings = Settings(openai_base_url=address, openai_model="gemma-3-270m", max_in_flight=1)
        engine = OpenAIEngine(settings, None, limits=limits)
        try:
            return await work(engine)
        finally:
            await engine.aclose()

    return asyncio.run(whole())


def test_a_real_server_answers_that_it_is_there(address: str) -> None:
    assert "answers" in with_model(address, lambda engine: engine.ping())


def test_a_real_model_gives_a_judgement_with_its_tokens_or_a_failure_by_name(address: str) -> None:
    async def judged(engine: OpenAIEngine) -> Judgement | FailureReason:
        try:
            return await engine.judge(RESUME, JOB, RUBRIC)
        except CannotScreen as failed:
            return failed.reason

    judgement = with_model(address, judged)
    if isinstance(judgement, str):
        assert judgement in ("bad_answer", "truncated")  # so small a model may ramble
        return
    assert [claim.criterion_id for claim in judgement.claims] == ["c1"]
    assert judgement.usage.input_tokens > 500
    assert judgement.usage.output_tokens > 0


def test_a_text_longer_than_the_model_can_hold_is_a_failure_by_name(address: str) -> None:
    long = "Answered customers in Zendesk and wrote reports. " * 1500
    with pytest.raises(CannotScreen) as failed:
        with_model(address, lambda engine: engine.judge(long, JOB, RUBRIC))
    assert failed.value.reason == "too_large"


def test_a_model_too_slow_for_the_time_it_has_is_a_failure_by_name(address: str) -> None:
    with pytest.raises(CannotScreen) as failed:
        with_model(
            address, lambda engine: engine.judge(RESUME, JOB, RUBRIC), Limits(call=0.2, calls_total=0.5)
        )
    assert failed.value.reason == "timeout"
