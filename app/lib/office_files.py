"""Office documents from the outside: the zip is whole and bounded, holds what its type must hold, and nothing that runs."""

import io
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from app.lib import limits

_CHUNK: Final = 256 * 1024
_XML_READ: Final = 50 * limits.MB

# For each type: what says what it is, the words it says it with, and the part that holds the content.
_OPEN_DOCUMENT: Final = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_OFFICE_XML: Final = {
    "docx": (b"wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": (b"spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
}
_RUNS: Final = (
    "vbaproject",
    "vbadata",
    "macrosheets/",
    "activex/",
    "basic/",
    "scripts/",
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".bat",
)


class OfficeFileRefused(ValueError):
    """Codes: disguised_file, broken_file, file_with_macros, file_too_complex, locked_file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_office_file(data: bytes, ending: str) -> None:
    """Refuses with OfficeFileRefused what is not a whole, bounded, harmless document of that type."""
    if not data.startswith(b"PK\x03\x04"):
        raise OfficeFileRefused("disguised_file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive)
            _unpack_once(archive)
            _check_type(archive, ending)
    except OfficeFileRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise OfficeFileRefused("broken_file") from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES or sum(entry.file_size for entry in entries) > limits.ZIP_UNPACKED:
        raise OfficeFileRefused("file_too_complex")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise OfficeFileRefused("broken_file")
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise OfficeFileRefused("broken_file")
        if entry.flag_bits & 0x1:
            raise OfficeFileRefused("locked_file")
        if any(part in name.casefold() for part in _RUNS):
            raise OfficeFileRefused("file_with_macros")


def _unpack_once(archive: zipfile.ZipFile) -> None:
    """Every entry is read to its end: sizes are then true, and checksums hold."""
    unpacked = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.ZIP_UNPACKED:
                    raise OfficeFileRefused("file_too_complex")


def _check_type(archive: zipfile.ZipFile, ending: str) -> None:
    names = set(archive.namelist())
    if ending in _OPEN_DOCUMENT:
        said, content = "mimetype", "content.xml"
        fits = said in names and _read(archive, said).strip() == _OPEN_DOCUMENT[ending]
    else:
        word, content = _OFFICE_XML[ending]
        said = "[Content_Types].xml"
        types = _read(archive, said) if said in names else b""
        fits = word in types
        if b"macroenabled" in types.lower():
            raise OfficeFileRefused("file_with_macros")
    if not fits or content not in names:
        raise OfficeFileRefused("disguised_file")
    _check_xml(_read(archive, content))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_XML_READ)


def _check_xml(data: bytes) -> None:
    """Well-formed, without the declarations through which a small XML grows large or reads other files."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise OfficeFileRefused("broken_file") from error


def _refuse_doctype(*_: object) -> None:
    raise OfficeFileRefused("disguised_file")
