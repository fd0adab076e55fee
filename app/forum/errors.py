"""What the forum can refuse, and the sentence the person reads."""

from flask_babel import lazy_gettext as _l

from app.web.errors import Conflict


class TopicClosed(Conflict):
    """The topic was locked or hidden, perhaps while the person was writing."""

    code = "topic_closed"
    message = _l("The moderators have closed this topic, so nothing can be added to it.")
    what_now = _l("Copy your text if you need it. You can open a new topic or write to the moderators.")


class AlreadyDecided(Conflict):
    """The thing is already in the state that was asked for."""

    code = "already_decided"
    message = _l("Somebody has already decided this.")
    what_now = _l("Go back to the topic and look at its present state.")


class HideTheTopic(Conflict):
    """The first post is the topic."""

    code = "hide_the_topic"
    message = _l("The first post cannot be hidden alone, because nobody would understand the answers.")
    what_now = _l("Hide the whole topic instead.")


class NotAnAnswer(Conflict):
    """Only a visible answer can be the solution."""

    code = "not_an_answer"
    message = _l("Only an answer that everybody can read may be marked as the solution.")
