"""What practices hand to the house."""

from flask_babel import lazy_gettext as _l

from app.practices import search
from app.practices.cli import practices
from app.practices.notices import PracticeDecided, queue, waiting
from app.practices.photos import sweep_photos
from app.practices.queries.finding import cited_practices
from app.practices.views import blueprint
from app.web.feature import Feature, Indexed, MenuEntry

feature = Feature(
    name="practices",
    blueprints=(blueprint,),
    menu=(MenuEntry(_l("Practices"), "practices.index"),),
    indexed=(Indexed("practice", search.documents, search.all_ids, search.visible, search.plain),),
    facet_labels=search.facet_labels(),
    notices={"practice_decided": PracticeDecided()},
    linkable={"practice": cited_practices},
    waiting=(waiting,),
    queues=(queue,),
    commands=(practices,),
    sweeps=(sweep_photos,),
)
