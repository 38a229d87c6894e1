"""Whether a request comes from this computer itself."""

import ipaddress
import re

from starlette.requests import HTTPConnection

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def is_this_computer(host: str | None) -> bool:
    """Whether a host's name or address, or one to listen on, can be reached from this computer only."""
    if not host:
        return False
    if host == "localhost" or host.startswith(("unix:", "/")):
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def without_port(host: str) -> str:
    """ "localhost:8501" as "localhost", "[::1]:8501" as "[::1]"."""
    return re.sub(r":\d+$", "", host)


def asked_from_here(request: HTTPConnection) -> bool:
    """Whether somebody at this computer asked it by its own name, and no proxy asked on behalf of others."""
    asker = request.client.host if request.client else None
    named = without_port(request.headers.get("host", ""))
    passed_on = any(name in request.headers for name in _PASSED_ON)
    return is_this_computer(asker) and is_this_computer(named) and not passed_on
