"""Photos opened with care: upright, on white, bounded, and refused before a bomb goes off."""

import io
import struct
import zlib

import pytest
from PIL import Image

from core.errors import CannotScreen
from core.reading.scans.photo import LONGEST_SIDE, MOST_PIXELS, draw_photo, frames
from tests.reading.pictures import saved

DARK = (10, 10, 10)


def sheet(width: int = 60, height: int = 90) -> Image.Image:
    """White, with a dark corner at the top left, so that turning shows."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(DARK, (0, 0, width // 3, height // 3))
    return image


def first(content: bytes) -> Image.Image:
    return next(frames(content, most=10))


def refusal(content: bytes, *, most: int = 10) -> str:
    with pytest.raises(CannotScreen) as refused:
        list(frames(content, most=most))
    return refused.value.reason


def brightness(image: Image.Image, x: float, y: float) -> int:
    pixel = image.convert("L").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(pixel, int)
    return pixel


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_the_usual_kinds_are_opened(kind: str) -> None:
    image = first(saved(sheet(), kind))
    assert (image.mode, image.size) == ("RGB", (60, 90))
    assert brightness(image, 0.1, 0.1) < 60 < 200 < brightness(image, 0.9, 0.9)


@pytest.mark.parametrize(("orientation", "corner"), [(3, (0.9, 0.9)), (6, (0.9, 0.1)), (8, (0.1, 0.9))])
def test_a_photo_stands_as_the_camera_was_held(orientation: int, corner: tuple[float, float]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = first(saved(sheet(), "JPEG", exif=exif))
    assert image.size == ((60, 90) if orientation == 3 else (90, 60))
    assert brightness(image, *corner) < 60


def test_see_through_parts_are_white_paper() -> None:
    image = first(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0))))
    assert brightness(image, 0.5, 0.5) == 255


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_every_way_of_keeping_pixels_becomes_colours(mode: str) -> None:
    kind = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    grey = Image.new("I;16", (60, 90), 65535) if mode == "I;16" else sheet().convert(mode)
    assert brightness(first(saved(grey, kind)), 0.9, 0.9) > 200


@pytest.mark.parametrize("mode", ["RGB", "P", "1", "RGBA"])
def test_a_large_photo_is_brought_down_to_what_is_read(mode: str) -> None:
    image = first(saved(Image.new(mode, (3000, 4500)), "PNG"))
    assert image.size == (round(LONGEST_SIDE * 2 / 3), LONGEST_SIDE)


def test_the_pages_of_a_tiff_are_all_given_and_too_many_are_refused() -> None:
    file = io.BytesIO()
    sheet().save(file, "TIFF", save_all=True, append_images=[sheet(50, 50), sheet(40, 40)])
    assert [image.width for image in frames(file.getvalue(), most=3)] == [60, 50, 40]
    assert refusal(file.getvalue(), most=2) == "too_large"


def test_an_animated_picture_is_one_page() -> None:
    file = io.BytesIO()
    sheet().save(file, "GIF", save_all=True, append_images=[Image.new("RGB", (60, 90), "red")])
    assert len(list(frames(file.getvalue(), most=10))) == 1


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 8000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MOST_PIXELS
    assert refusal(bomb(*size)) == "too_large"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0 nothing more",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        saved(sheet(600, 900), "JPEG")[:400],
        saved(sheet(600, 900), "PNG")[:200],
        b"II*\0" + bytes(range(200)),
        b"BM" + bytes(60),
        b"RIFF\0\0\0\0WEBPVP8 " + bytes(40),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
)
def test_rubbish_is_damaged(content: bytes) -> None:
    assert refusal(content) == "damaged"


def test_a_photo_is_shown_as_it_is_read() -> None:
    shown = draw_photo(saved(sheet(), "JPEG"), 1)
    assert (shown.page, shown.marked) == (1, 0)
    assert Image.open(io.BytesIO(shown.png)).size == (60, 90)
    with pytest.raises(CannotScreen):
        draw_photo(saved(sheet(), "JPEG"), 2)
