"""An advert turned into a profile is known again; honest résumés are left alone."""

from time import process_time

from core.screening.rewording import reworded_spans

JOB = """Bakery Shift Leader
You will lead a team of six bakers, plan the night rota and order flour and yeast from our mills.
You keep the ovens clean, log fridge temperatures and pass every hygiene inspection.
You need three years of baking in a craft bakery, rye sourdough and laminated dough, and a hygiene certificate.
"""
REWORDED = (
    "I lead teams of six bakers, plan rotas for the night and order yeast and flour from the mills. "
    "Ovens kept clean, fridge temperatures logged, every inspection of hygiene passed. "
    "Three years baking in craft bakeries, with laminated dough, rye sourdough and the certificate in hygiene."
)
HONEST = """Night baker, Hill & Vale, 2018 – 2024
- Shaped 900 loaves a night on two deck ovens
- Took over the rota when our shift leader left, for seven people
- Cut flour waste from 9 % to 4 %
- Five clean inspections in a row
"""


def test_an_advert_in_other_endings_and_order_is_known_again() -> None:
    text = f"Profile\n{REWORDED}\nWork\nCoach driver, 2010 – 2024\nDrove pensioners to the sea.\n"
    found = " ".join(text[a:b] for a, b in reworded_spans(text, JOB))
    assert "lead teams of six bakers" in found
    assert "laminated dough" in found
    assert "pensioners" not in found


def test_a_baker_who_tells_of_baking_rewords_nothing() -> None:
    assert reworded_spans(HONEST, JOB) == ()


def test_a_list_of_skills_is_no_rewording() -> None:
    assert (
        reworded_spans("Rye sourdough, laminated dough, ovens, yeast, flour, rota, hygiene, mills\n" * 3, JOB)
        == ()
    )


def test_without_a_job_nothing_is_reworded() -> None:
    assert reworded_spans(REWORDED, "") == ()


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    text = (REWORDED + "\n") * 500
    begin = process_time()
    reworded_spans(text, JOB * 20)
    assert process_time() - begin < 5
