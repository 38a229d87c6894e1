"""What is said of how far a run is, what it costs and what it waits for."""

from core.domain.run import EngineName, RunSnapshot
from core.domain.verdict import Usage
from core.shortlist.words import scan_words

WORTH_SAYING_SECONDS = 1.0
"""A shorter rest is over before it has been read."""


def progress_words(snapshot: RunSnapshot, engine: EngineName) -> str:
    """ "31 of 46 · 1 failed · 12 from the cache · 8 with the AI · about 18 s left" """
    going_on = snapshot.state == "running"
    return _joined(
        f"{snapshot.done:,} of {snapshot.total:,}",
        f"{snapshot.failed:,} failed" if snapshot.failed else "",
        f"{snapshot.cached:,} from the cache" if snapshot.cached else "",
        f"{snapshot.judging:,} with the AI" if snapshot.judging and going_on and engine != "local" else "",
        scan_words(snapshot),
        f"{about(snapshot.eta_seconds)} left" if snapshot.eta_seconds is not None and going_on else "",
    )


def pace_words(snapshot: RunSnapshot, engine: EngineName) -> str:
    """ "about 40 a minute · $0.12 of $2.00 · $0.30 saved"; "" where there is nothing to say yet."""
    going_on = snapshot.state == "running"
    rate = f"about {snapshot.per_minute:,.0f} a minute" if snapshot.per_minute and going_on else ""
    if engine == "local":
        return rate
    spent = ""
    if snapshot.cost is not None and (snapshot.cost or snapshot.budget):
        limit = f"of {dollars(snapshot.budget)}" if snapshot.budget else "so far"
        spent = f"{dollars(snapshot.cost)} {limit}"
    return _joined(rate, spent, f"{dollars(snapshot.saved_cost)} saved" if snapshot.saved_cost else "")


def waiting_words(snapshot: RunSnapshot) -> str:
    """Why nothing comes just now, as a sentence; "" where nothing keeps it."""
    if snapshot.state != "running":
        return ""
    if snapshot.message:
        return snapshot.message
    if snapshot.resting_seconds >= WORTH_SAYING_SECONDS:
        return f"The AI service asks for a pause: goes on in {snapshot.resting_seconds:.0f} s."
    return ""


def took_words(snapshot: RunSnapshot, engine: EngineName) -> str:
    """ "46 answers · 120,400 tokens · $0.04 · $0.02 saved by the cache"; "" for what no AI read."""
    if engine == "local":
        return ""
    answers = snapshot.done - snapshot.failed
    used, saved = tokens(snapshot.paid), tokens(snapshot.saved)
    saved_by = dollars(snapshot.saved_cost) if snapshot.saved_cost else f"{saved:,} tokens" if saved else ""
    return _joined(
        f"{answers:,} answer{'' if answers == 1 else 's'}",
        f"{used:,} tokens",
        "" if snapshot.cost is None else dollars(snapshot.cost),
        f"{saved_by} saved by the cache" if saved_by else "",
    )


def tokens(usage: Usage) -> int:
    """All of them; the remembered ones are among the input."""
    return usage.input_tokens + usage.output_tokens


def dollars(amount: float) -> str:
    """With cents; less than one is said to be less."""
    return "less than 1 cent" if 0 < amount < 0.01 else f"${amount:,.2f}"


def about(seconds: float) -> str:
    """A duration as people say it: "about 3 s", "about 2 min"."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
