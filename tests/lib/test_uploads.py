"""Pictures are made anew, documents are what they say, disguises are refused by name."""

import io
import struct
import warnings
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from app.lib import documents, images, limits
from app.lib.documents import DocumentRefused, check_document, safe_name
from tests.timing import assert_quick

ODT = documents.MEDIA_TYPES["odt"].encode()
DOCX_TYPES = b"<Types>application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml</Types>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def a_picture(format="JPEG", size=(60, 40), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    colour = {"RGB": (200, 30, 30), "RGBA": (200, 30, 30, 0), "L": 100, "P": 3, "CMYK": (0, 200, 200, 0), "I;16": 900}[
        mode
    ]
    Image.new(mode, size, colour).save(out, format, **more)
    return out.getvalue()


def with_position(size=(60, 40), orientation=6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Secret maker"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture(size=size, exif=exif.tobytes(), comment=b"secret comment")


def a_zip(entries: dict[str, bytes], stored=("mimetype",), **more) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(
                zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED, **more
            )
    return out.getvalue()


def an_odt(**extra: bytes) -> bytes:
    return a_zip({"mimetype": ODT, "content.xml": b"<office><p>tekst</p></office>"} | extra)


def a_docx(**extra: bytes) -> bytes:
    return a_zip({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<document/>"} | extra)


def refusal(name: str, data: bytes) -> tuple[str, str]:
    with pytest.raises(DocumentRefused) as refused:
        check_document(name, data)
    return refused.value.code, refused.value.reason


# Pictures


def test_photo_is_upright_bounded_and_without_position() -> None:
    photo = images.remake_photo(with_position(size=(3000, 2000)))
    opened = Image.open(io.BytesIO(photo.data))
    assert (opened.format, opened.size, photo.width, photo.height) == ("WEBP", (1067, 1600), 1067, 1600)
    assert max(photo.thumbnail_width, photo.thumbnail_height) == limits.THUMBNAIL_SIDE
    assert not opened.getexif()
    assert "icc_profile" not in opened.info
    assert b"Secret" not in photo.data + photo.thumbnail
    assert b"secret" not in photo.data + photo.thumbnail


def test_small_photo_is_not_blown_up() -> None:
    photo = images.remake_photo(a_picture(size=(30, 20)))
    assert (photo.width, photo.height, photo.thumbnail_width) == (30, 20, 30)


@pytest.mark.parametrize(
    ("format", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "I;16"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGBA"),
        ("WEBP", "RGB"),
    ],
)
def test_every_kind_of_colour_is_taken(format, mode) -> None:
    photo = images.remake_photo(a_picture(format, mode=mode))
    assert Image.open(io.BytesIO(photo.data)).mode == "RGB"


def test_transparent_places_become_white() -> None:
    photo = images.remake_photo(a_picture("PNG", mode="RGBA"))
    assert Image.open(io.BytesIO(photo.data)).getpixel((5, 5)) == (255, 255, 255)


def test_colour_profile_is_used_or_left_aside() -> None:
    good = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (good, b"no profile"):
        assert images.remake_photo(a_picture(icc_profile=profile)).width == 60


def test_scan_keeps_its_size_and_type() -> None:
    scan = images.remake_picture(with_position(size=(2000, 1000), orientation=1))
    assert (scan.ending, scan.media_type, scan.width, scan.height) == ("jpg", "image/jpeg", 2000, 1000)
    assert b"ecret" not in scan.data
    assert images.remake_picture(a_picture("WEBP")).ending == "png"


def a_png_header(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))  # noqa: E731
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", images.NotAPicture),
        (b"not a picture", images.NotAPicture),
        (b"<svg onload=alert(1)>", images.NotAPicture),
        (b"GIF89a" + b"\0" * 50, images.NotAPicture),
        (PDF, images.NotAPicture),
        (b"\xff\xd8\xff" + b"\0" * 100, images.DisguisedPicture),
        (b"\x89PNG\r\n\x1a\n" + b"<script>", images.DisguisedPicture),
        (b"\xff\xd8\xff\xe0<?php system('x') ?>", images.DisguisedPicture),
        (a_picture("PNG", size=(300, 300))[:-200], images.BrokenPicture),
        (a_png_header(6_400, 6_400), images.TooManyPixels),
        (a_png_header(60_000, 60_000), images.TooManyPixels),
        (a_png_header(10, 0), images.PictureRefused),
        (b"\xff" * (limits.FILE + 1), images.PictureTooLarge),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_no_picture_is_refused_by_name(data, error) -> None:
    def refuse() -> None:
        with pytest.raises(error):
            images.remake_photo(data)

    assert_quick(refuse, seconds=1)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_damaged_picture_is_refused_or_remade_never_worse(format, place, bytes_) -> None:
    data = bytearray(a_picture(format))
    place %= len(data)
    data[place : place + len(bytes_)] = bytes_
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            images.remake_photo(bytes(data))
        except images.PictureRefused:
            pass


# Documents


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("powołanie.pdf", PDF, "pdf"),
        ("Powołanie.PDF", PDF, "pdf"),
        ("pismo.odt", an_odt(), "odt"),
        ("pismo.docx", a_docx(), "docx"),
        ("skan.jpeg", with_position(), "jpg"),
        ("skan.png", a_picture("PNG"), "png"),
        ("skan.webp", a_picture("WEBP"), "png"),
        ("notatka.txt", "Zażółć\n".encode(), "txt"),
        ("dane.csv", "gmina;kwota\nŁochów;5\n".encode("cp1250"), "csv"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_honest_documents_are_taken(name, data, ending) -> None:
    checked = check_document(name, data)
    assert (checked.ending, checked.media_type) == (ending, documents.MEDIA_TYPES[ending])
    assert checked.name.lower().endswith("." + ending) or checked.name.endswith(".jpeg")


def test_old_polish_code_becomes_utf_8() -> None:
    assert check_document("a.txt", "Zażółć gęślą".encode("cp1250")).data.decode() == "Zażółć gęślą"


def test_picture_is_kept_without_its_position() -> None:
    assert b"ecret" not in check_document("skan.jpg", with_position()).data


def test_only_the_allowed_types_are_taken() -> None:
    with pytest.raises(DocumentRefused) as refused:
        check_document("a.txt", b"tekst", documents.APPOINTMENT)
    assert refused.value.reason == "unknown_type"


BOMB = a_zip(
    {"mimetype": ODT, "content.xml": b"<p/>", "bomb": b"\0" * 50_000_000}
    | {f"b{i}": b"\0" * 40_000_000 for i in range(4)}
)


@pytest.mark.parametrize(
    ("name", "data", "code", "reason"),
    [
        ("a.exe", b"MZ", "unknown_ending", "unknown_type"),
        ("a.svg", b"<svg/>", "unknown_ending", "unknown_type"),
        ("a.html", b"<p>", "unknown_ending", "unknown_type"),
        ("a.docm", a_docx(), "unknown_ending", "unknown_type"),
        ("pdf", PDF, "unknown_ending", "unknown_type"),
        ("a.pdf", b"", "empty_file", "empty"),
        ("a.pdf", PDF + b"\0" * limits.FILE, "file_too_large", "too_large"),
        ("a.pdf", b"<script>", "disguised_file", "disguised"),
        ("a.pdf", b"MZ" + PDF, "disguised_file", "disguised"),
        ("a.pdf", PDF[:30], "broken_file", "disguised"),
        ("a.pdf", PDF.replace(b"<<>>", b"<</S /Launch>>", 1), "file_with_macros", "unsafe"),
        ("a.png", a_picture("JPEG"), "disguised_file", "disguised"),
        ("a.jpg", PDF, "disguised_file", "disguised"),
        ("a.png", a_png_header(60_000, 60_000), "too_many_pixels", "too_large"),
        ("a.png", a_picture("PNG", size=(300, 300))[:-200], "broken_file", "disguised"),
        ("a.txt", PDF, "disguised_file", "disguised"),
        ("a.txt", b" <html>", "disguised_file", "disguised"),
        ("a.txt", b"a\x00b", "disguised_file", "disguised"),
        ("a.odt", a_docx(), "disguised_file", "disguised"),
        ("a.docx", an_odt(), "disguised_file", "disguised"),
        ("a.odt", b"tekst", "disguised_file", "disguised"),
        ("a.odt", an_odt()[:-30], "broken_file", "disguised"),
        ("a.odt", an_odt(**{"Basic/script.xml": b"x"}), "file_with_macros", "unsafe"),
        ("a.odt", an_odt(**{"Scripts/python/x.py": b"x"}), "file_with_macros", "unsafe"),
        ("a.docx", a_docx(**{"word/vbaProject.bin": b"x"}), "file_with_macros", "unsafe"),
        (
            "a.docx",
            a_docx(**{"[Content_Types].xml": DOCX_TYPES.replace(b">appl", b">macroEnabled appl")}),
            "file_with_macros",
            "unsafe",
        ),
        ("a.docx", a_docx(**{"../x": b"x"}), "broken_file", "disguised"),
        ("a.docx", a_docx(**{"/etc/x": b"x"}), "broken_file", "disguised"),
        ("a.docx", a_docx(**{"a\\b": b"x"}), "broken_file", "disguised"),
        ("a.docx", a_docx(**{"WORD/document.xml": b"x"}), "broken_file", "disguised"),
        ("a.docx", a_docx(**{"word/document.xml": b"<a><b></a>"}), "broken_file", "disguised"),
        (
            "a.docx",
            a_docx(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "disguised_file",
            "disguised",
        ),
        ("a.docx", a_docx(**{f"x{i}": b"" for i in range(1_000)}), "file_too_complex", "unsafe"),
        ("a.odt", BOMB, "file_too_complex", "unsafe"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_disguise_has_its_name(name, data, code, reason) -> None:
    assert refusal(name, data) == (code, reason)


def test_false_sizes_in_a_zip_are_found() -> None:
    data = bytearray(an_odt(big=b"\0" * 100_000))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refusal("a.odt", bytes(data))[0] == "broken_file"


def test_locked_zip_is_refused() -> None:
    data = bytearray(an_odt())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.rindex(mark)
        data[place + offset] |= 1
    assert refusal("a.odt", bytes(data))[0] == "locked_file"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("C:\\Users\\Anna\\powołanie.pdf", "powołanie.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('"<x>".pdf', "__x__.pdf"),
        ("...", "plik"),
        ("", "plik"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_name_is_only_for_showing(given_name, safe) -> None:
    assert safe_name(given_name) == safe


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["a.odt", "a.docx", "a.pdf", "a.txt", "a.csv"]),
    st.integers(0, 10_000),
    st.binary(min_size=1, max_size=6),
)
def test_damaged_document_is_refused_or_taken_never_worse(name, place, bytes_) -> None:
    data = bytearray({"a.odt": an_odt(), "a.docx": a_docx(), "a.pdf": PDF}.get(name, b"gmina;kwota\n1;2\n"))
    place %= len(data)
    data[place : place + len(bytes_)] = bytes_
    try:
        check_document(name, bytes(data))
    except DocumentRefused:
        pass
