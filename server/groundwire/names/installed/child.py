"""Run by the project's own Python (3.8 or later), alone: imports what is installed, and says what it has.

`python -I -S -B child.py SITE...`: a JSON line in, a JSON line out, until standard input closes. It imports nothing of
ours but the file beside it, and knows nothing of the project. Started without `site`, it runs no `.pth` file, no
`sitecustomize` and no import hook of an editable installation: what it can import is the standard library and what
stands in the folders given.
"""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import sys
import tempfile
import threading
import time
from typing import Any, Iterable, Optional

_MEMORY = 1000 * 1024 * 1024
"""Bytes held at which it ends."""
_LIMITS = {
    "RLIMIT_CPU": 180,  # seconds of processor time, over its whole life
    "RLIMIT_DATA": 4 * 1024 * 1024 * 1024,
    "RLIMIT_FSIZE": 64 * 1024 * 1024,
    "RLIMIT_CORE": 0,
}
_DENIED = {
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"),
    *("os.startfile", "os.kill", "os.killpg", "webbrowser.open", "socket.connect", "socket.bind", "socket.sendto"),
    *("socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
}
"""Events of `sys.audit` that nothing imported is allowed."""
_CHANGING = {
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
    *("os.chown", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile"),
}
"""Events that are allowed in the child's own folder; their first argument is a path."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _limit() -> None:
    """Bound what this process may use, where the system can."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    for name, most in _LIMITS.items():
        try:
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))
        except (AttributeError, OSError, ValueError):  # this system has no such limit
            continue
    os.nice(5)


def _memory() -> int:
    """Bytes held now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def _watch() -> None:
    """End where too much is held, in the middle of an import too."""
    while _memory() < _MEMORY:
        time.sleep(0.25)
    os._exit(3)


def _restrain(folder: str) -> None:
    """From now on start no program, connect to nothing, and write in `folder` alone.

    This keeps imported packages from their habits. It is no wall against one that means harm: that runs as the user
    whenever the project does.
    """
    own = os.path.join(folder, "")

    def hook(event: str, arguments: Any) -> None:
        if event in _DENIED:
            raise PermissionError(f"{event} is not allowed here")
        path = _changed(event, arguments)
        if path is not None and path != os.devnull and not os.path.abspath(path).startswith(own):
            raise PermissionError(f"{event} is not allowed here: {path}")

    sys.addaudithook(hook)


def _changed(event: str, arguments: Any) -> Optional[str]:
    """The path that an event would change; None of any other event."""
    if event == "open":
        path, flags = arguments[0], arguments[2]
        if not isinstance(flags, int) or not flags & _WRITING:
            return None
    elif event in _CHANGING:
        path = arguments[0]
    else:
        return None
    return os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else None


def _listen(stream: Iterable[str], questions: Any) -> None:
    """Queue the lines; when there are no more, end the process even in the middle of a stuck import."""
    for line in stream:
        questions.put(line)
    questions.put(None)
    time.sleep(1)
    os._exit(1)


def _answers() -> Any:
    """The module beside this file: a folder on `sys.path` would let its files be imported by any name of theirs."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "child_answers.py")
    spec = importlib.util.spec_from_file_location("_groundwire_child_answers", path)
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def main() -> None:
    """Answer on what were standard input and output; for what is imported there are none."""
    asked = os.fdopen(os.dup(0), "r", encoding="utf-8")
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    sys.path += sys.argv[1:]
    sys.argv[:] = [""]
    sys.dont_write_bytecode = True
    answers = _answers()
    folder = os.path.realpath(os.getcwd())
    tempfile.tempdir = folder
    _limit()
    _restrain(folder)
    threading.Thread(target=_watch, daemon=True).start()
    questions: Any = queue.Queue()
    threading.Thread(target=_listen, args=(asked, questions), daemon=True).start()
    for line in iter(questions.get, None):
        question = json.loads(line)
        answer = answers.answer(question)
        try:
            said.write(json.dumps(dict(answer, id=question["id"], memory=_memory())) + "\n")
            said.flush()
        except OSError:  # whoever asked is gone
            os._exit(1)
    os._exit(0)  # threads of what was imported end with it


if __name__ == "__main__":
    main()
