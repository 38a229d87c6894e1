"""A job's sentences as a manager would word the criterion."""

import pytest

from core.screening.keywords.wording import LONGEST, word_criterion


@pytest.mark.parametrize(
    ("sentence", "criterion"),
    [
        ("At least three years of experience in customer support.", "3+ years in customer support"),
        ("5+ years of professional experience", "5+ years of experience"),
        ("Minimum 2 years' experience as a chef", "2+ years as a chef"),
        ("2 years customer service experience", "2+ years in customer service"),
        ("You have worked two years or more in a kitchen", "2+ years in a kitchen"),
        ("At least six months' experience in a bakery", "6+ months in a bakery"),
        ("Strong proficiency in Python and SQL", "Python and SQL"),
        ("Hands-on experience with Zendesk or similar", "Zendesk or similar"),
        ("The ideal candidate has a valid forklift licence.", "Valid forklift licence"),
        ("You must hold a valid driving licence", "Valid driving licence"),
        ("SAP experience is a plus", "SAP experience"),
        ("A food hygiene certificate is required", "Food hygiene certificate"),
        ("Dutch would be a strong advantage", "Dutch"),
        ("Cloud platforms (AWS preferred)", "Cloud platforms (AWS preferred)"),
        ("Ability to work weekends", "Able to work weekends"),
        ("iOS development", "iOS development"),
        ("Sie verfügen über gute Kenntnisse in Excel", "Gute Kenntnisse in Excel"),
        ("You work with Excel", "Excel"),
        ("Weekend shifts are fine with you", "Weekend shifts"),
        ("•", ""),
    ],
)
def test_preamble_and_praise_fall_away(sentence: str, criterion: str) -> None:
    assert word_criterion(sentence) == criterion


def test_a_long_sentence_is_cut_where_a_thought_ends() -> None:
    sentence = "Degree in Economics, Finance, Accounting, Business Administration, Mathematics, Statistics or a related subject"
    text = word_criterion(sentence)
    assert len(text) <= LONGEST
    assert text.endswith(" or similar")
