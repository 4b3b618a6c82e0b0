"""What is marked in generated code alone: where a person wrote it, it was most likely meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.rule import Example
from rules.example_project import ExampleProject

if TYPE_CHECKING:
    from pathlib import Path

SHUFFLED = "import random\n\n\ndef order(frameworks):\n    random.shuffle(frameworks)\n    return frameworks\n"
SPLIT = "import random\n\n\ndef split(rows):\n    random.shuffle(rows)\n    return rows[:10], rows[10:]\n"
WAITED = """import requests
import tenacity


@tenacity.retry(wait=tenacity.wait_exponential(max=180), reraise=True)
def fetch(url):
    return requests.get(url, timeout=5).json()
"""
ENDLESS = WAITED.replace("wait=tenacity.wait_exponential(max=180), ", "")
TOLD = """import logging
import time

import requests


def wait_for(url):
    while True:
        try:
            return requests.get(url, timeout=5).json()
        except requests.RequestException:
            logging.warning("%s does not answer, trying again", url)
            time.sleep(5)
"""
SILENT = TOLD.replace('logging.warning("%s does not answer, trying again", url)\n            ', "")
KEYED = "def data_key(drawing):\n    return str(hash((drawing.kind, drawing.place)))\n"
STORED = "def keep(redis, drawing):\n    redis.set(str(hash(drawing.name)), drawing.text)\n"
ASSERTED = "def length(match):\n    assert match\n    if not match:\n        return 0\n    return int(match[1])\n"
RETURNED = ASSERTED.replace("assert match\n", "if not match:\n        return 1\n")
UNREACHED = RETURNED.replace("        return 0", "        # cannot happen, but no type says so\n        return 0")
WARNED = RETURNED.replace(
    "    if not match:\n        return 0", "    # Unreachable.\n    if not match:\n        return 0"
)
SPOKEN = RETURNED.replace("        return 0", "        # the whole text\n        return 0")

COIN = "def side(episode, agent):\n    return hash(episode.id) % 2 == agent\n"
SHARD = "def shard(episode, shards):\n    return hash(episode.id) % shards\n"
UNLIMITED = "import httpx\n\n\ndef connect(url):\n    return httpx.Client(base_url=url, timeout=None)\n"
FORGOTTEN = "import requests\n\n\ndef fetch(url):\n    return requests.get(url).json()\n"


@pytest.mark.parametrize(
    ("rule", "meant", "mistaken"),
    [
        ("GW205", ASSERTED, RETURNED),
        ("GW205", UNREACHED, SPOKEN),
        ("GW205", WARNED, RETURNED),
        ("GW502", COIN, SHARD),
        ("GW502", KEYED, STORED),
        ("GW503", SHUFFLED, SPLIT),
        ("GW601", UNLIMITED, FORGOTTEN),
        ("GW601", FORGOTTEN.replace("get(url)", "get(  # nosec\n        url\n    )", 1), FORGOTTEN),
        (
            "GW601",
            FORGOTTEN.replace(".json()", ".json()  # noqa: E501, S113"),
            FORGOTTEN.replace(".json()", "  # noqa: S110"),
        ),
        ("GW602", WAITED, ENDLESS),
        ("GW602", TOLD, SILENT),
    ],
)
def test_what_a_person_meant_is_marked_in_generated_code_alone(
    tmp_path: Path, rule: str, meant: str, mistaken: str
) -> None:
    project = ExampleProject(tmp_path, Example(meant))
    for generated in (True, False):
        assert len(project.marks(rule, meant, generated=generated)) == generated
        assert len(project.marks(rule, mistaken, generated=generated)) == 1
