"""Quotes count only where they stand in the résumé, and verdicts only fall when they don't."""

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.candidate import Flag
from core.domain.job import Criterion, Rubric
from core.domain.resume import ReadResume
from core.domain.verdict import Claim, Finding, Judgement, Verdict
from core.errors import CannotScreen
from core.screening.evidence import check_evidence, find_quote, unverified_flags

RESUME = """Rosa Lindqvist
Customer Support Lead, Harbour Telecom, 03/2019 – present
• Led a team of 7 agents across two shifts and trained 12 new starters.
• Moved 40,000 tickets from e-mail into Zendesk within six months.
• Built weekly reports in Excel; no experience with Power BI.
German: B2 certificate (Goethe-Institut, 2021). Writes JavaScript and NoSQL for a hobby.
Man-
agement of 5.5 million records without downtime
"""


class Sent:
    """A text as sent, with the first line replaced by a token of another length."""

    def __init__(self, original: str, name: str = "", token: str = "[name]") -> None:
        self._cut, self._shift = len(name), len(token) - len(name) if name else 0
        self.text = token + original[len(name) :] if name else original
        self._token = len(token) if name else 0

    def to_original(self, start: int, end: int) -> tuple[int, int] | None:
        if end <= self._token:
            return None
        return max(0, start - self._shift), end - self._shift


def found(quote: str, text: str = RESUME, hint: int | None = None) -> str | None:
    span = find_quote(quote, text, hint)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Led a team of 7 agents", "Led a team of 7 agents"),
        ("LED A TEAM  of 7\nagents", "Led a team of 7 agents"),
        ("• Led a team of 7 agents", "Led a team of 7 agents"),
        ("“Led a team of 7 agents.”", "Led a team of 7 agents"),
        ("Harbour Telecom, 03/2019 - present", "Harbour Telecom, 03/2019 – present"),
        ("new starters. Moved 40,000 tickets", "new starters.\n• Moved 40,000 tickets"),
        ("B2 certificate", "B2 certificate"),
        ("Man-agement of 5.5 million", "Man-\nagement of 5.5 million"),
    ],
)
def test_what_stands_there_is_found_whatever_its_layout(quote: str, shown: str) -> None:
    assert found(quote) == shown


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Led a team of 7 agents accross two shifts", "Led a team of 7 agents across two shifts"),
        (
            "Moved 40,000 tickets from e-mail into Zendesk six months",
            "Moved 40,000 tickets from e-mail into Zendesk within six months",
        ),
        ("Management of 5.5 million records", "Man-\nagement of 5.5 million records"),
    ],
)
def test_a_typing_error_or_a_word_left_out_is_forgiven_and_the_true_words_are_shown(
    quote: str, shown: str
) -> None:
    assert found(quote) == shown


@pytest.mark.parametrize(
    "quote",
    [
        "Ran a contact centre in Lisbon with ninety people",  # invented
        "Led a team of 17 agents across two shifts",  # another number
        "Led a team of 9 agents across two shifts",
        "Moved 60,000 tickets from e-mail into Zendesk within six months",
        "Led a team of 7 agents across ten shifts",  # another short word
        "Led a team of 7 surgeons across two shifts",  # another long word
        "Led a team of 7 agents not across two shifts",  # a "not" inserted
        "Built weekly reports in Excel; experience with Power BI",  # a "no" dropped
        "trained 12 agents and Led a team of 7 new starters",  # the words elsewhere
        "Management of 5 million records without downtime",
        "Senior Led a team of 7 agents across two shifts",  # a word added
        "",
        "7",
        "–",
        "R",
    ],
)
def test_a_falsified_quote_is_not_found(quote: str) -> None:
    assert find_quote(quote, RESUME) is None


@pytest.mark.parametrize("quote", ["Java", "SQL", "Script", "5 million", "000 tickets", "Management of 5"])
def test_a_part_of_a_word_or_a_figure_is_not_found(quote: str) -> None:
    assert find_quote(quote, RESUME) is None


def test_c_is_not_c_plus_plus() -> None:
    assert find_quote("written in C", "Much was written in C++ there") is None
    assert found("written in C++", "Much was written in C++ there") == "written in C++"


def test_case_counts_for_two_letters() -> None:
    assert find_quote("IT", "I did it well") is None
    assert found("IT", "I did it well in IT there") == "IT"


def test_of_equal_places_the_one_at_the_hint_is_taken() -> None:
    text = "Zendesk admin\n" * 3
    assert find_quote("Zendesk admin", text) == (0, 13)
    assert find_quote("Zendesk admin", text, 14) == (14, 27)
    assert find_quote("Zendesk admin", text, 26) == (28, 41)


def test_a_hint_that_is_wrong_does_no_harm() -> None:
    for hint in (-5, 0, 10**9):
        assert found("Led a team of 7 agents", hint=hint) == "Led a team of 7 agents"


def test_a_quote_cut_out_of_a_negation_is_shown_with_it() -> None:
    assert found("experience with Power BI") == "no experience with Power BI"


def test_offsets_hold_where_folding_changes_lengths() -> None:
    text = "Straße İstanbul ﬁnance\u00ad team: Führte 5 Personen"
    assert found("führte 5 personen", text) == "Führte 5 Personen"
    assert found("strasse", text) == "Straße"


def test_a_long_text_and_a_long_quote_take_linear_time() -> None:
    text = "aa bb cc dd ee ff gg " * 10_000
    began = time.process_time()
    assert find_quote("aa bb cc dd ee xx gg " * 6, text) is None
    assert find_quote("zz " * 60_000, text) is None
    assert time.process_time() - began < 5


RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Led 5+ people", kind="must", weight=5),
        Criterion(id="c2", text="German B2", kind="must", weight=5),
    )
)
READ = ReadResume(sha256="0" * 64, kind="pdf", text=RESUME, page_starts=(0, RESUME.index("German")))


def judged(*claims: Claim) -> Judgement:
    return Judgement(claims=claims, model="m")


def check(
    *claims: Claim, excluded: tuple[tuple[int, int], ...] = (), sent: Sent | None = None
) -> tuple[tuple[Finding, ...], tuple[Flag, ...]]:
    found = check_evidence(judged(*claims), sent or Sent(RESUME), READ, rubric=RUBRIC, excluded=excluded)
    return found.findings, unverified_flags(found.unverified, RUBRIC)


def claim(*quotes: str, verdict: Verdict = "met", id: str = "c1", reason: str = "") -> Claim:
    return Claim(criterion_id=id, quotes=quotes, verdict=verdict, reason=reason)


OTHER = claim("B2 certificate", id="c2")


def test_a_true_quote_keeps_its_verdict_and_gets_its_place_and_page() -> None:
    findings, flags = check(claim("led a team of 7 agents", reason="Seven people."), OTHER)
    assert [f.verdict for f in findings] == ["met", "met"]
    for finding in findings:
        (quote,) = finding.quotes
        assert READ.text[quote.start : quote.end] == quote.text
    assert findings[0].quotes[0].text == "Led a team of 7 agents"
    assert [f.quotes[0].page for f in findings] == [1, 2]
    assert findings[0].reason == "Seven people."
    assert flags == ()


def test_a_quote_is_mapped_back_from_the_text_that_was_sent() -> None:
    sent = Sent(RESUME, name="Rosa Lindqvist", token="[name]")
    findings, flags = check(claim("Led a team of 7 agents"), OTHER, sent=sent)
    assert findings[0].quotes[0].text == "Led a team of 7 agents"
    assert not flags


def test_a_quote_of_nothing_but_a_token_does_not_count() -> None:
    sent = Sent(RESUME, name="Rosa Lindqvist", token="[name]")
    findings, _ = check(claim("[name]"), OTHER, sent=sent)
    assert (findings[0].verdict, findings[0].quotes) == ("missing", ())


@pytest.mark.parametrize(
    ("given", "left"),
    [("met", "missing"), ("partial", "missing"), ("missing", "missing"), ("unclear", "unclear")],
)
def test_an_invented_quote_is_removed_flagged_and_earns_nothing(given: Verdict, left: Verdict) -> None:
    findings, flags = check(claim("Led ninety people in Lisbon", verdict=given), OTHER)
    assert (findings[0].verdict, findings[0].quotes) == (left, ())
    assert [f.kind for f in flags] == ["unverified_quote"]
    assert "Led 5+ people" in flags[0].detail
    assert "Lisbon" not in flags[0].detail


def test_one_invented_quote_beside_a_true_one_lowers_the_verdict_once() -> None:
    findings, flags = check(
        claim("Led a team of 7 agents", "Hired ninety", "Fired ninety"), claim("C2 diploma", id="c2")
    )
    assert findings[0].verdict == "partial"
    assert [q.text for q in findings[0].quotes] == ["Led a team of 7 agents"]
    assert findings[1].verdict == "missing"
    assert len(flags) == 1
    assert flags[0].detail.startswith("3 quotes")


def test_a_quote_from_another_resume_is_removed() -> None:
    other = "Nursed forty patients a shift at St Brigid's and kept the ward's medication records"
    findings, flags = check(claim(other), OTHER)
    assert findings[0].quotes == ()
    assert flags


@pytest.mark.parametrize(
    ("given", "left"), [("met", "missing"), ("partial", "missing"), ("missing", "missing")]
)
def test_a_verdict_that_rests_on_excluded_text_alone_is_lost_without_the_flag(
    given: Verdict, left: Verdict
) -> None:
    start = RESUME.index("team of 7")
    findings, flags = check(
        claim("Led a team of 7 agents", verdict=given), OTHER, excluded=((start, start + 3),)
    )
    assert (findings[0].verdict, findings[0].quotes, flags) == (left, (), ())
    assert "isn't counted" in findings[0].reason


def test_an_excluded_quote_beside_a_good_one_lowers_the_verdict_by_one() -> None:
    start = RESUME.index("trained 12")
    findings, _ = check(
        claim("Led a team of 7 agents", "trained 12 new starters"), OTHER, excluded=((start, start + 30),)
    )
    assert findings[0].verdict == "partial"
    assert len(findings[0].quotes) == 1


def test_a_quote_that_ends_where_excluded_text_begins_counts() -> None:
    start = RESUME.index("Led a team")
    end = start + len("Led a team of 7 agents")
    findings, _ = check(claim("Led a team of 7 agents"), OTHER, excluded=((end, end + 9), (start - 5, start)))
    assert findings[0].verdict == "met"


@pytest.mark.parametrize(
    ("given", "left"), [("met", "partial"), ("partial", "missing"), ("unclear", "unclear")]
)
def test_a_verdict_without_any_quote_is_lowered(given: Verdict, left: Verdict) -> None:
    findings, flags = check(claim(verdict=given), OTHER)
    assert (findings[0].verdict, flags) == (left, ())


NO_POWER_BI = "no experience with Power BI"


def denial(*quotes: str, verdict: Verdict = "missing", reason: str = "") -> Claim:
    return Claim(criterion_id="c1", quotes=quotes, verdict=verdict, reason=reason, denied=True)


def test_a_denial_stands_with_its_quote() -> None:
    findings, flags = check(denial(NO_POWER_BI), OTHER)
    assert (findings[0].verdict, findings[0].denied, flags) == ("missing", True, ())
    assert [quote.text for quote in findings[0].quotes] == [NO_POWER_BI]
    assert findings[0].reason == "The résumé says that it is lacking."
    assert check(denial(NO_POWER_BI, reason="Says so."), OTHER)[0][0].reason == "Says so."


@pytest.mark.parametrize("quotes", [(), ("Never used Power BI in Lisbon",), ("no experience with Excel",)])
def test_a_denial_that_no_quote_shows_is_only_missing(quotes: tuple[str, ...]) -> None:
    findings, flags = check(denial(*quotes), OTHER)
    assert (findings[0].verdict, findings[0].denied, findings[0].quotes) == ("missing", False, ())
    assert bool(flags) is bool(quotes)


def test_a_denial_in_text_that_does_not_count_is_only_missing() -> None:
    start = RESUME.index(NO_POWER_BI)
    findings, _ = check(denial(NO_POWER_BI), OTHER, excluded=((start, start + 5),))
    assert (findings[0].denied, findings[0].quotes) == (False, ())


@pytest.mark.parametrize("verdict", ["met", "partial", "unclear"])
def test_only_what_is_missing_can_be_denied(verdict: Verdict) -> None:
    assert not check(denial(NO_POWER_BI, verdict=verdict), OTHER)[0][0].denied


def test_a_verdict_that_fell_to_missing_is_no_denial() -> None:
    findings, _ = check(denial("Led ninety people in Lisbon", NO_POWER_BI, verdict="partial"), OTHER)
    assert (findings[0].verdict, findings[0].denied) == ("missing", False)


def test_the_same_quote_twice_is_shown_once() -> None:
    findings, _ = check(claim("Led a team of 7 agents", "led a team of 7 agents"), OTHER)
    assert len(findings[0].quotes) == 1


def test_findings_come_in_rubric_order() -> None:
    findings, _ = check(OTHER, claim("Led a team of 7 agents"))
    assert [f.criterion_id for f in findings] == ["c1", "c2"]


@pytest.mark.parametrize(
    "claims",
    [
        (OTHER,),
        (OTHER, OTHER),
        (OTHER, claim(), claim()),
        (OTHER, claim(), claim(id="c3")),
        (OTHER, claim(id="c9")),
        (),
    ],
)
def test_an_answer_that_misses_doubles_or_invents_a_criterion_gives_no_findings(
    claims: tuple[Claim, ...],
) -> None:
    with pytest.raises(CannotScreen) as caught:
        check(*claims)
    assert caught.value.reason == "bad_answer"


def _swap(words: list[str], at: int, other: str) -> list[str]:
    return [*words[:at], other, *words[at + 1 :]]


FALSIFIED: dict[str, Callable[[list[str], int, str], list[str]]] = {
    "a word swapped": _swap,
    "a number changed": lambda words, at, _: re.sub(
        r"\d+", lambda m: str(int(m[0]) + 3), " ".join(words), count=1
    ).split(),
    "a negation inserted": lambda words, at, _: [*words[:at], "not", *words[at:]],
    "a word inserted": lambda words, at, other: [*words[:at], other, *words[at:]],
}


def _texts(shared: Path) -> list[str]:
    texts = [p.read_text("utf-8", "replace") for p in sorted(shared.glob("resumes/skillora/*.txt"))]
    return [text for text in texts if len(text) > 800]


def _some_quote(texts: list[str], chance: random.Random) -> tuple[str, list[str]]:
    text = chance.choice(texts)
    words = text.split()
    long = chance.randint(5, 25)
    begin = chance.randrange(len(words) - long)
    return text, words[begin : begin + long]


@pytest.mark.parametrize("kind", FALSIFIED)
def test_hardly_any_falsified_quote_of_a_real_text_is_accepted(kind: str, shared: Path) -> None:
    texts, chance = _texts(shared), random.Random(kind)
    accepted = tried = 0
    while tried < 300:
        text, words = _some_quote(texts, chance)
        other = chance.choice(re.findall(r"[^\W_]+", chance.choice(texts)))
        at = chance.choice([i for i, word in enumerate(words) if any(map(str.isalnum, word))])
        false = FALSIFIED[kind](words, at, other)
        folded = " ".join(re.findall(r"[\w+#]+", " ".join(false))).casefold()
        if folded in " ".join(re.findall(r"[\w+#]+", text)).casefold():
            continue  # nothing that can be told was changed
        tried += 1
        accepted += find_quote(" ".join(false), text) is not None
    assert accepted <= 3


def test_every_true_quote_of_a_real_text_is_found_where_it_stands(shared: Path) -> None:
    texts, chance = _texts(shared), random.Random(1)
    for _ in range(300):
        text, words = _some_quote(texts, chance)
        quote = " ".join(words)
        if sum(c.isalpha() for c in quote) > 1:
            span = find_quote(quote, text)
            assert span is not None
