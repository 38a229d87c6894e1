"""How large a PDF may be. Beyond it is a failure, never a cut: the last line of a résumé counts as much as the first."""

from core.errors import CannotScreen
from core.reading.limits import MAX_CHARACTERS, too_long

MAX_PAGES = 200


def check_pages(count: int) -> None:
    if count > MAX_PAGES:
        raise CannotScreen(
            "too_large", f"This PDF has more than {MAX_PAGES} pages. Save a copy with only the résumé."
        )


def check_characters(count: int) -> None:
    if count > MAX_CHARACTERS:
        raise too_long()
