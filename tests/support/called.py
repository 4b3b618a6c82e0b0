"""A module with functions and classes of every kind that can be called."""

from __future__ import annotations

TOOLS = """\
import functools
import typing
from dataclasses import KW_ONLY, InitVar, dataclass, field

import attr


def keeps(function):
    @functools.wraps(function)
    def wrapper(self, *args, **kwargs):
        if "dry" in kwargs:
            print(kwargs["dry"])
        return function(self, *args, **kwargs)

    return wrapper


def adds(function):
    def wrapper(*args, **kwargs):
        kwargs.pop("dry", None)
        return function(*args, **kwargs)

    return wrapper


def named(title):
    def decorator(function):
        function.title = title
        return function

    return decorator


class Titled:
    def __init__(self, title):
        self.title = title

    def __call__(self, function):
        function.title = self.title
        return function


class Made(type):
    def __call__(cls, *args, **kwargs):
        return super().__call__()


class Quiet(type):
    def __repr__(cls):
        return "quiet"


class Base:
    def __init__(self, name, *, size=1):
        self.name = name

    @keeps
    def grow(self, by, *, dry=False):
        pass

    @adds
    def shrink(self, by):
        pass

    @classmethod
    def of(cls, text):
        return cls(text)

    @staticmethod
    def parse(text):
        return text


class Sub(Base):
    def __init__(self, *args, colour="red", **kwargs):
        kwargs.setdefault("size", 2)
        super().__init__(*args, **kwargs)


class Plain:
    pass


class Built(metaclass=Made):
    def __init__(self):
        pass


class Shown(metaclass=Quiet):
    def __init__(self, a):
        pass


class Single:
    def __new__(cls, key):
        return super().__new__(cls)


class Counted:
    def __new__(cls, *_, **__):
        made = super().__new__(cls)
        return made

    def __init__(self, a):
        pass


class Other:
    def __new__(cls, *_, **__):
        return Plain()

    def __init__(self, a):
        pass


class Loose(Unknown):
    def __init__(self, a):
        pass


@dataclass
class Point:
    x: int
    y: int = 0
    unit: typing.ClassVar[str] = "m"
    seed: InitVar[int] = 0
    cached: int = field(default=0, init=False)
    _: KW_ONLY
    label: str = ""


@dataclass
class Point3(Point):
    z: int = 0


@attr.s
class Old:
    a = attr.ib()
    _hidden = attr.ib(default=1)


@attr.define
class New:
    a: int
    b: int = 2


class Pair(typing.NamedTuple):
    left: int
    right: int = 0


@named("first")
def first(a):
    pass


@Titled("second")
def second(a):
    pass


@functools.lru_cache(maxsize=None)
def cached(a):
    pass


def either(a):
    pass


if typing:

    def either(a, b=1):
        pass


def only(a, /, b):
    pass


def closed(**options):
    mode = options.pop("mode", None)
    if options:
        raise TypeError(f"unexpected {options}")


def anywhere(**options):
    return Base("a").__dict__.update(options)


def passed(a, **options):
    return first(a, **options)


def chosen(cls=Base, **options):
    return cls(**options)
"""
