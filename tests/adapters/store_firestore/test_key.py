"""A service account's key is found in whatever form it reached the settings, and never shown."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from core.adapters.store_firestore import connect, project_of
from core.adapters.store_firestore.key import service_account_in
from core.errors import ConfigurationError
from core.settings import Settings

PEM = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)
ACCOUNT = {
    "type": "service_account",
    "project_id": "hiring-1",
    "private_key_id": "k1",
    "private_key": PEM,
    "client_email": "shortlist@hiring-1.iam.gserviceaccount.com",
    "client_id": "1",
    "token_uri": "https://oauth2.googleapis.com/token",
}
PLAIN = json.dumps(ACCOUNT)

FORMS = {
    "plain": PLAIN,
    "indented, with blanks around": f"\n  {json.dumps(ACCOUNT, indent=2)}\n",
    "line breaks doubled": PLAIN.replace("\\n", "\\\\n"),
    "line breaks real": PLAIN.replace("\\n", "\n"),
    "Windows line breaks": PLAIN.replace("\\n", "\\r\\n"),
    "quoted": f"'{PLAIN}'",
    "quotes quoted": PLAIN.replace('"', '\\"'),
    "base64": base64.b64encode(PLAIN.encode()).decode(),
    "base64 in lines": base64.encodebytes(PLAIN.encode()).decode(),
    "base64 for addresses": base64.urlsafe_b64encode(PLAIN.encode()).decode().rstrip("="),
    "base64 of doubled line breaks": base64.b64encode(PLAIN.replace("\\n", "\\\\n").encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_key_is_found_in_every_form(form: str) -> None:
    found = service_account_in(FORMS[form])
    assert found["private_key"].strip() == PEM.strip()
    settings = Settings.model_validate({"firebase_service_account_key": FORMS[form]})
    assert project_of(settings) == "hiring-1"
    connect(settings).close()


def test_a_path_leads_to_the_key(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text(PLAIN)
    assert service_account_in(str(path)) == ACCOUNT


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("/no/such/canary.json", "must be a service account's JSON"),
        ("canary", "must be a service account's JSON"),
        ("{canary", "must be a service account's JSON"),
        ('["canary"]', "must be a service account's JSON"),
        ("canary" * 5000, "must be a service account's JSON"),
        ('{"project_id": "canary"}', "lacks client_email, private_key"),
        (PLAIN.replace(PEM[40:60], "canary"), "holds no key"),
    ],
)
def test_what_is_no_key_is_refused_without_being_shown(given: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        connect(Settings.model_validate({"firebase_service_account_key": given}))
    assert "canary" not in str(refused.value)


def test_the_emulator_needs_a_project() -> None:
    with pytest.raises(ConfigurationError, match="GOOGLE_CLOUD_PROJECT"):
        connect(Settings.model_validate({"firestore_emulator_host": "127.0.0.1:1"}))
