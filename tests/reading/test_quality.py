"""Telling a résumé's text from debris, and a whole one from a fragment."""

import codecs

import pytest

from core.reading.extract import Extract
from core.reading.quality import doubts_about, is_garbled

ENGLISH = (
    "Warehouse lead with nine years in cold storage. Planned shifts for a team of fourteen, cut picking errors by "
    "a third and trained new drivers on reach trucks. Looking for a role with more responsibility near home."
)
GERMAN = (
    "Gelernte Köchin mit zwölf Jahren Erfahrung in der Gemeinschaftsverpflegung. Verantwortlich für Einkauf, "
    "Speiseplan und Hygiene in einer Küche mit sechs Angestellten."
)
FRENCH = (
    "Infirmière diplômée avec sept ans d'expérience en soins intensifs. J'ai encadré les nouvelles recrues et "
    "participé à la mise en place d'un dossier de soins informatisé."
)
CHINESE = "我在一家物流公司担任仓库主管五年负责排班库存管理和新员工培训工作并且持有叉车驾驶执照"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH, CHINESE])
def test_honest_text_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)


def test_skill_lists_abbreviations_and_figures_are_not_garbled() -> None:
    text = (
        "SKILLS: SQL, HTML5, CSS3, NumPy, kNN, NLTK, C++, C#, .NET, Node.js, K8s, XGBoost, LSTM, SSRS, GPS, CRM. "
        "B.Sc. 2014–2018, GPA 3.7/4.0; 120+ tickets/day; +12 %; 2019-03 – 2021-11; R&D; ISO-9001; PHP/MySQL"
    )
    assert not is_garbled(text)


def test_a_few_letter_spaced_headings_do_not_make_a_text_garbled() -> None:
    text = f"P R O F I L E\n{ENGLISH}\nW O R K  E X P E R I E N C E\n{ENGLISH}\nS K I L L S"
    assert not is_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.replace("e", "\ufffd"),
        ENGLISH.encode().decode("latin-1").translate({c: 0xE000 + c for c in range(97, 123)}),
        " ".join(f"(cid:{n})(cid:{n + 7})" for n in range(40)),
        " ".join(ENGLISH.replace(" ", "")),
        "".join(chr(ord(c) - 29) if c.isalpha() else c for c in ENGLISH),
        "bcd fghj klmnp qrstv wxz ghtr plkm vbnr trwq sdfg hjkl zxcv " * 3,
        (GERMAN + FRENCH).encode().decode("cp1252", "replace").replace(" ", " Ã¼ "),
    ],
    ids=["lost", "private use", "cid", "letter by letter", "shifted", "no vowels", "mojibake"],
)
def test_debris_is_garbled(text: str) -> None:
    assert is_garbled(text)


def test_a_short_text_is_never_called_garbled() -> None:
    assert not is_garbled(codecs.encode("\ufffd\ufffd", "unicode_escape").decode())


def test_an_honest_text_raises_no_doubt() -> None:
    assert doubts_about(Extract(text=ENGLISH), kind="pdf") == ()


def test_a_document_of_a_few_letters_is_doubted_but_not_plain_text() -> None:
    name = Extract(text="Jo Park")
    assert doubts_about(name, kind="docx") == (
        "Only 6 letters of text. Please look whether the file is complete.",
    )
    assert doubts_about(name, kind="txt") == ()


@pytest.mark.parametrize(
    ("pages", "words"), [((2,), "Page 2 is a picture"), ((1, 3, 4), "Pages 1, 3 and 4 are pictures")]
)
def test_pages_nobody_has_read_are_named(pages: tuple[int, ...], words: str) -> None:
    (doubt,) = doubts_about(Extract(text=ENGLISH, unread_pages=pages), kind="pdf")
    assert doubt.startswith(words)


def test_pages_that_were_not_checked_for_hidden_text_are_doubted() -> None:
    (doubt,) = doubts_about(Extract(text=ENGLISH, unchecked_pages=(2, 3)), kind="pdf")
    assert doubt == "Pages 2 and 3 were not checked for hidden text. Please look at the file."
    (doubt,) = doubts_about(Extract(text=ENGLISH, unchecked_pages=tuple(range(1, 181))), kind="pdf")
    assert doubt.startswith("180 pages were")
