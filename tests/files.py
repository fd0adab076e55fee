"""Small files as people upload them: real ones, disguised ones, dangerous ones."""

import io
import zipfile

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n109\n%%EOF\n"
EXE = b"MZ\x90\x00" + b"\0" * 200


def a_png(width: int = 30, height: int = 20) -> bytes:
    """A picture."""
    body = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(body, "PNG")
    return body.getvalue()


def a_docx(*, macros: bool = False, **others: bytes) -> bytes:
    """A document of a word processor; with a macro when asked."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    if macros:
        kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body><w:p/></w:body></w:document>',
    }
    if macros:
        parts["word/vbaProject.bin"] = "macro"
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**parts, **others}.items():
            archive.writestr(name, text)
    return body.getvalue()
