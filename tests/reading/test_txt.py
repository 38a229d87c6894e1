"""Plain text in the encodings people really save it in."""

import pytest

from core.reading.txt import decode, looks_like_text, read_txt

GERMAN = "Jörg Müller, Straße 5\nFührungskraft für Qualität, Zürich"
SPANISH = "José Núñez\n¿Qué aporto? 5 años de dirección y diseño"
FRENCH = "Élodie Lefèvre\nChargée d’études, cœur de métier : qualité, août 2019"
NORWEGIAN = "Pål Bjørnsson, Ærlig og pålitelig, Tromsø"
POLISH = "Łukasz Żak\nkierownik działu sprzedaży, wykształcenie wyższe, język angielski"
CZECH = "Jiří Dvořák\nvedoucí oddělení, Žižkov, řidičský průkaz"
HUNGARIAN = "Szűcs Győző\nerdőmérnök, felsőfokú végzettség, középfokú angol"
RUSSIAN = "Иван Петров\nинженер-программист, опыт работы пять лет"
GREEK = "Μαρία Παπαδοπούλου\nμηχανικός λογισμικού, πέντε χρόνια εμπειρία, Αθήνα"
LITHUANIAN = "Žydrūnas Šulčius\nprogramuotojas, penkerių metų darbo patirtis, anglų kalba, Vilnius"
LATVIAN = "Jānis Bērziņš\nprogrammētājs, piecu gadu darba pieredze, angļu valoda, Rīga"
TURKISH = "Ayşe Yılmaz\nyazılım mühendisi, beş yıl deneyim, İngilizce, İstanbul, Çağrı merkezi"
ROMANIAN = "Ştefan Ionuţ\ninginer software, experienţă de cinci ani, limba engleză, Bucureşti"
UKRAINIAN = "Олександр Шевченко\nінженер-програміст, досвід роботи п'ять років, Київ"
JAPANESE = "山田太郎\nソフトウェアエンジニア 経験五年 東京大学卒業"


@pytest.mark.parametrize("text", [GERMAN, SPANISH, FRENCH, NORWEGIAN])
@pytest.mark.parametrize(
    "encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman"]
)
def test_western_text_is_right_in_every_usual_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN.replace("’", "'"), "latin-1"),
        ("José", "latin-1"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859_2"),
        (GREEK, "cp1253"),
        (GREEK, "iso8859_7"),
        (LITHUANIAN, "cp1257"),
        (LATVIAN, "cp1257"),
        (TURKISH, "cp1254"),
        (ROMANIAN, "cp1250"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
        (RUSSIAN, "iso8859_5"),
        (RUSSIAN, "cp866"),
        (HUNGARIAN, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "utf-16-le"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "utf-16-be"),
        (JAPANESE, "iso2022_jp"),
        (POLISH + ", świetna znajomość", "iso8859_2"),
        (TURKISH.replace("Ayşe", "Gökhan Şahin"), "cp1254"),
        (GERMAN, "cp850"),
        (NORWEGIAN, "cp850"),
    ],
)
def test_other_text_is_right_too(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, True)


def test_a_broken_byte_in_utf_8_costs_one_character() -> None:
    text = (
        "Jörg Müller, Zürich, Düsseldorf, Köln, Führung, Qualität, Öffentlichkeit, größte Übung, fünf Jahre"
    )
    assert decode(text.encode() + b"\xff end") == (text + "\ufffd end", False)


def test_bytes_that_are_no_text_are_told_apart() -> None:
    assert looks_like_text("Jörg".encode("cp1252"))
    assert looks_like_text(b"Jane\tRoe\r\n\f")
    assert looks_like_text("Jane Roe".encode("utf-16-le"))
    assert not looks_like_text(bytes(range(256)) * 4)
    assert not looks_like_text(b"\x01\x02\x03\x04Jane")


def test_the_text_is_given_as_it_stands() -> None:
    assert read_txt(b"Jane Roe\r\nPython").text == "Jane Roe\r\nPython"


@pytest.mark.parametrize(
    "content",
    ["Łukasz Żak".encode("cp1250"), b"Jane \x81\x8d\x8f\x90\x9d Roe"],
)
def test_a_guess_that_is_not_sure_is_told(content: bytes) -> None:
    (doubt,) = read_txt(content).doubts
    assert doubt.startswith("We had to guess")
