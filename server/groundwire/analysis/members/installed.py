"""What an installed thing says of itself, where it may be asked: the answers, and who gives them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal, NamedTuple, Protocol

Kind = Literal["present", "absent", "unknown"]


class NameAnswer(NamedTuple):
    """Whether a dotted path leads to something."""

    kind: Kind
    """*unknown*: a module on the way cannot be imported, or something there answers for any name."""
    depth: int = 0
    """How many parts of the path stand before the missing one; 0 where the first module itself is missing."""
    owner: str = ""
    """Dotted path of what lacks the name."""
    owner_kind: Literal["module", "class", "object"] = "module"
    names: tuple[str, ...] = ()
    """What the owner has."""
    said: str | None = None
    """What it says of the name when asked, where that is more than that it has no such attribute."""


class Ancestor(NamedTuple):
    """A class that another is, or descends from."""

    module: str
    qualname: str
    source: bool
    """Python code made it, no compiled module."""


class AttributeAnswer(NamedTuple):
    """Whether a class gives its objects a name; what its methods set is for its text to say."""

    kind: Kind
    path: str = ""
    """Where the class is defined."""
    answering: str | None = None
    """The class on its line whose `__getattr__` answers for names."""
    line: tuple[Ancestor, ...] = ()
    """The class and all that it descends from but `object`, in the order that names are looked up."""
    fixed: bool = False
    """Its objects hold no attributes but those that their classes define."""
    final: bool = False
    """No class can be made of it."""
    names: tuple[str, ...] = ()
    """What the class has."""


class InstalledParameter(NamedTuple):
    """One parameter of a callable."""

    name: str
    kind: Literal["positional", "either", "keyword", "star", "double_star"]
    required: bool


class SignatureAnswer(NamedTuple):
    """What a callable takes, as `inspect.signature` has it."""

    kind: Kind
    """*absent* is never said: what is not there has no signature, and is *unknown*."""
    parameters: tuple[InstalledParameter, ...] = ()
    wrapped: bool = False
    """It says of itself that it wraps another, whose parameters these are; it may take more or fewer."""
    is_class: bool = False
    """It is a class, and these are what making an object takes."""
    method: bool = False
    """Its first parameter is filled by the object that it is called on."""


class Installed(Protocol):
    """One environment's packages and standard library, asked themselves. None stands for no answer yet."""

    @abstractmethod
    def name(self, dotted: str) -> NameAnswer | None:
        """Whether an absolute dotted path leads to something; its first part is a module."""

    @abstractmethod
    def attribute(self, class_path: str, name: str, *, exact: bool) -> AttributeAnswer | None:
        """Whether the objects of a class have a name; `exact`: they are of no subclass of it."""

    @abstractmethod
    def signature(self, dotted: str) -> SignatureAnswer | None:
        """What is taken by the callable that an absolute dotted path leads to."""
