"""Documents that people attach: is it what its name says, and is there nothing in it that runs?

Name's ending, first bytes and a real opening must agree (security.md §5). Pictures come back made anew. A scanner for
viruses, the rights to read, and the safe way to give a file out are elsewhere.
"""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import filetype

from app.lib import limits
from app.lib.images import DisguisedPicture, PictureRefused, TooManyPixels, remake_picture
from app.lib.office_files import OfficeFileRefused, check_office_file
from app.lib.text_input import clean_line

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
ALL: Final = frozenset(MEDIA_TYPES)
APPOINTMENT: Final = frozenset({"pdf", "odt", "docx", "png", "jpg", "webp"})

_SAME_ENDING: Final = {"jpeg": "jpg", "jpe": "jpg"}
_OFFICE: Final = frozenset({"odt", "ods", "docx", "xlsx"})
_PICTURES: Final = frozenset({"png", "jpg", "webp"})


class DocumentRefused(ValueError):
    """The file is not kept. `reason` is for the sentence that the person reads, `code` says more exactly why.

    Reasons and their codes: empty (empty_file); too_large (file_too_large, too_many_pixels); unknown_type
    (unknown_ending); disguised (disguised_file, broken_file, locked_file); unsafe (file_with_macros, file_too_complex).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = _REASONS[code]


_REASONS: Final = {
    "empty_file": "empty",
    "file_too_large": "too_large",
    "too_many_pixels": "too_large",
    "unknown_ending": "unknown_type",
    "disguised_file": "disguised",
    "broken_file": "disguised",
    "locked_file": "disguised",
    "file_with_macros": "unsafe",
    "file_too_complex": "unsafe",
}


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """What may be kept: `data` is made anew for pictures; `name` is for showing, never for a path."""

    name: str
    ending: str
    media_type: str
    data: bytes


def check_document(name: str, data: bytes, allowed: Collection[str] = ALL) -> CheckedDocument:
    """The document, when it is one of the allowed types through and through. Refuses with DocumentRefused."""
    name = safe_name(name)
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    ending = _SAME_ENDING.get(ending, ending)
    if ending not in allowed or ending not in MEDIA_TYPES:
        raise DocumentRefused("unknown_ending")
    if not data:
        raise DocumentRefused("empty_file")
    if len(data) > limits.FILE:
        raise DocumentRefused("file_too_large")
    if ending in _PICTURES:
        return _checked_picture(name, ending, data)
    if ending in _OFFICE:
        try:
            check_office_file(data, ending)
        except OfficeFileRefused as refused:
            raise DocumentRefused(refused.code) from refused
    elif ending == "pdf":
        _check_pdf(data)
    else:
        data = _checked_text(data, ending)
    return CheckedDocument(name, ending, MEDIA_TYPES[ending], data)


def safe_name(name: str) -> str:
    """The last part of the name as one clean line, short enough, its ending kept."""
    line = clean_line(name.replace("\\", "/").replace("\x00", "").split("/")[-1])
    line = "".join("_" if sign in '<>:"|?*' else sign for sign in line).strip(". ")
    stem, dot, ending = line.rpartition(".")
    if not dot or not stem:
        return (line or "plik")[: limits.FILE_NAME]
    return f"{stem[: limits.FILE_NAME - len(ending) - 1]}.{ending}" if len(ending) < 10 else line[: limits.FILE_NAME]


def _checked_picture(name: str, ending: str, data: bytes) -> CheckedDocument:
    kind = filetype.guess(data[:8192])
    if kind is None or kind.extension != ending:
        raise DocumentRefused("disguised_file")
    try:
        picture = remake_picture(data)
    except TooManyPixels as refused:
        raise DocumentRefused("too_many_pixels") from refused
    except PictureRefused as refused:
        code = "disguised_file" if isinstance(refused, DisguisedPicture) else "broken_file"
        raise DocumentRefused(code) from refused
    renamed = f"{name.rpartition('.')[0]}.{picture.ending}"
    return CheckedDocument(renamed, picture.ending, picture.media_type, picture.data)


def _check_pdf(data: bytes) -> None:
    """Begins and ends as a PDF, with a place to start from; its pages are not read."""
    if not data.startswith((b"%PDF-1.", b"%PDF-2.")):
        raise DocumentRefused("disguised_file")
    tail = data[-2048:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise DocumentRefused("broken_file")
    if b"/Launch" in data or b"/JavaScript" in data:
        raise DocumentRefused("file_with_macros")


def _checked_text(data: bytes, ending: str) -> bytes:
    """Text in UTF-8; from the older Polish code of Windows it is turned into it."""
    if filetype.guess(data[:8192]) is not None or b"\x00" in data or data.lstrip()[:1] == b"<":
        raise DocumentRefused("disguised_file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1250")
        except UnicodeDecodeError as error:
            raise DocumentRefused("broken_file") from error
    if ending == "csv":
        try:
            for _ in csv.reader(io.StringIO(text, newline="")):
                pass
        except csv.Error as error:
            raise DocumentRefused("broken_file") from error
    return text.encode("utf-8")
