"""What an evaluation found, as values: the JSON it writes has these fields."""

from core.domain.candidate import FlagKind
from core.domain.run import EngineName
from core.domain.value import Value
from core.domain.verdict import Verdict
from core.errors import FailureReason
from core.evaluation.agreement import Agreement
from core.evaluation.cost import Cost
from core.evaluation.falsified import QuoteCheck
from core.evaluation.identities import NameSwap
from core.evaluation.stability import Stability
from core.evaluation.steered import Steering


class Ranking(Value):
    """How good an order is; for a set the mean of its jobs. None where a job's labels can't tell."""

    auc: float | None
    ndcg: float | None
    """Of the first ten."""
    spearman: float | None


class Rankings(Value):
    """The order the product shows (score, then tie-break), the score alone, and plain TF-IDF beside them."""

    shown: Ranking
    score: Ranking
    tfidf: Ranking


class Difference(Value):
    """A verdict that isn't the label's."""

    criterion_id: str
    label: Verdict
    given: Verdict


class ResumeReport(Value):
    """One labelled résumé. `score` is None where it failed, with the reason."""

    name: str
    fit: int
    score: float | None
    tfidf: float
    failure: FailureReason | None = None
    differences: tuple[Difference, ...] = ()
    flags: tuple[FlagKind, ...] = ()


class JobReport(Value):
    name: str
    rankings: Rankings
    agreement: float | None
    resumes: tuple[ResumeReport, ...]


class Flagged(Value):
    """How many résumés have a flag as they are: of those that fit (3 or 2), and of the others."""

    fits: int
    others: int


class SetReport(Value):
    name: str
    resumes: int
    fits: int
    """Of the résumés, how many fit (3 or 2)."""
    failures: dict[FailureReason, int]
    """Of the résumés as they are. They have no score and are in none of the measures."""
    rankings: Rankings
    agreement: Agreement
    quotes: QuoteCheck
    steering: Steering
    flags: dict[FlagKind, Flagged]
    names: NameSwap
    stability: Stability
    cost: Cost
    jobs: tuple[JobReport, ...]


class Report(Value):
    engine: EngineName
    model: str
    quick: bool
    day: str
    """Experience that goes on is counted up to this day."""
    sets: tuple[SetReport, ...]
