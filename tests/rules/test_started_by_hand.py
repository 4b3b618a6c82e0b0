"""What is left alone in samples and in a command's own modules, and marked in a service."""

from __future__ import annotations

import pytest

from rules.marked_at import marks

FETCHED = "import requests\n\n\ndef fetched(url):\n    return requests.get(url).json()\n"
CLONED = "import subprocess\n\n\ndef cloned(url):\n    subprocess.run(['git', 'clone', url], check=True)\n"
PREPARED = "import os\n\n\ndef prepared(folder):\n    if not os.path.exists(folder):\n        os.makedirs(folder)\n"
PUSHED = "import subprocess\n\n\ndef released(folder):\n    subprocess.run(['git', 'push'], cwd=folder)\n"
TAGGED = """from sqlalchemy.orm import Session

from shop.models import Tag


def tagged(session: Session, name):
    tag = session.query(Tag).filter_by(name=name).first()
    if tag is None:
        session.add(Tag(name=name))
"""
FRESH = "import datetime\n\n\ndef rows(day=datetime.date.today()):\n    return day\n"
CLICK = "import click\n"


@pytest.mark.parametrize(
    ("rule", "code"),
    [("GW601", FETCHED), ("GW601", CLONED), ("GW604", PREPARED), ("GW604", TAGGED), ("GW607", PUSHED)],
)
@pytest.mark.parametrize(
    "path", ["shop/demos/catalogue.py", "shop/example_dags/api.py", "templates/service/client.py", "shop/bootstrap.py"]
)
def test_a_sample_is_left_alone(rule: str, code: str, path: str) -> None:
    assert marks(code, path, rule) == 0
    assert marks(code, "shop/catalogue.py", rule) == 1


@pytest.mark.parametrize(("rule", "code"), [("GW601", CLONED), ("GW604", PREPARED), ("GW607", PUSHED)])
def test_a_command_is_left_alone(rule: str, code: str) -> None:
    assert marks(code, "shop/cli/catalogue.py", rule) == 0
    assert marks(CLICK + code, "shop/catalogue.py", rule) == 0


def test_a_request_of_a_command_is_left_alone_in_its_own_file_only() -> None:
    assert marks(CLICK + FETCHED, "shop/catalogue.py", "GW601") == 1
    assert marks(FETCHED, "shop/cli/catalogue.py", "GW601") == 0
    assert marks(CLICK + FETCHED, "shop/tools/catalogue.py", "GW601") == 0
    assert marks(FETCHED, "shop/tools/catalogue.py", "GW601") == 1
    assert marks(FETCHED, "shop/tools/generate_catalogue.py", "GW601") == 0


@pytest.mark.parametrize(("rule", "code"), [("GW604", TAGGED), ("GW504", FRESH)])
@pytest.mark.parametrize(
    "path", ["shop/migrations/versions/a1.py", "shop/management/commands/tags.py", "shop/_cli/a.py"]
)
def test_what_runs_once_is_left_alone(rule: str, code: str, path: str) -> None:
    assert marks(code, path, rule) == 0
    assert marks(code, "shop/commands/tags.py", rule) == 1
