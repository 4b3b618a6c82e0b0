"""What one installed thing says of itself; loaded by `child.py` in the project's own Python (3.8 or later)."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import sys
import types
import warnings
from typing import Any, Dict, List, Optional, Set, Tuple

_NO_SUCH_NAME = "zqx_no_such_name"
"""Asked for first, of what answers for names by code: whoever has this has any."""
_NEVER = {"__main__", "antigravity", "idlelib", "lib2to3", "test", "this", "tkinter", "turtle", "turtledemo", "site"}
"""Modules that do something when they are imported, or need a screen."""
_MAY_BE_BASE = 1 << 10
"""Flag of a class that others may be made of (`Py_TPFLAGS_BASETYPE`)."""
_MOST_NAMES = 4000
_MOST_CLASSES = 2000
_MISSING: Any = object()
_OPAQUE: Any = object()
"""Something that is there and is not looked into: what gives it would run code."""
_KINDS = {0: "positional", 1: "either", 2: "star", 3: "keyword", 4: "double_star"}
Answer = Dict[str, Any]
Question = Dict[str, Any]


class _Unknown(Exception):
    """The question cannot be answered: a module cannot be imported, or anything may answer for the name."""


class _Absent(Exception):
    """A name of a dotted path is not there: `depth` parts of it are, and lead to `owner`."""

    def __init__(self, owner: Any, path: str, depth: int) -> None:
        super().__init__(path)
        self.owner = owner
        self.path = path
        self.depth = depth
        self.said: Optional[str] = None
        """What the owner says of the missing name."""


def answer(question: Question) -> Answer:
    """The answer to one question, whatever an imported module does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _ANSWERS[question["do"]](question)
        except (_Unknown, _Absent) as error:
            return {"kind": "unknown", "why": repr(error.__cause__ or error)[:200]}
        except BaseException as error:
            return {"kind": "unknown", "why": repr(error)[:200]}


def _of_name(question: Question) -> Answer:
    """Whether a dotted path is there: `{path}` → `{kind, depth, owner, owner_kind, names}`."""
    try:
        _follow(question["path"])
    except _Absent as absent:
        owner = absent.owner
        kind = "module" if owner is None or isinstance(owner, types.ModuleType) else "object"
        return {
            "kind": "absent",
            "depth": absent.depth,
            "owner": absent.path,
            "owner_kind": "class" if isinstance(owner, type) else kind,
            "names": _names(owner),
            "said": absent.said,
        }
    return {"kind": "present"}


def _of_attribute(question: Question) -> Answer:
    """Whether the objects of a class have a name: `{path, name, exact}` → `{kind, path, getattr, line, fixed, …}`.

    Not `exact` are objects that may be of a subclass: none that exists may have the name. `line` is what the class
    descends from: module, qualified name, and whether Python code made it; `fixed` says that its objects hold no
    attributes but those that their classes define, `final` that no class can be made of it; `getattr` names the class
    that answers for names by code.
    """
    _, owner = _follow(question["path"])
    name = question["name"]
    if not isinstance(owner, type):
        raise _Unknown(question["path"])
    if any(name in vars(base) or name in vars(base).get("__annotations__", ()) for base in owner.__mro__):
        return {"kind": "present"}
    others = set() if question["exact"] else _descended(owner)
    if _own_getattribute(owner) or any(name in vars(made) for made in others):
        raise _Unknown(question["path"])
    answering = next((base for base in owner.__mro__ if "__getattr__" in vars(base)), None)
    return {
        "kind": "absent",
        "path": _path_of(owner),
        "getattr": _path_of(answering) if answering is not None else None,
        "line": [
            [base.__module__, base.__qualname__, _is_source(base)] for base in owner.__mro__ if base is not object
        ],
        "fixed": getattr(owner, "__dictoffset__", 1) == 0,
        "final": not owner.__flags__ & _MAY_BE_BASE,
        "names": _names(owner),
    }


def _of_signature(question: Question) -> Answer:
    """What a callable takes: `{path}` → `{kind, parameters, wrapped, class, bound}`; see `SignatureAnswer`."""
    owner, found = _follow(question["path"])
    if found is _OPAQUE or not callable(found):
        raise _Unknown(question["path"])
    signature = inspect.signature(found)
    return {
        "kind": "present",
        "parameters": [
            [parameter.name, _KINDS[int(parameter.kind)], parameter.default is parameter.empty]
            for parameter in signature.parameters.values()
        ],
        "wrapped": hasattr(found, "__wrapped__"),
        "class": isinstance(found, type),
        "method": _is_method(owner, question["path"].rpartition(".")[2]),
    }


_ANSWERS = {"name": _of_name, "attribute": _of_attribute, "signature": _of_signature}


def _imported(name: str) -> Any:
    """A module, imported now where it was not. Raises `_Absent` where there is none of that name."""
    if _NEVER & set(name.split(".")):
        raise _Unknown(name)
    try:
        return importlib.import_module(name)
    except BaseException as error:  # a module may raise anything, `SystemExit` included
        if isinstance(error, ModuleNotFoundError) and error.name == name:
            raise _Absent(None, name.rpartition(".")[0], name.count(".")) from error
        raise _Unknown(name) from error


def _follow(dotted: str) -> Tuple[Any, Any]:
    """What owns the object that a dotted path leads to, and the object. Raises `_Absent` and `_Unknown`."""
    first, *rest = dotted.split(".")
    owner, found, path = None, _imported(first), first
    for depth, name in enumerate(rest, 1):
        owner, found = found, _member(found, path, name, depth)
        path = f"{path}.{name}"
    return owner, found


def _member(owner: Any, path: str, name: str, depth: int) -> Any:
    if owner is _OPAQUE:
        raise _Unknown(path)
    if isinstance(owner, types.ModuleType):
        return _of_module(owner, path, name, depth)
    static = inspect.getattr_static(owner, name, _MISSING)
    if static is _MISSING:
        if _answers_by_code(owner, name):
            raise _Unknown(path)
        raise _Absent(owner, path, depth)
    if not isinstance(owner, type):
        return static if isinstance(static, (type, types.FunctionType, types.ModuleType)) else _OPAQUE
    try:
        return getattr(owner, name)
    except Exception:
        return _OPAQUE


def _of_module(owner: Any, path: str, name: str, depth: int) -> Any:
    if name in vars(owner):
        return vars(owner)[name]
    wild = ("__getattr__" in vars(owner) or type(owner) is not types.ModuleType) and _serves_anything(owner)
    absent = _Absent(owner, path, depth)
    if not wild:
        try:
            return getattr(owner, name)
        except BaseException as error:
            if not isinstance(error, AttributeError) and not _refuses(error):
                raise _Unknown(path) from error
            said = str(error).strip()
            absent.said = said if said and said != f"module {owner.__name__!r} has no attribute {name!r}" else None
    dotted = f"{owner.__name__}.{name}"
    if dotted in sys.modules or (getattr(owner, "__path__", None) is not None and _is_module(dotted)):
        return _imported(dotted)
    if wild:
        raise _Unknown(path)
    raise absent


def _refuses(error: BaseException) -> bool:
    """Whether a module's `__getattr__` itself raised an `ImportError`: some do for names that were removed."""
    if not isinstance(error, ImportError) or isinstance(error, ModuleNotFoundError) or "removed" not in str(error):
        return False
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_name == "__getattr__"


def _is_module(dotted: str) -> bool:
    try:
        return importlib.util.find_spec(dotted) is not None
    except Exception as error:
        raise _Unknown(dotted) from error


def _serves_anything(module: Any) -> bool:
    try:
        getattr(module, _NO_SUCH_NAME)
    except AttributeError:
        return False
    except BaseException:
        return True
    return True


def _answers_by_code(owner: Any, name: str) -> bool:
    """Whether code of a metaclass, or of an object's class, may have a name that stands nowhere."""
    if not isinstance(owner, type):
        return _has(type(owner), "__getattr__") or _own_getattribute(type(owner))
    if not _has(type(owner), "__getattr__"):
        return False
    for asked in (_NO_SUCH_NAME, name):
        try:
            getattr(owner, asked)
        except AttributeError:
            continue
        except BaseException:
            return True
        return True
    return False


def _has(owner: type, name: str) -> bool:
    return any(name in vars(base) for base in owner.__mro__)


def _own_getattribute(owner: type) -> bool:
    found = next((base for base in owner.__mro__ if "__getattribute__" in vars(base)), object)
    return isinstance(vars(found)["__getattribute__"], types.FunctionType)


def _is_method(owner: Any, name: str) -> bool:
    """Whether a function of a class gets the object it is called on as its first argument."""
    if not isinstance(owner, type):
        return False
    return isinstance(inspect.getattr_static(owner, name, None), (types.FunctionType, types.MethodDescriptorType))


def _names(owner: Any) -> List[str]:
    """What an owner has, for suggestions."""
    if owner is None:
        return []
    try:
        found: Set[str] = {name for name in dir(owner) if isinstance(name, str)}
        if isinstance(owner, types.ModuleType):
            found |= {module.name for module in pkgutil.iter_modules(getattr(owner, "__path__", None) or ())}
    except Exception:
        return []
    return sorted(name for name in found if name.isidentifier())[:_MOST_NAMES]


def _descended(owner: type) -> Set[type]:
    """Classes made of a class so far."""
    seen: Set[type] = set()
    waiting: List[type] = [owner]
    while waiting and len(seen) < _MOST_CLASSES:
        new: Set[type] = set(type.__subclasses__(waiting.pop())) - seen
        seen |= new
        waiting += new
    return seen


def _path_of(owner: type) -> str:
    return f"{owner.__module__}.{owner.__qualname__}"


def _is_source(owner: type) -> bool:
    """Whether Python code made a class, and no compiled module."""
    file: Optional[str] = getattr(sys.modules.get(owner.__module__), "__file__", None)
    return file is not None and file.endswith(".py")
