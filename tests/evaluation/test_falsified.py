"""Quotes made false, and what a check that believes everything would be told."""

from random import Random

import pytest

from core.evaluation import falsified as module
from core.evaluation.falsified import check_quotes, falsified, sentences

TEXTS = [
    "EXPERIENCE\n- Managed a kitchen of 12 cooks and cut waste by 30 %\n- Planned menus, ordered fish and trained apprentices.",
    "Nurse on a surgical ward since 2014. Cared for patients after operations and gave medicines on time.\nMentored 4 students.",
]


def test_sentences_stand_in_the_text_word_for_word_and_say_something() -> None:
    found = sentences(TEXTS[0])
    assert found
    assert all(one in TEXTS[0] for one in found)
    assert "EXPERIENCE" not in found


def test_each_falsehood_changes_what_is_said() -> None:
    sentence = "Managed a kitchen of 12 cooks and cut waste by 30 %"
    made = falsified(sentence, ["hospital", "gardens"], ["Nurse on a surgical ward."], Random(1))
    assert set(made) == {"word swapped", "number changed", "not put in", "another résumé's"}
    assert len({*made.values(), sentence}) == 5
    assert " not " in made["not put in"]
    assert [c for c in made["number changed"] if not c.isdigit()] == [c for c in sentence if not c.isdigit()]


def test_a_sentence_without_a_number_has_none_changed() -> None:
    assert set(falsified("Planned all the menus", [], [], Random(1))) == {"not put in"}


def test_another_form_of_a_word_is_no_falsehood() -> None:
    for seed in range(20):
        made = falsified("I lead two", ["Lead", "leads", "leading", "cooks"], [], Random(seed))
        assert made["word swapped"] == "I cooks two"


def test_the_products_check_refuses_the_false_and_takes_the_honest() -> None:
    found = check_quotes(TEXTS, each=5, seed="a")
    assert found.all_false.tried > 10
    assert (found.all_false.accepted, found.all_honest.share) == (0, 1.0)


@pytest.fixture(params=[True, False])
def blind_check(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """A check that takes everything, and one that takes nothing."""
    monkeypatch.setattr(module, "find_quote", lambda quote, text: (0, 1) if request.param else None)
    return bool(request.param)


def test_a_check_that_is_no_check_is_found_out(blind_check: bool) -> None:
    found = check_quotes(TEXTS, each=5, seed="a")
    assert (found.all_false.share, found.all_honest.share) == (float(blind_check), float(blind_check))
    assert bool(found.false_taken) is blind_check
    assert bool(found.honest_refused) is not blind_check


def test_the_same_seed_tries_the_same_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(module, "find_quote", lambda quote, text: tried.append(quote))
    check_quotes(TEXTS, each=2, seed="a")
    half = len(tried)
    check_quotes(TEXTS, each=2, seed="a")
    assert tried[:half] == tried[half:]
