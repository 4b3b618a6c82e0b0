"""Starts a command of Groundwire again and again, as a copy of a process that has loaded what each of them loads first.

Loading it is most of what a server does in a short test. A copy has its own process, streams, folder and environment,
and runs the same main program from its first line; only its modules are there already. `forked.py` starts this program
with a socket, the main program and the modules; each message on the socket asks for a copy.
"""

import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress

LARGEST = 1 << 20
"""Bytes of a message: arguments, a folder and an environment."""


def arguments_of_a_copy(requests: socket.socket) -> list[str]:
    """Make a copy for each message, and tell how each ends; returns in the copies only, as what they are to be."""
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    running: dict[int, tuple[int, int]] = {}
    while True:
        for ready, _ in poll.poll():
            if ready != requests.fileno():
                poll.unregister(ready)
                os.close(ready)
                tell_its_end(*running.pop(ready))
                continue
            message, files, _, _ = socket.recv_fds(requests, LARGEST, 4)
            if not message:
                os._exit(0)  # nobody asks any more
            *streams, status = files
            process = os.fork()
            if process == 0:
                requests.detach()
                return become(json.loads(message), streams)
            for stream in streams:
                os.close(stream)
            os.write(status, b"%d\n" % process)
            handle = os.pidfd_open(process)
            running[handle] = process, status
            poll.register(handle, select.POLLIN)


def become(request: dict, streams: list[int]) -> list[str]:
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    arguments: list[str] = request["arguments"]
    return arguments


def tell_its_end(process: int, status: int) -> None:
    _, how = os.waitpid(process, 0)
    with suppress(BrokenPipeError):  # nobody waits for it
        os.write(status, b"%d\n" % os.waitstatus_to_exitcode(how))
    os.close(status)


if __name__ == "__main__":
    number, main, *modules = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the tests
    runpy.run_path(main, run_name="only loaded")["_bootstrap"]()
    for module in modules:
        importlib.import_module(module)
    sys.argv[1:] = arguments_of_a_copy(socket.socket(fileno=int(number)))
    runpy.run_path(main, run_name="__main__")
