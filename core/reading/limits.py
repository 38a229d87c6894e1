"""How much text a résumé may have. Beyond it is a failure, never a cut."""

from core.errors import CannotScreen

MAX_CHARACTERS = 200_000


def too_long() -> CannotScreen:
    """For raising: more text than any résumé has."""
    return CannotScreen(
        "too_large", f"More than {MAX_CHARACTERS:,} characters of text. Save a copy with only the résumé."
    )
