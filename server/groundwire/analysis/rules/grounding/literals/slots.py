"""Which argument of which call is a literal that a standard parser reads."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis.rules.grounding.literals import formats, names, values
from groundwire.analysis.rules.grounding.literals.rejection import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Slot(NamedTuple):
    """One argument and the parser that will read it."""

    position: int | None
    keyword: str | None
    what: str
    """What the literal should be, for the message: `is not a valid …`."""
    reject: Callable[[object], Rejection | None]
    errors: frozenset[str] = frozenset({"ValueError"})
    """Exceptions whose handler shows that the failure is expected."""


class MethodSlot(NamedTuple):
    """An argument of a method, by the receiver's type."""

    receivers: frozenset[str]
    """Types that the receiver surely has; empty: any receiver, as the method's name is its own."""
    slot: Slot


ERROR_HANDLER: Final = "error handler"


def _saying(words: Callable[[object], str | None]) -> Callable[[object], Rejection | None]:
    """A check that only knows the parser's words."""
    return lambda value: Rejection(said) if (said := words(value)) is not None else None


_LOOKUP: Final = frozenset({"LookupError", "ValueError"})
_STRUCT: Final = frozenset({"error"})
_ZONE: Final = frozenset({"ZoneInfoNotFoundError", "KeyError", "ValueError", "UnknownTimeZoneError"})
_CSV: Final = frozenset({"TypeError", "Error"})


def _encoding(position: int | None, keyword: str = "encoding") -> Slot:
    return Slot(position, keyword, "encoding", names.encoding_error, _LOOKUP)


def _errors(position: int | None) -> Slot:
    return Slot(position, "errors", ERROR_HANDLER, names.error_handler_error, _LOOKUP)


def _hash(position: int, keyword: str) -> tuple[Slot, ...]:
    return (Slot(position, keyword, "hash algorithm", names.hash_error),)


def _struct() -> tuple[Slot, ...]:
    return (Slot(0, "format", "struct format", _saying(formats.struct_error), _STRUCT),)


def _csv() -> tuple[Slot, ...]:
    options = ("delimiter", "quotechar", "escapechar", "quoting")
    return tuple(Slot(None, option, f"csv {option}", _saying(values.dialect_error(option)), _CSV) for option in options)


_STRPTIME: Final = Slot(1, "format", "strptime format", _saying(formats.strptime_error))
_LEVEL: Final = "logging level"
_FILE: Final = (_encoding(3), _errors(4))
_PROCESS: Final = (_encoding(None), _errors(None))
_BYTE_ORDER: Final = Slot(1, "byteorder", "byte order", names.one_of("little", "big"))
_ZIP_MODE: Final = Slot(1, "mode", "mode for an archive", names.one_of("r", "w", "x", "a"))
_FORM: Final = Slot(0, None, "Unicode normal form", names.one_of("NFC", "NFD", "NFKC", "NFKD"))

SLOTS: Final[Mapping[str, tuple[Slot, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("builtins.open", "io.open"), _FILE),
        **dict.fromkeys(("subprocess.run", "subprocess.Popen", "subprocess.check_output"), _PROCESS),
        **dict.fromkeys(("builtins.str", "builtins.bytes", "builtins.bytearray"), (_encoding(1), _errors(2))),
        "codecs.open": (_encoding(2), _errors(3)),
        "io.TextIOWrapper": (_encoding(1), _errors(2)),
        "pandas.read_csv": (_encoding(None),),
        "hashlib.new": _hash(0, "name"),
        "hashlib.pbkdf2_hmac": _hash(0, "hash_name"),
        "hashlib.file_digest": _hash(1, "digest"),
        "hmac.new": _hash(2, "digestmod"),
        "hmac.digest": _hash(2, "digest"),
        **{
            f"struct.{name}": _struct()
            for name in ("pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "calcsize", "Struct")
        },
        "datetime.datetime.strptime": (_STRPTIME,),
        "time.strptime": (_STRPTIME,),
        "time.strftime": (Slot(0, "format", "time.strftime format", _saying(formats.time_strftime_error)),),
        "logging.Formatter": (Slot(1, "datefmt", "date format", _saying(formats.time_strftime_error)),),
        "logging.basicConfig": (
            Slot(None, "datefmt", "date format", _saying(formats.time_strftime_error)),
            Slot(None, "level", _LEVEL, names.level_error),
        ),
        "logging.getLevelName": (Slot(0, "level", _LEVEL, names.level_error),),
        "zoneinfo.ZoneInfo": (Slot(0, "key", "time zone key", names.zone_error, _ZONE),),
        "pytz.timezone": (Slot(0, "zone", "time zone key", names.zone_error, _ZONE),),
        "unicodedata.normalize": (_FORM,),
        "builtins.int.from_bytes": (_BYTE_ORDER,),
        "zipfile.ZipFile": (_ZIP_MODE,),
        **dict.fromkeys(("csv.reader", "csv.writer", "csv.DictReader", "csv.DictWriter"), _csv()),
    }
)

_DATES: Final = frozenset({"datetime.datetime", "datetime.date"})
_TEXT: Final = frozenset({"str", "bytes"})
_SEPARATOR: Final = Slot(
    0, "sep", "separator", lambda value: Rejection("empty separator") if value in {"", b""} else None
)
_SHAPED: Final = Slot(0, "encoding", "encoding", names.shaped_encoding_error, _LOOKUP)

METHODS: Final[Mapping[str, tuple[MethodSlot, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("encode", "decode"),
            (
                MethodSlot(_TEXT, _encoding(0)),
                MethodSlot(frozenset(), _SHAPED),
                MethodSlot(_TEXT, _errors(1)),
            ),
        ),
        "read_text": (MethodSlot(frozenset(), _SHAPED),),
        "write_text": (MethodSlot(frozenset(), _SHAPED._replace(position=1)),),
        **dict.fromkeys(("split", "rsplit", "partition", "rpartition"), (MethodSlot(_TEXT, _SEPARATOR),)),
        "to_bytes": (MethodSlot(frozenset(), _BYTE_ORDER),),
        "strftime": (
            MethodSlot(_DATES, Slot(0, "format", "strftime format", _saying(formats.strftime_error))),
            MethodSlot(frozenset(), Slot(0, "format", "strftime format", _saying(formats.any_strftime_error))),
        ),
        "setLevel": (MethodSlot(frozenset({"logging.getLogger"}), Slot(0, "level", _LEVEL, names.level_error)),),
    }
)
