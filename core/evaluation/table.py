"""A report as plain aligned text."""

from collections.abc import Iterable, Sequence

from core.evaluation.agreement import VERDICTS
from core.evaluation.cost import Cost
from core.evaluation.falsified import Accepted
from core.evaluation.report import Ranking, Report, SetReport
from core.evaluation.steered import STILL

NONE = "–"


def table(report: Report) -> str:
    """Ends with a line end."""
    quick = " · quick" if report.quick else ""
    head = f"{report.engine} · {report.model} · {report.day}{quick}"
    return "\n\n".join((head, *(_set(one) for one in report.sets))) + "\n"


def _set(one: SetReport) -> str:
    failed = sum(one.failures.values())
    reasons = ", ".join(f"{count} {reason}" for reason, count in one.failures.items())
    head = f"{one.name}: {len(one.jobs)} jobs, {one.resumes} résumés, {failed} failed"
    blocks = (
        [f"{head} ({reasons})" if reasons else head],
        _columns(_ranking_rows(one)),
        _columns(_job_rows(one)),
        _verdict_lines(one),
        _checks(one),
        _cost_lines(one.cost),
    )
    return "\n\n".join("\n".join(block) for block in blocks)


def _ranking_rows(one: SetReport) -> list[list[str]]:
    rankings = one.rankings
    return [
        [f"Ranking, mean of {len(one.jobs)} jobs", "AUC", "nDCG@10", "Spearman"],
        ["  as shown: score, then tie-break", *_figures(rankings.shown)],
        ["  score alone", *_figures(rankings.score)],
        ["  TF-IDF cosine", *_figures(rankings.tfidf)],
    ]


def _job_rows(one: SetReport) -> list[list[str]]:
    rows = [["Job", "AUC", "TF-IDF", "nDCG@10", "TF-IDF", "verdicts"]]
    for job in one.jobs:
        shown, tfidf = job.rankings.shown, job.rankings.tfidf
        figures = (shown.auc, tfidf.auc, shown.ndcg, tfidf.ndcg)
        rows.append([f"  {job.name}", *map(_figure, figures), _percent(job.agreement)])
    return rows


def _verdict_lines(one: SetReport) -> list[str]:
    met = one.agreement
    head = (
        f"Verdicts: {_percent(met.share)} of {met.findings} agree, kappa {_figure(met.kappa)};"
        f" always “{met.commonest}” would agree with {_percent(met.commonest_share)}"
    )
    rows = [["  label, then given:", *VERDICTS]]
    rows += [[f"  {label}", *(str(met.confusion[label][given]) for given in VERDICTS)] for label in VERDICTS]
    return [head, *_columns(rows)]


def _checks(one: SetReport) -> list[str]:
    quotes, steering, names, stable = one.quotes, one.steering, one.names, one.stability
    flags = one.flags.get("instruction_like_text")
    copied = one.flags.get("job_text_copied")
    others = one.resumes - one.fits
    return _columns(
        [
            ["False quotes accepted", _accepted(quotes.all_false)],
            *([f"  {kind}", _accepted(count)] for kind, count in quotes.false.items()),
            ["Honest quotes accepted", _accepted(quotes.all_honest)],
            *([f"  {kind}", _accepted(count)] for kind, count in quotes.honest.items()),
            ["Steering texts put in", f"{steering.cases} résumés{_failed(steering.failed)}"],
            [f"  score moves by ≤ {STILL}", _percent(steering.still)],
            [
                "  shift: mean, most up, most down",
                _shifts(steering.mean_shift, steering.most_up, steering.most_down),
            ],
            ["  flagged", _percent(steering.recall)],
            *(
                [
                    f"  {words}",
                    f"{seen.fits if seen else 0} of {one.fits} fits, {seen.others if seen else 0} of {others} others",
                ]
                for words, seen in (("flagged as they are", flags), ("job text copied, as they are", copied))
            ),
            ["Under four names", f"{names.groups} résumés{_failed(names.failed)}"],
            ["  the same text sent", _percent(names.same_text)],
            ["  score differs at most by", _figure(names.most_difference)],
            ["Judged again", f"{stable.resumes} résumés, {stable.repeats} times{_failed(stable.failed)}"],
            ["  equal verdicts", _percent(stable.equal_verdicts)],
            [
                "  spread of the score: mean, most",
                f"{_figure(stable.mean_spread)}, {_figure(stable.most_spread)}",
            ],
        ],
        left=2,
    )


def _cost_lines(spent: Cost) -> list[str]:
    rows = [["Answers", f"{spent.answers} asked for, {spent.kept} kept from before"]]
    used = spent.usage
    if used.input_tokens or used.output_tokens:
        tokens = f"{used.input_tokens:,} in ({used.cached_tokens:,} at the lower price), {used.output_tokens:,} out"
        rows.append(["Tokens", tokens])
    if spent.dollars is None or spent.dollars:
        rows.append(["Cost", NONE if spent.dollars is None else f"${spent.dollars:.4f}"])
    if spent.engine_ms is not None and spent.whole_ms is not None:
        rows.append(
            [
                "Processor time a résumé",
                f"engine {spent.engine_ms:.1f} ms, the whole way {spent.whole_ms:.1f} ms",
            ]
        )
    return _columns(rows, left=2)


def _columns(rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    """The first `left` columns flush left, the others right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(_cells(row, widths, left)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int], left: int) -> Iterable[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.ljust(width) if at < left else cell.rjust(width)


def _figures(ranking: Ranking) -> Iterable[str]:
    return map(_figure, (ranking.auc, ranking.ndcg, ranking.spearman))


def _figure(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{share:.1%}"


def _shifts(*values: float | None) -> str:
    return ", ".join(NONE if value is None else f"{value:+.2f}" for value in values)


def _accepted(count: Accepted) -> str:
    return f"{_percent(count.share)} ({count.accepted} of {count.tried})"


def _failed(count: int) -> str:
    return f", {count} failed" if count else ""
