"""Texts about a candidate lose the person and keep the sense."""

import pytest

from core.domain.candidate import Contact
from core.shortlist.unnamed import without_person

JANE = Contact(
    name="Jane O'Neil-Roe",
    email="jane.roe@example.com",
    phone="+44 20 7946 0123",
    links=("https://www.linkedin.com/in/jane-roe", "https://roe.example"),
)


def told(text: str, contact: Contact = JANE, **more: str) -> str:
    return without_person((text,), contact, **more)[0]


@pytest.mark.parametrize(
    ("text", "blind"),
    [
        ("Jane O'Neil-Roe led the desk.", "[name] led the desk."),
        ("Jane led it; Ms Roe also hired.", "[name] led it; [name] also hired."),
        ("JANE ROE led it.", "[name] led it."),
        ("She trained her colleagues.", "[they] trained [they] colleagues."),
        ("Write to jane.roe@example.com now.", "Write to [e-mail] now."),
        ("Call +44 20 7946 0123.", "Call [phone]."),
        ("Call 020 79460123 at noon", "Call [phone] at noon"),
        ("See linkedin.com/in/jane-roe, please", "See [link], please"),
        ("See roe.example for more", "See [link] for more"),
        ("Date of birth: 1 May 1990", "[personal details]"),
    ],
)
def test_whoever_it_is_goes(text: str, blind: str) -> None:
    assert told(text) == blind


@pytest.mark.parametrize(
    "text",
    [
        "Led a team of 12 from 2015 – 2019; CI/CD at 99.9 %.",
        "They say “the desk ran itself”.",
        "",
        "Revenue rose to 1,250,000 in 2019/2020.",
    ],
)
def test_what_tells_nobody_stays(text: str) -> None:
    assert told(text) == text


def test_texts_without_a_trace_are_given_back_as_they_are() -> None:
    texts = ("One.", "Two\x1f.")
    assert without_person(texts, JANE) is texts


def test_each_text_stays_apart() -> None:
    assert without_person(("Jane", "O'Neil-Roe", "", "Both: Jane\nRoe"), JANE) == (
        "[name]",
        "[name]",
        "",
        "Both: [name]",
    )


def test_a_name_that_is_also_a_word_goes_only_where_it_is_a_person() -> None:
    grace = Contact(name="Grace Hopper")
    assert told("Will work under grace periods; Grace led it.", grace) == (
        "Will work under grace periods; [name] led it."
    )


def test_the_criteria_stand_even_where_a_name_is_like_them() -> None:
    german = Contact(name="Germán Ruiz")
    line = "German at B2: “Germán Ruiz teaches”"
    assert without_person((line,), german, keep=("German at B2.",)) == ("German at B2: “[name] teaches”",)


def test_accents_lost_or_spelled_out_hide_nobody() -> None:
    contact = Contact(name="Jörg Müßig")
    assert told("JORG and Joerg, then Jörg Muessig.", contact) == "[name] and [name], then [name]."
    assert told("Lukasz Nowak", Contact(name="Łukasz Nowak")) == "[name]"


def test_a_name_in_a_script_without_capitals_goes_too() -> None:
    assert "王小明" not in told("项目经理王小明负责", Contact(name="王小明"))


def test_where_no_name_is_known_address_and_file_tell_it() -> None:
    nameless = Contact(email="robin.kestrel@example.com")
    assert told("Kestrel led the desk with Quill.", nameless, file="cv/Robin Quill - CV final.pdf") == (
        "[name] led the desk with [name]."
    )


def test_a_long_line_of_digits_is_read_in_one_pass() -> None:
    line = "1" * 200_000
    assert told(line) == line
