"""The login provider, asked whether it is there."""

import httpx

from core.errors import PartUnavailable

PATIENCE_SECONDS = 5.0
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def check_provider(metadata_url: str) -> str:
    """A line for a person that says the provider answers. Raises `PartUnavailable`."""
    try:
        answer = httpx.get(metadata_url, timeout=PATIENCE_SECONDS, follow_redirects=True)
        answer.raise_for_status()
        told = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise PartUnavailable(
            "Login", "The login provider doesn't answer. Check OIDC_METADATA_URL and the network."
        ) from None
    if not isinstance(told, dict) or any(not told.get(name) for name in _NEEDED):
        raise PartUnavailable(
            "Login",
            "OIDC_METADATA_URL isn't a discovery document. It usually ends in /.well-known/openid-configuration.",
        )
    return "The provider answers."
