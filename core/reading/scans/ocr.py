"""Words made out of a picture of a page by RapidOCR. The one module that loads it; only the child for scans does."""

import importlib
import os
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from core.reading.scans.order import Line
from core.reading.scans.photo import LONGEST_SIDE, fitting

MOST_THREADS = 4
"""More take memory and save little."""
SIDEWAYS = 1.5
"""From this height a width on, a line is written up or down the page."""

Size = tuple[int, int]


class _Turned(Exception):
    """The page stands on its side or its head; `quarters` turns to the left make it upright."""

    def __init__(self, quarters: int) -> None:
        super().__init__(quarters)
        self.quarters = quarters


def lines_of(image: Image.Image) -> list[Line]:
    """The lines of a page with how sure the reading of each is, in no order that means anything.

    A page that was scanned on its side or its head is turned first.
    """
    upright = fitting(image.convert("RGB"))
    eyes = engine()
    eyes.may_turn = True
    try:
        return _lines(eyes(_pixels(upright)))
    except _Turned as turned:
        upright = upright.rotate(90 * turned.quarters, expand=True)
    eyes.may_turn = False
    return _lines(eyes(_pixels(upright)))


def _pixels(image: Image.Image) -> Any:
    """Blue first, as the engine wants it."""
    numpy = importlib.import_module("numpy")
    return numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1])


def _lines(found: Any) -> list[Line]:
    if getattr(found, "txts", None) is None or found.boxes is None:
        return []
    return [
        Line(text, float(score), tuple((float(x), float(y)) for x, y in corners))
        for text, score, corners in zip(found.txts, found.scores, found.boxes, strict=True)
    ]


@cache
def engine() -> Any:
    """RapidOCR with the models that came in its wheel: named one by one, so that nothing is ever downloaded.

    Raises `ImportError` where the packages aren't there or not whole.
    """
    importlib.import_module("onnxruntime")  # else only looked for when the first page comes
    rapidocr = importlib.import_module("rapidocr")
    importlib.import_module("cv2").setNumThreads(1)
    models = Path(str(rapidocr.__file__)).parent / "models"
    made = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.max_side_len": LONGEST_SIDE,
            "Det.model_path": str(_only(models, "*_det_*.onnx")),
            "Cls.model_path": str(_only(models, "*_cls_*.onnx")),
            "Rec.model_path": str(_only(models, "*_rec_*.onnx")),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads(),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return _watched(made)


def threads() -> int:
    """How many the engine computes with."""
    return max(1, min(MOST_THREADS, os.cpu_count() or 1))


def _only(folder: Path, pattern: str) -> Path:
    """The one file of this kind. Raises `ImportError` where the package isn't whole."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise ImportError(f"rapidocr lacks its model {pattern}")
    return found[0]


def _watched(engine: Any) -> Any:
    """The engine, made to stop before the slow part where most lines turn out to stand wrong.

    Why here: it reads lines that are turned as well, but doesn't tell, and their places would be in wrong order.
    """
    detect, classify = engine.detect_and_crop, engine.cls_and_rotate
    sideways: list[bool] = []

    def detect_and_crop(*given: Any) -> Any:
        crops, found = detect(*given)
        sideways[:] = [_height(box) > SIDEWAYS * _width(box) for box in found.boxes]
        return crops, found

    def cls_and_rotate(crops: Any) -> Any:
        upright, told = classify(crops)
        lengths = [max(crop.shape[:2]) for crop in crops]
        on_side = _most(lengths, sideways)
        flipped = [label == "180" for label, _ in told.cls_res]
        of_kind = [length if side == on_side else 0 for length, side in zip(lengths, sideways, strict=True)]
        quarters = (1 if on_side else 0) + (2 if _most(of_kind, flipped) else 0)
        if quarters and engine.may_turn:
            raise _Turned(quarters)
        return upright, told

    engine.detect_and_crop, engine.cls_and_rotate = detect_and_crop, cls_and_rotate
    return engine


def _most(lengths: list[int], those: list[bool]) -> bool:
    """Whether `those` make up most of the writing, by length."""
    return sum(length for length, is_one in zip(lengths, those, strict=True) if is_one) > 0.6 * sum(lengths)


def _width(box: Any) -> float:
    return float(abs(box[1][0] - box[0][0]) + abs(box[1][1] - box[0][1]))


def _height(box: Any) -> float:
    return float(abs(box[3][0] - box[0][0]) + abs(box[3][1] - box[0][1]))
