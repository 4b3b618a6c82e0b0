"""Records that are written and read back say the same; whatever is read, nothing but sentences comes of it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.exchange.agent_trace import Left, claims, verified
from groundwire.provenance.exchange.agent_trace_text import agent_trace_text
from groundwire.provenance.exchange.git_ai_note import parse_git_ai
from groundwire.provenance.exchange.git_ai_text import git_ai_text
from groundwire.provenance.exchange.line_owners import owned_lines
from groundwire.provenance.exchange.lines import Lines, filled
from groundwire.provenance.exchange.note import FileNote, Reviewed, is_note, note_text, parse_note
from groundwire.provenance.spans import merge
from groundwire.text.digest import text_digest
from groundwire.text.lines import normalised

LINES = st.sampled_from(["x = 1", "", "    return total", "é = '\U0001d4b3'", "# a comment that tells"])
RAW = st.tuples(st.lists(LINES, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"])).map(
    lambda made: made[1].join(made[0])
)
PATHS = st.sampled_from(["a.py", "b c/d.py", "ö.py", "deep/er/x.pyi"])
ORIGINS = (
    Origin("o_1", "agent_edit", "A", "hook:claude", "claude-code", None, "s-1", "e-1", "2026-09-01T10:00:00Z"),
    Origin("o_2", "completion", "B", "accept:whole", "tool x", "openai/gpt-5"),
    Origin("o_3", "paste", "C", "paste"),
    Origin("o_4", "human", "A", "command:markHuman"),
    Origin("o_5", "suspected", "D", "heuristic"),
)


@st.composite
def described(draw: st.DrawFn) -> tuple[FileNote, str]:
    raw = draw(RAW)
    text = normalised(raw)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    owners = draw(st.lists(st.sampled_from([*ORIGINS, None]), min_size=len(cuts), max_size=len(cuts)))
    spans = [Span(a, b, who.id) for a, b, who in zip(cuts, cuts[1:], owners, strict=False) if who is not None]
    named = {span.origin for span in spans}
    origins = {origin.id: origin for origin in ORIGINS if origin.id in named}
    written = {name: draw(st.integers(len(text), 500)) for name in origins}
    reviews = (Reviewed("Cart.total", "0" * 32, "2026-09-01T10:00:00Z"),) if draw(st.booleans()) else ()
    return FileNote(
        draw(PATHS), text_digest(text), len(text), Attribution(merge(spans), origins, written), reviews
    ), raw


@given(st.lists(described(), max_size=3, unique_by=lambda made: made[0].path))
def test_our_note_says_what_it_was_told(made: list[tuple[FileNote, str]]) -> None:
    files = sorted((file for file, _ in made), key=lambda file: file.path)
    text = note_text(files).encode()
    assert is_note(text)
    assert parse_note(text) == (files, [])
    assert note_text(parse_note(text)[0]).encode() == text


@given(described())
def test_git_ai_s_note_has_the_lines_that_are_known_for_sure(made: tuple[FileNote, str]) -> None:
    file, raw = made
    every = {file.path: set(range(len(Lines(raw))))}
    note, problems = parse_git_ai(git_ai_text([file], {file.path: raw}, "c" * 40, every).encode())
    assert problems == []
    expected = {
        line
        for owned in owned_lines(file, raw)
        if owned.state in {"ai", "ai-modified"} and owned.origin.grade in {"A", "B"}
        for line in range(owned.first, owned.last + 1)
    }
    said = {line for line in range(1, len(Lines(raw)) + 1) if note.said(file.path, line, "c" * 40, 0)}
    assert said == expected


@given(described())
def test_agent_trace_has_every_owned_line_and_verifies(made: tuple[FileNote, str]) -> None:
    file, raw = made
    record = json.loads(agent_trace_text([file], {file.path: raw}, None, 0))
    lines, left = Lines(raw), Left()
    places = {verified(claim, lines, left) for claim in claims(record)}
    owned = {lines.place(one.first, one.last) for one in owned_lines(file, raw) if one.state != "likely-ai"}
    assert places == owned


@given(st.binary(max_size=200) | st.text(alphabet='{}[]":,s_t0h-1\n \\u', max_size=200).map(str.encode))
def test_whatever_is_read_is_read_without_a_fault(content: bytes) -> None:
    for read in (parse_note, parse_git_ai):
        _, problems = read(content)
        assert all("\n" not in problem for problem in problems)


KEYS = """groundwire origins files path digest length spans written reviews o_1 kind grade via version conversations
ranges contributor type start_line end_line content_hash schema_version sessions prompts humans agent_id tool id"""
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["a.py", "o_1", "ai"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS.split()),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_read_without_a_fault(value: object) -> None:
    content = json.dumps(value).encode()
    parse_note(content)
    parse_note(json.dumps({"groundwire": 1, "files": [value], "origins": {"o_1": value}}).encode())
    parse_git_ai(b"a.py\n  s_1::t_1 1-2\n---\n" + content)
    note, _ = parse_git_ai(
        b"a.py\n  s_1::t_1 1\n---\n" + json.dumps({"schema_version": "authorship/3.0.0", "sessions": value}).encode()
    )
    note.said("a.py", 1, "c", 0)
    for record in (
        value,
        {"version": "0.1.0", "files": value},
        {"version": "0.1.0", "files": [{"path": "a.py", "conversations": value}]},
    ):
        try:
            found = list(claims(record))
        except ValueError:
            continue
        for claim in found:
            verified(claim, Lines("a\nb\n"), Left())


@given(described(), described())
def test_what_is_known_stands_and_nothing_taken_away_comes_back(
    first: tuple[FileNote, str], second: tuple[FileNote, str]
) -> None:
    known, more = first[0].attribution, second[0].attribution
    both = filled(known, more)
    for span in known.spans:
        assert any(
            other.start <= span.start and span.end <= other.end and other.origin == span.origin for other in both.spans
        )
    assert filled(both, more).spans == both.spans
    gone = {name for name in known.written if name not in {span.origin for span in known.spans}}
    assert not gone & {span.origin for span in both.spans}


@given(st.lists(st.sampled_from(["a", "é", "", "\r", "x\ry", "\r\r"]), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_lines_are_those_that_git_counts(pieces: list[str], ending: str) -> None:
    raw = ending.join(pieces)
    lines = Lines(raw)
    git_lines = raw.encode().count(b"\n") + (bool(raw) and not raw.endswith("\n"))
    assert len(lines) == git_lines
    places = [lines.place(line, line) for line in range(1, len(lines) + 1)]
    assert "".join(lines.text[start:end] for start, end in filter(None, places)) == lines.text == normalised(raw)
