"""What a dutiful model answers: decided by the words of the request alone, quotes copied from its résumé."""

import json
import re
from collections.abc import Iterator
from typing import Any

Body = dict[str, Any]


def completion(body: Body, content: str, *, finish: str = "stop", **message: object) -> Body:
    """A chat completion with made-up but plausible usage."""
    asked = sum(len(turn["content"]) for turn in body["messages"]) // 4
    return {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 0,
        "model": f"{body['model']}-test",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": content, "refusal": None, **message},
            }
        ],
        "usage": {
            "prompt_tokens": asked,
            "completion_tokens": len(content) // 4,
            "total_tokens": asked + len(content) // 4,
            "prompt_tokens_details": {"cached_tokens": 0},
        },
    }


def resume_of(body: Body) -> str:
    """The text between the markers of a request, exactly as it was sent."""
    for turn in reversed(body["messages"]):
        found = re.search(
            r"<<<RESUME ([0-9a-f]{16})>>>\n(.*)\n<<<END RESUME \1>>>", turn["content"], re.DOTALL
        )
        if found:
            return found.group(2)
    return ""


def good_content(body: Body) -> str:
    """What a dutiful model says: decided by the words of criterion and résumé alone, quotes copied from it."""
    schema = _schema_of(body)
    if "better" in schema["properties"]:
        return json.dumps({"reason": "It shows more of what is asked.", "better": _better(body)})
    if "findings" not in schema["properties"]:
        return json.dumps({"criteria": list(_suggested(body))})
    lines = [line.strip() for line in resume_of(body).splitlines() if line.strip()]
    findings = [_finding(criterion_id, text, lines) for criterion_id, text in asked_of(body).items()]
    met = sum(finding["verdict"] == "met" for finding in findings)
    return json.dumps(
        {
            "findings": findings,
            "strengths": ["Shows what was asked for"] if met else [],
            "weaknesses": ["Leaves something open"] if met < len(findings) else [],
            "summary": f"{met} of {len(findings)} criteria are shown.",
            "instruction_like_text": False,
        },
        ensure_ascii=False,
    )


def asked_of(body: Body) -> dict[str, str]:
    """The criteria that a judgement is asked for, by id, in the schema's order."""
    texts = _criteria_of(body)
    ids = _schema_of(body)["properties"]["findings"]["items"]["properties"]["criterion_id"]["enum"]
    return {criterion_id: texts.get(criterion_id, "") for criterion_id in ids}


_COMMON = frozenset(
    [
        "the",
        "and",
        "with",
        "for",
        "from",
        "experience",
        "years",
        "knowledge",
        "skills",
        "ability",
        "strong",
        "good",
    ]
)


def _telling(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)} - _COMMON


def _finding(criterion_id: str, text: str, lines: list[str]) -> dict[str, Any]:
    words = _telling(text)
    best, shared = "", 0
    for line in lines:
        here = len(words & _telling(line))
        if here > shared:
            best, shared = line, here
    if not shared:
        reason = "The résumé doesn't mention it."
        return {"criterion_id": criterion_id, "quotes": [], "reason": reason, "verdict": "missing"}
    verdict = "met" if 2 * shared >= len(words) else "partial"
    quote = " ".join(best.split(" ")[:20])
    return {
        "criterion_id": criterion_id,
        "quotes": [quote],
        "reason": f"{shared} of its words are there.",
        "verdict": verdict,
    }


def _better(body: Body) -> str:
    """The one with more of the criteria's words; neither where both have as many."""
    asked = set().union(*(_telling(text) for text in _criteria_of(body).values()))
    fences = r"<<<RESUME ([0-9a-f]{16})>>>\n(.*?)\n<<<END RESUME \1>>>"
    one, other = (
        len(asked & _telling(text))
        for _, text in re.findall(fences, body["messages"][1]["content"], re.DOTALL)
    )
    return "neither" if one == other else "first" if one > other else "second"


def _schema_of(body: Body) -> dict[str, Any]:
    shape = body.get("response_format") or {}
    if "json_schema" in shape:
        return dict(shape["json_schema"]["schema"])
    _, _, words = body["messages"][0]["content"].partition("match this JSON Schema:\n")
    return dict(json.loads(words))


def _criteria_of(body: Body) -> dict[str, str]:
    system = body["messages"][0]["content"]
    whole, _ = json.JSONDecoder().raw_decode(system[system.index('{\n "job"') :])
    return {c["criterion_id"]: c["text"] for c in whole["criteria"]}


def _suggested(body: Body) -> Iterator[dict[str, str]]:
    job = json.loads(body["messages"][1]["content"])["description"]
    lines = [" ".join(line.strip(" -*•\t").split()) for line in job.splitlines()]
    asked = [line for line in lines if len(line.split()) >= 2][:6]
    for number, line in enumerate(asked):
        importance = ("must_have", "important", "nice_to_have")[min(number // 2, 2)]
        yield {"source": line, "text": " ".join(line.split()[:12])[:200], "importance": importance}
