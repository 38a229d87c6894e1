"""Quotes are verbatim, short, and hold what matters."""

from core.screening.keywords.quoting import LONGEST_QUOTE, quote_around


def test_a_short_sentence_is_quoted_whole() -> None:
    text = "First. Baked rye bread; "
    assert quote_around(text, (7, len(text)), (13, 16)) == ("Baked rye bread", 7)


def test_a_long_one_is_cut_around_what_matters() -> None:
    text = " ".join(["word"] * 40 + ["bread"] + ["more"] * 40)
    at = text.index("bread")
    quote, start = quote_around(text, (0, len(text)), (at, at + 5))
    assert text[start : start + len(quote)] == quote
    assert "bread" in quote
    assert len(quote.split()) <= LONGEST_QUOTE
