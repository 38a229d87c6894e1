"""A folder with a ZIP in it, dropped onto the page, becomes a shortlist."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.samples import sample_files, sample_job
from tests.e2e.conftest import settled, write_job

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def drop(page: Page, label: str, path: Path) -> None:
    """As from a window of the file manager; a folder may be dropped too."""
    box = page.locator(f'section[aria-label="{label}"]').bounding_box()
    assert box is not None
    at = {"x": box["x"] + 20, "y": box["y"] + 10}
    carried = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": step, **at, "data": carried})


def test_a_folder_with_a_zip_in_it_is_screened_file_by_file(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "from the job board"
    folder.mkdir()
    (folder / ".hidden").write_text("x")
    samples = dict(sample_files())
    good = ["oliver.hart.pdf", "kwame.boateng.docx", "resume.txt"]
    with zipfile.ZipFile(folder / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good:
            archive.writestr(f"cvs/{name}", samples[name])
        archive.writestr("cvs/broken.docx", samples["kwame.boateng.docx"][:-200])

    write_job(page, sample_job().text)
    drop(page, "Résumés", folder)
    expect(page.get_by_text("export.zip: 4 files")).to_be_visible()
    expect(page.get_by_text("export.zip/cvs/broken.docx")).to_be_visible()
    expect(page.get_by_text("1 hidden file passed over.")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Start screening").click()

    expect(page.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible(
        timeout=60_000
    )
    expect(page.get_by_text("0 of 3 decided")).to_be_visible()
    expect(page.get_by_text("Files not scored (1)")).to_be_visible()
