"""Telling languages apart."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.screening import language
from core.screening.language import language_name, language_of

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


@pytest.mark.parametrize(
    ("text", "code"),
    [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (CHINESE, "zh"), (ENGLISH.upper(), "en")],
)
def test_a_paragraph_is_enough_to_tell_its_language(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hola",
        "Jo Park",
        "Python, Java, SQL, Docker, Kubernetes, Terraform, AWS, Jenkins, Git, Linux, Redis, React, Angular",
        "12 34 56 78 " * 40,
    ],
)
def test_too_little_or_nothing_but_product_names_gives_no_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Анна Смирнова\nОпыт работы\nСадовник в администрации города Твери с 2015 года. Уход за парками и "
            "руководство небольшой группой.\nОбразование\nКолледж садоводства, 2010.",
            "ru",
        ),
        (
            "Kari Nordmann\nErfaring\nGartner i Bergen kommune siden 2015. Stell av parker og ledelse av en liten "
            "gruppe. Utdannet gartner.",
            "no",
        ),
    ],
)
def test_languages_that_are_taken_for_each_other_make_a_sure_guess_together(text: str, code: str) -> None:
    assert language_of(text) == code


def test_the_same_text_always_has_the_same_language() -> None:
    assert {language_of(GERMAN) for _ in range(5)} == {"de"}


def test_importing_the_module_does_not_load_the_language_model() -> None:
    code = "import sys, core.screening.language; raise SystemExit('py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_codes_have_english_names_and_unknown_ones_stay_as_they_are() -> None:
    assert language_name("de") == "German"
    assert language_name("xx") == "xx"


def test_threads_that_ask_at_once_load_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    class Slow:
        labels = ("en",)
        nb_ptc = np.zeros((1, 1), dtype="float16")

        @classmethod
        def from_model_file(cls, *_: object, **__: object) -> "Slow":
            loaded.append(cls())
            time.sleep(0.05)
            return loaded[-1]

        def set_languages(self, labels: list[str]) -> None:
            return None

    monkeypatch.setattr("py3langid.langid.LanguageIdentifier", Slow)
    language._loaded.cache_clear()
    try:
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(lambda _: language.warm_up(), range(6)))
    finally:
        language._loaded.cache_clear()
    assert len(loaded) == 1
