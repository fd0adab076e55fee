"""Writing to the index: records in and out in one commit, and the rebuild beside the index in use."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from whoosh import index

from app.search.analysis import pieces, polish
from app.search.documents import Document
from app.search.engines import IndexUnusable
from app.search.engines.on_whoosh.folder import IndexFolder
from app.search.engines.on_whoosh.schema import row, schema
from app.search.engines.on_whoosh.seals import Seals
from app.search.outcomes import IndexState
from app.search.vocabulary import Vocabulary, VocabularyWriter

log = logging.getLogger(__name__)

LOCK_SECONDS = 30
REBUILD_MEGABYTES = 128
_REPORT_EVERY = 200


def update(folder: IndexFolder, documents: Iterable[Document], deleted: Iterable[str]) -> None:
    """Replace the records given and take out the references given, in one commit.

    Of several records with one reference the one of the highest version counts (Whoosh would keep them all: it only
    deletes what is committed); a reference both given and deleted is deleted.
    """
    newest: dict[str, Document] = {}
    for document in documents:
        held = newest.get(document.ref)
        if held is None or document.version >= held.version:
            newest[document.ref] = document
    gone = set(deleted)
    if not newest and not gone:
        return
    with folder.writing(LOCK_SECONDS):
        build = folder.current()
        state = folder.state()
        if build is None or state is not IndexState.READY:
            raise IndexUnusable(state)
        rows = [row(document) for ref, document in newest.items() if ref not in gone]
        try:
            # The words come first: a word too many does no harm, one too few could not be restored or corrected.
            _add_words(build, rows)
            _commit(build, rows, gone | newest.keys())
            Seals(build).write()
        except OSError:  # the disk is full, say: the index is as it was
            raise
        except Exception as error:  # whatever reading broken files raises
            raise IndexUnusable(IndexState.DAMAGED) from error


def _add_words(build: Path, rows: list[dict[str, str]]) -> None:
    if not Vocabulary(build).is_sound():
        log.warning("the vocabulary of the search index is missing or damaged and is made anew")
        make_vocabulary(build)
    words = VocabularyWriter(build, polish())
    try:
        for values in rows:
            words.collect(_words(values))
        words.write()
    finally:
        words.close()


def _commit(build: Path, rows: list[dict[str, str]], replaced: set[str]) -> None:
    writer = index.open_dir(str(build)).writer(timeout=LOCK_SECONDS)
    try:
        for ref in replaced:
            writer.delete_by_term("ref", ref)
        for values in rows:
            writer.add_document(**values)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def rebuild(folder: IndexFolder, documents: Iterable[Document], progress: Callable[[int], None] | None) -> int:
    """A new build of all documents takes the place of the old one at the end; until then the old one answers.

    The lock is held all the while: changes wait in the outbox and are applied to the new build afterwards.
    """
    with folder.writing(LOCK_SECONDS):
        build = folder.begin()
        try:
            count = _fill(build, documents, progress)
            Seals(build).write()
            folder.publish(build)
        finally:
            folder.sweep()
    return count


def _fill(build: Path, documents: Iterable[Document], progress: Callable[[int], None] | None) -> int:
    words = VocabularyWriter(build, polish(), fresh=True)
    writer = index.create_in(str(build), schema()).writer(limitmb=REBUILD_MEGABYTES)
    seen: set[str] = set()
    try:
        for document in documents:
            if document.ref in seen:
                continue
            seen.add(document.ref)
            values = row(document)
            words.collect(_words(values))
            writer.add_document(**values)
            if progress and len(seen) % _REPORT_EVERY == 0:
                progress(len(seen))
        words.write()
    except BaseException:
        writer.cancel()
        raise
    finally:
        words.close()
    writer.commit()
    if progress:
        progress(len(seen))
    return len(seen)


def make_vocabulary(build: Path) -> None:
    """The vocabulary from the index alone, when its file was lost or broken."""
    (build / "vocabulary.sqlite").unlink(missing_ok=True)
    words = VocabularyWriter(build, polish(), fresh=True)
    with index.open_dir(str(build)).reader() as reader:
        words.collect(text.decode() for text in reader.lexicon("surface"))
    words.write()
    words.close()


def _words(values: dict[str, str]) -> set[str]:
    """Lower-case words of a row that count."""
    analysis = polish()
    return {word.lower() for word, _, _ in pieces(values["surface"]) if analysis.counts(word)}
