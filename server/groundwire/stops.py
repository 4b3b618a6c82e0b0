"""Being stopped shows through the errors that it leads to."""

from __future__ import annotations


def heed_stop(error: Exception) -> None:
    """Raise the stop that an error hides, where one does.

    A signal breaks in anywhere; code that tidies up on the way out (as contexts do) may then fail with an error of its
    own, and whoever expects errors would go on as if nobody had said stop.

    Raises:
        KeyboardInterrupt, SystemExit: what `error` was raised in the handling of.
    """
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, (KeyboardInterrupt, SystemExit)):
            raise behind
        behind = behind.__context__
