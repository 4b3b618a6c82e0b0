"""Attribution through what git does to a file: in real repositories, looked at after each step or not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from e2e.command_line import git
from groundwire.model import Origin
from groundwire.provenance.line_states import line_states
from groundwire.provenance.location import locate
from groundwire.provenance.records.edit import Edit
from groundwire.provenance.store import Store

BASE = '''"""A shop."""

import os


def price(amount, rate):
    """What a person pays."""
    return amount * (1 + rate)


def name(item):
    return item.title.strip()
'''
GENERATED = '''

def discount(amount, percent):
    """The amount less a percentage of it."""
    if not 0 <= percent <= 100:
        raise ValueError(f"no percentage: {percent}")
    return amount * (100 - percent) / 100
'''
OTHER = '''

def shipping(weight):
    """What a parcel costs."""
    steps = [(1, 4.5), (5, 7.0)]
    return next(cost for limit, cost in steps if weight <= limit)
'''


class Repository:
    """A repository with one file that people and a tool write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        git(root, "init", "-q", "-b", "main")
        self.write(BASE)
        self.git("add", ".")
        self.commit("base")

    def git(self, *arguments: str, fails: bool = False) -> None:
        if fails:
            with pytest.raises(subprocess.CalledProcessError):
                git(self.root, *arguments)
        else:
            git(self.root, *arguments)

    def commit(self, message: str) -> None:
        self.git("commit", "-q", "-a", "-m", message)

    @property
    def text(self) -> str:
        return (self.root / "shop.py").read_text(encoding="utf-8")

    def write(self, text: str) -> None:
        (self.root / "shop.py").write_text(text, encoding="utf-8")

    def generate(self, text: str, where: str | None = None) -> None:
        """A tool inserts a text: at the end, or after another one."""
        before = self.text
        place = len(before) if where is None else before.index(where) + len(where)
        self.look()
        self.write(before[:place] + text + before[place:])
        with self.store() as store:
            known = store.load("shop.py", self.text)
            origin = Origin(f"o_{place}_{len(text)}", "agent_edit", "A", "hook:claude", "claude-code")
            assert store.save("shop.py", self.text, "\n", known.attribute(place, place + len(text), origin))

    def store(self) -> Opened:
        return Opened(self.root)

    def look(self) -> None:
        """What a server does when it sees the file."""
        with self.store() as store:
            store.save("shop.py", self.text, "\n", store.load("shop.py", self.text))

    def generated(self, name: str = "shop.py") -> str:
        """The lines known to be generated, blank ones left out."""
        text = (self.root / name).read_text(encoding="utf-8")
        with self.store() as store:
            states = line_states(text, store.load(name, text))
        lines = zip(text.splitlines(keepends=True), states, strict=True)
        return "".join(line for line, state in lines if state.state == "ai" and line.strip())


class Opened:
    """The store of a repository while it is looked at."""

    def __init__(self, root: Path) -> None:
        self._store = Store.open(locate(root).store)

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path.resolve() / "project"
    root.mkdir()
    return Repository(root)


@pytest.fixture(params=["looked at", "not looked at"])
def looks(request: pytest.FixtureRequest, repository: Repository) -> None:
    """Whether a server sees the file after each call of git."""
    if request.param == "looked at":
        plain = repository.git

        def seen(*arguments: str, fails: bool = False) -> None:
            plain(*arguments, fails=fails)
            repository.look()

        repository.git = seen  # type: ignore[method-assign]


def code(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if line.strip())


@pytest.mark.usefixtures("looks")
class TestHistory:
    def test_commit_and_amend(self, repository: Repository) -> None:
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("commit", "-q", "--amend", "-m", "better")
        assert repository.generated() == code(GENERATED)

    def test_branches_there_and_back(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("switch", "-q", "main")
        assert repository.generated() == ""
        repository.git("switch", "-q", "--detach", "feature")
        assert repository.generated() == code(GENERATED)

    def test_rebase_onto_changes_of_the_same_file(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("switch", "-q", "main")
        repository.write(
            repository.text.replace("import os\n", "import os\nimport re\n").replace("a person pays", "it costs")
        )
        repository.commit("upstream")
        repository.git("switch", "-q", "feature")
        repository.git("rebase", "-q", "main")
        assert "import re" in repository.text
        assert repository.generated() == code(GENERATED)

    def test_a_merge_has_what_either_side_generated(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("switch", "-q", "main")
        repository.generate(OTHER, "return amount * (1 + rate)\n")
        repository.commit("other")
        repository.git("merge", "-q", "--no-edit", "feature")
        assert repository.generated() == code(OTHER) + code(GENERATED)

    def test_a_fast_forward(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("switch", "-q", "main")
        repository.git("merge", "-q", "--ff-only", "feature")
        assert repository.generated() == code(GENERATED)

    def test_a_merge_with_conflicts_that_a_person_resolves(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("switch", "-q", "main")
        repository.write(repository.text + "\n\ndef closing():\n    return os.environ['CLOSING_TIME']\n")
        repository.commit("by hand, at the same place")
        repository.git("merge", "-q", "feature", fails=True)
        assert "<<<<<<<" in repository.text
        assert repository.generated() == ""
        by_hand = "def closing():\n    return os.environ['CLOSING_TIME']\n"
        repository.write(BASE + GENERATED + "\n\n" + by_hand)
        repository.commit("merged")
        assert repository.generated() == code(GENERATED)

    def test_a_squash(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(GENERATED)
        repository.commit("one")
        repository.generate(OTHER)
        repository.commit("two")
        repository.git("switch", "-q", "main")
        repository.git("merge", "-q", "--squash", "feature")
        repository.commit("both")
        assert repository.generated() == code(GENERATED) + code(OTHER)

    def test_a_cherry_pick_onto_another_text(self, repository: Repository) -> None:
        repository.git("switch", "-q", "-c", "feature")
        repository.generate(OTHER, "return amount * (1 + rate)\n")
        repository.commit("one")
        repository.generate(GENERATED)
        repository.commit("two")
        repository.git("switch", "-q", "main")
        repository.git("cherry-pick", "feature")
        assert "shipping" not in repository.text
        assert repository.generated() == code(GENERATED)

    def test_stash_and_pop_onto_another_text(self, repository: Repository) -> None:
        repository.generate(GENERATED)
        repository.git("stash", "-q")
        assert repository.generated() == ""
        repository.write(repository.text.replace("import os\n", "import os\nimport re\n"))
        repository.commit("meanwhile")
        repository.git("stash", "pop", "-q")
        assert repository.generated() == code(GENERATED)

    def test_a_reset_and_back(self, repository: Repository) -> None:
        repository.generate(GENERATED)
        repository.commit("feature")
        repository.git("reset", "-q", "--hard", "HEAD~1")
        assert repository.generated() == ""
        repository.git("reset", "-q", "--hard", "ORIG_HEAD")
        assert repository.generated() == code(GENERATED)


def test_a_renamed_file(repository: Repository) -> None:
    repository.generate(GENERATED)
    repository.git("mv", "shop.py", "store.py")
    assert repository.generated("store.py") == code(GENERATED)


def test_a_worktree_shares_what_is_known(repository: Repository) -> None:
    repository.generate(GENERATED)
    repository.commit("feature")
    other = repository.root.parent / "other"
    repository.git("worktree", "add", "-q", str(other), "-b", "side")
    with Opened(other) as store:
        text = (other / "shop.py").read_text(encoding="utf-8")
        assert "".join(text[span.start : span.end] for span in store.load("shop.py", text).spans) == GENERATED


def test_what_a_person_unmarked_stays_unmarked_however_the_file_goes_on(repository: Repository) -> None:
    repository.generate(GENERATED)
    with repository.store() as store:
        known = store.load("shop.py", repository.text)
        store.save("shop.py", repository.text, "\n", known.remove(0, len(repository.text)))
    repository.write(repository.text.replace("import os\n", "import os\nimport re\n"))
    assert repository.generated() == ""


def test_crlf_in_the_work_tree_is_the_same_text(repository: Repository) -> None:
    repository.generate(GENERATED)
    repository.commit("feature")
    repository.git("config", "core.autocrlf", "true")
    (repository.root / "shop.py").unlink()
    repository.git("checkout", "-q", "--", "shop.py")
    assert b"\r\n" in (repository.root / "shop.py").read_bytes()
    assert repository.generated() == code(GENERATED)


def test_what_an_agent_found_is_known_for_what_it_was(repository: Repository) -> None:
    value = {"path": "shop.py", "before": BASE, "after": BASE + GENERATED, "via": "hook:claude", "event": "e1"}
    with repository.store() as store:
        assert store.exact("shop.py", BASE) is None
        assert store.record(Edit.of(value))
        known = store.exact("shop.py", BASE)
        assert known is not None
        assert known.spans == ()
