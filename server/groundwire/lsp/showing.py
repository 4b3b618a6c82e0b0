"""Pushes what changed to the client: diagnostics, regions, status; each only when it says something new."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from groundwire.lsp import messages
from groundwire.lsp.diagnostics import diagnostics

if TYPE_CHECKING:
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.model import Verdict

log = logging.getLogger(__name__)

_REST: Final = 0.05
"""Seconds over which notifications about regions and status are gathered."""


class Showing:
    """What the client was last told."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._status: dict[str, Any] | None = None
        self._regions: set[str] = set()
        self._verdicts: dict[str, list[tuple[str, Verdict, str]]] = {}
        """Name, verdict and reason of each document's units, as the lenses show them."""
        self._timer: asyncio.TimerHandle | None = None
        self._faults: set[str] = set()
        self._notices: set[str] = set()

    def judged(self, document: TrackedDocument) -> None:
        """The document's units were judged: publish its marks, for the text they were found in."""
        self.publish(document)
        self.regions_changed(document)

    def publish(self, document: TrackedDocument) -> None:
        """Push the document's diagnostics, if they are not what was pushed last."""
        if self._session.documents.get(document.uri) is not document:
            return
        shown = diagnostics(document, self._session.encoding)
        if shown != self._published.get(document.uri, []):
            self._published[document.uri] = shown
            self._push(document.uri, document.version, shown)

    def _push(self, uri: str, version: int | None, shown: list[types.Diagnostic]) -> None:
        self._session.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, version))

    def cleared(self, document: TrackedDocument) -> None:
        """The document is not followed any more."""
        if self._published.pop(document.uri, None):
            self._push(document.uri, None, [])
        self.regions_changed(document)

    def regions_changed(self, document: TrackedDocument) -> None:
        """Regions or verdicts of the document may have changed: the client is told soon."""
        self._regions.add(document.uri)
        self._soon()

    def status_changed(self) -> None:
        """The counts may have changed: the client is told soon."""
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_REST, self._tell)

    def _tell(self) -> None:
        self._timer = None
        regions, self._regions = self._regions, set()
        for uri in sorted(regions):
            self._session.server.protocol.notify(messages.DID_CHANGE_REGIONS, {"textDocument": {"uri": uri}})
        if self._verdicts_changed(regions) and self._refreshes_lenses():
            self._session.server.workspace_code_lens_refresh(None)
        status = self._current_status()
        if status != self._status:
            self._status = status
            self._session.server.protocol.notify(messages.DID_CHANGE_STATUS, status)

    def _verdicts_changed(self, uris: set[str]) -> bool:
        """Whether the lenses of any of these documents would read otherwise."""
        changed = False
        for uri in uris:
            document = self._session.documents.get(uri)
            units = document.judged() if document is not None else ()
            said = [(unit.state.name, unit.judgement.verdict, unit.judgement.reason) for unit in units]
            changed |= said != self._verdicts.get(uri, [])
            self._verdicts[uri] = said
        return changed

    def _refreshes_lenses(self) -> bool:
        workspace = self._session.server.client_capabilities.workspace
        return bool(workspace and workspace.code_lens and workspace.code_lens.refresh_support)

    def _current_status(self) -> dict[str, Any]:
        units = {"refuted": 0, "unverified": 0, "supported": 0}
        files = 0
        for document in self._session.documents.values():
            files += document.attributed
            for unit in document.judged():
                if unit.state.share.counts:
                    units[unit.judgement.verdict] += 1
        state = "analysing" if self._session.judging.busy else "degraded" if self._message() else "ready"
        return {"state": state, "message": self._message(), "files": files, "units": units}

    def _message(self) -> str | None:
        if self._faults:
            return (
                f"These rules failed and are left out where they did: {', '.join(sorted(self._faults))}; see the log."
            )
        return next(iter(sorted(self._notices)), None)

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
