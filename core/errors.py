"""Every error the core raises on purpose, split by who must act.

ShortlistError
├── UserError              the person who asked can mend it; the message says how
│   ├── NotEnoughCredits       says how many are missing
│   ├── BudgetSpent            a run's budget is used up; ends the run
│   ├── TooMany                a limit per user; says when to try again
│   ├── IntakePaused           an admin lets nobody begin for now
│   └── NotAllowed             their role doesn't reach for it
├── OperatorError          whoever runs this installation must act
│   ├── ConfigurationError     a setting is wrong, or names a part this version lacks
│   ├── PartUnavailable        a configured part is out of reach (named in `part`)
│   └── AccountError           the provider's account: no quota, bad key, no access; ends a run
├── CannotScreen           one résumé can't be screened; becomes a `Failure`, never a score
└── InternalError          a bug of ours
"""

from typing import Literal

FailureReason = Literal[
    "locked",
    "damaged",
    "empty",
    "scanned",
    "not_a_document",
    "unsupported",
    "too_large",
    "timeout",
    "refused",
    "filtered",
    "truncated",
    "bad_answer",
    "unreachable",
    "not_started",
]


class ShortlistError(Exception):
    """Base of all; `str(error)` is a sentence that can be shown to a person."""


class UserError(ShortlistError):
    """The person who asked can mend it."""


class NotEnoughCredits(UserError):
    """The user's credits don't reach; `missing` says how many more it takes."""

    def __init__(self, needed: int, free: int) -> None:
        self.missing = needed - free
        super().__init__(
            f"This takes {needed:,} credits and you have {free:,}: {self.missing:,} are missing. "
            "Ask whoever runs this installation for more, or leave some files out."
        )


class BudgetSpent(UserError):
    """A run may not spend more; what it has is kept, and it goes on once its budget is raised."""


class TooMany(UserError):
    """More than a user may do in a time; `retry_after` says in how many seconds it is worth asking again."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class IntakePaused(UserError):
    """An admin lets nobody begin a screening for now; what is under way goes on."""

    def __init__(self, why: str) -> None:
        reason = f" ({why})" if why else ""
        super().__init__(
            f"No screenings are begun here for now{reason}. What is under way goes on. Try again later."
        )


class NotAllowed(UserError):
    """Who asks may not do this, whatever it is done to; somebody with another role may."""


class OperatorError(ShortlistError):
    """Whoever runs this installation must act."""


class ConfigurationError(OperatorError):
    """A setting is wrong, or switches on something this version doesn't have."""


class PartUnavailable(OperatorError):
    """A configured part doesn't answer."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


class AccountError(OperatorError):
    """The provider won't serve this account; asking again can't help, so the run ends here."""

    def __init__(self, code: Literal["no_quota", "bad_key", "no_access"], message: str) -> None:
        super().__init__(message)
        self.code = code


class CannotScreen(ShortlistError):
    """One résumé can't be read or judged. The batch turns this into that résumé's `Failure`."""

    def __init__(self, reason: FailureReason, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason: FailureReason = reason
        self.message = message


class InternalError(ShortlistError):
    """A bug of ours."""
