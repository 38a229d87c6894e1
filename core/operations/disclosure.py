"""All that is kept of a candidate, as a ZIP archive for them: JSON, and the files they sent."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from core.domain.run import Run
from core.errors import UserError
from core.operations.erasure import held
from core.ports import Files, Store


def disclose(contents: Sequence[str], *, store: Store, files: Files) -> bytes:
    """Raises `UserError` where nothing is kept of any of these contents."""
    told: list[dict[str, Any]] = []
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        for number, one in enumerate(held(store, contents), start=1):
            screenings, names = _screenings(store, one.sha256, one.places)
            read, original = store.text(one.sha256), files.get(one.sha256)
            if not screenings and read is None and original is None:
                continue
            name = f"original-{number}{_ending(names)}"
            if original is not None:
                pack.writestr(name, original)
            told.append(
                {
                    "sha256": one.sha256,
                    "original": name if original is not None else None,
                    "read": read.model_dump(mode="json") if read else None,
                    "screenings": screenings,
                }
            )
        if not told:
            raise UserError("Nothing is kept of this candidate.")
        whole = {"made": datetime.now(UTC).isoformat(timespec="seconds"), "files": told}
        pack.writestr("candidate.json", json.dumps(whole, ensure_ascii=False, indent=2))
    return archive.getvalue()


def _screenings(
    store: Store, sha256: str, places: Sequence[tuple[str, str]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """What each screening has of the content, and the names it was given under."""
    told, names = [], []
    for run_id in dict.fromkeys(run_id for run_id, _ in places):
        run = store.run(run_id)
        if run is None:
            continue
        events = store.events(run_id)
        decision = store.decisions(run.job_id).get(sha256)
        for row in store.rows(run_id):
            if row.item.sha256 != sha256:
                continue
            names.append(row.item.file)
            told.append(
                {
                    **_about(run),
                    "item": row.item.id,
                    "file": row.item.file,
                    "outcome": row.outcome.model_dump(mode="json") if row.outcome else None,
                    "decision": decision.model_dump(mode="json", exclude={"sha256"}) if decision else None,
                    "events": [
                        {"kind": event.kind, "at": event.at}
                        for event in events
                        if event.item_id == row.item.id
                    ],
                }
            )
    return told, names


def _about(run: Run) -> dict[str, Any]:
    criteria = [{"id": c.id, "text": c.text, "kind": c.kind, "weight": c.weight} for c in run.rubric.criteria]
    return {
        "screening": run.id,
        "job_title": run.job_title,
        "created": run.created,
        "engine": run.engine,
        "model": run.model,
        "criteria": criteria,
        "cuts": run.cuts.model_dump(),
    }


def _ending(names: Sequence[str]) -> str:
    """ ".pdf" and the like; a name from outside is never a name in the archive."""
    for name in names:
        ending = PurePosixPath(name).suffix.lower()
        if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6:
            return ending
    return ""
