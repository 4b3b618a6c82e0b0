"""Which distribution an import name comes from, by name alone."""

from __future__ import annotations

import pytest

from groundwire.analysis.import_names import provides


@pytest.mark.parametrize(
    ("distribution", "name"),
    [
        ("requests", "requests.adapters"),
        ("google-cloud-storage", "google.cloud.storage.client"),
        ("pyyaml", "yaml"),
        ("python-dateutil", "dateutil.parser"),
        ("some-thing", "some_thing"),
    ],
)
def test_a_distribution_provides_its_modules(distribution: str, name: str) -> None:
    assert provides(distribution, name)


@pytest.mark.parametrize(
    ("distribution", "name"),
    [("cython", "cython_test_exception_raiser"), ("google-cloud", "google_cloudy.storage"), ("requests", "requestx")],
)
def test_a_name_that_only_begins_alike_is_another(distribution: str, name: str) -> None:
    assert not provides(distribution, name)
