"""What is sent holds nobody's name, and the same bytes whoever it was."""

import itertools
import re
from dataclasses import dataclass, fields

import pytest

from core.domain.candidate import Contact
from core.screening.contacts.find import find_contact
from core.screening.redact.rewrite import Redacted, redact


@dataclass(frozen=True)
class Person:
    """What must not make a difference."""

    full: str
    first: str
    last: str
    email: str
    phone: str
    street: str
    town: str
    site: str
    link: str
    they: str
    them: str
    their: str
    title: str


PEOPLE = (
    Person(
        "Emily Walsh", "Emily", "Walsh", "emily.walsh@post.example.org", "(617) 555-0134",
        "14 Beacon Street", "Boston, MA 02108", "emilywalsh.dev", "linkedin.com/in/emily-walsh",
        "she", "her", "her", "Ms",
    ),
    Person(
        "Lakisha Renée Robinson", "Lakisha", "Robinson", "l.robinson82@gmail.com", "313.555.0178",
        "2207 Gratiot Ave, Apt 4B", "Detroit, Michigan 48207", "www.lakisha.me", "https://www.linkedin.com/in/lakisha-robinson-8a1b2/",
        "she", "her", "her", "Mrs.",
    ),
    Person(
        "Nguyễn Thị Bích Hạnh", "Hạnh", "Nguyễn", "bichhanh_ng@yahoo.com", "+84 24 3825 0000",
        "45 Hàng Bài Street", "Hà Nội, Vietnam", "https://bichhanh.vn", "linkedin.com/in/bich-hanh",
        "she", "her", "her", "Miss",
    ),
    Person(
        "Jürgen Großmann-Weiß", "Jürgen", "Großmann-Weiß", "j.grossmann@web.de", "+49 (0)171 2345678",
        "Hauptstraße 5", "10115 Berlin", "grossmann-weiss.de", "xing.com/profile/Juergen_Grossmann",
        "he", "him", "his", "Mr.",
    ),
    Person(
        "Mohammed bin Yusof", "Mohammed", "Yusof", "m.yusof@uni.example.ac.uk", "020 7946 0958",
        "Flat 4, 9 Brick Lane", "London E1 6RF, UK", "yusof.co.uk", "github.com/myusof",
        "he", "him", "his", "Mr",
    ),
    Person(
        "SEÁN O'NEILL", "Seán", "O'Neill", "sean.oneill+jobs@post.example.ie", "+353 1 496 0123",
        "221B Baker Street", "Cork, Ireland", "http://oneill.example.org/sean", "linkedin.com/in/sean-o-neill",
        "he", "him", "his", "Mr",
    ),
    Person(
        "Li Na", "Na", "Li", "lina1990@qq.com", "+86 138 0013 8000",
        "100 Nanjing Road", "Shanghai, China", "lina.cn", "linkedin.com/in/li-na-77",
        "she", "her", "her", "Ms.",
    ),
    Person(
        "Grace May Young", "Grace", "Young", "grace@young.example.com", "98765 43210",
        "45 MG Road", "Bengaluru - 560001, India", "graceyoung.in", "https://github.com/grace-y",
        "she", "her", "her", "Ms",
    ),
    Person(
        "Ольга Березина", "Ольга", "Березина", "berezina@yandex.ru", "+7 495 123-45-67",
        "ul. Lenina 12", "Moscow, Russia", "berezina.ru", "linkedin.com/in/berezina",
        "she", "her", "her", "Ms",
    ),
    Person(
        "João Pedro da Silva", "João", "Silva", "joao.silva@post.example.com.br", "+55 11 91234-5678",
        "Rua Augusta 1500", "São Paulo, Brazil", "joaosilva.com.br", "linkedin.com/in/joao-pedro-da-silva",
        "he", "him", "his", "Mr",
    ),
)  # fmt: skip

BODY = """
Summary
Warehouse lead with nine years in cold storage, 2015 - 2024.

Experience
Northwind Cold Storage, Boston, MA — Shift Lead
03/2018 – present
• {last}'s team cut picking errors by 31 %; {they} trained 14 drivers on 12 trucks.
• Praised by {their} manager: "{title} {last} never misses a truck, and we owe {them} a lot."
• {first} led the move to 3 new halls; costs fell by $1,200,000.
• Wrote the guide at {link} and keeps {site}
May 2015 – June 2018: Green Belt, Dean's list; will travel.

Publications
{initial}. {last}, Cold chains, 2021

References on request. {full}
"""

TOPS = {
    "lines": "{full}\nWarehouse Lead\n{street}\n{town}\n{email}\n{phone}\n{link}\n",
    "one line": "{full}\n{street}, {town} | {phone} | {email} | {link}\n",
    "bars": "{full} | Warehouse Lead | {town} | {phone} | {email}\n{site} | {link}\n",
    "capitals": "{caps}\nWAREHOUSE LEAD\n{email} • {phone} • {town} • {link}\n",
    "labels": "Curriculum Vitae\nName: {full}\nPronouns: {they}/{them}\nAddress: {street}, {town}\nPhone: {phone}\n"
    "E-mail: {email}\nWebsite: {site}\n",
    "contact section": "{full} ({they}/{them})\nWarehouse Lead\n\nContact\n{street}\n{town}\n{phone}\n{email}\n{site}\n",
    "centred": "        {full}\n      {street}, {town}\n   {phone}     {email}\n",
}


def written(person: Person, layout: str, *, appended: bool = True) -> str:
    values = {field.name: getattr(person, field.name) for field in fields(person)}
    values |= {"caps": person.full.upper(), "initial": person.first[0]}
    text = (TOPS[layout] + BODY).format(**values)
    return text.rstrip() + f"\nLinks: https://{person.site}, mailto:{person.email}" if appended else text


def sent(person: Person, layout: str, *, appended: bool = True) -> Redacted:
    text = written(person, layout, appended=appended)
    links = (f"https://{person.site}", f"mailto:{person.email}")
    return redact(text, find_contact(text, links), links=links)


@pytest.mark.parametrize("layout", TOPS)
@pytest.mark.parametrize("person", PEOPLE[1:], ids=lambda person: person.full)
def test_another_persons_name_pronouns_and_addresses_give_the_same_bytes(person: Person, layout: str) -> None:
    assert sent(person, layout).text == sent(PEOPLE[0], layout).text


@pytest.mark.parametrize("layout", TOPS)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.full)
def test_nothing_of_the_person_is_left(person: Person, layout: str) -> None:
    text = sent(person, layout).text
    small = text.casefold()
    assert not {person.last, person.first} & set(re.findall(r"[\w'-]+", text)) - {"Green", "May"}
    for mark in (person.email, person.phone, person.street, person.site, person.link):
        assert mark.casefold() not in small
    assert person.full.casefold() not in small
    assert not {"she", "he", "him", "his", "her", "Ms", "Mr", "Mrs", "Miss"} & set(
        text.replace("/", " ").split()
    )


@pytest.mark.parametrize("layout", TOPS)
def test_the_evidence_stays_word_for_word(layout: str) -> None:
    text = sent(PEOPLE[0], layout).text
    for line in (
        "Warehouse lead with nine years in cold storage, 2015 - 2024.",
        "Northwind Cold Storage, Boston, MA — Shift Lead",
        "03/2018 – present",
        "trained 14 drivers on 12 trucks.",
        "led the move to 3 new halls; costs fell by $1,200,000.",
        "May 2015 – June 2018: Green Belt, Dean's list; will travel.",
        "Cold chains, 2021",
    ):
        assert line in text


def test_a_document_without_the_links_field_is_sent_as_one_with_it() -> None:
    assert sent(PEOPLE[0], "lines", appended=True).text == sent(PEOPLE[0], "lines", appended=False).text


@pytest.mark.parametrize(("person", "layout"), list(itertools.product(PEOPLE[:4], TOPS)), ids=str)
def test_the_map_leads_there_and_back(person: Person, layout: str) -> None:
    text = written(person, layout)
    redacted = sent(person, layout)
    assert redacted.segments
    for segment in redacted.segments:
        span = (segment.sent, segment.sent + segment.length)
        if not any(map(str.isalnum, redacted.text[slice(*span)])):
            continue
        there = redacted.to_original(*span)
        assert there == (segment.original, segment.original + segment.length)
        assert redacted.text[slice(*span)] == text[slice(*there)]
        assert redacted.to_sent(*there) == span


def test_a_span_around_a_replacement_leads_to_the_whole_words_and_one_of_tokens_alone_nowhere() -> None:
    text = "Orla Brannigan\n\nSkills\nExcel. Orla taught Excel.\n"
    redacted = redact(text, Contact(name="Orla Brannigan"))
    assert redacted.text == "[name]\n\nSkills\nExcel. [name] taught Excel."
    token = redacted.text.index("[name]", 5)

    def original(start: int, end: int) -> str | None:
        there = redacted.to_original(start, end)
        return None if there is None else text[slice(*there)]

    assert original(token - 7, len(redacted.text)) == "Excel. Orla taught Excel."
    assert original(token, token + 13) == "taught"
    assert original(token, token + 6) is None
    assert original(len(redacted.text) + 5, len(redacted.text) + 9) is None
    assert redacted.to_sent(text.rindex("Orla"), text.index("taught")) is None


def test_a_span_that_begins_with_the_withheld_block_begins_behind_it() -> None:
    text = "Somewhere 1, 20095 Hamburg\nsomebody@example.com\n\nSkills\nExcel and Word every day.\n"
    redacted = redact(text, Contact())
    assert redacted.text.startswith("[contact details withheld]")
    there = redacted.to_original(0, len(redacted.text))
    assert there is not None
    assert text[slice(*there)].strip() == "Skills\nExcel and Word every day."


def test_without_a_name_the_block_above_the_first_section_is_withheld() -> None:
    rest = "\n\nExperience\nBaker at Crumb & Co, 2015 – 2020\n• Ran the night shift"
    one = "orla b.\nCork\norla@post.example.org" + rest
    other = "zdzisław\n+48 22 123 45 67\nWarszawa\nul. Długa 5\nfoo" + rest
    texts = {redact(text, Contact()).text for text in (one, other)}
    assert texts == {"[contact details withheld]" + rest}


def test_without_name_and_section_withholding_ends_at_the_first_sentence_or_job() -> None:
    prose = "I have baked bread in three hotels for nine years and led a team."
    assert redact(f"orla b.\n{prose}\nMore.", Contact()).text == f"[contact details withheld]\n{prose}\nMore."
    job = "Baker, Crumb & Co, 2015 – 2020"
    assert redact(f"orla b.\n{job}\nMore.", Contact()).text == f"[contact details withheld]\n{job}\nMore."


def test_without_a_name_what_the_email_spells_and_what_may_be_a_name_go_as_well() -> None:
    text = "Payroll Clerk\no.brannigan@post.example.org\n\nSkills\nExcel\n\nBrannigan was praised."
    assert "Brannigan" not in redact(text, find_contact(text)).text


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("May Chen", "Joined in May 2019 and left in May.", "Joined in May 2019 and left in May."),
        ("Will Baker", "Will relocate. Baker Street office.", "Will relocate. Baker Street office."),
        ("Grace Green", "Six Sigma Green Belt at Grace Hospital", "Six Sigma Green Belt at Grace Hospital"),
        ("Julia Swift", "Languages: Julia, Swift, Go", "Languages: Julia, Swift, Go"),
        ("Jack Ma", "MA in Economics, Boston, MA", "MA in Economics, Boston, MA"),
        ("Li Na", "Li-ion cells; IN THE LI AREA", "Li-ion cells; IN THE LI AREA"),
        (
            "Mark Bill",
            "mark each bill; Mark up and Bill of materials",
            "mark each bill; Mark up and Bill of materials",
        ),
        ("Dean Sales", "Dean's list; Sales Manager", "Dean's list; Sales Manager"),
        ("Will Young", "Will travel.\nYoung United, a club", "Will travel.\nYoung United, a club"),
        ("Mark Price", "Price cuts of 5 %.\nMark up", "Price cuts of 5 %.\nMark up"),
        ("Ann Art", "Anna, Annual, Artful", "Anna, Annual, Artful"),
    ],
)
def test_words_that_are_also_names_stay_words(name: str, text: str, kept: str) -> None:
    assert redact(f"{name}\n\nSkills\n{text}", Contact(name=name)).text == f"[name]\n\nSkills\n{kept}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Grace Bell", "Grace led it"),
        ("Grace Bell", "the audit that Grace ran"),
        ("Grace Bell", "Grace's audit"),
        ("Grace Bell", "\nGrace Trained 12 Starters"),
        ("Grace Bell", "\nGrace will work nights"),
        ("Grace Bell", "Colleagues Thanked Grace For It"),
        ("Grace Bell", "Contact Grace for details"),
        ("Will Young", "\nYoung Led The Night Team"),
        ("Grace Bell", "Ms. Bell"),
        ("Grace Bell", "GRACE BELL"),
        ("Grace Bell", "grace bell"),
        ("Grace Bell", "Bell, Grace"),
        ("Grace Bell", "G. Bell"),
        ("Grace Bell", "Grace M. Bell"),
        ("Grace Bell", "Grace Anne Bell"),
        ("Grace Bell", "Grace B."),
        ("Orla Brannigan", "BRANNIGAN"),
        ("Orla Brannigan", "Brannigan’s"),
        ("Orla Brannigan", "Orla\nBrannigan"),
        ("Orla Brannigan", "Dr. O. Brannigan"),
        ("Jürgen Großmann", "Juergen Grossmann"),
        ("Jürgen Großmann", "Jurgen"),
        ("Anne-Sophie D'Arcy", "Anne-Sophie D’Arcy"),
        ("Willem van der Berg", "van der Berg"),
        ("陈晓梅", "陈晓梅"),
    ],
)
def test_the_name_goes_in_every_form(name: str, text: str) -> None:
    redacted = redact(f"{name}\n\nSkills\nfigures; {text} and more", Contact(name=name)).text
    for part in name.replace("-", " ").split():
        if part not in ("van", "der"):
            assert part.casefold() not in redacted.casefold()
    assert "[name]" in redacted.split("Skills")[1]
    assert "and more" in redacted


@pytest.mark.parametrize(
    "text", ["HIS and RIS systems", "the SHE department", "HER2 assays", "MS Office, 5 ms"]
)
def test_abbreviations_that_look_like_pronouns_stay(text: str) -> None:
    kept = redact(f"Orla Brannigan\n\nSkills\n{text}", Contact(name="Orla Brannigan")).text.split("Skills\n")[
        1
    ]
    assert kept == text


def test_other_peoples_they_stays_and_declared_they_goes() -> None:
    text = "Orla Brannigan (they/them)\n\nSkills\nHelped guests find their rooms, whatever they asked."
    assert redact(text, Contact(name="Orla Brannigan")).text == (
        "[name] ([they])\n\nSkills\nHelped guests find their rooms, whatever they asked."
    )


def test_employers_domains_and_code_are_no_links_of_the_candidate() -> None:
    line = "Moved booking.com pages from ASP.NET to Node.js with CI/CD and @Transactional"
    text = f"Orla Brannigan\norla@post.example.org\n\nExperience\n{line}"
    assert redact(text, find_contact(text)).text.endswith(line)


@pytest.mark.parametrize("text", ["", "\n", " ", "[name]", "Links: x", "\nLinks: a, b", "@\n@", "\t\t\n\t"])
def test_the_smallest_texts_come_through(text: str) -> None:
    redacted = redact(text, find_contact(text))
    assert all(s.length > 0 for s in redacted.segments)


def test_redacting_is_the_same_every_time() -> None:
    text = written(PEOPLE[3], "labels")
    contact = find_contact(text)
    assert redact(text, contact) == redact(text, contact)


def test_birth_family_and_origin_are_not_sent() -> None:
    text = "Jane Roe\njane.roe@example.com\nDate of birth: 12.04.1985\nNationality: Czech\n\nExperience\nBaker, 2019 - 2021\n"
    sent = redact(text, find_contact(text)).text
    assert not any(word in sent for word in ("1985", "Czech"))
    assert all(words in sent for words in ("[personal details]", "Baker, 2019 - 2021"))
