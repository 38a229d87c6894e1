"""The settings, and the page that explains them."""

import re
from pathlib import Path

from core.settings import HERE, Settings

EXPLAINED = re.compile(r"^#\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def test_every_setting_is_explained_in_the_example_and_nothing_else_is() -> None:
    example = (Path(HERE) / ".env.example").read_text(encoding="utf-8")
    assert set(EXPLAINED.findall(example)) == {name.upper() for name in Settings.model_fields}
