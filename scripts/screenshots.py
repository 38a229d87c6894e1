"""Draws docs/images anew: every page with the samples, light and dark, desk and phone. Run: make screenshots"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
DESK, PHONE = (1440, 900), (390, 844)
COLOURS = 128
"""Enough for a drawn page, and a third of the bytes."""


@contextmanager
def served() -> Iterator[str]:
    """The app on a free port with an empty data folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(port),
            "--server.headless",
            "true",
        ]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": folder, "SCANS_ENABLED": "false"},
            stdout=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def settle(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(1500)


def draw(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
    print(name)


def walk(browser: Browser, address: str, theme: str, size: tuple[int, int]) -> None:
    """Every page in the order a person meets them."""
    phone = size == PHONE
    agent = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36" if phone else None
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        user_agent=agent,
        is_mobile=phone,
        has_touch=phone,
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    ending = f"{theme}-phone" if phone else theme
    page.goto(address)
    samples = page.get_by_role("button", name="Try it with sample résumés")
    samples.wait_for()
    settle(page)
    draw(page, f"screen-{ending}")
    samples.click()
    page.get_by_text("Suggestions only").wait_for()
    settle(page)
    draw(page, f"review-{ending}")
    for other, words in (("shortlist", "Who is in the file"), ("settings", "Not set up")):
        page.goto(f"{address}/{other}")
        page.get_by_text(words).first.wait_for()
        settle(page)
        draw(page, f"{other}-{ending}")
    context.close()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for theme in ("light", "dark"):
            for size in (DESK, PHONE):
                walk(browser, address, theme, size)
        browser.close()


if __name__ == "__main__":
    main()
