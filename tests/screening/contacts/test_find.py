"""Names, addresses and numbers found in texts of many layouts, and nothing where there is nothing."""

from pathlib import Path

import pytest

from core.screening.contacts.find import find_contact, international

BODY = """
Summary
Payroll clerk with six years in two hospitals. Ran monthly payroll for 900 people.

Experience
Lindenhof Hospital, Payroll Clerk
2019 – 2024
• Closed every month on time
"""


def top(*lines: str) -> str:
    return "\n".join(lines) + "\n" + BODY


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["Orla Brannigan", "Payroll Clerk", "orla@post.example.org"], "Orla Brannigan"),
        (["ORLA BRANNIGAN", "PAYROLL CLERK"], "Orla Brannigan"),
        (["Curriculum Vitae", "Orla Brannigan", "Dublin, Ireland"], "Orla Brannigan"),
        (["Résumé of Orla Brannigan", "Payroll Clerk"], "Orla Brannigan"),
        (["Orla Brannigan – Curriculum Vitae"], "Orla Brannigan"),
        (["Curriculum Vitae | Orla Brannigan"], "Orla Brannigan"),
        (["Personal Details", "Name: Orla Brannigan", "Date of birth: 1 May 1990"], "Orla Brannigan"),
        (["Lebenslauf", "Name: Jörg Thalheim", "Anschrift: Lange Gasse 3, 90402 Nürnberg"], "Jörg Thalheim"),
        (["Orla Brannigan | orla@post.example.org | +353 1 496 0123"], "Orla Brannigan"),
        (["Orla Brannigan orla@post.example.org +353 1 496 0123"], "Orla Brannigan"),
        (["Orla Brannigan, Payroll Clerk", "orla@post.example.org"], "Orla Brannigan"),
        (["Orla Brannigan - Senior Payroll Clerk"], "Orla Brannigan"),
        (["Orla Brannigan Senior Payroll Clerk", "orla.brannigan@post.example.org"], "Orla Brannigan"),
        (["O R L A   B R A N N I G A N", "P A Y R O L L   C L E R K"], "Orla Brannigan"),
        (["O R L A B R A N N I G A N", "orla.brannigan@post.example.org"], "Orla Brannigan"),
        (["ORLA", "BRANNIGAN", "Payroll Clerk"], "Orla Brannigan"),
        (["Payroll Clerk", "Orla Brannigan", "orla.brannigan@post.example.org"], "Orla Brannigan"),
        (["Dr. Orla Brannigan, PhD, MBA", "Dublin"], "Orla Brannigan"),
        (["Orla Brannigan (she/her)", "Dublin"], "Orla Brannigan"),
        (["BRANNIGAN, Orla", "Dublin"], "Orla Brannigan"),
        (["Last updated in March 2026", "Orla Brannigan", "Dublin"], "Orla Brannigan"),
        (["Rosa Meadows, MD", "Portland, OR"], "Rosa Meadows"),
        (["orla brannigan", "orla.brannigan@post.example.org"], "Orla Brannigan"),
    ],
)
def test_the_name_is_found_wherever_the_top_puts_it(lines: list[str], name: str) -> None:
    assert find_contact(top(*lines)).name == name


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("SEÁN O'NEILL", "Seán O'Neill"),
        ("FIONA MCDONALD", "Fiona McDonald"),
        ("Fiona MacDonald", "Fiona MacDonald"),
        ("WILLEM VAN DER BERG", "Willem van der Berg"),
        ("ANNE-SOPHIE D'ARCY", "Anne-Sophie D'Arcy"),
        ("JÜRGEN GROSSMANN-WEIß", "Jürgen Grossmann-Weiß"),
        ("MARÍA DEL CARMEN RUIZ", "María del Carmen Ruiz"),
        ("JÖRG KÜHN III", "Jörg Kühn III"),
        ("Ludwig van Hoven", "Ludwig van Hoven"),
        ("Yusuf al-Harun", "Yusuf al-Harun"),
        ("Salima ad-Din", "Salima ad-Din"),
        ("Abd el-Kader Nasser", "Abd el-Kader Nasser"),
        ("Petra van 't Hoek", "Petra van 't Hoek"),
        ("Óscar Ó hAllain", "Óscar Ó hAllain"),
        ("J. P. Achterberg", "J. P. Achterberg"),
        ("S. Ramaswamy", "S. Ramaswamy"),
        ("Nguyễn Thị Bích Hạnh", "Nguyễn Thị Bích Hạnh"),
        ("Abdulrahman bin Yusof Al-Masri", "Abdulrahman bin Yusof Al-Masri"),
        ("Oluwaseun Adébáyọ̀", "Oluwaseun Adébáyọ̀"),
        ("Ольга Березина", "Ольга Березина"),
        ("Ελένη Βασιλείου", "Ελένη Βασιλείου"),
        ("陈晓梅", "陈晓梅"),
        ("佐々木 健", "佐々木 健"),
        ("박서연", "박서연"),
        ("سلمى الحداد", "سلمى الحداد"),
        ("प्रिया शर्मा", "प्रिया शर्मा"),
        ("İPEK YILDIZ", "İpek Yıldız"),
        ("Li Na", "Li Na"),
        ("Ai Tanaka", "Ai Tanaka"),
        ("Grace Young", "Grace Young"),
        ("Page West", "Page West"),
    ],
)
def test_names_of_every_culture_come_in_their_own_spelling(shown: str, name: str) -> None:
    assert find_contact(top(shown, "hello@post.example.org")).name == name


@pytest.mark.parametrize(
    "lines",
    [
        ["Curriculum Vitae"],
        ["Professional Experience"],
        ["Senior Software Engineer", "Berlin, Germany"],
        ["P A Y R O L L   C L E R K"],
        ["GRA D UATE FRES H ER"],
        ["Brannigan Consulting Ltd", "12 Elm Street"],
        ["Machine Learning", "Deep Learning"],
        ["j.doe@post.example.org", "Payroll Clerk"],
        ["info@post.example.org"],
        ["Jane", "jane@post.example.org"],
        ["San Francisco, CA", "(415) 555-0142"],
        ["United Kingdom", "+44 20 7946 0958"],
        ["Summary of Qualifications", "Payroll Clerk"],
        ["To whom it may concern"],
        ["Tata Sons", "Analyst, Apr 2019 – Mar 2021"],
    ],
)
def test_titles_firms_places_and_subjects_are_no_names(lines: list[str]) -> None:
    assert find_contact(top(*lines)).name is None


def test_a_name_in_no_line_is_read_from_the_email_only_when_spelled_in_full() -> None:
    assert find_contact(top("Payroll Clerk", "orla.brannigan@post.example.org")).name == "Orla Brannigan"
    assert find_contact(top("Payroll Clerk", "o.brannigan@post.example.org")).name is None
    assert find_contact(top("Payroll Clerk", "sales.office@post.example.org")).name is None


def test_a_name_drawn_in_a_side_column_is_found_below_the_first_sections() -> None:
    text = (
        "PROFILE\nPayroll clerk who likes figures.\nBRIGHT FOODS\nPayroll Intern, Jan 2021 to Aug 2022\n"
        "Checked time sheets.\nORLA BRANNIGAN\nSKILLS\nExcel, patience"
    )
    assert find_contact(text).name == "Orla Brannigan"


def test_a_referee_is_never_taken_for_the_candidate() -> None:
    text = (
        top("Payroll Clerk") + "\nReferences\nMia Castellan, mia.castellan@ref.example.org, +1 212 555 0188\n"
    )
    contact = find_contact(text)
    assert (contact.name, contact.email, contact.phone) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("mail orla.b+jobs@post.example.org.", "orla.b+jobs@post.example.org"),
        ("mailto:orla@post.example.org", "orla@post.example.org"),
        ("orla @ gmail.com", "orla@gmail.com"),
        ("orla.brannigan @ post.example.org", "orla.brannigan@post.example.org"),
        ("E-mail: orla @ post.example.org", "orla@post.example.org"),
        ("orla [at] post [dot] example [dot] org", "orla@post.example.org"),
        ("orla@POST.example.org|+353", "orla@post.example.org"),
        ("Clerk @ booking.com", None),
        ("orla@", None),
        ("orla@post", None),
        ("@orla", None),
    ],
)
def test_emails_are_mended_only_where_that_is_safe(text: str, email: str | None) -> None:
    assert find_contact(top("Orla Brannigan", text)).email == email


def test_link_targets_give_email_and_phone_that_the_text_hides() -> None:
    contact = find_contact(
        top("Orla Brannigan", "Email · Phone · LinkedIn"),
        [
            "mailto:orla@post.example.org?subject=Hi",
            "tel:+353-1-496-0123",
            "https://www.linkedin.com/in/orla-b",
        ],
    )
    assert contact.email == "orla@post.example.org"
    assert contact.phone == "+353 1 496 0123"
    assert contact.links == ("https://www.linkedin.com/in/orla-b",)


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("+353 1 496 0123", "+353 1 496 0123"),
        ("(+82) 10-9030-1234", "+82 10-9030-1234"),
        ("0049 30 901820", "+49 30 901820"),
        ("+44 (0)20 7946 0958", "+44 20 7946 0958"),
        ("(415) 555-0142", "+1 415-555-0142"),
        ("(555) 123-4567", "+1 555-123-4567"),
        ("415.555.0142", "+1 415-555-0142"),
        ("Leeds, UK | 07700 900123", "+44 7700 900123"),
        ("Pune, India | 98765 43210", "+91 98765 43210"),
        ("Bremen, Germany | 0176 31387734", "+49 176 31387734"),
        ("Lyon, France | 06 12 34 56 78", "+33 6 12 34 56 78"),
        ("Phone: 98765 43210 / 98765 43211", "+91 98765 43210"),
        ("+1 (415) 555-0142 ext. 12", "+1 415-555-0142 ext. 12"),
        ("2015-2019", None),
        ("2015 - 2019, 2020 - 2021", None),
        ("01/2015 - 12/2019", None),
        ("Born 12.05.1990", None),
        ("1990-05-12", None),
        ("License No. 4155550142", None),
        ("+49 176 *** *** **", None),
        ("Raised $1 500 000 000", None),
        ("GPA 3.75/4.00", None),
    ],
)
def test_phones_come_in_international_format_and_dates_and_ids_never_do(line: str, phone: str | None) -> None:
    assert find_contact(top("Orla Brannigan", line)).phone == phone


def test_a_number_that_fits_nowhere_is_given_as_it_stands_only_when_a_label_vouches_for_it() -> None:
    assert international("12345678", "US", lenient=True) == "12345678"
    assert international("12345678", "US") is None


def test_links_are_whole_unique_and_without_the_employers() -> None:
    text = top(
        "Orla Brannigan",
        "www.brannigan.example.org | LinkedIn: linkedin.com/in/orla-b | https://github.com/orla-b/",
        "brannigan.dev | orla@post.example.org | Node.js | @orla",
    )
    contact = find_contact(text + "• Built booking.com pages in ASP.NET", ["http://GitHub.com/orla-b"])
    assert contact.links == (
        "https://www.brannigan.example.org",
        "https://linkedin.com/in/orla-b",
        "https://github.com/orla-b/",
        "https://brannigan.dev",
    )


@pytest.mark.parametrize(
    ("line", "location"),
    [
        ("Austin, TX", "Austin, TX"),
        ("Austin, TX 78701 | (512) 555-0234", "Austin, TX"),
        ("Orla Brannigan | Cork, Ireland | orla@post.example.org", "Cork, Ireland"),
        ("12 Elm Street, Springfield, IL 62704", "Springfield, IL"),
        ("Mapo-gu, Seoul, Republic of Korea", "Mapo-gu, Seoul, Republic of Korea"),
        ("Location: Leipzig", "Leipzig"),
        ("Address: Pune, Maharashtra", "Pune, Maharashtra"),
        ("São Paulo, Brazil", "São Paulo, Brazil"),
        ("Payroll Clerk, Ready to Move", None),
        ("Skills: Excel, SAP", None),
        ("Home page brannigan.dev location: Cork, Ireland", "Cork, Ireland"),
        ("Harbour Foods, 2015 - 2019, Boston, MA, United States", None),
    ],
)
def test_the_location_is_a_town_with_its_state_or_what_a_label_says(line: str, location: str | None) -> None:
    assert find_contact(top("Orla Brannigan", line)).location == location


def test_the_town_of_an_employer_is_not_the_candidates() -> None:
    assert find_contact(top("Orla Brannigan") + "Harbour Foods, Boston, MA\n2015 – 2019").location is None


def test_a_degree_after_the_name_is_not_a_state() -> None:
    contact = find_contact(top("Rosa Meadows, MD", "rosa@post.example.org"))
    assert (contact.name, contact.location) == ("Rosa Meadows", None)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\n\n|||\n", "@", "A", "12", "•\n•\n•", "," * 500, "½½ Cup"])
def test_debris_gives_an_empty_contact(text: str) -> None:
    contact = find_contact(text)
    assert (contact.name, contact.email, contact.phone, contact.links) == (None, None, None, ())


def test_real_resumes_never_lend_a_section_title_or_firm_as_a_name(shared: Path) -> None:
    """Text files only: they need no reader. Each begins with its owner's name."""
    files = sorted((shared / "resumes").glob("*/*resumes__*.txt"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        first = next(line for line in text.splitlines() if line.strip())
        contact = find_contact(text)
        assert contact.name is not None
        assert contact.name.casefold() == first.strip().casefold()
        assert contact.email is not None
        assert contact.email in text
        assert contact.phone is not None


def test_a_title_above_the_name_is_no_part_of_it() -> None:
    text = "Verkaufsberaterin\nLena Großkopf\n20095 Hamburg\nlena.grosskopf@example.de\n\nBerufserfahrung\n"
    assert find_contact(text).name == "Lena Großkopf"
    assert (
        find_contact("Verkaufsberaterin\nLena Großkopf\nTelefon: 040 123456\n").name
        != "Verkaufsberaterin Lena Großkopf"
    )
