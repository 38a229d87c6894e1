"""What this endpoint takes of what we would like to send; learnt from its refusals."""

import json
from collections.abc import Sequence
from typing import Literal

from core.adapters.engine_openai.request import Message, Request

SCHEMA_WORDS = "Answer with one JSON object and nothing else. It must match this JSON Schema:\n"

Format = Literal["json_schema", "json_object", "text"]


class Dialect:
    """Kept per engine: a refused parameter is refused once, not for each résumé.

    `official`: OpenAI itself, where `store=False` is never given up, as it would keep the texts.
    """

    def __init__(self, *, official: bool, reasons: bool = True) -> None:
        self._official = official
        self._dropped: set[str] = set() if reasons else {"reasoning_effort"}
        self._format: Format = "json_schema"
        self._room_name: Literal["max_completion_tokens", "max_tokens"] | None = "max_completion_tokens"

    def body(self, request: Request, messages: Sequence[Message], room: int) -> dict[str, object]:
        """The request as this endpoint takes it."""
        turns = [{"role": m.role, "content": m.content} for m in messages]
        body: dict[str, object] = {"model": request.model, "messages": turns}
        wanted = {**request.parameters, "store": False}
        body |= {name: value for name, value in wanted.items() if name not in self._dropped}
        if self._room_name:
            body[self._room_name] = room
        if self._format == "json_schema":
            named = {"name": request.schema_name, "strict": True, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
            return body
        if self._format == "json_object":
            body["response_format"] = {"type": "json_object"}
        schema = json.dumps(request.schema, ensure_ascii=False, separators=(",", ":"))
        turns[0] = {**turns[0], "content": f"{turns[0]['content']}\n\n{SCHEMA_WORDS}{schema}"}
        return body

    def gives_up(self, parameter: str, sent: dict[str, object]) -> bool:
        """Whether to ask again without `parameter`, which the server refused in the body `sent`.

        False where it can't be done without. Calls in flight together are refused together: what one of them has
        changed already is only sent again.
        """
        if parameter == "response_format":
            return self._simpler_format(sent)
        if parameter in ("max_completion_tokens", "max_tokens"):
            return self._other_room_name(parameter, sent)
        if parameter not in sent or (parameter == "store" and self._official):
            return False
        self._dropped.add(parameter)
        return True

    def _simpler_format(self, sent: dict[str, object]) -> bool:
        shape = sent.get("response_format")
        was = shape.get("type") if isinstance(shape, dict) else "text"
        if was == "text":
            return False
        if was == self._format:
            self._format = "json_object" if was == "json_schema" else "text"
        return True

    def _other_room_name(self, parameter: str, sent: dict[str, object]) -> bool:
        if parameter not in sent:
            # A server that knows only the old name names that one when it refuses the new.
            parameter = "max_completion_tokens" if "max_completion_tokens" in sent else parameter
        if parameter not in sent:
            return False
        if parameter == self._room_name:
            self._room_name = "max_tokens" if parameter == "max_completion_tokens" else None
        return True
