"""Names of schools are found by their shape; degrees, dates, fields and kinds of school stay."""

from time import process_time

import pytest

from core.domain.candidate import Contact
from core.domain.run import Withheld
from core.screening.redact import redact
from core.screening.redact.schools import school_spans

NAMES = [
    "University of Leeds",
    "The University of Nowhere",
    "Northfield University",
    "Indiana Plains University",
    "University of North Carolina at Fieldtown",
    "University College Harbour",
    "King's College",
    "St. Brigid's College",
    "Harbour Community College",
    "Massford Institute of Technology",
    "Harbour School of Economics",
    "Rivertown High School",
    "Oakfield Primary School",
    "Westfield Grammar School",
    "St Mary's Academy",
    "UNIVERSITY OF LEEDS",
    "TU München",
    "FH Aachen",
    "Technische Universität Musterstadt",
    "Universität Hamburg",
    "Universität zu Köln",
    "Ludwig-Musterians-Universität München",
    "Hochschule für Technik und Wirtschaft Berlin",
    "Fachhochschule Südstadt",
    "Goethe-Gymnasium",
    "Berufskolleg Nordstadt",
    "École Normale Supérieure",
    "École nationale supérieure des Mines",
    "Université de Lyon",
    "Université Paris-Sud",
    "Lycée Victor Nemo",
    "Universidad Complutense de Madrid",
    "Universidad de Sevilla",
    "Instituto Tecnológico de Monterrey",
    "Università degli Studi di Bologna",
    "Politecnico di Milano",
    "Universiteit van Amsterdam",
    "IIT Delhi",
    "UC Riverbank",
    "MIT",
    "ETH Zürich",
    "UCLA",
]
FRAMES = [
    "Education\nBSc Physics, {}, 2014 - 2017\n",
    "Education\n{}\nMSc Computer Science, 2014\n",
    "EDUCATION\n2010 – 2014 | {} | Bachelor of Science\n",
    "Education\nMaster of Arts – {} (2012)\n",
    "Ausbildung\n{}, Diplom Informatik, 1999\n",
]


def sent(text: str, *, schools: bool = True) -> str:
    return (
        redact(
            f"Orla Brannigan\n\n{text}", Contact(name="Orla Brannigan"), withheld=Withheld(schools=schools)
        ).text
        + "\n"
    )


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", NAMES)
def test_a_school_is_taken_out_and_the_rest_stays(name: str, frame: str) -> None:
    assert sent(frame.format(name)) == f"[name]\n\n{frame.format('[school]')}".rstrip(" ")


@pytest.mark.parametrize("name", ["Northfield University", "TU München", "Lycée Victor Nemo"])
def test_a_school_stays_unless_it_is_to_be_hidden(name: str) -> None:
    assert name in sent(f"Education\nBSc, {name}, 2014\n", schools=False)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Bachelor of Science Northfield University 2014", "Bachelor of Science [school] 2014"),
        ("Research assistant at the University of Leeds, 2015", "Research assistant at the [school], 2015"),
        ("Taught maths at Oakfield School for six years", "Taught maths at [school] for six years"),
        ("University of Leeds BSc Physics, 2014", "[school] BSc Physics, 2014"),
        ("High School: Rivertown, 2009", "High School: [school], 2009"),
        ("BSc Nursing from Northfield, 2014", "BSc Nursing from [school], 2014"),
        ("Abitur am Goethe-Gymnasium, 2009", "Abitur am [school], 2009"),
        ("Graduated from Harbour College in 2010.", "Graduated from [school] in 2010."),
    ],
)
def test_what_stands_beside_a_school_stays(line: str, left: str) -> None:
    assert sent(f"Experience\n{line}\n") == f"[name]\n\nExperience\n{left}\n"


@pytest.mark.parametrize(
    "line",
    [
        "High school diploma, 2009",
        "High School Diploma",
        "University degree required",
        "Teacher at a primary school with 300 children",
        "Drove the school bus",
        "Head of School",
        "Community College coursework",
        "Some college",
        "Ran the summer school",
        "Hochschulabschluss, 2011",
        "Led a team of 7 in Zendesk and SQL",
        "Certified by the CIPD and ACCA",
        "MBA, GPA 3.9",
        "Bachelor of Science, 2014",
        "BSc Computer Science, 2014",
        "Business school lecturer",
        "Worked at Northfield Hospital, 2014",
        "Trained at sea",
    ],
)
def test_kinds_of_school_degrees_and_work_are_left_alone(line: str) -> None:
    assert sent(f"Experience\n{line}\n") == f"[name]\n\nExperience\n{line}\n"


def test_quotes_beside_a_hidden_school_lead_back_to_the_whole_text() -> None:
    text = "Orla Brannigan\n\nEducation\nBSc Physics, University of Leeds, 2014\n"
    redacted = redact(text, Contact(name="Orla Brannigan"), withheld=Withheld(schools=True))
    start = redacted.text.index("BSc Physics")
    span = redacted.to_original(start, len(redacted.text))
    assert span is not None
    assert text[slice(*span)] == "BSc Physics, University of Leeds, 2014"


@pytest.mark.parametrize(
    "piece",
    ["University ", "School of ", "A", "A ", "of ", "École ", "TU-", "Universität-", "BSc, ", "MIT, ", "at A ", "BSc\n", "University: "],
)  # fmt: skip
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    started = process_time()
    list(school_spans(piece * (200_000 // len(piece))))
    assert process_time() - started < 3
