"""The public moderation log and the moderators' desk."""

from itertools import chain

from flask import Blueprint, render_template, request
from flask_login import current_user

from app.auth.policies import moderate
from app.lib.limits import PAGE_NUMBER
from app.moderation.log import ACTS, public_log
from app.web.access import public, requires
from app.web.feature import features

blueprint = Blueprint("moderation", __name__, template_folder="templates")


@blueprint.get("/moderacja/dziennik")
@public
def log() -> str:
    """Every decision with its reason, newest first."""
    number = min(max(1, request.args.get("strona", 1, type=int)), PAGE_NUMBER)
    return render_template("moderation/log.html", page=public_log(current_user, number), acts=ACTS)


@blueprint.get("/moderacja")
@requires(moderate)
def desk() -> str:
    """What waits for MCPS, oldest first."""
    lines = list(chain.from_iterable(queue(current_user) for feature in features() for queue in feature.queues))
    lines.sort(key=lambda line: (line.since is None, line.since))
    return render_template("moderation/desk.html", lines=lines)
