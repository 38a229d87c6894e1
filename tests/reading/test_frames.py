"""The bytes between a pool and its children."""

import pytest

from core.reading.frames import LENGTHS, frame, lengths_of


def test_a_frame_says_how_long_its_parts_are() -> None:
    packed = frame(b"{}", b"abc")
    assert lengths_of(packed[: LENGTHS.size]) == (2, 3)
    assert packed[LENGTHS.size :] == b"{}abc"


def test_noise_is_told_from_a_frame() -> None:
    with pytest.raises(ValueError, match="not a frame"):
        lengths_of(b"Warning:")
