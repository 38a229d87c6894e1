"""The estimate against what a provider bills that counts real requests and answers, over real connections."""

import asyncio
import random
import time

import pytest

from core.adapters.engine_openai import OpenAIEngine
from core.adapters.engine_openai.estimate import estimate_cost
from core.adapters.prices import Price, estimate_tokens, model_named
from core.domain.candidate import Cuts
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import SecondLooks
from core.domain.verdict import Usage
from core.screening.screen import judge_candidate, prepare_candidate
from core.settings import Settings
from tests.adapters.engine_openai.asking import PATIENT, with_engine
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.fakes.till import Till

LUNA = model_named("gpt-6-luna").price or Price(0, 0, 0)
TERRA = model_named("gpt-6.1-terra").price or Price(0, 0, 0)

JOB = Job.from_text(
    "Warehouse shift leader\n"
    + "We run a distribution centre for hospital supplies and look for somebody to lead the late shift. " * 8
)
ASKED = (
    "Led a team on shifts",
    "Forklift licence",
    "Three years in a warehouse with more than fifty people",
    "Plans rotas",
    "German at B2 or better",
    "Worked with SAP or another stock system",
    "Trained new colleagues",
    "Knows the rules for storing medicines",
    "First-aid certificate",
    "Reports to management in writing",
)
TASKS = (
    "Led the late shift of {n} people in picking and dispatch and cut wrong deliveries by a third",
    "Planned the rota for {n} colleagues on three shifts and held the overtime below budget",
    "Booked goods in and out with SAP WM, {n} pallets a day on average",
    "Trained {n} new colleagues in safe lifting, scanning and the forklift's daily check",
    "Wrote the weekly report on stock differences for the head of the distribution centre",
    "Inspected cold storage for medicines twice a day as the pharmacy's rules demand",
    "Moved {n} orders a week between two sites without a single late delivery in the busiest month",
)


def resume(number: int, words: int) -> ReadResume:
    lot = random.Random(number)
    lines = [f"Jane Roe\njane.roe{number}@example.org · +44 20 7946 0{number:03}\n12 High Street, Leeds\n"]
    year = 2024
    while len(" ".join(lines).split()) < words:
        lines.append(f"\nNorthern Freight Ltd., {year - 2} - {year}\nShift leader")
        lines += [f"- {lot.choice(TASKS).format(n=lot.randint(3, 90))}." for _ in range(5)]
        year -= 2
    lines.append("\nSkills: SAP WM, Excel, forklift licence class 2\nLanguages: English, German (B1)")
    return ReadResume(sha256=f"{number:064x}", kind="txt", text="\n".join(lines))


def rubric(count: int) -> Rubric:
    return Rubric(
        criteria=tuple(
            Criterion(id=f"c{n + 1}", text=f"{ASKED[n % 10]}{' again' * (n // 10)}", kind="nice", weight=1)
            for n in range(count)
        )
    )


def billed(resumes: list[ReadResume], asked: Rubric) -> Usage:
    till = Till()

    async def work(engine: OpenAIEngine) -> None:
        async def one(resume: ReadResume) -> None:
            prepared = await prepare_candidate(resume, JOB, engine="openai")
            await judge_candidate(prepared, JOB, asked, engine=engine, cuts=Cuts())

        await asyncio.gather(*map(one, resumes))

    with FakeEndpoint(latency=0.02, behave=lambda number, body: till) as endpoint:
        with_engine(endpoint, work, max_in_flight=3, limits=PATIENT)
    return till.billed


@pytest.mark.parametrize("criteria", [4, 8, 12, 20])
@pytest.mark.parametrize("words", [120, 400, 1500])
def test_the_estimate_is_within_a_fifth_of_the_bill(words: int, criteria: int) -> None:
    resumes = [resume(number, words) for number in range(10)]
    used = billed(resumes, rubric(criteria))
    texts = [one.text for one in resumes]
    settings = Settings(max_in_flight=3)
    for price in (LUNA, TERRA):
        for told in (rubric(criteria).criteria, criteria):
            ratio = estimate_cost(texts, JOB, told, price=price, settings=settings) / price.of(used)
            assert 0.8 <= ratio <= 1.25


def test_close_calls_read_three_times_cost_more() -> None:
    texts = [resume(number, 400).text for number in range(10)]

    def cost(look: SecondLooks) -> float:
        return estimate_cost(texts, JOB, 8, price=LUNA, settings=Settings(), second_look=look)

    once, close = cost("flagged"), cost("borderline")
    assert 1.2 * once < close < 1.6 * once


def test_thought_is_paid_for() -> None:
    texts = [resume(number, 400).text for number in range(10)]
    hard = Settings(openai_reasoning_effort="high")
    without, much = (estimate_cost(texts, JOB, 8, price=LUNA, settings=one) for one in (Settings(), hard))
    assert much > 3 * without


def test_nothing_to_judge_costs_nothing() -> None:
    assert estimate_cost([], JOB, 3, price=LUNA, settings=Settings()) == 0


def test_five_hundred_resumes_are_reckoned_at_once() -> None:
    texts = [resume(number, 700).text for number in range(500)]
    estimate_tokens("The tables are loaded now.")
    began = time.process_time()
    assert estimate_cost(texts, JOB, 12, price=LUNA, settings=Settings()) > 0
    assert time.process_time() - began < 1.5
