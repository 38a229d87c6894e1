"""One question to the model, as plain values, and the key its answer is kept under."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal


@dataclass(frozen=True)
class Message:
    """One turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Request:
    """What is asked. `parameters` are the sampling ones; `room` is the answer's limit in tokens.

    Nothing in here depends on the run, the user or the file, nor on what this endpoint turned out to refuse:
    equal texts give equal keys, today and tomorrow.
    """

    model: str
    messages: tuple[Message, ...]
    schema_name: str
    schema: Mapping[str, object]
    schema_version: str
    room: int
    likely: int
    """Tokens that such an answer mostly stays below; not in the key, since it changes no answer."""
    parameters: Mapping[str, object]
    answers: int = 3
    """How many answers are paid for at most: the first, then those that mend it."""
    calls: int | None = None
    """How many calls are made at most, lost ones counted; None: as many tries as the limits allow."""
    look: int = 0
    """Tells equal requests apart whose answers are wanted several times: in the key, never sent."""

    @cached_property
    def key(self) -> str:
        """SHA-256 of all that can change the answer."""
        whole = {
            "model": self.model,
            "messages": [[m.role, m.content] for m in self.messages],
            "schema": [self.schema_name, self.schema_version, self.schema],
            "room": self.room,
            "parameters": dict(self.parameters),
        }
        if self.look:
            whole["look"] = self.look
        canonical = json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
