"""What every test starts from: an empty data folder of its own, and none of the machine's settings."""

import os
from pathlib import Path

import pytest

from core.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*Settings.model_fields, "openai_org_id", "openai_project_id", "openai_organization"]:
        for spelling in (name.upper(), name):
            if spelling in os.environ:
                monkeypatch.delenv(spelling)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SCANS_ENABLED", "false")  # the same with and without the optional packages
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setitem(Settings.model_config, "toml_file", None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real résumés and broken files that stand beside the checkout; tests that need them skip without."""
    if not SHARED.is_dir():
        pytest.skip("SKIPPED LOUDLY: ../shared/data is not beside this checkout, so real files are not tried")
    return SHARED
