"""The settings, and the page that explains them."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import HERE, Settings

EXAMPLE = (Path(HERE) / ".env.example").read_text(encoding="utf-8")
LINE = re.compile(r"^(#?) ?([A-Za-z][A-Za-z0-9_]*)=(.*)$", re.MULTILINE)


def against(example: str) -> Iterator[str]:
    """What is wrong with an example: its names, and the defaults that it shows."""
    lines = LINE.findall(example)
    known = {name.upper(): field for name, field in Settings.model_fields.items()}
    told = Counter(name for _, name, _ in lines)
    yield from (f"{name} isn't explained" for name in known if name not in told)
    yield from (f"{name} is no setting" for name in told if name not in known)
    yield from (f"{name} stands there {times} times" for name, times in told.items() if times > 1)
    for hidden, name, value in lines:
        if not hidden:
            yield f"{name} is switched on by whoever copies it"
        default = known[name].default if name in known else None
        if value and default not in (None, frozenset(), {}) and _read(name, value) != default:
            yield f"{name} isn't {value} by default"


def _read(name: str, value: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(name, str(HERE / value) if name == "DATA_DIR" else value)
        return getattr(Settings(), name.lower())


def test_every_setting_is_explained_in_the_example_and_nothing_else_is() -> None:
    assert list(against(EXAMPLE)) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("#MAX_FILE_MB=25\n", "", "MAX_FILE_MB isn't explained"),
        ("#MAX_FILE_MB=", "#MAX_FILE_GB=", "MAX_FILE_GB is no setting"),
        ("#MAX_FILE_MB=25\n", "#MAX_FILE_MB=25\n# MAX_FILE_MB=25\n", "MAX_FILE_MB stands there 2 times"),
        ("#MAX_FILE_MB=25", "MAX_FILE_MB=25", "MAX_FILE_MB is switched on"),
        ("#MAX_FILE_MB=25", "#MAX_FILE_MB=20", "MAX_FILE_MB isn't 20 by default"),
        ("#CREDITS_ENABLED=false", "#CREDITS_ENABLED=true", "CREDITS_ENABLED isn't true by default"),
        ("#DATA_DIR=data", "#DATA_DIR=results", "DATA_DIR isn't results by default"),
        ("#REDIS_URL=", "#redis_urls=", "redis_urls is no setting"),
    ],
)
def test_a_spoilt_example_is_noticed(old: str, new: str, complaint: str) -> None:
    assert old in EXAMPLE
    assert complaint in " ".join(against(EXAMPLE.replace(old, new)))


def test_copied_and_switched_on_the_example_can_be_read(tmp_path: Path) -> None:
    copied = tmp_path / ".env"
    copied.write_text(re.sub(r"(?m)^#([A-Z0-9_]+=.+)$", r"\1", EXAMPLE), encoding="utf-8")
    assert Settings(_env_file=copied).oidc_teams["eve@example.com"] == "hr"
