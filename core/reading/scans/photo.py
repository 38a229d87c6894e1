"""Photos and scans saved as pictures: opened only where they are of a known kind and a sane size."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from core.domain.resume import Picture
from core.errors import CannotScreen

KINDS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")
LONGEST_SIDE = 2000
"""Pixels a picture is brought down to: 170 dpi of an A4 page. More costs time and finds nothing more."""
MOST_PAGES = 10
MOST_PIXELS = 50_000_000
"""A page photographed by the best telephones. More is a bomb or a poster."""

TOO_LARGE = "This picture is too large: more than 50 million pixels. Save a smaller copy."
DAMAGED = "This picture is damaged. Open it, save it as JPG and add that."
TOO_MANY = "More than {most} pages. Save a copy with only the résumé."


def frames(content: bytes, *, most: int) -> Iterator[Image.Image]:
    """The pictures in a file, upright, on white, no larger than is read. Only TIFF has more than one.

    Sizes are checked before anything is unpacked. Raises `CannotScreen` with damaged, unsupported or too_large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _opened(content) as image:
                count = _count(image, most)
                for number in range(count):
                    if number:
                        image.seek(number)
                    _check_size(image)
                    yield _upright(image)
    except (OSError, SyntaxError, ValueError, EOFError) as bad:
        raise CannotScreen("damaged", DAMAGED) from bad


def draw_photo(content: bytes, page: int) -> Picture:
    """Picture `page` (from 1) of a file as PNG. Raises as `frames` does, and for a picture that isn't there."""
    for number, image in enumerate(frames(content, most=MOST_PAGES), 1):
        if number == page:
            png = io.BytesIO()
            image.save(png, "PNG", compress_level=2)
            return Picture(png=png.getvalue(), page=page, marked=0)
    raise CannotScreen("damaged", f"This file has no page {page}.")


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=KINDS)
    except UnidentifiedImageError as bad:
        raise CannotScreen("damaged", DAMAGED) from bad
    except Image.DecompressionBombError as bomb:
        raise CannotScreen("too_large", TOO_LARGE) from bomb


def _count(image: Image.Image, most: int) -> int:
    """How many pages; films and animated pictures have one."""
    if image.format != "TIFF":
        return 1
    count = getattr(image, "n_frames", 1)
    if count > most:
        raise CannotScreen("too_large", TOO_MANY.format(most=most))
    return int(count)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise CannotScreen("too_large", TOO_LARGE)


def _upright(image: Image.Image) -> Image.Image:
    """As the camera was held, see-through parts white, no larger than is read."""
    if image.format == "JPEG":
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # unpacks no more than is needed
    turned = fitting(ImageOps.exif_transpose(image))
    if turned.mode.startswith("I;16"):
        return turned.convert("L").convert("RGB")
    if turned.has_transparency_data:
        paper = Image.new("RGBA", turned.size, "white")
        return Image.alpha_composite(paper, turned.convert("RGBA")).convert("RGB")
    return turned.convert("RGB")


def fitting(image: Image.Image) -> Image.Image:
    """The picture brought down to the size that is read."""
    scale = LONGEST_SIDE / max(image.size)
    if scale >= 1:
        return image
    if image.mode in ("1", "P"):  # these can't be blended
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
