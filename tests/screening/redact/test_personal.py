"""What no employer may weigh is found where it stands."""

from time import perf_counter

import pytest

from core.screening.redact.personal import personal_spans


def shown(text: str) -> list[str]:
    return [span.of(text) for span in personal_spans(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Date of birth: 12.04.1985",
        "DOB : 4 May 1990",
        "Nationality: Czech",
        "Marital status: married, two children",
        "Familienstand: ledig",
        "Geb. am: 3. Mai 1990",
        "geboren am 3.5.1990 in Köln",
        "Situation familiale : marié",
        "Father's name: A. Person",
        "34 years old",
        "Married",
    ],
)
def test_birth_family_and_origin_are_found(line: str) -> None:
    assert shown(f"Jane Roe\n{line}\nBaker\n")[0] == line


def test_beside_contact_details_only_the_label_and_its_value_are_taken() -> None:
    text = "Leeds | Nationality: British | Full driving licence"
    assert shown(text) == ["Nationality: British"]


@pytest.mark.parametrize(
    "line",
    [
        "Cared for patients of every age and religion",
        "Responsible for a single point of sale",
        "Teacher for children with special needs",
        "12 years of experience",
        "Race engineer, Alpha Motors, 2019 - 2021",
        "Born leader with a calm hand",
    ],
)
def test_the_work_itself_is_left_alone(line: str) -> None:
    assert shown(f"Jane Roe\nExperience\n{line}\n") == []


@pytest.mark.parametrize("piece", ["\t", " ", "married, ", "age ", "born ", "12 years ", "sex:"])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    started = perf_counter()
    list(personal_spans(piece * (200_000 // len(piece))))
    assert perf_counter() - started < 3


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Date of birth: 12.04.1985", []),
        ("Age: 44 | Marital status: single", ["Marital status: single"]),
        ("geboren am 3.5.1990 in Köln", ["in Köln"]),
        ("Born: 3 May 1990 in Cork, Ireland", ["in Cork, Ireland"]),
        ("Place of birth: Cork", ["Place of birth: Cork"]),
        ("34 years old", []),
        ("Nationality: Czech", ["Nationality: Czech"]),
        ("Married with two children", ["Married with two children"]),
    ],
)
def test_ages_can_be_left_in_without_what_nobody_may_weigh(line: str, left: list[str]) -> None:
    text = f"Jane Roe\n{line}\nBaker\n"
    assert [span.of(text) for span in personal_spans(text, ages=False)] == left


@pytest.mark.parametrize("line", ["Photo: attached", "[Photo]", "Lichtbild", "<insert photo here>"])
def test_a_photo_is_not_mentioned(line: str) -> None:
    assert shown(f"Jane Roe\n{line}\nBaker\n") == [line]
