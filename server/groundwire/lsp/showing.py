"""Pushes what changed to the client: diagnostics, regions, status; each only when it says something new."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from lsprotocol import types

from groundwire.confidence.verdict import PENDING
from groundwire.lsp import messages
from groundwire.lsp.diagnostics import diagnostics
from groundwire.model import Verdict

if TYPE_CHECKING:
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument

SWITCHED_OFF: Final = (
    "Groundwire is switched off here: nothing is analysed or shown. "
    "Switch it on with the setting `enable` (`groundwire.enable` in the editor, or pyproject.toml)."
)

log = logging.getLogger(__name__)

_REST: Final = 0.05
"""Seconds over which notifications about regions and status are gathered."""
_PATIENCE: Final = 0.5
"""Seconds that they wait for a judgement on its way: lenses that say *not analysed yet* between two keys flicker."""


class _Said(NamedTuple):
    """What was last said of one document in which text is attributed."""

    units: tuple[tuple[str, Verdict, str], ...]
    """Name, verdict and reason of each unit that counts as generated, as the lenses show them."""
    counts: Counter[Verdict]
    pending: bool
    """Whether some unit is not analysed yet."""


class Showing:
    """What the client was last told."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._published: dict[str, tuple[list[types.Diagnostic], bool]] = {}
        """By URI, and whether the client had the document open: not every one keeps what it hears of others."""
        self._status: dict[str, Any] | None = None
        self._changed: set[str] = set()
        self._said: dict[str, _Said] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._since = 0.0
        """When the first of the notifications being gathered came up."""
        self._told: dict[str, tuple[int, bool]] = {}
        """The documents' `news` when they were last shown, and whether they were open, by URI."""
        self._problem: str | None = None
        self._faults: set[str] = set()
        self._notices: set[str] = set()

    def judged(self, document: TrackedDocument) -> None:
        """The document's units were judged: publish its marks, for the text they were found in."""
        news = (document.news, document.open)
        if self._told.get(document.uri) != news and self._session.documents.get(document.uri) is document:
            self._told[document.uri] = news
            self._publish(document)
            self.regions_changed(document)

    def _publish(self, document: TrackedDocument) -> None:
        """Push the document's diagnostics, if they are not what the client has."""
        shown = diagnostics(document, self._session.encoding) if self._session.is_on(document) else []
        before, was_open = self._published.get(document.uri, ([], False))
        if shown != before or (shown and document.open and not was_open):
            self._published[document.uri] = (shown, document.open)
            self._push(document.uri, document.version, shown)

    def _push(self, uri: str, version: int | None, shown: list[types.Diagnostic]) -> None:
        self._session.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, version))

    def cleared(self, document: TrackedDocument) -> None:
        """The document is not followed any more."""
        self._told.pop(document.uri, None)
        if self._published.pop(document.uri, ([], False))[0]:
            self._push(document.uri, None, [])
        self.regions_changed(document)

    def regions_changed(self, document: TrackedDocument) -> None:
        """Regions or verdicts of the document may have changed: the client is told soon."""
        self._changed.add(document.uri)
        self._soon()

    def status_changed(self) -> None:
        """The counts may have changed: the client is told soon."""
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._since = loop.time()
            self._timer = loop.call_later(_REST, self._tell)

    def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        if self._session.judging.busy and loop.time() - self._since < _PATIENCE:
            self._timer = loop.call_later(_REST, self._tell)
            return
        self._timer = None
        changed, self._changed = self._changed, set()
        lenses = False
        for uri in sorted(changed):
            before, now = self._said.pop(uri, None), self._say(uri)
            if now is not None:
                self._said[uri] = now
            if now is not None or before is not None:
                self._session.server.protocol.notify(messages.DID_CHANGE_REGIONS, {"textDocument": {"uri": uri}})
            lenses |= (now.units if now else ()) != (before.units if before else ())
        if lenses and self._refreshes_lenses():
            self._session.server.workspace_code_lens_refresh(None)
        status = self._current_status()
        if status != self._status:
            self._status = status
            self._session.server.protocol.notify(messages.DID_CHANGE_STATUS, status)

    def _say(self, uri: str) -> _Said | None:
        """What is to be said of a document; None where nothing is attributed."""
        document = self._session.documents.get(uri)
        if document is None or not document.attributed or not self._session.is_on(document):
            return None
        units = tuple(
            (unit.state.name, unit.judgement.verdict, unit.judgement.reason)
            for unit in document.judged()
            if unit.state.share.counts
        )
        verdicts = Counter(verdict for _, verdict, _ in units)
        return _Said(units, verdicts, any(reason == PENDING for _, _, reason in units))

    def _refreshes_lenses(self) -> bool:
        workspace = self._session.server.client_capabilities.workspace
        return bool(workspace and workspace.code_lens and workspace.code_lens.refresh_support)

    def _current_status(self) -> dict[str, Any]:
        counts = sum((said.counts for said in self._said.values()), Counter[Verdict]())
        units = {verdict: counts[verdict] for verdict in get_args(Verdict)}
        pending = any(said.pending for said in self._said.values())
        message = self._problem or self._warning()
        if self._problem is None and (pending or self._session.judging.busy):
            state = "analysing"
        else:
            state = "ready" if message is None else "degraded"
        folders = self._session.folders
        off = sorted(uri for uri, folder in folders.items() if not folder.config.enable)
        if off and len(off) == len(folders):
            state, message = "off", SWITCHED_OFF
        documents = self._session.documents
        files = {documents[uri].file_uri if uri in documents else uri for uri in self._said}
        return {"state": state, "message": message, "files": len(files), "units": units, "off": off}

    def _warning(self) -> str | None:
        if self._faults:
            return (
                f"These rules failed and are left out where they did: {', '.join(sorted(self._faults))}. "
                "The log says why; put them into `ignore` to be rid of this message."
            )
        return next(iter(sorted(self._notices)), None)

    def problem(self, problem: str | None) -> None:
        """Nothing can be analysed, and why; None when that is over."""
        if problem != self._problem:
            self._problem = problem
            self._soon()

    @property
    def standing_problem(self) -> str | None:
        """Why nothing can be analysed; None while it can."""
        return self._problem

    def fault(self, code: str) -> None:
        """A rule failed on some unit; the worker logged why."""
        self._faults.add(code)

    def notice(self, notice: str | None) -> None:
        """Something a person should be told once, as about a store that cannot be written."""
        if notice is not None and notice not in self._notices:
            self._notices.add(notice)
            log.warning("%s", notice)
            self._session.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, notice))
            self._soon()
