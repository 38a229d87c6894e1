"""A provider's till: fuller answers than the usual fake ones, billed by the token as a provider does."""

import hashlib
import json
import re
import time
from typing import Any

from starlette.responses import JSONResponse, Response

from core.adapters.prices import estimate_tokens
from core.domain.verdict import NO_USAGE, Usage
from tests.fakes.openai_answers import Body, asked_of, completion, resume_of
from tests.fakes.openai_endpoint import Context

REMEMBERED_FROM, REMEMBERED_STEP = 1024, 128

REASONS = {
    "met": (
        "The quoted line shows it, with the time it was done.",
        "This was part of the daily work at two employers, which is what the criterion asks for and a little more.",
        "Shown as own work, with figures.",
    ),
    "partial": (
        "Some of it is shown, but not for as long as asked.",
        "Only named in a list; no work with it is described, so it isn't clear how far it goes.",
    ),
    "missing": ("The résumé doesn't mention it.", "Nothing in the work described or in the skills shows it."),
}


def full_content(body: Body) -> str:
    """What a model writes that keeps to the instructions: a quote or two of up to 25 words, a sentence of reason."""
    lines = [line.strip() for line in resume_of(body).splitlines() if len(line.split()) > 3]
    findings = [_finding(criterion_id, text, lines) for criterion_id, text in asked_of(body).items()]
    whole = {
        "findings": findings,
        "strengths": ["Several years of the work that is asked for", "Figures that show what came of it"],
        "weaknesses": ["Some of what is asked isn't mentioned"],
        "summary": "A candidate who has done much of this work and says so with figures. What is missing are the "
        "formal qualifications.",
        "instruction_like_text": False,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _finding(criterion_id: str, text: str, lines: list[str]) -> dict[str, Any]:
    words = set(re.findall(r"\w{4,}", text.casefold()))
    near = sorted(lines, key=lambda line: -len(words & set(re.findall(r"\w{4,}", line.casefold()))))
    lot = int(hashlib.sha256(f"{text}{near[:1]}".encode()).hexdigest()[:8], 16)
    verdict = ("met", "partial", "missing", "met", "missing")[lot % 5]
    quotes = [] if verdict == "missing" else near[: 1 + (lot >> 8) % 2]
    return {
        "criterion_id": criterion_id,
        "quotes": [" ".join(quote.split()[: 8 + (lot >> 16) % 18]) for quote in quotes],
        "reason": REASONS[verdict][(lot >> 4) % len(REASONS[verdict])],
        "verdict": verdict,
        "says_no": False,
    }


class Till:
    """A behaviour of the endpoint. `billed` is what has been used so far.

    A beginning (schema and system message) or a whole request is remembered once a call with it has been answered.
    """

    def __init__(self) -> None:
        self.billed = NO_USAGE
        self._known_since: dict[str, float] = {}

    async def __call__(self, context: Context) -> Response:
        body = context.call.body
        content = full_content(body)
        usage = self._usage(body, content, asked=context.call.began)
        self.billed += usage
        answer = completion(body, content)
        answer["usage"] = {
            "prompt_tokens": usage.input_tokens,
            "completion_tokens": usage.output_tokens,
            "total_tokens": usage.input_tokens + usage.output_tokens,
            "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
        }
        return JSONResponse(answer)

    def _usage(self, body: Body, content: str, *, asked: float) -> Usage:
        schema = json.dumps(body["response_format"]["json_schema"]["schema"], separators=(",", ":"))
        system, *others = (turn["content"] for turn in body["messages"])
        begun = estimate_tokens(schema) + estimate_tokens(system) + 8
        whole = begun + sum(estimate_tokens(other) + 4 for other in others)
        remembered = 0
        for known, tokens in ((schema + system, begun), (schema + json.dumps(body["messages"]), whole)):
            if self._known_since.get(known, asked) < asked and tokens >= REMEMBERED_FROM:
                remembered = tokens // REMEMBERED_STEP * REMEMBERED_STEP
            self._known_since.setdefault(known, time.monotonic())
        return Usage(input_tokens=whole, cached_tokens=remembered, output_tokens=estimate_tokens(content))
