"""What nobody may be judged by is found however it is put; what only looks like it is let through."""

import time

import pytest

from core.screening.critique import GROUNDS, Ground, protected, reason_of, welcomes

ASKED: dict[Ground, str] = {
    "age": """Young and dynamic
        Under 35
        Under 35 and of European origin
        Must be under 30 and physically fit
        Ideally in your twenties
        Must not be older than 45
        Höchstens 40 Jahre
        Applicants in their 20s
        Must be under 40 years old
        Aged 25 to 35
        Candidates aged 25–35 only
        Digital native
        Recent graduates only
        Born after 1990
        Not older than 35
        A young man with a driving licence
        Maximum age 40
        Applicants must not exceed 40 years
        No one over 45 please
        Only graduates of 2024 or later
        Graduated after 2018
        Date of birth
        Gen Z candidates preferred
        Junge, dynamische Mitarbeiterin
        Nicht älter als 35 Jahre
        Unter 30 Jahre alt
        Jung und belastbar""",
    "gender": """Female
        Male candidates preferred
        Women only
        We are looking for a lady with good manners
        Female nurse
        Boys only
        Gender: female
        Military service completed
        Weibliche Bewerberinnen bevorzugt""",
    "accent": """Without accent
        Accent-free English
        British accent
        Speaks with no foreign accent
        Akzentfreies Deutsch""",
    "origin": """Native English speaker
        Reliable and of European descent
        Persons of German nationality
        Must be Caucasian
        German native speaker
        Mother tongue German
        Muttersprache Deutsch
        British citizen
        EU passport
        German nationality
        No foreigners
        Of European descent
        Candidates of Asian background not considered
        No Eastern Europeans
        White candidates only
        Must be German
        Born in Germany
        Keine Ausländer
        Deutsche Staatsangehörigkeit""",
    "religion": """Practising Christian
        You are a committed Christian
        Regular churchgoer
        Must not wear a hijab
        Catholic
        Muslims preferred
        Of Christian faith
        Church membership
        No headscarf
        Mitglied der evangelischen Kirche""",
    "health": """Physically fit
        In good health
        No disabilities
        Able-bodied
        Nichtbehindert
        Low sickness record
        Healthy and strong
        Körperlich fit
        Keine chronischen Krankheiten""",
    "family": """No children
        Unmarried
        Single
        Married
        Not pregnant
        No family commitments
        No plans to have children
        Marital status
        Kinderlos
        Single mothers need not apply
        Keine Kinder im Haushalt
        Flexibel und ungebunden""",
    "orientation": """Heterosexual
        No gays
        Must be straight
        Straight candidates only""",
    "looks": """Attractive appearance
        Good-looking
        CV with a recent photo
        At least 1.75 m tall
        Slim
        Attraktives Erscheinungsbild
        Minimum height 170 cm
        No visible tattoos
        Bewerbungsfoto
        Gepflegtes Äußeres""",
    "union": """Not a union member
        Must not belong to a union
        No trade union activity
        Gewerkschaftsmitglied""",
    "politics": """Conservative views
        Political opinions
        Kein Parteimitglied""",
    "address": """Postcode SW1 preferred
        From a good neighbourhood
        Lives in a good postcode
        Aus gutem Hause""",
    "gaps": """Gap-free CV
        No gaps in employment
        Lückenloser Lebenslauf""",
    "school": """Ivy League only
        Degree from a top university
        Oxbridge graduate
        Absolvent einer Eliteuniversität""",
    "name": """German-sounding name
        Name should sound European
        Easy first name preferred""",
}

LET_THROUGH = """Right to work in the UK
    Managed a team of 5
    Höchstens 40 Stunden
    Maximum 30 years of records archived
    Only managed services
    Managed over 30 and under 60 vehicles
    Over 50 and up to 100 staff led
    Goods of European origin under customs law
    EU citizen or right to work in Germany
    Full driving licence and own car
    Over 18 to serve alcohol
    Must be 18 or over
    At least 21 years old to drive the minibus
    Lifts 20 kg
    Physically fit to lift 25 kg
    German at B2 or better
    Native-level German
    Deutsch auf Muttersprachniveau
    French required
    Our working language is German
    Women's health nurse
    Gender studies degree
    Christian school teacher
    Experience in a Jewish museum
    Knowledge of Islamic finance
    Halal butchery
    Care for pregnant women
    Experience with disabled children
    Disability support worker
    Support for young people leaving care
    Teaching pupils aged 11 to 16
    3+ years with elderly patients
    Experience with single parents
    Counselling for gay and lesbian teenagers
    Recruiting female engineers
    Mentoring recent graduates
    Marketing to digital natives
    Graduate of an engineering programme
    Erfahrung in der Arbeit mit jungen Menschen
    React Native
    Cloud-native architecture
    Single page applications
    Straight-talking
    Photo editing with Photoshop
    Family planning clinic experience
    Maternity ward experience
    Working at height
    Weight management clinic
    Health and safety certificate
    Mental health nursing
    Union negotiations
    Worked with union members in a plant
    European Union law
    Political science degree
    Citizenship teacher
    British citizenship for the security clearance
    Accent lighting design
    Race engineer
    Six Sigma Black Belt
    White-label products
    Gap analysis
    Uninterrupted power supply maintenance
    No breaks in the cold chain
    Trained young footballers
    Nursing care of patients over 65
    Single malt tasting
    Student union treasurer
    Managed a team of twelve
    Muttersprachlicher Unterricht organisiert
    Lückenlose Dokumentation
    Over 25 years in sales
    Led a team of up to 30
    Up to 40 hours a week
    Clean criminal record
    Weekend shifts
    Brand name marketing
    Neighbourhood policing
    Based in Leeds or willing to relocate
    Teaching at a leading university
    Mature codebase
    Baker (m/f/d) with 3 years of experience
    Men and women, young and old
    Führerschein Klasse B"""

EVERYBODY = """Men and women, young and old, are welcome to apply
    Women are encouraged to apply
    We welcome all religions and nationalities
    Equal opportunity regardless of age, race and gender
    No upper age limit
    Schwerbehinderte Bewerber werden bei gleicher Eignung bevorzugt"""


def lines(told: str) -> list[str]:
    return [line.strip() for line in told.splitlines()]


@pytest.mark.parametrize(("ground", "text"), [(g, text) for g in ASKED for text in lines(ASKED[g])])
def test_what_nobody_may_be_judged_by_is_refused_with_the_reason(ground: Ground, text: str) -> None:
    reason = protected(text)
    assert reason is not None
    assert reason.split(". ")[0] == reason_of(ground).split(". ")[0]


def test_every_ground_is_tried() -> None:
    assert tuple(ASKED) == GROUNDS


@pytest.mark.parametrize("text", lines(LET_THROUGH))
def test_tasks_and_whom_the_work_is_for_are_let_through(text: str) -> None:
    assert protected(text) is None


@pytest.mark.parametrize("text", lines(EVERYBODY))
def test_saying_that_everybody_may_apply_asks_for_nothing(text: str) -> None:
    assert welcomes(text)
    assert protected(text) is None


@pytest.mark.parametrize("text", ["Only women are welcome", "Candidates under 35 are welcome"])
def test_a_welcome_that_shuts_others_out_is_refused(text: str) -> None:
    assert protected(text) is not None


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("German native speaker", "German at C2."),
        ("Muttersprache Deutsch", "Deutsch auf C2."),
        ("English without an accent", "English at C2."),
    ],
)
def test_a_mother_tongue_is_answered_with_a_level(text: str, instead: str) -> None:
    assert (protected(text) or "").endswith(instead)


def test_case_dashes_and_quotes_make_no_difference() -> None:
    assert protected("CANDIDATES  UNDER 35") == protected("candidates under 35")
    assert protected("aged 25–35") == protected("aged 25-35") is not None
    assert protected("women’s health nurse") is None


@pytest.mark.parametrize(
    "text", ["no " * 2_000, "young " * 2_000, "must be " * 2_000, "a" * 10_000, "18-" * 3_000]
)
def test_endless_texts_take_no_time(text: str) -> None:
    begun = time.process_time()
    protected(text)
    assert time.process_time() - begun < 0.2
