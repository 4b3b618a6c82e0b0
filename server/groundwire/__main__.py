"""Start from any folder, also as a bare file under `python -I`: `python -I path/to/groundwire/__main__.py lsp`."""

import os
import sys


def _bootstrap() -> None:
    """Put the package's own folder, and the libraries packed beside it, on the path; never the current folder."""
    root = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # pathlib takes longer than `record` may
    libraries = os.path.join(root, "libs")
    for folder in (libraries, root) if os.path.isdir(libraries) else (root,):
        if folder not in sys.path:
            sys.path.insert(0, folder)


if __name__ == "__main__":
    if not __package__:
        _bootstrap()
    if sys.argv[1:] == ["worker"]:  # the server's own child; people have no use for it
        from groundwire.worker import main
    elif sys.argv[1:] == ["names"]:  # the worker's own child
        from groundwire.names.serve import main
    else:
        from groundwire.cli.main import start as main
    sys.exit(main())
