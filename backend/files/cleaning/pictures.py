"""Pictures are drawn anew, so that nothing but what can be seen is kept."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.kernel.errors import Invalid

MOST_PIXELS: Final = 80_000_000  # a phone takes 50 million; a picture is four bytes for each when it is open
FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
SEEN: Final = ("transparency", "duration", "loop", "background", "disposal")
NOTHING: Final = {"exif": b"", "icc_profile": None, "xmp": b"", "comment": b""}


def weigh_picture(path: Path, mime: str, name: str) -> None:
    """Refuse a picture that would fill the memory, or that is none; only its first lines are read."""
    with _opened(path, mime, name) as picture:
        frames = int(getattr(picture, "n_frames", 1)) if picture.format in {"GIF", "WEBP"} else 1
        if picture.width * picture.height * frames > MOST_PIXELS:
            raise Invalid({"file": [f"“{name}” is too large a picture to open. Save it smaller, then add it."]})


def redraw(path: Path, target: Path, mime: str, name: str) -> None:
    """Write a picture anew without place, device, time, comment or preview."""
    with _opened(path, mime, name) as picture, target.open("wb") as file:
        write_plain(picture, file)


def write_plain(picture: Image.Image, file: BinaryIO) -> None:
    """Write only what can be seen of a picture; its turning is carried out, because the note of it goes."""
    kind = str(picture.format)
    if getattr(picture, "is_animated", False) and kind in {"GIF", "WEBP"}:
        picture.info = _seen(picture)
        picture.save(file, format=kind, save_all=True, **_nothing(kind))
        return
    upright = ImageOps.exif_transpose(picture)
    upright.info = _seen(upright)
    quality = {"quality": 95} if kind in {"JPEG", "WEBP"} else {}
    upright.save(file, format=kind, **quality, **_nothing(kind))


def _nothing(kind: str) -> dict[str, bytes | None]:
    wanted = {"JPEG": ("exif", "icc_profile", "comment", "xmp"), "PNG": ("exif", "icc_profile"), "GIF": ("comment",)}
    return {name: NOTHING[name] for name in wanted.get(kind, ("exif", "icc_profile", "xmp"))}


def _seen(picture: Image.Image) -> dict[str | tuple[int, int], object]:
    return {name: value for name, value in picture.info.items() if name in SEEN}


@contextmanager
def _opened(path: Path, mime: str, name: str) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", Image.DecompressionBombWarning
            )  # what is too large is refused with a sentence
            picture = Image.open(path, formats=[FORMATS[mime]])
        with picture:
            yield picture
    except Image.DecompressionBombError:
        raise Invalid({"file": [f"“{name}” is too large a picture to open. Save it smaller, then add it."]}) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Invalid(
            {"file": [f"“{name}” is damaged: the picture can't be read. Save it again, then add it."]}
        ) from None
