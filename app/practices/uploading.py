"""Taking in the photo of a form: checked and made anew before anything is written, then kept and noted."""

from typing import Any

from flask_babel import gettext as _

from app.extensions import db
from app.lib import files, images, limits
from app.practices import policies as may
from app.practices.models import Photo, Practice
from app.practices.photos import folder
from app.web import rate_limits
from app.web.access import authorize
from app.web.unit_of_work import unit_of_work


class PhotoRefused(ValueError):
    """The photo, or what belongs to it, cannot be taken; `control` is the field of the form."""

    def __init__(self, control: str, message: str) -> None:
        super().__init__(message)
        self.control = control


def take_photo(actor: Any, practice: Practice, kept: list[dict[str, Any]], form: Any) -> list[dict[str, Any]]:
    """The photos of the record as this form leaves them. Further photos, which came with an import, stay.

    A new one replaces the first. Without a description or the consent it is refused.
    """
    upload = form.photo.data
    first, others = (kept[0] if kept else None), kept[1:]
    if form.photo_remove.data and not upload:
        return others
    if not upload and first is None:
        return []
    described = {"alt": (form.photo_alt.data or "").strip(), "author": (form.photo_author.data or "").strip()}
    if not described["alt"]:
        raise PhotoRefused("photo_alt", _("Say what the photo shows, for those who cannot see it."))
    if len(described["alt"]) > 500 or len(described["author"]) > 200:
        raise PhotoRefused("photo_alt", _("This description is too long. Say it in at most 500 characters."))
    if not form.photo_consent.data:
        raise PhotoRefused("photo_consent", _("Tick the box: without consent the photo cannot be shown."))
    row = {"file": first["file"] if first else "", **described, "licence": "CC BY 4.0", "consent": True}
    if upload:
        row["file"] = _keep(actor, practice, upload)
    return [{name: value for name, value in row.items() if value != ""}, *others]


def _keep(actor: Any, practice: Practice, upload: Any) -> str:
    rate_limits.count("uploads", str(actor.id))
    data = upload.stream.read(limits.FILE + 1)
    if len(data) > limits.FILE:
        raise PhotoRefused("photo", _("The photo is larger than 20 MB. Choose a smaller one."))
    try:
        picture = images.remake_photo(data)
    except images.PictureRefused:
        raise PhotoRefused("photo", _("We cannot read this picture. Send a JPEG, PNG or WebP.")) from None
    name = files.keep(folder(), picture.data, picture.ending)
    with unit_of_work() as session:
        authorize(may.edit_practice(actor, practice))
        session.add(
            Photo(
                practice_id=practice.id,
                stored_name=name,
                media_type=picture.media_type,
                width=picture.width,
                height=picture.height,
                size=len(picture.data),
                uploaded_by_id=actor.id,
            )
        )
    db.session.refresh(practice)
    return name
