"""One child for each environment, made when it is first asked about; only where its Python may be started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.names.installed.answers import Answers
from groundwire.names.installed.process import InstalledProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.cache.database import Cache
    from groundwire.analysis.environment import Environment
    from groundwire.names.installed.asking import Asking


class Children:
    """Who asks each environment; `make` gives a process, and what is known, to one that asks at once or later.

    With a `cache` answers are kept in it, for one version of our `code`.
    """

    def __init__(
        self, make: Callable[[InstalledProcess, Answers], Asking], cache: Cache | None = None, code: bytes = b""
    ) -> None:
        self._make = make
        self._cache = cache
        self._code = code
        self._asking: dict[str, tuple[str, Asking]] = {}
        """By the environment's folder, with the state of the environment that the answers are about."""

    def of(self, environment: Environment) -> Asking | None:
        """Who asks this environment; None where it has no Python that can be started."""
        if environment.executable is None:
            return None
        prefix = str(environment.prefix)
        fingerprint, asking = self._asking.get(prefix, ("", None))
        if asking is None or fingerprint != environment.fingerprint:
            if asking is not None:
                asking.close()
            answers = Answers(self._cache, self._code + environment.fingerprint.encode(), environment.sites)
            asking = self._make(InstalledProcess(environment.executable, environment.sites), answers)
            self._asking[prefix] = environment.fingerprint, asking
        return asking

    def close(self) -> None:
        """End every child."""
        for _, asking in self._asking.values():
            asking.close()
        self._asking.clear()
