"""How long and how often one request is tried."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times in seconds; the defaults are the product's figures, tests use shorter ones."""

    connect: float = 5
    call: float = 60
    """One call, from sending to the last byte: also ends an answer that drips."""
    calls_total: float = 120
    """All calls of one résumé together; waiting for a slot or a rate limit isn't counted."""
    waiting_total: float = 900
    """How long one résumé waits for rate limits before it is given up."""
    between_probes: float = 1
    """At least so long between two calls that only try whether a rate limit's pause is over."""
    shut: float = 10
    """Nobody calls for so long once the account was refused."""
    backoff: float = 0.5
    """The first wait after a server error is at most this, then twice that, and so on."""
    longest_backoff: float = 30
    tries: int = 6
    """Calls until one is answered, where the server fails or can't be reached."""
    window: float = 60
    """In which the provider counts requests and tokens."""
    body_bytes: int = 1_000_000
