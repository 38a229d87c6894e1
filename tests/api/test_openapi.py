"""The document tells the truth: whatever is sent, the API answers as it says."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.conftest import Office

SCHEMATHESIS = Path(sys.executable).with_name("st")
LEFT_OUT = "positive_data_acceptance"
"""A document can't say which words a job must hold, nor which criteria nobody may be judged by."""


@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="SKIPPED LOUDLY: schemathesis isn't installed here")
def test_no_request_gets_an_answer_that_the_document_does_not_tell_of(office: Office, tmp_path: Path) -> None:
    told = subprocess.run(
        [
            *(str(SCHEMATHESIS), "run", f"{office.address}/openapi.json", "--url", office.address),
            *("--header", f"Authorization: {office.client().headers['authorization']}"),
            *("--phases", "coverage,fuzzing", "--max-examples", "3", "--seed", "7", "--no-color"),
            *("--exclude-checks", LEFT_OUT, "--suppress-health-check", "all"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=100,
    )
    assert told.returncode == 0, told.stdout[-8000:] + told.stderr[-2000:]
    assert "4 selected / 4 total" in told.stdout
