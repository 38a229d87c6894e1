"""A blind run shows nobody's name, whatever is asked of it."""

import csv
import io
import json
import zipfile

from docx import Document

from core.domain.candidate import Candidate, Contact, Flag, failure
from core.domain.job import Criterion, Rubric
from core.domain.resume import ReadResume
from core.domain.run import DecisionRecord, Item, Row, Run
from core.domain.verdict import Finding, Quote
from core.shortlist import Ranked, run_document, shown_failed, shown_ranked, to_csv, to_xlsx
from core.shortlist.blind import labels, place_in, seen_by_engine
from core.shortlist.report import to_docx

RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Led people", kind="must", weight=5),))
PEOPLE = ("Adele Lindqvist", "Bela Okonjo", "Cleo Farrugia")
SECRETS = (
    "Adele",
    "Lindqvist",
    "Bela",
    "Okonjo",
    "Cleo",
    "Farrugia",
    "@",
    "7946",
    "Leeds",
    "linkedin",
    "She ",
    ".pdf",
)


def a_run(**changes: object) -> Run:
    fields = {
        "id": "r1",
        "job_id": "j1",
        "job_title": "Lead",
        "rubric": RUBRIC,
        "engine": "local",
        "blind": True,
    }
    return Run.model_validate({**fields, "model": "keyword-match-1", "created": "2026-01-02", **changes})


def scored(name: str, verdict: str = "met") -> Candidate:
    first = name.split()[0]
    said = f"{name} led 8 people. She hired them. Write to {first.lower()}@example.com."
    return Candidate(
        contact=Contact(
            name=name,
            email=f"{first.lower()}@example.com",
            phone="+44 20 7946 0123",
            links=(f"https://linkedin.com/in/{first.lower()}",),
            location="Leeds, UK",
        ),
        score=10,
        category="selected",
        reason="",
        explanation=f"{first} has led people.",
        strengths=(f"Led people: “{said}”",),
        weaknesses=(f"{first} says little of it.",),
        findings=(
            Finding.model_validate(
                {
                    "criterion_id": "c1",
                    "verdict": verdict,
                    "reason": f"Found it; {first} says so.",
                    "quotes": [Quote(text=said, start=3, end=3 + len(said), page=1)],
                }
            ),
        ),
        flags=(Flag(kind="hidden_text", detail=f"{first} hid 40 characters."),),
        text_mark="" if name.startswith("Cleo") else "same words",
        engine="local",
        model="keyword-match-1",
    )


def rows() -> tuple[Row, ...]:
    given = [
        Row(item=Item(id=id, file=f"{name}.pdf", sha256=f"sha-{id}"), outcome=scored(name))
        for id, name in zip(("f0", "a1", "77"), PEOPLE, strict=True)
    ]
    broken = Row(item=Item(id="b0", file="Dora Vance.pdf", sha256="sha-b0"), outcome=failure("locked"))
    return (*given, broken)


def blind_text(*parts: object) -> str:
    return "\n".join(map(str, parts))


def assert_tells_nobody(text: str) -> None:
    assert [secret for secret in (*SECRETS, "Dora", "Vance") if secret in text] == []


def test_a_candidate_is_a_number_in_every_field() -> None:
    ranked = shown_ranked(a_run(), rows(), {})
    for one in ranked:
        assert_tells_nobody(one.model_dump_json())
    assert ranked[0].candidate.contact == Contact(name=ranked[0].item.file)
    assert "[name] led 8 people. [they] hired them." in ranked[0].candidate.findings[0].quotes[0].text


def test_a_flag_that_names_another_file_names_its_number() -> None:
    numbers = labels(rows())
    by_id = {one.item.id: one for one in shown_ranked(a_run(), rows(), {})}
    said = next(flag.detail for flag in by_id["f0"].candidate.flags if flag.kind == "duplicate")
    assert numbers["a1"] in said


def test_equals_stand_by_number_so_that_their_order_tells_nothing() -> None:
    assert [one.candidate.contact.name for one in shown_ranked(a_run(), rows(), {})] == [
        "Candidate 1",
        "Candidate 2",
        "Candidate 4",
    ]
    assert [one.rank for one in shown_ranked(a_run(), rows(), {})] == [1, 2, 3]


def test_numbers_come_by_lot_and_stay_whatever_comes_later() -> None:
    before = labels(rows())
    assert before == {"77": "Candidate 1", "a1": "Candidate 2", "b0": "File 3", "f0": "Candidate 4"}
    later = Row(item=Item(id="00", file="x.pdf", sha256="s", batch=2))
    assert labels((*reversed(rows()), later)) == {**before, "00": "Candidate 5"}


def test_more_than_nine_equals_stand_by_number_not_by_the_spelling_of_it() -> None:
    many = [
        Row(item=Item(id=f"{n:02}", file=f"{n}.pdf", sha256=str(n)), outcome=scored("Adele Lindqvist"))
        for n in range(12)
    ]
    names = [one.candidate.contact.name for one in shown_ranked(a_run(), many, {})]
    assert names == [f"Candidate {n}" for n in range(1, 13)]


def test_a_run_that_is_not_blind_is_shown_as_it_is() -> None:
    run = a_run(blind=False)
    assert {one.candidate.contact.name for one in shown_ranked(run, rows(), {})} == set(PEOPLE)
    assert shown_failed(run, rows())[0].item.file == "Dora Vance.pdf"


def test_a_file_without_a_score_is_a_number_too() -> None:
    assert [row.item.file for row in shown_failed(a_run(), rows())] == ["File 3"]


def test_every_export_of_a_blind_run_tells_nobody() -> None:
    run = a_run()
    reason = DecisionRecord(
        job_id="j1", sha256="sha-f0", decision="hold", reason="Adele asks a lot", at="now"
    )
    ranked = shown_ranked(run, rows(), {"sha-f0": reason})
    (first, *_) = list(csv.DictReader(io.StringIO(to_csv(run, ranked).decode("utf-8-sig"))))
    assert (first["Name"], first["Email"], first["Phone"], first["File"]) == ("Candidate 1", "", "", "")
    assert_tells_nobody(to_csv(run, ranked).decode())
    assert_tells_nobody(json.dumps(run_document(run, rows()), ensure_ascii=False))
    for content in (to_xlsx(run, ranked), to_docx(run, ranked)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    text = package.read(name).decode()
                    assert [s for s in SECRETS[:6] if s in text] == [], name
    assert any("Candidate 4" in p.text for p in Document(io.BytesIO(to_docx(run, ranked))).paragraphs)


def test_the_json_of_a_blind_run_has_no_hash_that_would_find_the_file() -> None:
    assert {outcome["sha256"] for outcome in run_document(a_run(), rows())["outcomes"]} == {""}


def test_a_reason_a_person_wrote_for_a_decision_is_not_in_the_report() -> None:
    (one,) = [one for one in shown_ranked(a_run(), rows(), {}) if one.item.id == "f0"]
    written: Ranked = one.model_copy(update={"decided_reason": "Adele asks a lot"})
    text = "\n".join(p.text for p in Document(io.BytesIO(to_docx(a_run(), [written]))).paragraphs)
    assert "asks a lot" not in text


def test_the_text_to_read_is_the_one_the_engine_saw_and_quotes_are_found_in_it() -> None:
    text = "Adele Lindqvist\nadele@example.com\n\nExperience\nSupport agent\nAdele Lindqvist led 8 people in Berlin.\n"
    seen = seen_by_engine(ReadResume(sha256="s", kind="txt", text=text), a_run())
    assert_tells_nobody(seen.text)
    begin = text.index("led 8")
    start, end = place_in(seen, begin, begin + len("led 8 people"))
    assert seen.text[start:end] == "led 8 people"
    whole = text.index("Adele Lindqvist led")
    start, end = place_in(seen, whole, whole + len("Adele Lindqvist led 8"))
    assert seen.text[start:end].endswith("led 8")
    assert place_in(seen, len(text) + 5, len(text) + 9) == (len(seen.text), len(seen.text))
