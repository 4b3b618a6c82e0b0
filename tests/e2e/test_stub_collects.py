"""Written stubs under the real pytest: collected, red for the reason they give, tests as soon as they are filled in."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from groundwire.stubs.request import Stub
from support.stub_subjects import FILES, TESTABLE, stub

if TYPE_CHECKING:
    from groundwire.stubs.request import Expectation

REASONS = ("state the expected", "build a value")

REPORTER = """\
import json


def pytest_sessionstart(session):
    session.config.seen = []


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        outcome = "xfailed" if hasattr(report, "wasxfail") and report.outcome == "skipped" else report.outcome
        reason = getattr(getattr(report.longrepr, "reprcrash", None), "message", str(report.longrepr or ""))
        print("\\nSEEN " + json.dumps([report.nodeid, outcome, reason]))
"""


def project(root: Path, files: dict[str, str]) -> None:
    for path, text in {**files, "conftest.py": REPORTER}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def written(expectation: Expectation = "fail") -> dict[str, str]:
    """The project with a stub of every function, each put in after the other."""
    files = dict(FILES)
    for module, names in TESTABLE.items():
        for name in names:
            result = stub(name, module, files, expectation)
            assert isinstance(result, Stub), (name, result)
            files[result.path] = result.text
    return files


def run(root: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "--tb=short", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout + done.stderr


def seen(output: str) -> list[list[Any]]:
    return [json.loads(line.removeprefix("SEEN ")) for line in output.splitlines() if line.startswith("SEEN ")]


def test_every_stub_is_collected_and_red_for_its_own_reason(tmp_path: Path) -> None:
    project(tmp_path, written())
    status, output = run(tmp_path, "--collect-only")
    assert status == 0, output
    status, output = run(tmp_path)
    reports = seen(output)
    assert status == 1
    assert len(reports) > 100, output
    assert [report for report in reports if report[1] != "failed"] == []
    assert [report for report in reports if not any(reason in report[2] for reason in REASONS)] == []


def test_with_xfail_every_row_is_an_expected_failure(tmp_path: Path) -> None:
    project(tmp_path, written("xfail"))
    status, output = run(tmp_path)
    assert [report for report in seen(output) if report[1] != "xfailed"] == []
    assert status == 0, output


FILLED = [
    ("src/shop/pricing.py", "apply_discount", {"typical": "7.5", "pct=0": "10.0", "pct=100": "0", "price=0.0": "0"}),
    ("src/shop/pricing.py", "grade", {"score=89": '"B"', "score=90": '"A"', "score=79": '"F"', "score=80": '"B"'}),
    ("src/shop/orders.py", "Account.withdraw", {"typical": "0", "amount=1": "2"}),
    ("src/shop/orders.py", "Status.next", {"typical": "Status.PAID", "status=PAID": "Status.SHIPPED"}),
    ("src/shop/gateway.py", "is_debug", {"typical": "False", "DEBUG=1": "True", "DEBUG=other": "False"}),
    ("src/shop/gateway.py", "pages", {"typical": "[0, 1, 2]", "count=0": "[]"}),
    ("src/shop/gateway.py", "opened", {"typical": '"ADA"'}),
    ("src/shop/gateway.py", "Checkout.thank", {"typical": '[("send", ("ada@example.com", "thanks"), {})]'}),
]


@pytest.mark.parametrize("expectation", ["fail", "xfail"])
def test_a_row_is_a_test_as_soon_as_its_value_is_stated(tmp_path: Path, expectation: Expectation) -> None:
    files = dict(FILES)
    for module, name, values in FILLED:
        result = stub(name, module, files, expectation)
        assert isinstance(result, Stub), result
        text = result.text
        for label, value in values.items():
            text = filled(text, result.tests[0], label, value)
        text = re.sub(r' {4}pytest\.fail\(\s*"state the expected error: if [^)]*\)\n', "", text)
        text = text.replace("@UNSTATED\n", "")
        files[result.path] = text
    project(tmp_path, files)
    _, output = run(tmp_path)
    reports = seen(output)
    stated = {f"::test_{name.replace('.', '_')}[{label}]" for _, name, values in FILLED for label in values}
    for node, outcome, reason in reports:
        red_until_stated = "state the expected value" in reason or outcome == "xfailed"
        is_stated = any(node.endswith(row) for row in stated)
        assert outcome == "passed" or (not is_stated and red_until_stated), (node, outcome, reason)
    assert sum(outcome == "passed" for _, outcome, _ in reports) >= sum(len(values) for _, _, values in FILLED)


def filled(text: str, test: str, label: str, value: str) -> str:
    """The test file after a person typed a value into one row (and took its mark away)."""
    end = text.index(f"def {test}(")
    start = text.rindex("@pytest.mark.parametrize", 0, end)
    row = text.index(f'id="{label}"', start)
    assert row < end, (test, label)
    place = text.rindex("EXPECTED", start, row)
    text = text[:place] + value + text[place + len("EXPECTED") :]
    row = text.index(f'id="{label}"', start)
    after = row + len(f'id="{label}"')
    return text[:after] + text[after:].removeprefix(", marks=UNSTATED")


def test_a_wrong_statement_is_red_under_xfail_too(tmp_path: Path) -> None:
    """The mark takes only the sentinel's failure, so that a value typed in beside it is never ignored."""
    result = stub("grade", expectation="xfail")
    assert isinstance(result, Stub)
    text = result.text.replace("pytest.param(89, EXPECTED", 'pytest.param(89, "A"')
    text = text.replace("pytest.param(90, EXPECTED", 'pytest.param(90, "A"')
    project(tmp_path, {**FILES, result.path: text})
    _, output = run(tmp_path)
    reports = {node.partition("[")[2]: (outcome, reason) for node, outcome, reason in seen(output)}
    assert reports["score=89]"][0] == "failed"
    assert "assert 'B' == 'A'" in reports["score=89]"][1]
    assert reports["score=90]"][0] == "failed"
    assert "XPASS(strict)" in reports["score=90]"][1]


@pytest.mark.parametrize("expectation", ["fail", "xfail"])
def test_every_stub_is_as_the_formatter_leaves_it(tmp_path: Path, expectation: Expectation) -> None:
    for module, names in TESTABLE.items():
        for name in names:
            result = stub(name, module, expectation=expectation)
            assert isinstance(result, Stub)
            (tmp_path / f"test_{name}.py").write_text(result.text, encoding="utf-8")
    for path, text in written(expectation).items():
        if path.startswith("tests/"):
            (tmp_path / path.replace("/", "_")).write_text(text, encoding="utf-8")
    for width, command in ((88, ["format", "--diff"]), (88, ["check", "--select", "F,I,PT,B,SIM,UP,RUF"])):
        options = [
            "--isolated",
            "--no-cache",
            "--line-length",
            str(width),
            "--config",
            'lint.isort.known-first-party=["shop"]',
        ]
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *options, "."],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


UNITTEST = """\
import unittest

from shop.pricing import shipping


class ShippingTest(unittest.TestCase):
    def test_free(self):
        self.assertEqual(shipping(60), 0)
"""


def test_a_unittest_file_stays_one(tmp_path: Path) -> None:
    result = stub("apply_discount", files={"tests/test_pricing.py": UNITTEST})
    assert isinstance(result, Stub)
    assert "pytest" not in result.text
    project(tmp_path, {**FILES, result.path: result.text})
    command = [sys.executable, "-m", "unittest", "discover", "-s", "tests"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    red = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert "FAILED (failures=5)" in red.stderr
    assert red.stderr.count("AssertionError: state the expected value") == 4
    text = result.text
    for row, value in (("10.0, 25.0", "7.5"), ("10.0, 0", "10"), ("10.0, 100", "0"), ("0.0, 25.0", "0")):
        text = text.replace(f"{row}, EXPECTED", f"{row}, {value}")
    text = re.sub(r" {8}self\.fail\(\s*\"state the expected error: if [^)]*\)\n", "", text)
    project(tmp_path, {result.path: text})
    green = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert "OK" in green.stderr, green.stderr
