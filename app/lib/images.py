"""Pictures made anew: turned upright, of a bounded size, without the place, device and time that cameras write into them.

What is shown is never what was sent. Where the bytes are kept is the business of `files`.
"""

import io
from dataclasses import dataclass
from typing import Final

import filetype
from PIL import Image, ImageCms, ImageOps

from app.lib import limits

# The sniffed ending of a type and the names under which Pillow opens it (MPO: what many phones call a JPEG).
_OPENED_AS: Final = {"jpg": {"JPEG", "MPO"}, "png": {"PNG"}, "webp": {"WEBP"}}
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


class PictureRefused(ValueError):
    """The bytes are not kept; `code` says why."""

    code = "picture_refused"


class NotAPicture(PictureRefused):
    """Neither JPEG nor PNG nor WebP by its first bytes."""

    code = "not_a_picture"


class DisguisedPicture(PictureRefused):
    """Begins as one type and opens as another, or does not open."""

    code = "disguised_picture"


class BrokenPicture(PictureRefused):
    """Opens, but ends too early or holds nonsense."""

    code = "broken_picture"


class TooManyPixels(PictureRefused):
    code = "too_many_pixels"


class PictureTooLarge(PictureRefused):
    code = "picture_too_large"


@dataclass(frozen=True, slots=True)
class RemadePhoto:
    """A photo as WebP, and a small one for lists."""

    data: bytes
    width: int
    height: int
    thumbnail: bytes
    thumbnail_width: int
    thumbnail_height: int
    ending: str = "webp"
    media_type: str = "image/webp"


@dataclass(frozen=True, slots=True)
class RemadePicture:
    """A scanned page in its own size and type, without what was hidden in it."""

    data: bytes
    width: int
    height: int
    ending: str
    media_type: str


def remake_photo(data: bytes) -> RemadePhoto:
    """The photo to show: at most 1600 pixels wide or high, and a thumbnail. Refuses with a PictureRefused."""
    picture = _open(data, shrink_to=2 * limits.PICTURE_SIDE)
    photo = _fitted(picture, limits.PICTURE_SIDE)
    thumbnail = _fitted(photo, limits.THUMBNAIL_SIDE)
    return RemadePhoto(_webp(photo, 80), *photo.size, _webp(thumbnail, 70), *thumbnail.size)


def remake_picture(data: bytes) -> RemadePicture:
    """The same picture in full size, JPEG where it was one, else PNG; for documents that are scans."""
    picture = _open(data)
    out = io.BytesIO()
    if _sniffed(data) == "jpg":
        picture.save(out, "JPEG", quality=90, optimize=True)
        return RemadePicture(out.getvalue(), *picture.size, "jpg", "image/jpeg")
    picture.save(out, "PNG", compress_level=6)
    return RemadePicture(out.getvalue(), *picture.size, "png", "image/png")


def _sniffed(data: bytes) -> str:
    kind = filetype.guess(data[:8192])
    return str(kind.extension) if kind is not None else ""


def _open(data: bytes, shrink_to: int | None = None) -> Image.Image:
    """The pixels and nothing else, upright, in plain colours on white."""
    if len(data) > limits.FILE:
        raise PictureTooLarge(limits.FILE)
    names = _OPENED_AS.get(_sniffed(data))
    if names is None:
        raise NotAPicture
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, OverflowError) as error:
        raise _too_many(error) or DisguisedPicture from error
    if picture.format not in names:
        raise DisguisedPicture
    if picture.width * picture.height > limits.PICTURE_PIXELS:
        raise TooManyPixels(limits.PICTURE_PIXELS)
    try:
        if shrink_to is not None:
            picture.draft("RGB", (shrink_to, shrink_to))  # JPEG only: decodes at a fraction of the size
        picture.load()
        return _plain_colours(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, OverflowError, EOFError, KeyError) as error:
        raise _too_many(error) or BrokenPicture from error


def _too_many(error: Exception) -> PictureRefused | None:
    return TooManyPixels(limits.PICTURE_PIXELS) if isinstance(error, Image.DecompressionBombError) else None


def _plain_colours(picture: Image.Image) -> Image.Image:
    """sRGB without transparency; a new picture, so that nothing of the old file hangs on it."""
    profile = picture.info.get("icc_profile")
    if "A" in picture.getbands() or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        plain = Image.new("RGB", picture.size, "white")
        plain.paste(with_alpha, mask=with_alpha.getchannel("A"))
    else:
        plain = picture.convert("RGB")
        if profile and picture.mode == "RGB":
            plain = _in_srgb(plain, profile)
    clean = Image.new("RGB", plain.size)
    clean.paste(plain)
    return clean


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant; a profile that cannot be read is left aside."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed if changed is not None else picture


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    return fitted


def _webp(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"")
    return out.getvalue()
