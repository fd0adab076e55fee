"""Appointment documents: kept outside the code under a random name, given out as a download that can do nothing."""

import hashlib
from pathlib import Path
from urllib.parse import quote

from flask import Response, current_app
from flask_babel import gettext as _

from app.auth.errors import DocumentRefused
from app.auth.models import AuthorityDocument
from app.lib import files
from app.lib.documents import DocumentRefused as Refused
from app.lib.documents import check_document
from app.web.errors import NotFound

ENDINGS = frozenset({"pdf", "odt", "docx", "png", "jpg", "jpeg"})


def keep_document(file_name: str, content: bytes) -> AuthorityDocument:
    """Check and store an upload; the row to be added. Raises DocumentRefused with a sentence."""
    try:
        checked = check_document(file_name, content, ENDINGS)
    except Refused as refusal:
        raise DocumentRefused(_sentence(refusal.reason)) from refusal
    return AuthorityDocument(
        stored_name=files.keep(document_folder(), checked.data, checked.ending),
        original_name=checked.name,
        media_type=checked.media_type,
        size=len(checked.data),
        sha256=hashlib.sha256(checked.data).hexdigest(),
    )


def give_out(document: AuthorityDocument | None) -> Response:
    """The document as a download; NotFound when there is none."""
    if document is None:
        raise NotFound
    try:
        content = files.read(document_folder(), document.stored_name)
    except (OSError, files.FileRefused) as error:
        raise NotFound from error
    response = Response(content, mimetype=document.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.original_name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def forget_document(document: AuthorityDocument) -> None:
    """Delete the file of a document that has no row (any more)."""
    files.remove(document_folder(), document.stored_name)


def document_folder() -> Path:
    """Where appointment documents lie."""
    return Path(current_app.config["DATA_DIR"]) / "files" / "documents"


def _sentence(reason: str) -> str:
    return {
        "empty": _("The file is empty. Choose another one."),
        "too_large": _("The file is too large: at most 20 MB. Scan it with less detail."),
        "unknown_type": _("We take PDF, ODT, DOCX, PNG and JPEG. Save the document in one of them."),
        "disguised": _("The file is not what its name says, or it is damaged. Open it, save it anew, and try again."),
        "unsafe": _("The document holds macros or unsafe parts. Save it without them."),
    }[reason]
