"""What the editor has set: asked for, folder by folder, where the client can be asked; else as it was sent."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.lsp.session import Session

log = logging.getLogger(__name__)

SECTION: Final = "groundwire"
_REST: Final = 0.02
"""Seconds over which changes are gathered into one question."""
_PATIENCE: Final = 30.0
"""Seconds a client may take to answer."""


class Settings:
    """One question at a time; a change meanwhile makes its answer stale, and is asked about after it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sent: Mapping[str, Any] = {}
        """From `initializationOptions` or the last notification."""
        self.elsewhere: Mapping[str, Any] = {}
        """For documents outside every folder."""
        self._asking = False
        self._stale = False

    @property
    def sent(self) -> Mapping[str, Any]:
        """What holds for a folder until the client answers for it, or where it has no answer."""
        return self._sent

    @sent.setter
    def sent(self, settings: Any) -> None:
        self._sent = self.elsewhere = settings if isinstance(settings, dict) else {}

    @property
    def can_ask(self) -> bool:
        """Whether the client answers `workspace/configuration`."""
        workspace = self._session.server.client_capabilities.workspace
        return bool(workspace and workspace.configuration)

    def changed(self, settings: Any) -> None:
        """Something the editor has set is another; it may have sent its settings with the news."""
        if isinstance(settings, dict):
            self.sent = settings.get(SECTION, settings)
        if self.can_ask:
            self.ask()
        else:
            self.apply(dict.fromkeys(self._session.folders, self._sent))

    def ask(self) -> None:
        """Folders came, or something changed: ask the client anew, soon."""
        self._stale = True
        if self.can_ask and not self._asking:
            self._asking = True
            self._session.judging.spawn(self._ask())

    async def _ask(self) -> None:
        try:
            while self._stale:
                await asyncio.sleep(_REST)
                self._stale = False
                uris = list(self._session.folders)
                items = [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in uris]
                asked = types.ConfigurationParams([*items, types.ConfigurationItem(section=SECTION)])
                answers = await self._answers(asked)
                if not self._stale:
                    self._take(uris, answers)
        finally:
            self._asking = False

    async def _answers(self, asked: types.ConfigurationParams) -> Sequence[Any]:
        """What the client says, item by item; nothing where it does not answer as it should."""
        request = self._session.server.workspace_configuration_async(asked)
        try:
            answers: Any = await asyncio.wait_for(request, _PATIENCE)
        except (asyncio.TimeoutError, JsonRpcException) as error:
            log.warning("the editor does not tell its settings, so those it sent before hold: %r", error)
            return ()
        return answers if isinstance(answers, (list, tuple)) else ()

    def _take(self, uris: list[str], answers: Sequence[Any]) -> None:
        """An answer that says nothing leaves a folder what was sent: some clients know no section of ours."""
        said = [answer if isinstance(answer, dict) and answer else self._sent for answer in answers]
        said += [self._sent] * (len(uris) + 1 - len(said))
        self.elsewhere = said[len(uris)]
        self.apply(dict(zip(uris, said, strict=False)))

    def apply(self, settings: Mapping[str, Mapping[str, Any]]) -> None:
        """What the editor has set for each folder, by URI; `pyproject.toml` is read again, too."""
        session = self._session
        for uri, folder in session.folders.items():
            was_on, before = folder.config.enable, folder.worker_message(trusted=session.trusted)
            if folder.configure(settings.get(uri)):
                folder.log_problems()
            if folder.worker_message(trusted=session.trusted) == before:
                continue
            documents = [other for other in session.documents.values() if other.place and other.place.folder is folder]
            if folder.config.enable != was_on:
                for document in documents:  # the analysis forgets them with the folder, or has not heard of them
                    session.unfollow(document)
            session.analyser.tell(folder.worker_message(trusted=session.trusted))
            for document in documents:
                document.say_anew()
                session.judging.recheck(document)
        for document in session.documents.values():
            if document.place is None:
                document.say_anew()
                session.judging.want(document)
        session.showing.status_changed()
