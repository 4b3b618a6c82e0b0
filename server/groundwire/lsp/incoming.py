"""What may come from a client, and when: everything else is refused before anything is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Mapping

Stage: TypeAlias = Literal["new", "running", "ended"]
"""Before `initialize`, after it, after `shutdown`."""


class RefusedError(Exception):
    """A message that is not handled, with the code of the JSON-RPC error for it."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


def is_answer(message: Mapping[str, Any]) -> bool:
    """Whether a message is the client's answer to a request."""
    return "method" not in message and ("result" in message or "error" in message)


def is_exit(message: Mapping[str, Any]) -> bool:
    """Whether a message says that the server is to end, whatever else is in it."""
    return message.get("method") == types.EXIT and "id" not in message


def answerable(message: Any) -> bool:
    """Whether a message asks for an answer: it has a method and an id."""
    return isinstance(message, dict) and "method" in message and "id" in message


def id_of(message: Any) -> str | int | None:
    """The id to answer a message with; None (null) where it has none that can be used."""
    number = message.get("id") if isinstance(message, dict) else None
    return number if isinstance(number, (str, int)) and not isinstance(number, bool) else None


def check(message: Any, stage: Stage) -> dict[str, Any]:
    """The message, if it is one that may come at this stage; raises `RefusedError`."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise RefusedError(types.ErrorCodes.InvalidRequest, "a message is an object with `jsonrpc: 2.0`")
    if is_answer(message):
        return message
    method = message.get("method")
    if not isinstance(method, str):
        raise RefusedError(types.ErrorCodes.InvalidRequest, "`method` must be a string")
    if "id" in message:
        _check_request(message, method, stage)
    elif method != types.EXIT:
        _check_notification(method, stage)
    return message


def _check_request(message: Mapping[str, Any], method: str, stage: Stage) -> None:
    if id_of(message) is None:
        raise RefusedError(types.ErrorCodes.InvalidRequest, "`id` must be a string or an integer")
    if _has_answer(method) is False:
        raise RefusedError(types.ErrorCodes.InvalidRequest, f"{method} is a notification and has no answer")
    if stage == "ended":
        raise RefusedError(types.ErrorCodes.InvalidRequest, "the server was shut down")
    if stage == "new" and method != types.INITIALIZE:
        raise RefusedError(types.ErrorCodes.ServerNotInitialized, "the server is not initialized yet")
    if stage == "running" and method == types.INITIALIZE:
        raise RefusedError(types.ErrorCodes.InvalidRequest, "the server is initialized already")


def _check_notification(method: str, stage: Stage) -> None:
    if stage != "running":
        raise RefusedError(types.ErrorCodes.InvalidRequest, f"{method} came before `initialize` or after `shutdown`")
    if _has_answer(method):
        raise RefusedError(types.ErrorCodes.InvalidRequest, f"{method} needs an `id`")


def _has_answer(method: str) -> bool | None:
    """Whether a method of LSP is a request; None for one that LSP does not know."""
    known = types.METHOD_TO_TYPES.get(method)
    return None if known is None else known[1] is not None


def is_without_text(message: Mapping[str, Any]) -> bool:
    """Whether a message that brings a document's text brings something else in its place."""
    method: str = message["method"]
    params: Any = message.get("params")
    if method not in {types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE}:
        return False
    try:
        parts = params["contentChanges"] if method == types.TEXT_DOCUMENT_DID_CHANGE else [params["textDocument"]]
        return not all(isinstance(part["text"], str) for part in parts)
    except (KeyError, TypeError):
        return True
