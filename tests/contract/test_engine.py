"""What every engine promises, over the local one and OpenAI's against a fake endpoint."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from core.domain.job import Criterion, Job, Rubric
from core.errors import AccountError, CannotScreen, UserError
from core.ports import Engine
from core.settings import Settings
from tests.fakes.openai_endpoint import FakeEndpoint

T = TypeVar("T")
Make = Callable[[], Engine]

JOB = Job.from_text(
    "Warehouse team leader\n\nRequirements\n- At least 3 years in a warehouse\n- Forklift licence\n"
    "- You have led a team of five or more\n\nNice to have\n- Experience with SAP\n"
)
RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="3+ years in a warehouse", kind="must", weight=5),
        Criterion(id="c2", text="Forklift licence", kind="must", weight=5),
        Criterion(id="c3", text="Experience with SAP", kind="nice", weight=1),
    )
)
RESUME = (
    "Experience\nWarehouse shift leader, Northern Freight, 2016 - 2022\n"
    "Led nine pickers in a warehouse of 4,000 square metres.\nForklift licence since 2015.\n"
)


@pytest.fixture(params=["local", "openai"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    if request.param == "local":
        from core.adapters.engine_local import LocalEngine

        yield LocalEngine
        return
    from core.adapters.engine_openai import OpenAIEngine

    with FakeEndpoint() as endpoint:
        settings = Settings(openai_base_url=endpoint.url)
        yield lambda: OpenAIEngine(settings, None)


def run(make: Make, work: Callable[[Engine], Awaitable[T]]) -> T:
    async def whole() -> T:
        engine = make()
        try:
            return await work(engine)
        finally:
            await engine.aclose()

    return asyncio.run(whole())


def test_an_engine_has_a_name_and_a_model(make: Make) -> None:
    async def work(engine: Engine) -> tuple[str, str]:
        return engine.name, engine.model

    name, model = run(make, work)
    assert name in ("openai", "local")
    assert model


def test_one_claim_per_criterion_in_rubric_order(make: Make) -> None:
    judgement = run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    assert [claim.criterion_id for claim in judgement.claims] == ["c1", "c2", "c3"]
    assert judgement.model


def test_what_is_there_is_met_with_a_quote_and_what_is_not_is_missing(make: Make) -> None:
    judgement = run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    licence, sap = judgement.claims[1], judgement.claims[2]
    assert licence.verdict in ("met", "partial")
    assert licence.quotes
    assert sap.verdict == "missing"
    assert not sap.quotes


def test_quotes_are_copied_from_the_sent_text(make: Make) -> None:
    judgement = run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    for claim in judgement.claims:
        assert len(claim.quotes) <= 2
        assert all(quote in RESUME for quote in claim.quotes)
        for quote, at in zip(claim.quotes, claim.at, strict=False):
            assert RESUME[at : at + len(quote)] == quote


def test_the_same_again_is_judged_the_same(make: Make) -> None:
    one, two = (run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC)) for _ in range(2))
    assert one == two


def test_weights_and_kinds_do_not_sway_the_judgement(make: Make) -> None:
    other = Rubric(
        criteria=tuple(c.model_copy(update={"kind": "nice", "weight": 2}) for c in RUBRIC.criteria)
    )
    one = run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    two = run(make, lambda engine: engine.judge(RESUME, JOB, other))
    assert [(c.verdict, c.quotes) for c in one.claims] == [(c.verdict, c.quotes) for c in two.claims]


@pytest.mark.parametrize("text", ["", " ", "[name] [e-mail]", "日本語の履歴書", "x" * 50_000])
def test_odd_texts_are_judged_too(make: Make, text: str) -> None:
    judgement = run(make, lambda engine: engine.judge(text, JOB, RUBRIC))
    assert [claim.verdict for claim in judgement.claims] == ["missing"] * 3


def test_many_at_once_keep_apart(make: Make) -> None:
    async def work(engine: Engine) -> list[str]:
        texts = [RESUME if n % 2 else "Baker in a bakery, bread and rolls." for n in range(30)]
        judged = await asyncio.gather(*(engine.judge(text, JOB, RUBRIC) for text in texts))
        return [judgement.claims[1].verdict for judgement in judged]

    verdicts = run(make, work)
    assert set(verdicts[0::2]) == {"missing"}
    assert "missing" not in verdicts[1::2]


def test_criteria_come_from_the_job_text(make: Make) -> None:
    rubric = run(make, lambda engine: engine.suggest(JOB))
    assert 1 <= len(rubric.criteria) <= 8
    assert rubric.source in ("model", "local")
    folded = " ".join(JOB.text.split())
    assert all(" ".join(c.source.split()) in folded for c in rubric.criteria)
    assert any("forklift" in c.text.casefold() for c in rubric.criteria)


def test_a_job_that_asks_for_nothing_gives_no_made_up_criteria(make: Make) -> None:
    with pytest.raises((UserError, CannotScreen, AccountError)):
        run(make, lambda engine: engine.suggest(Job.from_text("!!!")))


def test_a_working_engine_says_so(make: Make) -> None:
    assert run(make, lambda engine: engine.ping())


def test_an_engine_can_be_closed_twice(make: Make) -> None:
    run(make, lambda engine: engine.aclose())


def test_a_further_look_is_a_judgement_of_the_same_kind(make: Make) -> None:
    judgement = run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC, look=2))
    assert judgement == run(make, lambda engine: engine.judge(RESUME, JOB, RUBRIC))


@pytest.mark.parametrize("other", ["Baker in a bakery.", RESUME, ""])
def test_two_texts_are_compared_in_the_order_given(make: Make, other: str) -> None:
    async def both(engine: Engine) -> tuple[str, str]:
        one = await engine.prefer(RESUME, other, JOB, RUBRIC)
        return one, await engine.prefer(other, RESUME, JOB, RUBRIC)

    answers = run(make, both)
    assert answers in (("first", "second"), ("second", "first"), ("neither", "neither"))
    if other == RESUME:
        assert answers == ("neither", "neither")
