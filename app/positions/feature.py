"""What positions hand to the house."""

from flask_babel import lazy_gettext as _l

from app.positions import citing, notices, search, waiting
from app.positions.integrity import faults_of_positions
from app.positions.tidying import withdraw_overtaken_notices
from app.positions.views import blueprint
from app.web.feature import Feature, Indexed, MenuEntry

feature = Feature(
    name="positions",
    blueprints=(blueprint,),
    menu=(MenuEntry(_l("Positions"), "positions.index"),),
    indexed=(
        Indexed(
            kind="position",
            documents=search.documents,
            all_ids=search.all_ids,
            visible=search.visible,
            plain=search.plain,
        ),
    ),
    notices=notices.KINDS,
    linkable={"position": citing.resolve_positions, "source": citing.resolve_sources},
    facet_labels={"state": search.state_labels},
    waiting=(waiting.votes_waiting, waiting.committee_waiting),
    queues=(waiting.queue,),
    records=(faults_of_positions,),
    sweeps=(withdraw_overtaken_notices,),
)
