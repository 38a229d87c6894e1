"""The engine without a model, as the screening sees it."""

import asyncio

from core.adapters.engine_local import LocalEngine
from core.domain.job import Criterion, Job, Rubric

JOB = Job.from_text("Support lead\nRequirements:\n- Zendesk\n- Fork-lift licence")
RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Zendesk", kind="must", weight=5),
        Criterion(id="c2", text="Fork-lift licence", kind="must", weight=5),
    )
)


def test_every_criterion_gets_one_claim_in_order_with_verbatim_quotes() -> None:
    text = "Support agent 2019-2023\n- Answered tickets in Zendesk every day\n"
    judgement = asyncio.run(LocalEngine().judge(text, JOB, RUBRIC))
    assert [c.criterion_id for c in judgement.claims] == ["c1", "c2"]
    assert [c.verdict for c in judgement.claims] == ["met", "missing"]
    for claim in judgement.claims:
        for quote, at in zip(claim.quotes, claim.at, strict=True):
            assert text[at : at + len(quote)] == quote
