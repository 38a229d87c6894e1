"""The same words have the same mark, whatever the layout."""

from core.screening.sameness import text_mark

TEXT = (
    "[name]\n[e-mail]\nSupport lead with nine years in telecom. Led a team of six agents, cut the backlog by half and "
    "wrote the handbook. Speaks German and Polish, knows Zendesk and Excel."
)


def test_layout_case_and_redaction_tokens_do_not_count() -> None:
    other = "SUPPORT LEAD " + TEXT.replace("[name]\n[e-mail]\n", "[personal details] ").replace(
        ". ", ".\n\n•\t"
    )
    assert text_mark(other) == text_mark(TEXT) != ""


def test_another_word_makes_another_text() -> None:
    assert text_mark(TEXT.replace("nine", "ten")) != text_mark(TEXT)


def test_very_short_texts_have_no_mark() -> None:
    assert text_mark("[name]\nPython developer, five years") == ""
