"""Is an uploaded document what its name says? Ending, first bytes and a real opening must agree.

Which person may upload or open one is known by the feature that keeps it.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Final

import filetype
from PIL import Image, UnidentifiedImageError

from app.lib import limits
from app.lib.text_input import clean_line

SIZE: Final = 20 * limits.MB
ZIP_ENTRIES: Final = 1_000
ZIP_UNPACKED: Final = 200 * limits.MB
PIXELS: Final = 40_000_000

PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES: Final = {
    "pdf": PDF,
    "odt": ODT,
    "ods": ODS,
    "docx": DOCX,
    "xlsx": XLSX,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
}
_MAIN_PART = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml", ODT: "content.xml", ODS: "content.xml"}


class DocumentRefused(ValueError):
    """The upload is not kept; `reason` is one of: empty, too_large, unknown_type, disguised, unsafe."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class CheckedDocument:
    """What is known of a document that was accepted."""

    name: str
    ending: str
    media_type: str


def check_document(file_name: str, content: bytes, allowed: frozenset[str] = frozenset(TYPES)) -> CheckedDocument:
    """The document's clean name, ending and media type; raises DocumentRefused. `allowed` are endings."""
    name = clean_line(file_name.replace("\\", "/").rsplit("/", 1)[-1])[-200:]
    ending = name.rpartition(".")[2].lower()
    if not content:
        raise DocumentRefused("empty")
    if len(content) > SIZE:
        raise DocumentRefused("too_large")
    if ending not in TYPES or ending not in allowed:
        raise DocumentRefused("unknown_type")
    media_type = TYPES[ending]
    _require_kind(media_type, content)
    return CheckedDocument(name, ending, media_type)


def _require_kind(media_type: str, content: bytes) -> None:
    if media_type.startswith("text/"):
        _require_text(content)
    elif media_type == PDF:
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
            raise DocumentRefused("disguised")
    elif media_type.startswith("image/"):
        _require_picture(media_type, content)
    else:
        _require_office(media_type, content)


def _require_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentRefused("disguised") from error
    if "\x00" in text:
        raise DocumentRefused("disguised")


def _require_picture(media_type: str, content: bytes) -> None:
    kind = filetype.guess(content)
    if kind is None or kind.mime != media_type:
        raise DocumentRefused("disguised")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > PIXELS:
                raise DocumentRefused("too_large")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise error if isinstance(error, DocumentRefused) else DocumentRefused("disguised") from error


def _require_office(media_type: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > ZIP_ENTRIES or sum(entry.file_size for entry in entries) > ZIP_UNPACKED:
                raise DocumentRefused("too_large")
            if any(_is_unsafe(name) for name in names):
                raise DocumentRefused("unsafe")
            if _MAIN_PART[media_type] not in names:
                raise DocumentRefused("disguised")
            if media_type in (ODT, ODS) and archive.read("mimetype").decode("ascii", "replace").strip() != media_type:
                raise DocumentRefused("disguised")
            with archive.open(_MAIN_PART[media_type]) as part:
                if not part.read(200).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
                    raise DocumentRefused("disguised")
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, zipfile.zlib.error) as error:
        raise DocumentRefused("disguised") from error


def _is_unsafe(name: str) -> bool:
    """Paths that leave the archive, and macros."""
    parts = name.replace("\\", "/").split("/")
    low = name.lower()
    return (
        name.startswith("/")
        or ".." in parts
        or low.endswith("vbaproject.bin")
        or low.startswith("basic/")
        or "scripts/" in low
    )
