"""One recorded copy of the sample for all editors."""

from __future__ import annotations

import pytest

from editors.recorded import Recorded, record


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return record(tmp_path_factory.mktemp("recorded").resolve() / "shop")
