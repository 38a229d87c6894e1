"""Words as they are compared."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.screening.keywords.words import language_of, number, stem, vocabulary

WORDS = vocabulary("english")


def keys(text: str) -> list[str]:
    return [token.key for token in WORDS.tokens(text)]


def test_signs_belong_to_a_name() -> None:
    assert keys("C, C++, C# and Node.js") == ["^c", "c++", "c#", "and", "node.js"]


def test_java_is_not_javascript_and_sql_is_not_nosql() -> None:
    assert not set(keys("Java SQL")) & set(keys("JavaScript NoSQL"))


def test_a_product_needs_its_capital_outside_a_list() -> None:
    assert keys("to excel at Excel")[1::2] == ["excel", "^excel"]
    assert keys("html, excel, css")[1] == "^excel"


def test_accountants_are_no_account_managers() -> None:
    assert keys("Accountant")[0] == keys("accounting")[0] != keys("account")[0]


def test_tokens_of_redaction_are_no_words() -> None:
    assert keys("[name] [e-mail] [they] [personal details] [contact details withheld] baked") == ["bake"]


def test_tokens_point_into_the_text() -> None:
    text = "Baked  bread – daily."
    assert [text[t.start : t.end] for t in WORDS.tokens(text)] == ["Baked", "bread", "daily"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("RN", "registered nurse"),
        ("k8s", "Kubernetes"),
        ("JS", "JavaScript"),
        ("client support", "customer support"),
    ],
)
def test_abbreviations_and_synonyms_say_the_same(said: str, asked: str) -> None:
    assert WORDS.phrase(said.lower()) in WORDS.same(WORDS.phrase(asked.lower()))


def test_an_example_proves_its_class_but_not_the_other_way_round() -> None:
    assert WORDS.phrase("tableau") in WORDS.proving(WORDS.phrase("reporting tool"))
    assert WORDS.phrase("reporting tool") not in WORDS.proving(WORDS.phrase("tableau"))


def test_no_form_says_two_things_by_accident() -> None:
    """A form in two rows makes both rows one; only these are meant to."""
    meant = {"cs", "software engineer"}
    seen: dict[tuple[str, ...], int] = {}
    for n, row in enumerate(rows := [line.split("\t")[1].split(" | ") for line in same_rows()]):
        for form in row:
            if form not in meant:
                assert seen.setdefault(WORDS.phrase(form), n) == n, (form, rows[seen[WORDS.phrase(form)]][0])


def same_rows() -> list[str]:
    from core.screening.keywords import words

    text = words._VOCABULARY.read_text("utf-8")
    return [line for line in text.splitlines() if line.startswith("same\t")]


def test_number_words_have_values() -> None:
    assert (number("two"), number("2.5"), number("zehn")) == (2, 2.5, 10)


def test_little_words_tell_german_from_english() -> None:
    assert language_of("Erfahrung mit Kunden und ein Herz für die Menschen") == "german"
    assert language_of("Experience with customers and a heart for people") == "english"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("developer", "developed"),
        ("presentation", "present"),
        ("hospitality", "hospital"),
        ("servicing", "services"),
        ("accessibility", "access"),
        ("construction", "constructed"),
        ("cleaning", "clean"),
        ("ticketing", "tickets"),
        ("observability", "observed"),
        ("manager", "managed"),
    ],
)
def test_words_of_one_stem_and_two_meanings_are_kept_apart(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_a_child_and_children_are_one_word() -> None:
    assert keys("child") == keys("children")


def test_threads_do_not_mix_up_each_others_words() -> None:
    made_up = [
        f"{a}{b}ational" for a in ("inform", "organis", "oper", "rel", "nav") for b in "abcdefghijklmnopqrst"
    ]
    expected = [stem(word, "english") for word in made_up * 4]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            stem.cache_clear()
            assert list(threads.map(lambda word: stem(word, "english"), made_up * 4)) == expected
