"""A real OpenID Connect provider on this computer, for as long as a test needs it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from authlib.deprecate import AuthlibDeprecationWarning  # type: ignore[import-untyped]

with warnings.catch_warnings():
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)  # its own imports are old-fashioned
    from oidc_provider_mock import User, run_server_in_thread  # type: ignore[import-untyped]

CLIENT = {"OIDC_CLIENT_ID": "shortlist", "OIDC_CLIENT_SECRET": "a secret between the two"}


@contextmanager
def provider(*people: str, **claims: object) -> Iterator[str]:
    """Yields the address of its discovery document. `people` are addresses that log in with one click."""
    users = [User(sub=one, claims={"email": one, "email_verified": True, **claims}) for one in people]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}/.well-known/openid-configuration"
