"""`.gitignore` patterns."""

from __future__ import annotations

import pytest

from groundwire.analysis.ignored import Ignored


@pytest.mark.parametrize(
    ("pattern", "path", "folder", "expected"),
    [
        ("*.log", "a/b.log", False, True),
        ("*.log", "a/b.py", False, False),
        ("build/", "build", True, True),
        ("build/", "build", False, False),
        ("/build", "a/build", True, False),
        ("a/*.py", "a/b.py", False, True),
        ("a/*.py", "a/b/c.py", False, False),
        ("a/**/c.py", "a/x/y/c.py", False, True),
        ("a/**/c.py", "a/c.py", False, True),
        ("**/gen.py", "x/gen.py", False, True),
        ("gen/**", "gen/a/b.py", False, True),
        ("file[0-9].py", "file7.py", False, True),
        ("file[!0-9].py", "file7.py", False, False),
        ("# comment", "# comment", False, False),
        ("\\#name", "#name", False, True),
        ("bro[ken", "bro[ken", False, True),
        ("", "a.py", False, False),
    ],
)
def test_a_pattern_matches_as_git_reads_it(pattern, path, folder, expected):
    ignored = Ignored()
    ignored.add("", pattern + "\n")
    assert ignored.matches(path, folder=folder) is expected


def test_a_later_line_takes_back_an_earlier_one():
    ignored = Ignored()
    ignored.add("", "*.py\n!keep.py\n")
    assert ignored.matches("a.py", folder=False)
    assert not ignored.matches("keep.py", folder=False)


def test_a_nested_file_speaks_for_its_folder_alone():
    ignored = Ignored()
    ignored.add("pkg", "/made.py\n")
    assert ignored.covers("pkg/made.py")
    assert not ignored.covers("made.py")
    assert not ignored.covers("pkg/sub/made.py")


def test_a_file_that_is_not_there_is_covered_by_its_folder():
    ignored = Ignored()
    ignored.add("", "generated/\n")
    assert ignored.covers("generated/api/client.py")
