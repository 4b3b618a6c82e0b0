"""Records of others: what is taken from each format, and what is not."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from groundwire.cli.export import _of_work_tree
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.agent_trace import Left, claims, content_hash, verified
from groundwire.provenance.exchange.aider import aider_origin
from groundwire.provenance.exchange.git_ai_blame import parse_blame
from groundwire.provenance.exchange.git_ai_initial import parse_initial
from groundwire.provenance.exchange.git_ai_log import parse_log
from groundwire.provenance.exchange.git_ai_note import parse_git_ai
from groundwire.provenance.exchange.lines import Lines, of_ranges
from groundwire.provenance.exchange.murmur import murmur3_32
from groundwire.provenance.exchange.note import parse_note
from groundwire.provenance.exchange.notes_ref import ForeignRefError, refuse_foreign
from groundwire.provenance.history import Commit
from groundwire.provenance.location import Location

SPEC_EXAMPLE = b"""src/main.rs
  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20
  s_c9883b05a2487d::t_a1b2c3d4e5f678 25,30-35
  h_31dce776f88375 42-50
src/lib.rs
  s_e7f2a90b31cc48::t_deadbeef012345 1-50
"my file.py"
  abcdef0 3
  s_unknown00000000::t_1 4
---
{
  "schema_version": "authorship/3.0.0",
  "git_ai_version": "1.4.5",
  "base_commit_sha": "7734793b756b3921c88db5375a8c156e9532447b",
  "prompts": {"abcdef0": {"agent_id": {"tool": "claude", "id": "conv", "model": "claude-3-5-sonnet@20240620"},
              "human_author": "dev@example.com", "messages_url": "https://example.com", "total_additions": 1}},
  "humans": { "h_31dce776f88375": { "author": "Developer <dev@example.com>" } },
  "sessions": {
    "s_c9883b05a2487d": {
      "agent_id": { "tool": "cursor", "id": "6ef2299e-a67f-432b-aa80-3d2fb4d28999", "model": "claude-sonnet-4-5" },
      "human_author": "dev@example.com" },
    "s_e7f2a90b31cc48": {
      "agent_id": { "tool": "claude", "id": "/home/dev/x.jsonl", "model": "dev@example.com" } } }
}
"""
COMMIT = "7" * 40


def said(line: int, path: str = "src/main.rs") -> Any:
    note, problems = parse_git_ai(SPEC_EXAMPLE)
    assert problems == []
    pieces = note.said(path, line, COMMIT, 1_700_000_000)
    return pieces[0].origin if pieces else pieces


def test_the_standards_own_example() -> None:
    assert (said(1).kind, said(1).tool, said(1).model, said(1).grade) == ("import", "cursor", "claude-sonnet-4-5", "A")
    assert said(1).session == "6ef2299e-a67f-432b-aa80-3d2fb4d28999"
    assert (said(1).via, said(1).time) == ("git-ai-note", "2023-11-14T22:13:20Z")
    assert [bool(said(line)) for line in (10, 11, 15, 21, 25, 26, 30, 36)] == [True, False] * 4
    assert (said(42).kind, said(42).generated) == ("human", False)
    assert said(51) == []
    assert said(1, "other.py") is None
    assert said(1).id != said(25).id, "an origin for each edit"
    assert said(1).id == said(2).id


def test_keys_of_old_and_unknown_kinds() -> None:
    assert (said(3, "my file.py").tool, said(3, "my file.py").model) == ("claude", "claude-3-5-sonnet@20240620")
    assert said(4, "my file.py") == [], "nobody knows that key"


def test_no_address_and_no_path_of_a_transcript_is_kept() -> None:
    origin = said(7, "src/lib.rs")
    assert (origin.model, origin.session) == (None, "s_e7f2a90b31cc48")
    assert not any("@example" in str(value) for value in (said(1), said(42), origin))


def test_the_last_that_says_so_has_a_line() -> None:
    metadata = {
        "schema_version": "authorship/3.1.0",
        "sessions": {k: {"agent_id": {"tool": k}} for k in ("s_1", "s_2")},
    }
    text = "a.py\n  s_1::t_1 1-9\n  s_2::t_2 4\n---\n" + json.dumps(metadata)
    note, _ = parse_git_ai(text.replace("\n", "\r\n").encode())
    tools = [piece.origin.tool for line in (3, 4, 5) for piece in note.said("a.py", line, COMMIT, None) or ()]
    assert tools == ["s_1", "s_2", "s_1"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"garbage",
        b"a.py\n  s_1::t_1 1-2\n---\n{",
        b"---\n[]",
        b'---\n{"schema_version": "authorship/4.0.0"}',
        b"---\n" + b"[" * 100_000,
        b'../a.py\n  s_1::t_1 1\n---\n{"schema_version": "authorship/3.0.0"}',
        b'a.py\n  s_1::t_1 1-x\n---\n{"schema_version": "authorship/3.0.0"}',
        b"\xff\n---\n\xff",
    ],
)
def test_garbled_notes_of_git_ai(text: bytes) -> None:
    assert len(parse_git_ai(text)[1]) == 1


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"groundwire": 2, "files": []}',
        b'{"groundwire": 1}',
        b'{"groundwire": true, "files": []}',
        b'{"groundwire": 1, "origins": {"o": {"kind": "agent_edit"}}, "files": []}',
        b'{"groundwire": 1, "files": [{"path": "../x.py"}]}',
        b'{"groundwire": 1, "files": [{"path": "x.py", "digest": "00", "length": 3, "spans": []}]}',
        b'{"groundwire": 1, "files": [null]}',
    ],
)
def test_garbled_notes_of_ours(text: bytes) -> None:
    assert len(parse_note(text)[1]) == 1


@pytest.mark.parametrize(
    "spans", ["[[0,9,'o']]", "[[2,1,'o']]", "[[0,2,'o'],[1,3,'o']]", "[[0,1,'x']]", "[[0,1]]", "3"]
)
def test_spans_that_do_not_fit_are_left_out(spans: str) -> None:
    file = f'{{"path": "x.py", "digest": "{"0" * 64}", "length": 3, "spans": {spans}}}'.replace("'", '"')
    origins = '{"o": {"kind": "paste", "grade": "C", "via": "paste"}}'
    files, problems = parse_note(f'{{"groundwire": 1, "origins": {origins}, "files": [{file}]}}'.encode())
    assert (files, len(problems)) == ([], 1)


@pytest.mark.parametrize(
    "path",
    ["", "/a.py", "../a.py", "a/../b.py", "a//b.py", "./a.py", "C:/a.py", "a\\b.py", "a\0.py", "a\n", 7, None],
)
def test_paths_that_lead_elsewhere(path: object) -> None:
    assert foreign.path(path) is None


@pytest.mark.parametrize("ref", ["refs/notes/ai", "refs/notes/commits", "refs/heads/x", "refs/notes/groundwirex", ""])
def test_refs_of_others(ref: str) -> None:
    with pytest.raises(ForeignRefError):
        refuse_foreign(ref)
    refuse_foreign("refs/notes/groundwire")
    refuse_foreign("refs/notes/groundwire-team")


@pytest.mark.parametrize(
    ("author", "trailers", "model"),
    [
        ("Ann (aider)", (), None),
        ("Ann", ("aider (gpt-4o) <noreply@aider.chat>",), "gpt-4o"),
        ("Ann", ("Bob <b@example.org>", "aider <aider@aider.chat>"), None),
    ],
)
def test_commits_of_aider(author: str, trailers: tuple[str, ...], model: str | None) -> None:
    origin = aider_origin(Commit("c" * 40, author, 0, trailers))
    assert origin is not None
    assert (origin.tool, origin.model, origin.grade, origin.kind) == ("aider", model, "B", "import")


def test_other_commits_are_not_aiders() -> None:
    assert aider_origin(Commit("c" * 40, "aider", 0, ("Ann <a@aider.chat.example.org>",))) is None


RAW = "one = 1\r\ntwo = 2\r\nthree = 3\r\n"


def log(content: bytes, **more: Any) -> bytes:
    entry = {"file": "a.py", "blob_sha": hashlib.sha256(content).hexdigest(), **more}
    agent = {"tool": "claude", "id": "conv", "model": "m"}
    return json.dumps({"kind": "AiAgent", "agent_id": agent, "author": "A <a@b.example>", "entries": [entry]}).encode()


def test_a_working_log_counts_for_the_text_it_saw() -> None:
    session = "s_" + hashlib.sha256(b"claude:conv").hexdigest()[:14]
    rows = [
        {"start_line": 1, "end_line": 2, "author_id": f"{session}::t_1", "overrode": None},
        {"start_line": 3, "end_line": 3, "author_id": "s_other::t_1"},
        {"start_line": "x"},
        None,
    ]
    read = parse_log("b" * 40, log(RAW.encode(), line_attributions=rows) + b"\n{\n[]\n\n")
    known = read.said("a.py", RAW.encode(), RAW)
    assert known is not None
    assert [(span.start, span.end) for span in known.spans] == [(0, 16)]
    assert {(one.tool, one.session, one.via) for one in known.origins.values()} == {("claude", "conv", "git-ai-log")}
    assert len(read.problems) == 2
    assert read.said("a.py", b"other", "other") is None
    assert read.said("b.py", RAW.encode(), RAW) is None


INITIAL_SESSION = "s_" + "1" * 14


def initial(content: bytes, **more: Any) -> dict[str, Any]:
    """As git-ai writes it: its struct `InitialAttributions`."""
    rows = [
        {"start_line": 1, "end_line": 2, "author_id": f"{INITIAL_SESSION}::t_1", "overrode": None},
        {"start_line": 3, "end_line": 3, "author_id": "h_2", "overrode": None},
    ]
    record = {"agent_id": {"tool": "claude", "id": "conv", "model": "m"}, "human_author": "A <a@b.example>"}
    return {
        "files": {"a.py": rows},
        "prompts": {},
        "file_blobs": {"a.py": hashlib.sha256(content).hexdigest()},
        "humans": {"h_2": {"author": "A <a@b.example>"}},
        "sessions": {INITIAL_SESSION: record},
        **more,
    }


def said_initially(value: Any, raw: str, *, kept: bytes | None = None, superseded: bool = False) -> Any:
    read = parse_initial("b" * 40, json.dumps(value).encode())
    known = read.said("a.py", raw.encode(), raw, lambda _: kept, superseded=superseded)
    if known is None:
        return None
    assert "@" not in str(known)
    return [(start, end, known.origins[origin].kind) for start, end, origin in known.spans]


def test_what_was_known_when_a_working_log_was_begun_counts_for_the_text_it_is_of() -> None:
    assert said_initially(initial(RAW.encode()), RAW) == [(0, 16, "import"), (16, 26, "human")]
    unix = RAW.replace("\r\n", "\n")
    assert said_initially(initial(unix.encode()), RAW) == [(0, 16, "import"), (16, 26, "human")]
    legacy = initial(RAW.encode(), sessions={}, prompts={"abcdef0": {"agent_id": {"tool": "cursor", "id": "x"}}})
    legacy["files"]["a.py"] = [{"start_line": 2, "end_line": 9, "author_id": "abcdef0"}]
    assert said_initially(legacy, RAW) == [(8, 26, "import")]


def test_of_a_text_that_was_edited_since_the_kept_one_tells() -> None:
    edited = "# above\n" + RAW.replace("\r\n", "\n").replace("two = 2", "changed = by_hand")
    value = initial(RAW.encode())
    assert said_initially(value, edited, kept=RAW.encode()) == [(8, 16, "import"), (34, 44, "human")]
    assert said_initially(value, edited, kept=RAW.encode(), superseded=True) is None
    assert said_initially(value, edited) is None, "no text is kept: line numbers alone say nothing"
    assert said_initially(value, edited, kept=b"one = 1\n") is None, "another text lies there"


ODD: list[dict[str, Any]] = [
    {"file_blobs": {"a.py": "../../../etc/passwd"}},
    {"file_blobs": {"a.py": 7}},
    {"file_blobs": []},
    {"files": {"a.py": "x"}},
    {"files": {"a.py": [None, 1, {"start_line": -1, "end_line": 2, "author_id": 3}]}},
    {"files": {"a.py": [{"start_line": 3, "end_line": 1, "author_id": f"{INITIAL_SESSION}::t_1"}]}},
    {"sessions": [], "humans": 1},
    {"sessions": {INITIAL_SESSION: "x"}, "humans": {}},
    {"sessions": {INITIAL_SESSION: {"agent_id": []}}, "humans": None},
]


@pytest.mark.parametrize("more", ODD, ids=str)
def test_an_odd_beginning_says_nothing(more: dict[str, Any]) -> None:
    assert not said_initially(initial(RAW.encode(), **more), RAW)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"files": 1}', b"\xff", b"[" * 100_000, b'{"files": {"a": '])
def test_what_is_no_beginning_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_initial("b" * 40, content)


def test_paths_that_lead_out_of_the_project_are_left_out() -> None:
    rows = [{"start_line": 1, "end_line": 2, "author_id": "x"}]
    value = {"files": {"../a.py": rows, "/etc/a.py": rows, "b.py": rows}, "prompts": {}}
    assert list(parse_initial("b" * 40, json.dumps(value).encode()).files) == ["b.py"]


def test_the_answer_of_git_ai() -> None:
    record = {"agent_id": {"tool": "cursor", "id": "x", "model": "m"}, "human_author": "A <a@b.example>", "commits": []}
    answer = {
        "lines": {"1-2": "s_1::t_1", "9": "s_1::t_1", "x": "s_1::t_1", "3": "h_1"},
        "prompts": {"s_1::t_1": record},
    }
    known = parse_blame(json.dumps(answer).encode(), RAW)
    assert known is not None
    assert [(span.start, span.end) for span in known.spans] == [(0, 16)]
    for content in (b"", b"{}", b"[]", b'{"lines": [], "prompts": {}}'):
        assert parse_blame(content, RAW) is None


def trace(**more: Any) -> dict[str, Any]:
    said = {"start_line": 2, "end_line": 2, **more}
    conversation = {"contributor": {"type": "ai", "model_id": "a/b"}, "url": "https://x.example", "ranges": [said]}
    files = [{"path": "a.py", "conversations": [conversation]}]
    return {"version": "0.1.0", "id": "i", "timestamp": "2026-01-01T00:00:00Z", "tool": {"name": "t"}, "files": files}


def place(record: dict[str, Any], raw: str = RAW) -> tuple[int, int] | None:
    (claim,) = claims(record)
    return verified(claim, Lines(raw), Left())


def test_agent_trace_counts_where_the_text_has_its_hash() -> None:
    assert place(trace(content_hash=content_hash("two = 2"))) == (8, 16)
    assert place(trace(content_hash="sha256:" + hashlib.sha256(b"two = 2\n").hexdigest())) == (8, 16)
    assert place(trace(content_hash=f"murmur3:{murmur3_32(b'two = 2'):08x}")) == (8, 16)
    assert place(trace()) is None
    assert place(trace(content_hash="md5:00")) is None
    assert place(trace(content_hash=content_hash("else"))) is None
    assert place(trace(content_hash=content_hash("three = 3"))) == (16, 26), "it stands elsewhere, once"
    assert place(trace(content_hash=content_hash("three = 3")), RAW + RAW) is None, "or twice"
    assert place(trace(content_hash=content_hash("one = 1"))) is None, "or says too little"


def test_what_else_a_trace_says() -> None:
    (claim,) = claims(trace(contributor={"type": "human"}))
    assert claim.origin.kind == "human"
    assert list(claims(trace(contributor={"type": "unknown"}))) == []
    assert list(claims({**trace(), "files": [{"path": "../a.py", "conversations": [{"ranges": [{}]}]}]})) == []
    for value in (None, [], {"version": "0.1.0"}, {"version": 1, "files": []}, {"version": "9.0", "files": []}):
        with pytest.raises(ValueError, match=r"record|version"):
            list(claims(value))


def test_murmur_has_the_published_values() -> None:
    assert murmur3_32(b"") == 0
    assert murmur3_32(b"hello") == 0x248BFA47
    assert murmur3_32(b"The quick brown fox jumps over the lazy dog") == 0x2E4FF723


def test_lines_that_are_not_there_are_nobodys() -> None:
    origin = foreign.origin("import", "A", "x")
    assert of_ranges(Lines("a\nb\n"), [(3, 4, origin), (0, 1, origin)]) == Attribution()


def test_a_stored_path_that_can_be_no_file_ends_no_export(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    odd = ["x" * 300 + ".py", "null\0byte.py", "pipe.py", "folder.py", "gone.py", "../a.py", "a.py"]
    assert list(_of_work_tree(Location(tmp_path, tmp_path, in_git=False), odd)) == [("a.py", "x = 1\n")]
