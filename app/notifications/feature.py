"""What the notices hand to the house."""

from flask.blueprints import BlueprintSetupState

from app.notifications.deliver import write_notices
from app.notifications.queries import count_unread
from app.notifications.views import blueprint
from app.web.feature import Feature


@blueprint.record
def _count_for_the_frame(state: BlueprintSetupState) -> None:
    state.app.extensions["unread_counter"] = count_unread


feature = Feature(name="notifications", blueprints=(blueprint,), jobs={"notice": write_notices})
