"""Functions whose `**kwargs` end in a signature that their text does not lead to."""

from __future__ import annotations

from typing import Final, NamedTuple

_NONE: Final[frozenset[str]] = frozenset()


class Sink(NamedTuple):
    """Where keywords go that a function has no parameter for."""

    targets: tuple[str, ...] = ()
    """Dotted paths of functions and classes; each of them is given the keywords, or one of them is."""
    names: frozenset[str] = _NONE
    """Keywords that are taken besides."""
    unless: frozenset[str] = _NONE
    """Keywords that name another target; a call with one of them says nothing."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLS: Final = frozenset({"cls"})
_ENCODER: Final = Sink(("json.JSONEncoder",), unless=_CLS)
_DECODER: Final = Sink(("json.JSONDecoder",), unless=_CLS)
_POPEN: Final = Sink(("subprocess.Popen",), _words("timeout input capture_output check text"))
_LOG: Final = Sink(("logging.Logger._log",))
_DIALECT: Final = Sink(
    names=_words(
        "dialect delimiter doublequote escapechar lineterminator quotechar quoting skipinitialspace strict"
        " fieldnames restkey restval extrasaction"
    )
)
_CONNECTION: Final = Sink(("asyncio.BaseEventLoop.create_connection",), _words("limit"))
_ARGUMENT: Final = Sink(
    names=_words("action nargs const default type choices required help metavar dest version deprecated"),
    unless=_words("action"),
)
_PARSER: Final = Sink(("argparse.ArgumentParser",), _words("help aliases deprecated"))
_REQUEST: Final = Sink(("requests.sessions.Session.request",))
_RETRYING: Final = Sink(("tenacity.BaseRetrying",))
_OPTION: Final = Sink(("click.core.Option",), unless=_CLS)
_COMMAND: Final = Sink(("click.core.Command",), unless=_CLS)
_ROUTE: Final = Sink(
    ("werkzeug.routing.Rule", "werkzeug.routing.rules.Rule"), _words("methods provide_automatic_options endpoint")
)

SINKS: Final[dict[str, Sink]] = {
    **dict.fromkeys(("json.dump", "json.dumps"), _ENCODER),
    **dict.fromkeys(("json.load", "json.loads"), _DECODER),
    **dict.fromkeys(tuple(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output")), _POPEN),
    **dict.fromkeys(
        tuple(
            f"logging.{owner}{name}"
            for owner in ("", "Logger.")
            for name in ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
        ),
        _LOG,
    ),
    "logging.basicConfig": Sink(
        names=_words("filename filemode format datefmt style level stream handlers force encoding errors")
    ),
    **dict.fromkeys(
        ("csv.DictReader.__init__", "csv.DictWriter.__init__", "csv.DictReader", "csv.DictWriter"), _DIALECT
    ),
    "asyncio.streams.open_connection": _CONNECTION,
    "argparse._ActionsContainer.add_argument": _ARGUMENT,
    "argparse._SubParsersAction.add_parser": _PARSER,
    "requests.api.request": _REQUEST,
    "tenacity.retry": _RETRYING,
    "click.decorators.option": _OPTION,
    "click.decorators.argument": Sink(("click.core.Argument",), unless=_CLS),
    "click.decorators.command": _COMMAND,
    "click.decorators.group": Sink(("click.core.Group",), unless=_CLS),
    "flask.sansio.scaffold.Scaffold.route": _ROUTE,
    "flask.scaffold.Scaffold.route": _ROUTE,
    "sqlalchemy.orm.session.sessionmaker.__init__": Sink(("sqlalchemy.orm.session.Session",), unless=_words("class_")),
    "tqdm.std.tqdm.__init__": Sink(names=_words("nested")),
}
"""By where the function is defined. Each was read in its source, or tried with `inspect` and with a call."""

ON_BEHALF: Final[dict[str, int]] = {
    "functools.partial": 0,
    "asyncio.to_thread": 0,
    "asyncio.threads.to_thread": 0,
    "contextvars.copy_context().run": 0,
    "atexit.register": 0,
}
"""Functions that call one of their arguments with those behind it: that argument's place."""
