"""Literals as the standard library's parsers see them: refused where that is certain, left alone where it is not."""

from __future__ import annotations

import re
import time
import zoneinfo

import pytest

from groundwire.analysis.rules.grounding.literals import formats, names, patterns, values


@pytest.mark.parametrize("pattern", ["(", "[a", "(?<n>a)", "a{2,1}", "(?P<n>a)(?P<n>b)", "*a", r"(?P=missing)", b"("])
def test_a_broken_pattern_is_refused_in_the_words_of_re(pattern: str | bytes) -> None:
    with pytest.raises(re.error) as error:
        re.compile(pattern)
    assert patterns.compiled(pattern, 0) == str(error.value)


@pytest.mark.parametrize("pattern", ["a(?i)b", "(" * (patterns.MAX_PATTERN + 1), 7, None])
def test_a_pattern_that_depends_on_the_version_or_is_too_long_is_left_alone(pattern: object) -> None:
    compiled = patterns.compiled(pattern, 0)
    assert compiled is None or isinstance(compiled, re.Pattern)


def test_a_pattern_that_would_backtrack_for_ever_is_never_matched() -> None:
    start = time.perf_counter()
    pattern = patterns.compiled("(a*)*" * 50 + "b", 0)
    assert isinstance(pattern, re.Pattern)
    assert patterns.template_error(pattern, r"\1") is None
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("form", "count"), [("<HIB", 3), ("4s", 1), ("2x", 0), ("3i", 3), ("<q", 1), ("99999999999s", None), ("?!", None)]
)
def test_the_values_of_a_struct_format_are_counted(form: str, count: int | None) -> None:
    assert formats.struct_count(form) == count


@pytest.mark.parametrize("form", ["%Q", "%", "%Y-%-d", "%Y %Y", "YYYY-MM-DD", "%H:%M:%L"])
def test_strptime_refuses_what_it_refuses_on_every_platform(form: str) -> None:
    assert formats.strptime_error(form) is not None


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S.%f%z", "%d", "%b %d", "%F", "%T", "%Ey", "plain text", "%%"])
def test_strptime_formats_that_some_version_takes_are_left_alone(form: str) -> None:
    assert formats.strptime_error(form) is None


@pytest.mark.parametrize("form", ["%-d", "%e", "%s", "%P", "%#H", "%5Y", "%:z", "100 %", "MM is a unit"])
def test_strftime_extensions_of_some_platform_are_left_alone(form: str) -> None:
    assert formats.strftime_error(form) is None


@pytest.mark.parametrize(
    ("spec", "kind"), [(".2f", "str"), (".2d", "int"), (",", "str"), ("x", "float"), (">3", "list")]
)
def test_a_format_that_its_type_refuses_is_refused(spec: str, kind: str) -> None:
    assert formats.format_spec_error(spec, kind) is not None


@pytest.mark.parametrize(
    ("spec", "kind"),
    [(">10", "str"), (",.2f", "int"), ("e", "float"), ("99999999999d", "int"), (".2f", "decimal.Decimal")],
)
def test_a_format_that_its_type_takes_or_that_is_absurdly_wide_is_left_alone(spec: str, kind: str) -> None:
    assert formats.format_spec_error(spec, kind) is None


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "latin1", "cp1252", "mbcs", "oem", "locale", "utf-8-sig", "ascii"])
def test_encodings_of_any_platform_are_left_alone(name: str) -> None:
    assert names.encoding_error(name) is None


@pytest.mark.parametrize("name", ["utf-8-strict", "hex", "base64", "rot13", "utf8-bom", "unicode-8"])
def test_names_that_are_no_text_encoding_are_refused(name: str) -> None:
    assert names.encoding_error(name) is not None


@pytest.mark.parametrize("name", ["hello", "hello world", "hex", "sloppy-windows-1252"])
def test_without_a_known_receiver_only_what_looks_like_an_encoding_is_refused(name: str) -> None:
    assert names.shaped_encoding_error(name) is None


@pytest.mark.parametrize("name", ["md4", "ripemd160", "sm3", "sha512_256", "SHA256", "whirlpool", "blake2b"])
def test_algorithms_that_some_build_knows_are_left_alone(name: str) -> None:
    assert names.hash_error(name) is None


def test_zones_are_judged_only_where_the_full_list_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(key: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(key)

    names._has_zones.cache_clear()
    monkeypatch.setattr(zoneinfo, "ZoneInfo", absent)
    assert names.zone_error("Europe/Pariss") is None
    names._has_zones.cache_clear()


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("builtins.int", ["12a"]),
        ("builtins.int", ["0x1F"]),
        ("builtins.float", ["1,5"]),
        ("decimal.Decimal", ["1,5"]),
        ("datetime.date", [2023, 2, 30]),
        ("uuid.UUID", ["not-a-uuid"]),
        ("ipaddress.ip_network", ["10.0.0.1/8"]),
        ("json.loads", ["{'a': 1}"]),
        ("ast.literal_eval", ["open('x')"]),
        ("shlex.split", ["it's"]),
    ],
)
def test_a_call_of_literals_that_always_fails_is_refused(path: str, arguments: list[object]) -> None:
    assert values.call_error(path, arguments, {}) is not None


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("builtins.int", ["0x1F", 0]),
        ("builtins.int", [" 12 "]),
        ("builtins.int", ["9" * 10_000]),
        ("builtins.float", ["1e400"]),
        ("decimal.Decimal", ["1e999999999"]),
        ("ast.literal_eval", ["[" * 900]),
        ("json.loads", ["[" * 1_900]),
    ],
)
def test_a_call_that_succeeds_or_is_absurd_ends_quickly_and_quietly(path: str, arguments: list[object]) -> None:
    start = time.perf_counter()
    error = values.call_error(path, arguments, {})
    assert error is None or "Error" in error
    assert time.perf_counter() - start < 1
