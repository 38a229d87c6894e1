"""What one would write first: the same questions to the same endpoint, one after the other or all under a semaphore.

`python -m bench.load.plain URL FOLDER --in-flight 20` (1: a loop). No name is taken out, no answer checked, nothing
tried again, nothing kept.
"""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any, cast

from openai import AsyncOpenAI

from bench.load.pile import JOB, RUBRIC
from core.adapters.engine_openai.parts import in_parts
from core.adapters.engine_openai.prompt import judge_messages
from core.adapters.engine_openai.schema import judge_schema


async def ask_all(url: str, texts: list[str], in_flight: int) -> int:
    """How many answers came."""
    client = AsyncOpenAI(api_key="none", base_url=url, max_retries=0)
    slots = asyncio.Semaphore(in_flight)
    (part,) = in_parts(RUBRIC)
    shape = {
        "type": "json_schema",
        "json_schema": {"name": "judgement", "strict": True, "schema": judge_schema(part)},
    }

    async def ask(text: str) -> object:
        async with slots:
            messages = judge_messages(text, JOB, part, fence_key=b"bench")
            answer = await client.chat.completions.create(
                model="gpt-6-luna",
                messages=cast(Any, [{"role": m.role, "content": m.content} for m in messages]),
                response_format=cast(Any, shape),
            )
            return json.loads(answer.choices[0].message.content or "")

    answers = await asyncio.gather(*map(ask, texts))
    await client.close()
    return len(answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--in-flight", type=int, default=1)
    parser.add_argument("--first", type=int, help="only so many files")
    given = parser.parse_args()
    texts = [path.read_text() for path in sorted(given.folder.iterdir())[: given.first]]
    print(asyncio.run(ask_all(given.url, texts, given.in_flight)))


if __name__ == "__main__":
    main()
