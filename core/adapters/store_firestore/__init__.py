"""The store in Firestore, for teams and several machines. Imported only where it is configured."""

from core.adapters.store_firestore.connection import Connection
from core.adapters.store_firestore.key import service_account_in
from core.adapters.store_firestore.store import FirestoreStore
from core.errors import ConfigurationError
from core.settings import Settings

__all__ = ["Connection", "FirestoreStore", "connect"]


def connect(settings: Settings) -> Connection:
    """To the emulator where there is one, else to the service account's project; nothing is asked yet.

    Raises `ConfigurationError`.
    """
    if settings.firestore_emulator_host:
        if not settings.google_cloud_project:
            raise ConfigurationError("FIRESTORE_EMULATOR_HOST needs GOOGLE_CLOUD_PROJECT, any name.")
        return Connection(
            settings.google_cloud_project, service_account=None, emulator=settings.firestore_emulator_host
        )
    if settings.firebase_service_account_key is None:
        raise ConfigurationError("Set FIREBASE_SERVICE_ACCOUNT_KEY to keep results in Firestore.")
    account = service_account_in(settings.firebase_service_account_key.get_secret_value())
    return Connection(account["project_id"], service_account=account, emulator=None)
