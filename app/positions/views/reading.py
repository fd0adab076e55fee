"""The list of positions, one position with its text, its versions and their comparison, the printable page."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.lib import clock
from app.lib.limits import PAGE_NUMBER
from app.positions import policies as may
from app.positions.addresses import url_of
from app.positions.counting import count_vote
from app.positions.presenting.answers import step_words
from app.positions.presenting.frame import GROUP_WORDS, formal_title, frame_of, number_words, trail_of
from app.positions.presenting.results import outcome_sentence
from app.positions.presenting.text import outline_of, units_of
from app.positions.queries.answers import answers_for, transmission_of
from app.positions.queries.discussion import evidence_by_node, evidence_of, threads_of
from app.positions.queries.positions import GROUPS, count_by_group, find_position, positions_page, stage_changes
from app.positions.queries.texts import demands_in, draft_of, find_version, published_versions, tree_of
from app.positions.queries.votes import latest_vote
from app.positions.text.diff import compare as compare_trees
from app.positions.text.diff import only_changes
from app.positions.views import blueprint
from app.web.access import public
from app.web.locale import current_language


@blueprint.get("/stanowiska")
@public
def index() -> str:
    """All positions that this viewer may see, by stage."""
    counts = count_by_group(current_user)
    group = next((one for one in GROUPS if one.slug == request.args.get("etap")), None)
    number = min(max(1, request.args.get("strona", 1, type=int)), PAGE_NUMBER)
    total = counts[group.slug] if group else sum(counts.values())
    return render_template(
        "positions/index.html",
        page=positions_page(current_user, group, number, total),
        group=group,
        groups=[(one.slug, GROUP_WORDS[one.slug](), counts[one.slug]) for one in GROUPS],
        total=sum(counts.values()),
        formal_title=formal_title,
        number_words=number_words,
        page_url=lambda to: url_for("positions.index", etap=group.slug if group else None, strona=to),
    )


@blueprint.get("/stanowiska/<int:position_id>")
@public
def short(position_id: int) -> ResponseReturnValue:
    """The short address leads to the long one."""
    return redirect(url_of(find_position(current_user, position_id)), code=301)


@blueprint.get("/stanowiska/<int:position_id>-<slug>")
@public
def show(position_id: int, slug: str) -> ResponseReturnValue:
    """The text as it is now, with comments in the margin and the evidence below."""
    position = find_position(current_user, position_id)
    if slug != position.slug:
        return redirect(url_of(position), code=301)
    tree = tree_of(position.current_version_id)
    threads = threads_of(current_user, position, tree)
    evidence = evidence_of(current_user, position, tree)
    editor = may.edit_text(current_user, position)
    return render_template(
        "positions/position.html",
        frame=frame_of(current_user, position, "text"),
        position=position,
        tree=tree,
        units=units_of(tree),
        threads=threads,
        orphans=[one for node_id, those in threads.items() if node_id not in tree for one in those],
        evidence=evidence,
        cited_at=evidence_by_node(evidence),
        outline=outline_of(tree, threads, len(evidence)),
        draft=draft_of(position) if editor else None,
        may_comment=may.comment_on_node(current_user, position) and not position.consultation_is_over,
        may_edit=editor,
    )


@blueprint.get("/stanowiska/<int:position_id>/wersje")
@public
def versions(position_id: int) -> str:
    """The published versions, newest first."""
    position = find_position(current_user, position_id)
    return render_template(
        "positions/versions.html",
        frame=frame_of(current_user, position, "changes"),
        position=position,
        versions=published_versions(position),
    )


@blueprint.get("/stanowiska/<int:position_id>/wersje/<int:no>")
@public
def version(position_id: int, no: int) -> str:
    """One version as it was published."""
    position = find_position(current_user, position_id)
    found = find_version(position, no)
    tree = tree_of(found.id)
    return render_template(
        "positions/version.html",
        position=position,
        version=found,
        tree=tree,
        units=units_of(tree),
        trail=trail_of(position),
    )


@blueprint.get("/stanowiska/<int:position_id>/porownanie")
@public
def compare(position_id: int) -> ResponseReturnValue:
    """Two versions word by word, node by node, by identity; the last two when none are named."""
    position = find_position(current_user, position_id)
    known = published_versions(position)
    if len(known) < 2:
        return redirect(url_for("positions.versions", position_id=position_id))
    newest = known[0].no
    new = find_version(position, request.args.get("do", newest, type=int))
    old = find_version(position, request.args.get("z", max(1, new.no - 1), type=int))
    changes = compare_trees(tree_of(old.id), tree_of(new.id), current_language())
    return render_template(
        "positions/compare.html",
        frame=frame_of(current_user, position, "changes"),
        position=position,
        versions=known,
        old=old,
        new=new,
        changes=only_changes(changes),
        unchanged=len(changes) - len(only_changes(changes)),
    )


@blueprint.get("/stanowiska/<int:position_id>/historia")
@public
def history(position_id: int) -> str:
    """How it came about: versions and steps in one chronology."""
    position = find_position(current_user, position_id)
    frame = frame_of(current_user, position, "history")
    entries: list[tuple[Any, str, Any]] = [(change.at, step_words(change), None) for change in frame.changes]
    entries += [(one.published_at, one.note, one) for one in published_versions(position)]
    return render_template(
        "positions/history.html", frame=frame, position=position, entries=sorted(entries, key=lambda entry: entry[0])
    )


@blueprint.get("/stanowiska/<int:position_id>/druk")
@public
def printable(position_id: int) -> str:
    """The text as it goes on paper: formal head, numbering of print, result of the vote, answers."""
    position = find_position(current_user, position_id)
    tree = tree_of(position.current_version_id)
    vote = latest_vote(position) if position.is_adopted else None
    transmission = transmission_of(position) if position.is_adopted else None
    return render_template(
        "positions/print.html",
        position=position,
        tree=tree,
        units=units_of(tree),
        vote=vote,
        outcome=outcome_sentence(vote, count_vote(vote)) if vote is not None else "",
        transmission=transmission,
        answered=answers_for(current_user, position, transmission, demands_in(tree)),
        number=number_words(position),
        today=clock.today(),
        changes=stage_changes(position),
    )
