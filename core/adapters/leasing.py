"""What every store counts of the leases of an item."""


def taken_then(taken: int, who: str, owner: str, *, seconds: float, after: str) -> int:
    """How many have taken up an item that `who` had, once `owner` leases it, or lets go of it (0 seconds).

    Who takes over from another named in `after` takes it up; who lets go of what is his takes that back.
    """
    if seconds:
        return taken + (bool(after) and who != owner)
    return max(0, taken - (who == owner))
