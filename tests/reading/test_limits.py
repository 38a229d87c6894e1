"""How much text is too much."""

from core.reading.limits import too_long


def test_the_words_name_the_limit_and_what_to_do() -> None:
    error = too_long()
    assert error.reason == "too_large"
    assert "200,000" in error.message
    assert "Save a copy" in error.message
