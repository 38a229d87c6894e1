"""The one reader of environment, .env and secrets. Frozen: read once, handed down."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from core.errors import ConfigurationError

HERE = Path(__file__).resolve().parent.parent


def _names(given: object) -> object:
    """ "Ada@Example.com, bob@example.com" as a set, in small letters."""
    if not isinstance(given, str):
        return given
    return frozenset(word.strip().casefold() for word in given.split(",") if word.strip())


def _teams(given: object) -> object:
    """ "sales: ada@example.com, bob@example.com; hr: eve@example.com" as the team of each address."""
    if not isinstance(given, str):
        return given
    team_of: dict[str, str] = {}
    for line in filter(str.strip, given.split(";")):
        team, colon, people = line.partition(":")
        team, members = team.strip().casefold(), {name.strip().casefold() for name in people.split(",")}
        if not (team and colon and all(members)):
            raise ValueError('write it as "sales: ada@example.com, bob@example.com; hr: eve@example.com"')
        if members & team_of.keys():
            raise ValueError("an address stands in two teams")
        team_of |= dict.fromkeys(members, team)
    return team_of


Names = Annotated[frozenset[str], NoDecode, BeforeValidator(_names)]
Teams = Annotated[dict[str, str], NoDecode, BeforeValidator(_teams)]


class Settings(BaseSettings):
    """What can be set, by environment variable of the same name. Later sources lose: environment, .env, secrets.toml."""

    model_config = SettingsConfigDict(
        env_file=HERE / ".env",
        toml_file=HERE / ".streamlit" / "secrets.toml",
        case_sensitive=False,
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    data_dir: Path = HERE / "data"

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-6-luna"
    openai_reasoning_effort: Literal["none", "low", "medium", "high"] = "none"
    max_in_flight: int = Field(default=20, ge=1, le=500)
    request_key: SecretStr = SecretStr("shortlist-fence-v1")
    """Keys the fence around a résumé's text; a fixed default keeps equal texts equal requests."""

    redis_url: str | None = None
    cache_enabled: bool = True
    cache_ttl: int = Field(default=30 * 24 * 3600, ge=60)
    """Seconds an answer is kept."""

    files_url: str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: SecretStr | None = None
    aws_session_token: SecretStr | None = None
    aws_region: str | None = None
    aws_endpoint_url: str | None = None
    """Where an S3-compatible store other than Amazon's answers."""
    aws_allow_http: bool = False
    """Whether that address may begin with http://, where what is sent can be read on its way."""

    reading_children: int = Field(default=2, ge=1, le=64)
    scans_enabled: bool = True
    """Whether scans are read, where what reads them is installed; it takes a gigabyte of memory meanwhile."""
    max_file_mb: int = Field(default=25, ge=1, le=500)

    api_max_request_mb: int = Field(default=1024, ge=1, le=100_000)
    """Megabytes that a request to the HTTP API may bring, all of its files together."""

    credits_enabled: bool = False
    """Whether each résumé that an AI judges anew takes one credit of its user (`python -m core credits`)."""
    run_budget: float | None = Field(default=None, gt=0)
    """US dollars a new run may spend unless it says otherwise; needs a model whose price is known."""
    model_prices: str | None = None
    """US dollars per million tokens, "input, remembered input, output", for a model that isn't in the price table."""

    rate_limit_enabled: bool = True
    rate_limit_per_minute: int = Field(default=10, ge=1, le=10_000)
    """Screenings a user may start in a minute."""
    mail_limit_per_minute: int = Field(default=20, ge=1, le=10_000)
    """Mails a user may send in a minute."""
    max_queued_runs: int = Field(default=20, ge=1, le=10_000)
    """Screenings of one user that may be under way at once."""

    oidc_client_id: str | None = None
    """Switches the login on; without it there is one local user, on this computer only."""
    oidc_client_secret: SecretStr | None = None
    oidc_metadata_url: str | None = None
    """The provider's discovery document: https://…/.well-known/openid-configuration"""
    oidc_redirect_url: str = "http://localhost:{port}/oauth2callback"
    """Where the provider sends people back to, as registered there."""
    oidc_cookie_secret: SecretStr | None = Field(default=None, min_length=32)
    """Signs the login cookie; without it, a key made from the client secret does."""
    oidc_allowed_domains: Names = frozenset()
    """Whose e-mail addresses may come in; empty: everybody the provider lets in."""
    oidc_admins: Names = frozenset()
    oidc_reviewers: Names = frozenset()
    oidc_teams: Teams = {}
    oidc_role_claim: str | None = None
    """The claim that names the role; where it says nothing, the two lists do."""
    oidc_team_claim: str | None = None
    """The claim that names the team; where it says nothing, OIDC_TEAMS does."""
    allow_no_login: bool = False
    """Whether other computers may come in without a login: everybody who reaches the address is then an admin."""

    firebase_service_account_key: SecretStr | None = None
    """A service account's JSON, that JSON in base64, or the path of its file: results are then kept in Firestore."""
    firestore_emulator_host: str | None = None
    google_cloud_project: str | None = None
    """The project to use in the emulator; a service account names its own."""

    log_format: Literal["text", "json"] = "text"
    """Lines for a terminal, or JSON for whatever gathers logs."""
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    """What `/metrics` wants to be shown; without it, it answers this computer only."""

    runner: Literal["local", "celery"] = "local"
    """Who works screenings off: this process, or Celery workers (`make worker`)."""
    celery_broker_url: str | None = None
    """The Redis that hands the workers their work: redis://host:6379/1"""
    celery_result_backend: str | None = None
    """Where workers say that they are done; without it, the broker."""
    celery_batch: int = Field(default=10, ge=1, le=200)
    """Résumés that one worker process has in hand at a time."""
    celery_time_limit: int = Field(default=1800, ge=5, le=6000)
    """Seconds after which a batch is given up; what is open in it then failed."""

    retention_days: int = Field(default=180, ge=30, le=730)
    """How long screenings and their candidates are kept, unless the job has days of its own."""
    nightly_hour: int = Field(default=3, ge=0, le=23)
    """The hour (UTC) after which what is due each night is done."""
    backup_dir: Path | None = None
    """Where a backup is made each night; without it none is."""
    backup_days: int = Field(default=14, ge=1, le=365)
    """How long those backups are kept, and what was erased since is in them."""

    # Named so that setting one is refused out loud, not passed over (wiring.build).
    smtp_url: SecretStr | None = Field(default=None, validation_alias=AliasChoices("smtp_url", "smtp_server"))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls))

    @property
    def has_model(self) -> bool:
        """Whether a model endpoint is configured: a key, or a base URL (local servers need no key)."""
        return bool(self.openai_api_key or self.openai_base_url)

    @property
    def has_login(self) -> bool:
        return self.oidc_client_id is not None

    @property
    def model_host(self) -> str:
        """The host that texts are sent to, for a person to read."""
        return urlsplit(self.openai_base_url or "https://api.openai.com").hostname or "api.openai.com"

    @property
    def has_firestore(self) -> bool:
        """Whether results are kept in Firestore."""
        return self.firebase_service_account_key is not None or self.firestore_emulator_host is not None


def load() -> Settings:
    """Reads the settings. Raises `ConfigurationError` that names each bad one, never its value."""
    try:
        return Settings()
    except ValidationError as bad:
        lines = [
            f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in bad.errors(include_input=False)
        ]
        raise ConfigurationError("Please correct these settings. " + "; ".join(lines)) from None
