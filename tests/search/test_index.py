"""The index as files: missing, damaged and old ones, changes, rebuilds, several processes, a killed writer."""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.search.engines import IndexBusy, IndexUnusable
from app.search.engines.on_whoosh import WhooshEngine, writer
from app.search.engines.on_whoosh import engine as engine_module
from app.search.engines.on_whoosh.folder import IndexFolder
from app.search.outcomes import Degraded, IndexState, NothingFound, Results
from app.search.vocabulary import FILE_NAME
from tests.search.records import a_document, an_engine, ask, counts, refs

SOME = [a_document("practice:1", "Żłobek w gminie"), a_document("practice:2", "Klauzule społeczne")]


def build_of(engine_folder: Path) -> Path:
    build = IndexFolder(engine_folder).current()
    assert build is not None
    return build


# States


def test_without_an_index_the_answer_says_so(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "nowhere")
    assert engine.state() is IndexState.MISSING
    assert ask(engine, "żłobek") == Degraded(IndexState.MISSING)
    with pytest.raises(IndexUnusable):
        engine.index(SOME)
    with pytest.raises(IndexUnusable):
        engine.refs_and_versions()


def _cut_segments(build: Path) -> None:
    for file in build.glob("*.seg"):
        file.write_bytes(file.read_bytes()[:40])


def _empty_contents(build: Path) -> None:
    for file in build.glob("_MAIN_*.toc"):
        file.write_bytes(b"")


def _poison_contents(build: Path) -> None:
    for file in build.glob("_MAIN_*.toc"):
        file.write_bytes(os.urandom(300))


def _lose_segments(build: Path) -> None:
    for file in build.glob("*.seg"):
        file.unlink()


def _lose_meta(build: Path) -> None:
    (build / "made-by.json").unlink()


def _lose_build(build: Path) -> None:
    shutil.rmtree(build)


@pytest.mark.parametrize(
    "harm", [_cut_segments, _empty_contents, _poison_contents, _lose_segments, _lose_meta, _lose_build]
)
def test_a_damaged_index_is_an_answer_and_a_rebuild_mends_it(tmp_path: Path, harm: object) -> None:
    an_engine(tmp_path, SOME)
    harm(build_of(tmp_path))  # type: ignore[operator]
    engine = WhooshEngine(tmp_path)
    assert isinstance(ask(engine, "żłobek"), Degraded)
    assert engine.state() in (IndexState.DAMAGED, IndexState.MISSING)
    with pytest.raises((IndexUnusable, OSError)):
        engine.index([a_document("practice:1", "Świetlica", version=2)])
    engine.rebuild(SOME)
    assert engine.state() is IndexState.READY
    assert refs(ask(engine, "żłobek")) == ["practice:1"]


def test_files_spoilt_beneath_a_running_process_are_noticed(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    engine.index([a_document("practice:9", "Świetlica w remizie")])
    assert refs(ask(engine, "żłobek")) == ["practice:1"]
    assert engine.files_are_sound()
    for file in build_of(tmp_path).glob("*.seg"):
        with file.open("r+b") as spoilt:
            spoilt.write(os.urandom(file.stat().st_size))
    assert engine.state() is IndexState.READY
    assert not engine.files_are_sound()
    engine.rebuild(SOME)
    assert engine.files_are_sound()
    assert refs(ask(engine, "żłobek")) == ["practice:1"]


def test_copied_index_and_lost_seals_are_no_damage(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    for file in build_of(tmp_path).glob("*.seg"):
        os.utime(file, (1, 1))
    assert engine.files_are_sound()
    (build_of(tmp_path) / "seals.json").write_text("{")
    assert engine.files_are_sound()
    engine.index([a_document("practice:9", "Świetlica w remizie")])
    assert engine.files_are_sound()


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"../../etc", b"build-1/../..", b"build-404"])
def test_a_strange_pointer_opens_nothing(tmp_path: Path, pointer: bytes) -> None:
    an_engine(tmp_path, SOME)
    (tmp_path / "CURRENT").write_bytes(pointer)
    assert isinstance(ask(WhooshEngine(tmp_path), "żłobek"), Degraded)


def test_an_index_of_an_older_analyser_is_outdated(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    meta = build_of(tmp_path) / "made-by.json"
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "analyser": "pl-0/older"}))
    assert WhooshEngine(tmp_path).state() is IndexState.OUTDATED
    assert ask(WhooshEngine(tmp_path), "żłobek") == Degraded(IndexState.OUTDATED)
    with pytest.raises(IndexUnusable) as refused:
        engine.index(SOME)
    assert refused.value.state is IndexState.OUTDATED


def test_a_lost_vocabulary_costs_no_search_and_the_next_change_mends_it(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    (build_of(tmp_path) / FILE_NAME).write_bytes(b"broken")
    engine = WhooshEngine(tmp_path)
    assert refs(ask(engine, "żłobka")) == ["practice:1"]
    assert isinstance(ask(engine, "zlobek"), NothingFound)
    engine.update([a_document("practice:3", "Świetlica")])
    assert refs(ask(engine, "zlobkiem")) == ["practice:1"]
    assert refs(ask(engine, "swietlicy")) == ["practice:3"]


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, [])
    assert isinstance(ask(engine, "żłobek"), NothingFound)
    engine.index(SOME)
    assert refs(ask(engine, "żłobek")) == ["practice:1"]
    engine.delete([document.ref for document in SOME])
    assert isinstance(ask(engine, "żłobek"), NothingFound)
    assert engine.refs_and_versions() == {}


# Changes


def test_a_changed_record_replaces_the_old_one(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    engine.index([a_document("practice:1", "Świetlica w gminie", version=2, audience="member")])
    assert isinstance(ask(engine, "żłobek"), NothingFound)
    assert isinstance(ask(engine, "świetlica"), NothingFound)
    assert refs(ask(engine, "świetlica", audiences=("member",))) == ["practice:1"]
    assert engine.refs_and_versions() == {"practice:1": 2, "practice:2": 1}


def test_one_reference_several_times_in_a_batch_is_one_record(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    engine.update(
        [
            a_document("practice:7", "Bursa", version=1),
            a_document("practice:7", "Internat", version=3),
            a_document("practice:7", "Hotel", version=2),
        ]
    )
    assert refs(ask(engine, "internat")) == ["practice:7"]
    assert isinstance(ask(engine, "bursa"), NothingFound)
    assert engine.refs_and_versions()["practice:7"] == 3


def test_given_and_deleted_in_one_batch_is_deleted(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    engine.update([a_document("practice:1", "Żłobek")], deleted=["practice:1", "practice:404"])
    assert engine.refs_and_versions() == {"practice:2": 1}


def test_a_rebuild_takes_a_reference_once(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    assert engine.rebuild([*SOME, *SOME]) == 2
    assert refs(ask(engine, "żłobek")) == ["practice:1"]


def test_facets_and_totals_follow_changes(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path, [a_document(f"practice:{n}", "Żłobek", facets={"year": ("2024",)}) for n in range(1, 6)]
    )
    assert counts(ask(engine, "żłobek"), "year") == {"2024": 5}
    engine.update([a_document("practice:1", "Żłobek", facets={"year": ("2025",)})], deleted=["practice:2"])
    found = ask(engine, "żłobek")
    assert counts(found, "year") == {"2024": 3, "2025": 1}
    assert found.total == 4  # type: ignore[union-attr]


def test_another_process_sees_changes_at_its_next_search(tmp_path: Path) -> None:
    writing = an_engine(tmp_path, SOME)
    reading = WhooshEngine(tmp_path)
    assert refs(ask(reading, "żłobek")) == ["practice:1"]
    writing.index([a_document("practice:9", "Żłobek na wsi")])
    assert set(refs(ask(reading, "żłobek"))) == {"practice:1", "practice:9"}
    writing.rebuild(SOME[1:])
    assert isinstance(ask(reading, "żłobek"), NothingFound)


def test_a_large_change_is_read_beside_and_the_old_state_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = an_engine(tmp_path, SOME)
    assert refs(ask(engine, "żłobek")) == ["practice:1"]
    monkeypatch.setattr(engine_module, "AT_ONCE", 0)
    engine.index([a_document("practice:9", "Żłobek na wsi")])
    until = time.monotonic() + 10
    while len(refs(ask(engine, "żłobek"))) == 1 and time.monotonic() < until:
        time.sleep(0.01)
    assert set(refs(ask(engine, "żłobek"))) == {"practice:1", "practice:9"}


def test_many_small_changes_merge_and_lose_nothing(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    for number in range(10, 40):
        engine.update([a_document(f"post:{number}", "", "Żłobek i świetlica", group=f"topic:{number // 4}")])
    found = ask(engine, "swietlica", per_page=50)
    assert isinstance(found, Results)
    assert found.total == len({number // 4 for number in range(10, 40)})
    assert len(engine.refs_and_versions()) == 32


# Writers


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = an_engine(tmp_path, SOME)
    monkeypatch.setattr(writer, "LOCK_SECONDS", 0.1)
    with IndexFolder(tmp_path).writing():
        with pytest.raises(IndexBusy):
            engine.index(SOME)
        with pytest.raises(IndexBusy):
            engine.rebuild(SOME)
        assert refs(ask(engine, "żłobek")) == ["practice:1"]
    engine.index(SOME)


def test_the_old_index_answers_during_a_rebuild_and_after_a_failed_one(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)

    def failing() -> object:
        yield a_document("practice:5", "Nowy żłobek")
        assert refs(ask(engine, "żłobek")) == ["practice:1"]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(failing())  # type: ignore[arg-type]
    assert refs(ask(engine, "żłobek")) == ["practice:1"]
    assert [build.name for build in tmp_path.glob("build-*")] == [build_of(tmp_path).name]


def test_a_rebuild_reports_progress(tmp_path: Path) -> None:
    reported: list[int] = []
    WhooshEngine(tmp_path).rebuild(SOME, reported.append)
    assert reported == [2]


_WRITES_FOR_EVER = """
import sys
from pathlib import Path
from app.search.engines.on_whoosh import WhooshEngine
from tests.search.records import a_document
engine = WhooshEngine(Path(sys.argv[1]))
number = 100
while True:
    number += 1
    engine.update([a_document(f"practice:{number}", "Żłobek i świetlica")])
    print(number, flush=True)
    if number % 5 == 0:
        engine.rebuild([a_document(f"practice:{n}", "Żłobek i świetlica") for n in range(101, number + 1)])
"""


def test_a_killed_writer_leaves_an_index_that_opens_with_all_it_had_acknowledged(tmp_path: Path) -> None:
    an_engine(tmp_path, [])
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITES_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    acknowledged = [int(line) for line in process.stdout.read().split()]
    process.wait()
    engine = WhooshEngine(tmp_path)
    assert engine.state() is IndexState.READY
    assert {f"practice:{number}" for number in acknowledged} <= engine.refs_and_versions().keys()
    assert isinstance(ask(engine, "swietlice"), Results)
    engine.update(deleted=list(engine.refs_and_versions()))  # the lock died with its holder


def test_readers_never_fail_while_a_writer_commits(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    done = threading.Event()
    wrong: list[object] = []

    def keep_reading() -> None:
        while not done.is_set():
            found = ask(engine, "zlobek klauzula")
            if not isinstance(found, Results):
                wrong.append(found)

    readers = [threading.Thread(target=keep_reading) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(10, 22):
        engine.update([a_document(f"practice:{number}", "Żłobek z klauzulą")], deleted=[f"practice:{number - 3}"])
    engine.rebuild([*SOME, a_document("practice:50", "Żłobek")])
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_an_engine_may_be_made_before_a_fork(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, SOME)
    assert refs(ask(engine, "zlobek")) == ["practice:1"]
    child = os.fork()
    if child == 0:
        code = 0 if refs(ask(engine, "swietlica")) == [] and refs(ask(engine, "zlobkami")) == ["practice:1"] else 1
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_schema_pickles_no_code_of_ours_but_the_analyzer(tmp_path: Path) -> None:
    an_engine(tmp_path, SOME)
    from app.search.engines.on_whoosh.schema import schema

    assert b"app.search.analysis.for_whoosh" in pickle.dumps(schema(), 2)
