"""A service account's key in whatever form it reached the settings."""

import base64
import binascii
import json
from pathlib import Path

from core.errors import ConfigurationError

NEEDED = ("project_id", "client_email", "private_key")


def service_account_in(given: str) -> dict[str, str]:
    """The key's fields. `given` is its JSON, that in base64, or the path of its file; the line breaks within the
    private key may be real, written as in JSON, or written so twice.

    Raises `ConfigurationError` that says what is missing, never what is there.
    """
    text = given.strip().strip("'\"").strip()
    if not text.startswith("{"):
        text = _decoded(text) or _content_of(text)
    fields = _fields_in(text)
    if fields is None:
        raise ConfigurationError(
            "FIREBASE_SERVICE_ACCOUNT_KEY must be a service account's JSON, that JSON in base64, or the path of its file."
        )
    missing = [name for name in NEEDED if not fields.get(name)]
    if missing:
        raise ConfigurationError(
            f"FIREBASE_SERVICE_ACCOUNT_KEY lacks {', '.join(missing)}. Copy the whole JSON of the service account."
        )
    lines = fields["private_key"].replace("\\n", "\n").replace("\\r", "").replace("\r", "")
    return {**fields, "private_key": lines}


def _fields_in(text: str) -> dict[str, str] | None:
    for spelling in (text, text.replace('\\"', '"')):  # some shells and panels quote the quotes
        try:
            found = json.loads(spelling, strict=False)
        except ValueError:
            continue
        if isinstance(found, dict):
            return {name: value for name, value in found.items() if isinstance(value, str)}
    return None


def _decoded(text: str) -> str:
    """What the text says in base64; nothing where it isn't that."""
    packed = "".join(text.split()).replace("-", "+").replace("_", "/")
    try:
        plain = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode().strip()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return plain if plain.startswith("{") else ""


def _content_of(path: str) -> str:
    """What stands in the file; nothing where there is none."""
    try:
        return Path(path).expanduser().read_text().strip()
    except (OSError, ValueError, RuntimeError):
        return ""
