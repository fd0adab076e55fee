"""What the search hands to the house."""

from app.lib import clock
from app.search.api import api
from app.search.cli import search
from app.search.indexing import check_each_night, mend_index, update_index
from app.search.views import blueprint
from app.web.feature import Feature

QUIET_HOUR = 3


def check_when_quiet() -> None:
    """The comparison reads everything, so it waits for the night."""
    if clock.local(clock.now()).hour == QUIET_HOUR:
        check_each_night()


feature = Feature(
    name="search",
    blueprints=(blueprint, api),
    jobs={"index": update_index},
    commands=(search,),
    sweeps=(check_when_quiet,),
    watches=(mend_index,),
)
