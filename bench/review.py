"""How quickly a list of candidates follows a weight, as ratios of things measured in one go.

Repeat with `make bench`, or `python -m bench.review --candidates 5000 --criteria 12`. No engine is asked: the
findings are made up, as various as they can be, so that nothing can be remembered from one candidate to the next.

- the trial: everybody's new score, category and place, as the page shows them while a weight is moved;
- the same kept: with the line of reason for each, as the list then has them;
- beside both, ranking from the start, and scoring and placing one by one with what screening uses.
"""

import argparse
import gc
import random
import time
from collections.abc import Callable

from core.domain.candidate import Candidate, Contact, Cuts
from core.domain.job import Criterion, Rubric
from core.domain.run import Item, Row, Run
from core.domain.verdict import Finding, Verdict
from core.screening.scoring import categorise, score_findings
from core.shortlist.ranking import moves, rank, reweighed
from core.shortlist.weighing import weighed

TIMES = 7
BOUND = 0.3
"""Seconds a list of five thousand may take to follow."""
VERDICTS: tuple[Verdict, ...] = ("met", "met", "partial", "missing", "unclear")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--candidates", type=int, default=5000)
    parser.add_argument("--criteria", type=int, default=12)
    sizes = parser.parse_args()
    run, rows = _made_up(sizes.candidates, sizes.criteria)
    tried = weighed(run, _other_weights(run.rubric), Cuts(selected=6.5))
    ranked = rank(run, rows, {})
    candidates = [one.candidate for one in ranked]
    gc.collect()
    gc.freeze()  # as the pages do with what they loaded
    one_by_one = _best(lambda: [_place(candidate, tried) for candidate in candidates])
    print(f"{sizes.candidates:,} candidates, {sizes.criteria} criteria, best of {TIMES}, no call")
    for words, work in (
        ("trying a weight", lambda: moves(ranked, tried)),
        ("keeping it", lambda: reweighed(ranked, tried)),
        ("ranking from the start", lambda: rank(tried, rows, {})),
    ):
        took = _best(work)
        print(
            f"{words:<24}{took * 1000:6.0f} ms = {took / BOUND:.2f} of the bound, "
            f"{took / one_by_one:.2f} of scoring one by one"
        )
    return 0


def _place(candidate: Candidate, run: Run) -> object:
    score = score_findings(candidate.findings, run.rubric)
    return categorise(
        score, candidate.findings, run.rubric, cuts=run.cuts, flags=candidate.flags, engine=candidate.engine
    )


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def _made_up(candidates: int, criteria: int) -> tuple[Run, list[Row]]:
    luck = random.Random(1)
    rubric = Rubric(
        criteria=tuple(
            Criterion(
                id=f"c{n}",
                text=f"Requirement number {n} of this job",
                kind="must" if n <= 3 else "nice",
                weight=luck.randint(1, 5),
            )
            for n in range(1, criteria + 1)
        )
    )
    rows = [
        Row(
            item=Item(id=f"i{n}", file=f"{n}.pdf", sha256=f"{n:064x}"),
            outcome=Candidate(
                contact=Contact(name=f"Person {n}", email=f"person{n}@example.com"),
                score=0,
                category="rejected",
                reason="",
                explanation="",
                findings=tuple(
                    Finding(criterion_id=c.id, verdict=luck.choice(VERDICTS)) for c in rubric.criteria
                ),
                tie_break=luck.random(),
                engine="local",
                model="keyword-match-1",
            ),
        )
        for n in range(candidates)
    ]
    run = Run(
        id="r", job_id="j", job_title="Job", rubric=rubric, engine="local", model="m", created="2026-01-02"
    )
    return run, rows


def _other_weights(rubric: Rubric) -> Rubric:
    first, *rest = rubric.criteria
    lighter = first.model_copy(update={"weight": 1 + first.weight % 5})
    return rubric.model_copy(update={"criteria": (lighter, *rest)})


if __name__ == "__main__":
    raise SystemExit(main())
