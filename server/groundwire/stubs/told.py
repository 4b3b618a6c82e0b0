"""What the editor is told of a test stub that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundwire.stubs.request import Stub, StubExists

if TYPE_CHECKING:
    from groundwire.stubs.request import NotTestable


def stub_to_json(stub: Stub | StubExists | NotTestable, name: str) -> dict[str, Any]:
    """`{path, created, new_file, edits, line, message}`, or `{refused}` with the reason; `name` is the function's."""
    if isinstance(stub, Stub):
        edits = [[*edit.range, edit.new_text] for edit in stub.edits]
        return {
            "path": stub.path,
            "created": True,
            "new_file": stub.new_file,
            "edits": edits,
            "line": stub.shown_line,
            "message": f"Wrote {', '.join(stub.tests)} to {stub.path}: state what is expected in each row.",
        }
    if isinstance(stub, StubExists):
        where = f"{stub.path}, line {stub.line + 1}"
        message = f"`{name}` has a test already, so nothing was written: complete the one in {where}."
        return {"path": stub.path, "created": False, "line": stub.line, "message": message}
    return {"refused": f"{stub.reason}, so no test stub was written: write its test by hand, or mark it reviewed."}
