"""Where a text calls somebody by name."""

import pytest

from core.screening.contacts.name_marks import name_spans


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Ben Strong asks. Ben led it.", "Ben Strong", ["Ben Strong", "Ben"]),
        ("BEN STRONG", "Ben Strong", ["BEN STRONG"]),
        ("Von 2010 bis 2015 Koch", "Von Berg", []),
        ("Ludwig van Berg; a van driver", "Ludwig van Berg", ["Ludwig van Berg"]),
    ],
)
def test_a_first_name_that_is_a_particle_elsewhere_is_a_name(text: str, name: str, found: list[str]) -> None:
    spans = sorted({(span.start, span.end) for span in name_spans(text, name)})
    whole = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    assert [text[start:end] for start, end in whole] == found
