"""A criterion's shape, and its words as they stand in a question."""

import pytest

from core.shortlist.asked_for import Shape, asked_for, mid_sentence


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("3+ years in customer support", "years"),
        ("At least two years of teaching", "years"),
        ("Led a team of 5 or more people", "people"),
        ("German at B2 or better", "language"),
        ("A second language, ideally Spanish", "language"),
        ("Forklift licence", "licence"),
        ("Valid CSCS card", "licence"),
        ("Qualified Teacher Status (QTS)", "licence"),
        ("Bachelor's degree in accounting", "degree"),
        ("Weekend shifts", "availability"),
        ("Team player", "soft"),
        ("Writes SQL on large tables", "task"),
        ("Zendesk or a similar help desk tool", "skill"),
        ("Docker and Kubernetes", "skill"),
        ("Automated tests and CI/CD", "skill"),
    ],
)
def test_a_criterion_has_the_shape_an_interviewer_asks_by(text: str, shape: Shape) -> None:
    assert asked_for(text).shape == shape


@pytest.mark.parametrize(
    ("text", "do", "done"),
    [
        ("Plans rotas and reports KPIs", "plan rotas and report KPIs", "planned rotas and reported KPIs"),
        ("Trained new colleagues", "train new colleagues", "trained new colleagues"),
        ("Has worked with QuickBooks.", "work with QuickBooks", "worked with QuickBooks"),
        ("Takes over complaints and sees them through", "take over complaints and see them through",
         "taken over complaints and seen them through"),
    ],
)  # fmt: skip
def test_a_task_is_told_in_the_forms_of_its_verbs(text: str, do: str, done: str) -> None:
    assert (asked_for(text).do, asked_for(text).done) == (do, done)


def test_the_words_for_experience_are_left_to_the_question() -> None:
    assert asked_for("Hands-on experience with a ticketing system").words == "a ticketing system"


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("Weekend shifts", "weekend shifts"),
        ("Excel and a reporting tool", "Excel and a reporting tool"),
        ("SQL", "SQL"),
    ],
)
def test_only_everyday_words_are_written_small_inside_a_sentence(words: str, inside: str) -> None:
    assert mid_sentence(words) == inside
