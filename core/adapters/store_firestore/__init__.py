"""The store in Firestore, for teams and several machines. Imported only where it is configured."""

from core.adapters.store_firestore.connection import Connection
from core.adapters.store_firestore.key import service_account_in
from core.adapters.store_firestore.store import FirestoreStore
from core.errors import ConfigurationError
from core.settings import Settings

__all__ = ["Connection", "FirestoreStore", "connect", "project_of"]


def project_of(settings: Settings) -> str:
    """The Google Cloud project whose Firestore it is. Raises `ConfigurationError`."""
    if not settings.firestore_emulator_host:
        return _account(settings)["project_id"]
    if not settings.google_cloud_project:
        raise ConfigurationError("FIRESTORE_EMULATOR_HOST needs GOOGLE_CLOUD_PROJECT, any name.")
    return settings.google_cloud_project


def connect(settings: Settings) -> Connection:
    """To the emulator where there is one, else to the service account's project; nothing is asked yet.

    Raises `ConfigurationError`.
    """
    emulator = settings.firestore_emulator_host
    account = None if emulator else _account(settings)
    return Connection(project_of(settings), service_account=account, emulator=emulator)


def _account(settings: Settings) -> dict[str, str]:
    if settings.firebase_service_account_key is None:
        raise ConfigurationError("Set FIREBASE_SERVICE_ACCOUNT_KEY to keep results in Firestore.")
    return service_account_in(settings.firebase_service_account_key.get_secret_value())
