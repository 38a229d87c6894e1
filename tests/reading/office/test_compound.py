"""The container of old Office files, honest and broken."""

import struct
import time

import pytest

from core.errors import CannotScreen
from core.reading.office.doc.compound import Compound
from tests.reading.documents import compound


def test_streams_are_found_by_name() -> None:
    opened = Compound(compound({"WordDocument": b"a" * 5_000, "1Table": b"b"}))
    assert opened.names == {"WordDocument", "1Table"}
    assert (opened.stream("WordDocument") or b"")[:5_001] == b"a" * 5_000 + b"\0"
    assert opened.stream("0Table") is None


def test_small_streams_are_found_in_the_container_within() -> None:
    content = bytearray(compound({"small": b"x" * 64 + b"y" * 64, "holder": b"z"}))
    root, small = content.index("Root".encode("utf-16-le")), content.index("small".encode("utf-16-le"))
    first = struct.unpack_from("<I", content, small + 116)[0]
    struct.pack_into("<II", content, root + 116, first, 128)
    struct.pack_into("<IQ", content, small + 116, 0, 100)
    holder = content.index("holder".encode("utf-16-le"))
    table = struct.unpack_from("<I", content, holder + 116)[0]
    struct.pack_into("<II", content, (table + 1) * 512, 1, 0xFFFFFFFE)
    struct.pack_into("<I", content, 60, table)
    assert Compound(bytes(content)).stream("small") == b"x" * 64 + b"y" * 36


@pytest.mark.parametrize("cut", [0, 20, 100, 600, 1_400])
def test_a_container_cut_short_is_damaged(cut: int) -> None:
    with pytest.raises(CannotScreen) as refused:
        Compound(compound({"WordDocument": b"a"})[:cut]).stream("WordDocument")
    assert refused.value.reason == "damaged"


@pytest.mark.parametrize(
    "place", [512 + 4, 68], ids=["a chain that bites its tail", "tables that list themselves"]
)
def test_a_container_that_goes_round_in_circles_is_damaged_at_once(place: int) -> None:
    content = bytearray(compound({"WordDocument": b"a"})) + bytes(2_000_000)
    struct.pack_into("<I", content, place, 1)
    struct.pack_into("<I", content, 3 * 512 - 4, 1)
    began = time.monotonic()
    with pytest.raises(CannotScreen):
        Compound(bytes(content))
    assert time.monotonic() - began < 5
