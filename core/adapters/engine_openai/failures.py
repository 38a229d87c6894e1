"""What can become of one call, for the code around it to decide on.

CallFailed
├── Lost            no usable answer: connection, time-out, server error; worth another try
├── Limited         the rate limit; not a try, everybody waits
├── Unsupported     the server refuses a parameter; ask again without it
└── BadAnswer       an answer came but can't be used; says what is wrong with it
"""

from typing import Literal


class CallFailed(Exception):
    """Base; never leaves the engine."""


class Lost(CallFailed):
    """No answer. `after`: seconds the server asks to wait, if it does. `busy`: it says that it can't keep up."""

    def __init__(
        self,
        reason: Literal["timeout", "unreachable"],
        *,
        after: float | None = None,
        busy: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason: Literal["timeout", "unreachable"] = reason
        self.after = after
        self.busy = busy


class Limited(CallFailed):
    """Too many requests. `after`: seconds the server asks to wait, if it says."""

    def __init__(self, after: float | None = None) -> None:
        super().__init__("rate limit")
        self.after = after


class Unsupported(CallFailed):
    """The server won't take the parameter of this name."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter


class BadAnswer(CallFailed):
    """`wrong` is a sentence for the model that should mend it; it quotes nothing of the answer.

    `repairs`: how often asking for a mended one is worth it, where that is less than for other faults.
    """

    def __init__(self, wrong: str, *, repairs: int | None = None) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.repairs = repairs
