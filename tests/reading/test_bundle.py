"""ZIP archives of files: every member answered for, and no archive that takes more than it may."""

import hashlib
import io
import random
import stat
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress

import pytest

from core.domain.candidate import Failure
from core.errors import CannotScreen
from core.reading import bundle
from core.reading.bundle import Bundle, Member

LIMIT = 1 << 20
TEXT = b"Ada Example\nSupport agent, 2015 - 2024\n"


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def members(content: bytes, *, limit: int = LIMIT) -> list[Member]:
    return list(Bundle(io.BytesIO(content)).members(limit=limit))


def told(content: bytes, *, limit: int = LIMIT) -> list[tuple[str, bytes | str]]:
    """Each member's name with its content, or the reason why there is none."""
    return [
        (member.name, member.content.reason if isinstance(member.content, Failure) else member.content)
        for member in members(content, limit=limit)
    ]


def refused(content: bytes) -> str:
    with pytest.raises(CannotScreen) as no:
        members(content)
    return no.value.reason


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


# what is in it


def test_members_come_sorted_as_in_a_folder_with_their_path_inside() -> None:
    given = zipped(("b.txt", b"2"), ("a/z.txt", b"1"), ("a.txt", b"3"), ("a/b/c.txt", b"0"))
    assert told(given) == [("a/b/c.txt", b"0"), ("a/z.txt", b"1"), ("a.txt", b"3"), ("b.txt", b"2")]


def test_folders_links_and_what_systems_leave_about_are_passed_over() -> None:
    given = zipped(
        ("cvs/", b""),
        ("cvs/a.txt", TEXT),
        ("cvs/.DS_Store", b"x"),
        ("cvs/~$a.docx", b"x"),
        ("cvs/Thumbs.db", b"x"),
        ("__MACOSX/cvs/._a.txt", b"x"),
        (".git/config", b"x"),
        (link("cvs/link.txt"), b"/etc/passwd"),
    )
    assert told(given) == [("cvs/a.txt", TEXT)]


def test_two_members_of_one_name_are_two_files() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        given = zipped(("cv.txt", b"one"), ("cv.txt", b"two"))
    assert told(given) == [("cv.txt", b"one"), ("cv.txt", b"two")]


def test_no_name_leads_out_of_the_archive() -> None:
    given = zipped(
        ("../../etc/passwd", b"1"),
        ("/root/cv.txt", b"2"),
        ("C:\\Users\\me\\cv.txt", b"3"),
        ("a/../b//./cv.txt", b"4"),
        ("..", b"5"),
    )
    assert sorted(told(given)) == [
        ("(no name)", b"5"),
        ("Users/me/cv.txt", b"3"),
        ("a/b/cv.txt", b"4"),
        ("etc/passwd", b"1"),
        ("root/cv.txt", b"2"),
    ]


@pytest.mark.parametrize(
    ("raw", "flag", "name"),
    [
        ("Jörg Müßig.txt".encode(), 0x800, "Jörg Müßig.txt"),
        ("Jörg Müßig.txt".encode(), 0, "Jörg Müßig.txt"),
        ("Jörg Müßig.txt".encode("cp437"), 0, "Jörg Müßig.txt"),
        ("履歴書.txt".encode(), 0, "履歴書.txt"),
    ],
)
def test_a_name_is_utf8_where_it_says_so_or_is_and_else_in_the_letters_of_dos(
    raw: bytes, flag: int, name: str
) -> None:
    written = "x" * len(raw)
    given = bytearray(zipped((written, TEXT)).replace(written.encode(), raw))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        struct.pack_into("<H", given, given.index(signature) + at, flag)
    assert told(bytes(given)) == [(name, TEXT)]


def test_a_zip64_archive_is_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(TEXT)
    assert told(out.getvalue()) == [("a.txt", TEXT)]


@pytest.mark.parametrize("inside", ["_rels/.rels", "[Content_Types].xml", "mimetype", "Index/Document.iwa"])
def test_a_document_that_is_a_zip_is_told_from_a_pile_of_files(inside: str) -> None:
    assert Bundle(io.BytesIO(zipped((inside, b"x"), ("word/document.xml", b"x")))).is_document
    assert not Bundle(io.BytesIO(zipped((f"cvs/{inside}", b"x"), ("a.pdf", b"x")))).is_document


# what can't be opened


@pytest.mark.parametrize("given", [zipped(), zipped(("a/", b"")), zipped((".DS_Store", b"x"))])
def test_an_archive_with_nothing_in_it_is_empty(given: bytes) -> None:
    assert refused(given) == "empty"


def test_an_archive_that_was_cut_off_is_damaged() -> None:
    assert refused(zipped(("a.txt", TEXT * 100))[:-30]) == "damaged"


def test_a_damaged_member_loses_nothing_else() -> None:
    given = zipped(("a.txt", b"first"), ("b.txt", b"second"), method=zipfile.ZIP_STORED)
    assert told(given.replace(b"first", b"furst", 1)) == [("a.txt", "damaged"), ("b.txt", b"second")]


def test_a_member_behind_a_password_is_locked() -> None:
    given = bytearray(zipped(("a.txt", TEXT), ("b.txt", TEXT)))
    struct.pack_into("<H", given, given.index(b"PK\1\2") + 8, 1)
    assert told(bytes(given)) == [("a.txt", "locked"), ("b.txt", TEXT)]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_rare_way_of_packing_is_not_unpacked(method: int) -> None:
    assert told(zipped(("a.txt", TEXT), method=method)) == [("a.txt", "unsupported")]


@pytest.mark.parametrize(
    "inner",
    [
        zipped(("cv.txt", TEXT)),
        b"7z\xbc\xaf\x27\x1c" + TEXT,
        b"Rar!\x1a\x07\x00" + TEXT,
        b"\x1f\x8b\x08" + TEXT,
        b"cv.txt".ljust(257, b"\0") + b"ustar\0" + TEXT,
    ],
)
def test_an_archive_inside_an_archive_is_not_opened(inner: bytes) -> None:
    (member,) = members(zipped(("more.pdf", inner)))
    assert isinstance(member.content, Failure)
    assert (member.content.reason, member.content.message) == (
        "unsupported",
        "An archive inside an archive isn't opened. Unpack it and add the files.",
    )
    assert member.sha256 == hashlib.sha256(inner).hexdigest()


def test_a_word_file_inside_an_archive_is_a_document() -> None:
    document = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>"))
    assert told(zipped(("cv.docx", document))) == [("cv.docx", document)]


# more than it may hold


def test_a_member_larger_than_a_file_may_be_is_its_own_failure() -> None:
    assert told(zipped(("a.txt", b"x" * 1001), ("b.txt", b"x" * 1000)), limit=1000) == [
        ("a.txt", "too_large"),
        ("b.txt", b"x" * 1000),
    ]


def test_a_member_that_unpacks_to_more_than_it_says_is_damaged_and_takes_no_memory() -> None:
    given = bytearray(zipped(("bomb.txt", bytes(50 * LIMIT)), ("b.txt", TEXT)))
    struct.pack_into("<L", given, given.index(b"PK\1\2") + 24, 1000)
    tracemalloc.start()
    try:
        assert told(bytes(given)) == [("b.txt", TEXT), ("bomb.txt", "damaged")]
        assert tracemalloc.get_traced_memory()[1] < 4 * LIMIT
    finally:
        tracemalloc.stop()


def test_a_member_a_thousand_times_its_packed_size_takes_no_more_than_one_file_may() -> None:
    given = zipped(("bomb.txt", bytes(64 * LIMIT)))
    assert len(given) < LIMIT // 10
    tracemalloc.start()
    try:
        assert told(given) == [("bomb.txt", "too_large")]
        assert told(given, limit=64 * LIMIT) == [("bomb.txt", bytes(64 * LIMIT))]
        assert tracemalloc.get_traced_memory()[1] < 3 * 64 * LIMIT
    finally:
        tracemalloc.stop()


def test_all_members_together_unpack_to_no_more_than_the_total(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_TOTAL", 3 * LIMIT)
    given = zipped(*((f"{n}.txt", bytes(LIMIT)) for n in range(9)))
    assert [content if isinstance(content, str) else len(content) for _, content in told(given)] == [
        *[LIMIT] * 3,
        *["too_large"] * 6,
    ]


def test_members_that_overlap_end_at_the_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every member is the same bytes; and these unpack to nothing, so that only what is read counts."""
    monkeypatch.setattr(bundle, "MAX_TOTAL", LIMIT)
    idle = b"\0\0\0\xff\xff" * 100_000 + b"\1\0\0\xff\xff"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(idle), 0, 1, 0) + b"a"
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(idle), 0, 1, 0, 0, 0, 0, 0, 0)
    directory = (entry + b"a") * 1000
    start = len(local) + len(idle)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1000, 1000, len(directory), start, 0)
    given = _Counting(local + idle + directory + end)
    reasons = [member.content for member in Bundle(given).members(limit=LIMIT)]
    assert len(reasons) == 1000
    assert given.bytes_read <= 4 * LIMIT


class _Counting(io.BytesIO):
    bytes_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self.bytes_read += len(content)
        return content


def test_too_many_members_are_refused_at_once() -> None:
    many = [(f"{n}.txt", b"") for n in range(bundle.MAX_MEMBERS + 1)]
    assert refused(zipped(*many)) == "too_large"
    assert len(members(zipped(*many[1:]))) == bundle.MAX_MEMBERS


def test_a_list_of_contents_without_end_is_refused_before_it_is_taken_apart() -> None:
    given = zipped(*((f"{n}.txt", b"") for n in range(50_000)))
    began = time.process_time()
    tracemalloc.start()
    try:
        assert refused(given) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 3 * len(given)
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 1


# anything at all


def test_broken_bytes_give_members_or_a_reason_and_never_anything_else() -> None:
    chance = random.Random(7)
    sound = zipped(("a.txt", TEXT * 50), ("b/c.txt", TEXT), ("d.docx", zipped(("mimetype", b"x"))))
    for _ in range(3000):
        broken = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.choice((0, 1, 255, chance.randrange(256)))
        with suppress(CannotScreen):
            for member in Bundle(io.BytesIO(broken)).members(limit=LIMIT):
                assert isinstance(member.content, bytes | Failure)
