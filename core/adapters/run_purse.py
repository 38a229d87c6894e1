"""What a run spends: what its answers took, what is on its way, what its budget leaves."""

from collections.abc import Callable, Mapping

from core.domain.run import Run
from core.domain.verdict import NO_USAGE, Usage
from core.errors import BudgetSpent, UserError

Price = Callable[[str, Usage], float | None]
"""US dollars for what a model used; None where its price isn't known."""


class Purse:
    """One run's money, kept on the loop's thread.

    `paid` is what the store knows of; `owed` what was paid for items whose outcome couldn't be kept so far.
    Raises `UserError` where the run has a budget and nobody knows its model's price.
    """

    def __init__(
        self, run: Run, price: Price, *, paid: Usage = NO_USAGE, owed: Mapping[str, Usage] | None = None
    ) -> None:
        self._run = run
        self._price = price
        self._owed = dict(owed or {})
        self._under_way: list[Usage] = []
        self.paid = sum(self._owed.values(), paid)
        """For all answers so far."""
        if run.budget is not None and cost_of(run, NO_USAGE, price) is None:
            raise UserError(
                f"Nobody here knows what {run.model} costs, so it can't be held to a budget. "
                "Set MODEL_PRICES, or leave the budget out."
            )

    def reserve(self, expected: Usage) -> None:
        """Called before each call with what it will take at most. Raises `BudgetSpent` where that is too much."""
        budget = self._run.budget
        if budget is not None:
            cost = cost_of(self._run, sum(self._under_way, self.paid + expected), self._price)
            if cost is None or cost > budget:
                raise BudgetSpent(
                    f"The budget of {_dollars(budget)} is spent. Raise it, then press Continue."
                )
        self._under_way.append(expected)

    def settle(self, item_id: str, expected: Usage, used: Usage) -> None:
        """Called after each call that `reserve` let through."""
        self._under_way.remove(expected)
        self.find(item_id, used)

    def find(self, item_id: str, used: Usage) -> None:
        """Called where an answer turns up that a killed process had paid for and not yet put down."""
        self.paid += used
        self._owed[item_id] = self.owed(item_id) + used

    def owed(self, item_id: str) -> Usage:
        """What was paid for an item since its last outcome was kept."""
        return self._owed.get(item_id, NO_USAGE)

    def kept(self, item_id: str) -> None:
        """What was owed is in the store now."""
        self._owed.pop(item_id, None)

    def all_owed(self) -> Mapping[str, Usage]:
        """What the next purse of this run must know."""
        return {item_id: usage for item_id, usage in self._owed.items() if usage != NO_USAGE}


def cost_of(run: Run, usage: Usage, price: Price) -> float | None:
    """US dollars; None where the price isn't known. The keyword match costs nothing."""
    return 0.0 if run.engine == "local" else price(run.model, usage)


def _dollars(amount: float) -> str:
    """With cents, and with more where cents are too coarse."""
    cents = f"${amount:,.2f}"
    return cents if abs(amount - round(amount, 2)) < 1e-9 else f"${amount:,.6f}".rstrip("0")
