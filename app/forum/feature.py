"""What the forum hands to the house."""

from flask_babel import lazy_gettext as _l

from app.forum import notices, search
from app.forum.actions.categories import INDEX_CATEGORY
from app.forum.actions.moderating import INDEX_TOPIC
from app.forum.links import resolve_topics
from app.forum.views import blueprint
from app.web.feature import Feature, Indexed, MenuEntry

feature = Feature(
    name="forum",
    blueprints=(blueprint,),
    menu=(MenuEntry(_l("Forum"), "forum.index"),),
    indexed=(
        Indexed(
            kind="post",
            documents=search.documents,
            all_ids=search.all_ids,
            visible=search.visible,
            plain=search.plain,
            public_kind="topic",
        ),
    ),
    jobs={INDEX_TOPIC: search.index_topics, INDEX_CATEGORY: search.index_categories},
    facet_labels={"category": search.category_labels},
    notices=notices.KINDS,
    linkable={"topic": resolve_topics},
)
