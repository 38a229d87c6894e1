"""What this process counts and times for whoever runs it; `core.operations.metrics` shows it. Never a name in it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from core.domain.candidate import Outcome

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry(auto_describe=True)

_WORK = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

OUTCOMES = Counter(
    "shortlist_outcomes",
    "Résumés that got an outcome: scored, cached (by an answer kept from before), or the reason of the failure.",
    ("engine", "result"),
    registry=REGISTRY,
)
READING_SECONDS = Histogram(
    "shortlist_reading_seconds",
    "From a file's bytes to its text, waiting for a reading process included.",
    ("reader",),
    buckets=_WORK,
    registry=REGISTRY,
)
JUDGING_SECONDS = Histogram(
    "shortlist_judging_seconds",
    "From a text that is ready to its outcome, waiting for the provider's allowance included.",
    ("engine",),
    buckets=_WORK,
    registry=REGISTRY,
)
JUDGING = Gauge("shortlist_judging", "Résumés with the engine just now.", registry=REGISTRY)
MODEL_CALLS = Counter(
    "shortlist_model_calls",
    "Calls to the model by what came: answered, limited (429), lost (no answer; it is tried again), unsupported, "
    "bad_answer, cannot_screen, account (no quota, bad key).",
    ("result",),
    registry=REGISTRY,
)
MODEL_CALL_SECONDS = Histogram(
    "shortlist_model_call_seconds", "From request to answer.", buckets=_WORK, registry=REGISTRY
)
MODEL_TOKENS = Counter(
    "shortlist_model_tokens",
    "Tokens paid for: input, cached (of the input, remembered by the provider), output.",
    ("kind",),
    registry=REGISTRY,
)
REPLIES = Counter(
    "shortlist_reply_cache",
    "Answers looked for in the reply cache: hit or miss; passed_over where it couldn't be asked.",
    ("result",),
    registry=REGISTRY,
)
BREAKER_OPEN = Gauge(
    "shortlist_reply_cache_breaker_open",
    "1 while the shared reply cache isn't asked, since it was out of reach.",
    registry=REGISTRY,
)
GATE_WIDTH = Gauge(
    "shortlist_gate_width", "Calls to the model that may be under way at once.", registry=REGISTRY
)
GATE_WAITING = Gauge("shortlist_gate_waiting", "Calls that wait for their turn.", registry=REGISTRY)
GATE_RESTS_UNTIL = Gauge(
    "shortlist_gate_rests_until_seconds",
    "When the provider may be asked again, in seconds since 1970; 0 or past: now.",
    registry=REGISTRY,
)
LOOP_LAG_SECONDS = Histogram(
    "shortlist_loop_lag_seconds",
    "How much later than asked for the loop that screens came round.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
    registry=REGISTRY,
)


def count_outcome(engine: str, outcome: Outcome) -> None:
    """Of one résumé."""
    if outcome.status == "failed":
        result: str = outcome.reason
    else:
        result = "cached" if outcome.cached else "scored"
    OUTCOMES.labels(engine, result).inc()
