"""What pressing Start will do: how many, at what cost, how long, and what leaves this computer."""

from urllib.parse import urlsplit

from core.domain.run import EngineName
from core.wiring import Services
from pages.widgets.words import about, count

LOCAL_SECONDS = 0.04
"""One résumé already read, keyword match."""
MODEL_SECONDS = 6.0
"""One answer of a model; as many at once as the settings allow."""


def seconds(room: Services, n: int, engine: EngineName) -> float:
    """A rough time for the whole run."""
    if engine == "local":
        return n * LOCAL_SECONDS
    return -(-n // room.settings.max_in_flight) * MODEL_SECONDS


def host(room: Services) -> str:
    """Where a model's requests go."""
    url = room.settings.openai_base_url
    return (urlsplit(url).hostname or url) if url else "api.openai.com"


def summary(room: Services, n: int, engine: EngineName) -> str:
    """ "46 résumés · Free · about 3 s" """
    parts = [count(n, "résumé")]
    if engine == "local":
        parts.append("Free")
    parts.append(about(seconds(room, n, engine)))
    return " · ".join(parts)


def sending(room: Services, n: int, engine: EngineName) -> str:
    """What is sent where, in one sentence."""
    if engine == "local":
        return "Nothing leaves this computer."
    cost = _cost(room, n, engine)
    return (
        f"The text of {count(n, 'résumé')}, without names or contact details, will be sent to {host(room)}."
        + (f" About {cost}." if cost else "")
    )


def _cost(room: Services, n: int, engine: EngineName) -> str:
    """The price in words, or nothing where it isn't known."""
    return ""
