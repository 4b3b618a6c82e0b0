"""The store: what it gives back, what it survives."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import groundwire
from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.filesystem import is_network_mount
from groundwire.provenance.store import Review, Store, database

ONE = Origin("o1", "completion", "B", "accept:whole", "tool", "model", "session", "whole", "2026-01-01T00:00:00Z")
TWO = Origin("o2", "agent_edit", "A", "hook:x")
TEXT = "def first():\n    return 1\n\n\ndef second():\n    return 2\n"


def attributed(start: int, end: int, origin: Origin = ONE) -> Attribution:
    return Attribution().attribute(start, end, origin)


Opener = Callable[..., Store]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens the store of a folder, `tmp_path` by default, and closes it after the test."""
    with contextlib.ExitStack() as stack:

        def open_store(folder: Path = tmp_path, **options: int) -> Store:
            store = Store.open(folder, **options)
            stack.callback(store.close)
            return store

        yield open_store


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()


def query(folder: Path, statement: str, name: str = database.FILE_NAME) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(folder / name)) as connection, connection:
        return connection.execute(statement).fetchall()


def test_two_processes_that_save_one_text_both_stand(opened: Opener) -> None:
    first, second = opened(), opened()
    first.save("a.py", TEXT, "\n", attributed(0, 12))
    second.save("a.py", TEXT, "\n", attributed(8, 40, TWO))
    found = opened().load("a.py", TEXT)
    assert found.spans == (Span(0, 8, "o1"), Span(8, 40, "o2"))
    assert set(found.origins) == {"o1", "o2"}


def test_what_is_unmarked_stays_unmarked(opened: Opener) -> None:
    store = opened()
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    store.save("a.py", TEXT, "\n", store.load("a.py", TEXT).remove(0, 12))
    assert opened().load("a.py", TEXT).spans == ()


def test_what_was_saved_comes_back_after_a_restart(opened: Opener) -> None:
    saved = attributed(0, 12).attribute(30, 40, TWO)
    first = opened()
    assert first.notice is None
    assert first.save("a.py", TEXT, "\r\n", saved)
    first.close()
    assert opened().load("a.py", TEXT) == saved


def test_retention_survives_a_restart(opened: Opener) -> None:
    store = opened()
    store.save("a.py", TEXT, "\n", attributed(0, 20).remove(5, 10))
    assert opened().load("a.py", TEXT).retained() == {"o1": 0.75}


def test_a_text_seen_before_gets_its_spans_back(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    store.save("a.py", TEXT + "x = 1\n", "\n", attributed(0, 0))
    assert store.load("a.py", TEXT).spans == (Span(0, 12, "o1"),)


def test_an_unknown_text_is_compared_with_the_latest(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 26))
    assert store.load("a.py", "import os\n" + TEXT).spans == (Span(10, 36, "o1"),)


def test_an_unknown_path_has_nothing(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert store.load("b.py", "x = 1\n") == Attribution()


def test_a_renamed_file_keeps_its_spans(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert store.load("b.py", TEXT).spans == (Span(0, 12, "o1"),)


def test_a_short_text_elsewhere_proves_nothing(store: Store) -> None:
    store.save("a/__init__.py", "import os\n", "\n", attributed(0, 10))
    assert store.load("b/__init__.py", "import os\n") == Attribution()


def test_files_that_disagree_about_one_text_prove_nothing(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    store.save("b.py", TEXT, "\n", attributed(0, 20))
    assert store.load("c.py", TEXT) == Attribution()


def test_unmarking_everything_is_remembered(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert store.attributed_paths() == ["a.py"]
    store.save("a.py", TEXT, "\n", attributed(0, 12).remove(0, 12))
    assert store.attributed_paths() == []
    assert store.load("a.py", TEXT).spans == ()


def test_files_without_generated_text_are_not_kept(store: Store, tmp_path: Path) -> None:
    store.save("a.py", TEXT, "\n", Attribution())
    assert query(tmp_path, "SELECT count(*) FROM text") == [(0,)]


def test_a_merge_conflict_does_not_replace_what_was_there(store: Store) -> None:
    store.save("a.py", TEXT, "\n", attributed(0, 26))
    conflict = TEXT.replace("    return 2\n", "<<<<<<< HEAD\n    return 2\n=======\n    return 3\n>>>>>>> other\n")
    assert store.save("a.py", conflict, "\n", Attribution())
    assert store.load("a.py", conflict).spans == (Span(0, 26, "o1"),)
    assert store.load("a.py", TEXT.replace("2", "3")).spans == (Span(0, 26, "o1"),)


def test_text_with_lone_surrogates_and_astral_characters(store: Store) -> None:
    text = "x = '\ud800😀'\n"
    store.save("a.py", text, "\n", attributed(0, 5))
    assert store.load("a.py", text).spans == (Span(0, 5, "o1"),)
    assert store.load("a.py", "y = 1\n" + text).spans == (Span(6, 11, "o1"),)


def test_reviews_are_kept(opened: Opener) -> None:
    store = opened()
    store.record_review("a.py", "first", "d1", "2026-01-01T00:00:00Z")
    store.record_review("a.py", "first", "d1", "2026-01-02T00:00:00Z")
    store.record_review("b.py", "other", "d2", "2026-01-01T00:00:00Z")
    assert opened().reviews("a.py") == [Review("first", "d1", "2026-01-02T00:00:00Z")]


def test_two_processes_share_one_store(opened: Opener) -> None:
    one, other = opened(), opened()
    one.save("a.py", TEXT, "\n", attributed(0, 12))
    other.save("b.py", TEXT, "\n", attributed(0, 12))
    assert one.attributed_paths() == other.attributed_paths() == ["a.py", "b.py"]


def test_a_store_that_another_process_writes_while_it_is_opened_is_no_read_only_one(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened().close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with contextlib.closing(sqlite3.connect(tmp_path / database.FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store = opened()
        other.execute("COMMIT")
    assert (store.on_disk, store.notice) == (True, None)
    assert store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert opened().load("a.py", TEXT).spans


def test_a_busy_store_says_so_and_works_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    impatient = opened()
    with contextlib.closing(sqlite3.connect(tmp_path / database.FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not impatient.save("a.py", TEXT, "\n", attributed(0, 12))
    assert impatient.save("a.py", TEXT, "\n", attributed(0, 12))
    assert impatient.notice is None


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path, opened: Opener) -> None:
    (tmp_path / database.FILE_NAME).write_bytes(b"this is not a database" * 100)
    store = opened()
    assert store.notice is not None
    assert "damaged" in store.notice
    assert [path.read_bytes()[:7] for path in tmp_path.glob("*.damaged-*")] == [b"this is"]
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert opened().attributed_paths() == ["a.py"]


def test_pages_overwritten_under_an_open_store_are_set_aside(tmp_path: Path, opened: Opener) -> None:
    store = opened()
    for number in range(60):
        store.save(f"{number}.py", TEXT + random.Random(number).randbytes(3000).hex(), "\n", attributed(0, 12))
    store.close()
    file = tmp_path / database.FILE_NAME
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    file.write_bytes(data)
    store = opened()
    assert store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert store.notice is not None
    assert "damaged" in store.notice
    assert store.attributed_paths() == ["a.py"]


def test_a_folder_that_cannot_be_made_leaves_the_store_in_memory(tmp_path: Path, opened: Opener) -> None:
    (tmp_path / "file").write_text("")
    store = opened(tmp_path / "file" / "groundwire")
    assert store.notice is not None
    assert "cannot be written" in store.notice
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    assert store.load("a.py", TEXT).spans == (Span(0, 12, "o1"),)


def test_a_disk_that_fills_up_leaves_the_store_in_memory_with_what_it_held(opened: Opener) -> None:
    store = opened()
    store.save("a.py", TEXT, "\n", attributed(0, 12))
    store._connection.execute("PRAGMA max_page_count = 1")
    real = database.open_database

    def on_a_full_disk(folder: Path) -> database.Opened:
        opened = real(folder)
        opened.connection.execute("PRAGMA max_page_count = 1")
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "open_database", on_a_full_disk)
        big = TEXT + random.Random(1).randbytes(100_000).hex()
        assert store.save("b.py", big, "\n", attributed(0, 12))
    assert store.notice is not None
    assert "full" in store.notice
    assert store.attributed_paths() == ["a.py", "b.py"]


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path, opened: Opener) -> None:
    opened().close()
    query(tmp_path, "PRAGMA user_version = 99")
    store = opened()
    assert store.notice is not None
    assert "newer" in store.notice
    assert Store.read(tmp_path) is None


def test_an_older_store_is_migrated_and_a_copy_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener
) -> None:
    known = len(database.STEPS)
    old = opened()
    old.save("a.py", TEXT, "\n", attributed(0, 12))
    step = tmp_path / "next.sql"
    step.write_text("ALTER TABLE review ADD COLUMN note TEXT;\nCREATE INDEX more ON review (time);\n")
    monkeypatch.setattr(database, "STEPS", (*database.STEPS, os.fspath(step)))
    new = opened()
    assert new.attributed_paths() == ["a.py"]
    assert query(tmp_path, "PRAGMA user_version") == [(known + 1,)]
    assert query(tmp_path, "SELECT note FROM review") == []
    assert query(tmp_path, "SELECT path FROM text", f"{database.FILE_NAME}.v{known}") == [("a.py",)]


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener
) -> None:
    first = opened()
    for path in ("a.py", "b.py"):
        first.save(path, TEXT, "\n", attributed(0, 12))
    step = tmp_path / "next.sql"
    step.write_text("DROP TABLE review;\nCREATE UNIQUE INDEX impossible ON text (newline);\n")
    monkeypatch.setattr(database, "STEPS", (*database.STEPS, os.fspath(step)))
    without = opened()
    assert without.notice is not None
    assert without.save("c.py", TEXT, "\n", attributed(0, 12))
    assert without.attributed_paths() == ["c.py"]
    monkeypatch.undo()
    assert opened().attributed_paths() == ["a.py", "b.py"]
    assert query(tmp_path, "SELECT * FROM review") == []


def test_reading_creates_and_changes_nothing(tmp_path: Path, opened: Opener) -> None:
    assert Store.read(tmp_path / "none") is None
    assert list(tmp_path.iterdir()) == []
    writer = opened()
    writer.save("a.py", TEXT, "\n", attributed(0, 12))
    reader = Store.read(tmp_path)
    assert reader is not None
    assert reader.attributed_paths() == ["a.py"]
    assert reader.load("a.py", TEXT) == attributed(0, 12)
    reader.close()
    writer.close()
    (tmp_path / database.FILE_NAME).write_bytes(b"no database" * 1000)
    assert Store.read(tmp_path) is None
    assert list(tmp_path.glob("*damaged*")) == []


def test_the_size_is_bounded_and_the_least_recent_go_first(tmp_path: Path, opened: Opener) -> None:
    store = opened(size_limit=300_000)
    for number in range(60):
        text = TEXT + random.Random(number).randbytes(5000).hex()
        store.save(f"{number:02}.py", text, "\n", attributed(0, 12, Origin(f"o{number}", "paste", "C", "paste")))
    kept = store.attributed_paths()
    assert kept[-1] == "59.py"
    assert "00.py" not in kept
    assert len(kept) > 5
    store.close()
    assert (tmp_path / database.FILE_NAME).stat().st_size < 400_000
    assert len(query(tmp_path, "SELECT id FROM origin")) <= len(kept) + 6


def test_few_texts_of_one_path_are_kept_whole(tmp_path: Path, opened: Opener) -> None:
    store = opened()
    for number in range(250):
        store.save("a.py", TEXT + f"x = {number}\n", "\n", attributed(0, 12))
    assert query(tmp_path, "SELECT count(*), count(body) FROM text") == [(200, 5)]
    assert store.load("a.py", TEXT + "x = 60\n").spans == (Span(0, 12, "o1"),)


KILLED = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from groundwire.model import Origin
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.store import Store
store = Store.open(Path(sys.argv[2]))
origin = Origin("o1", "completion", "B", "accept:whole")
for number in range(100000):
    assert store.save(f"{number % 50}.py", f"x = {number}\\n", "\\n", Attribution().attribute(0, 3, origin))
    print(number, flush=True)
"""


def test_nothing_saved_is_lost_to_a_kill(tmp_path: Path, opened: Opener) -> None:
    library = str(Path(groundwire.__file__).parent.parent)
    for delay in (5, 40, 120):
        command = [sys.executable, "-c", KILLED, library, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline() for _ in range(delay)]
            writer.kill()
            rest = writer.stdout.read().splitlines()
        last = int(([*said, *rest])[-1])
        store = opened()
        assert store.notice is None
        assert store.load(f"{last % 50}.py", f"x = {last}\n").spans == (Span(0, 3, "o1"),)
        store.close()


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local\040disk ext4 rw 0 0
C:\134 /mnt/c 9p rw,dirsync,aname=drvfs;path=C:\;uid=1000 0 0
sandbox / 9p rw,trans=fd 0 0
broken line
"""


@pytest.mark.parametrize(
    ("folder", "network"),
    [("/srv/x", False), ("/home/me/x", True), ("/home/local disk/x", False), ("/homestead", False), ("/mnt/c/x", True)],
)
def test_network_folders_are_told_by_their_mount(folder: str, network: bool) -> None:
    assert is_network_mount(Path(folder), MOUNTS) is network
