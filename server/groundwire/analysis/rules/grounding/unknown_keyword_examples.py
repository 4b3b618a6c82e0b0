"""What GW103 marks and what it leaves alone."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_SITE: Final = ".venv/lib/python3.11/site-packages"
_CARGO: Final = {
    f"{_SITE}/cargo/__init__.py": '''\
"""Ships things."""

import functools
from dataclasses import dataclass

from cargo.transport import Transport, post


def traced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def retrying(times):
    def decorator(function):
        @functools.wraps(function)
        def wrapper(*args, attempts=times, **kwargs):
            return function(*args, **kwargs)

        return wrapper

    return decorator


@traced
def ship(parcel, *, carrier="post", insured=False):
    # `express` was removed in 1.0: use `carrier`.
    return parcel


@retrying(3)
def track(parcel):
    return parcel


@dataclass
class Parcel:
    weight: float
    fragile: bool = False


class Depot:
    def __init__(self, address, **options):
        self.transport = Transport(address, **options)

    def send(self, parcel, at=None):
        return parcel
''',
    f"{_SITE}/cargo/transport.py": """\
class Transport:
    def __init__(self, address, timeout=10, secure=True):
        self.address = address


def post(address, **kwargs):
    if "secure" in kwargs:
        kwargs["secure"] = bool(kwargs["secure"])
    return Transport(address, **kwargs)
""",
}
_INSTALLED: Final = {"cargo": ("cargo",)}

INVALID: Final = (
    Example(
        "import json\n\n\ndef shown(value):\n    return json.dumps(value, pretty=True)\n",
        marks=("pretty",),
        title="a keyword that `**kwargs` would take, and that `json.JSONEncoder` refuses in the end",
    ),
    Example(
        "import os\n\n\ndef prepare(folder):\n    os.makedirs(folder, exist_OK=True)\n",
        marks=("exist_OK",),
        fixed="import os\n\n\ndef prepare(folder):\n    os.makedirs(folder, exist_ok=True)\n",
        title="a slip",
    ),
    Example(
        "def timeout(settings: dict) -> int:\n    return dict(settings).get('timeout', default=10)\n",
        marks=("default",),
        fixed="def timeout(settings: dict) -> int:\n    return dict(settings).get('timeout', 10)\n",
        title="a parameter that is given by position only",
    ),
    Example(
        "import cargo\n\n\ndef send(parcel):\n    return cargo.ship(parcel, express=True)\n",
        marks=("express",),
        files=_CARGO,
        installed=_INSTALLED,
        title="a keyword that the installed version no longer has, behind a decorator that hands all on",
    ),
    Example(
        "from cargo import ship\n\n\ndef send(parcel):\n    return ship(parcel, 'rail')\n",
        marks=("'rail'",),
        files=_CARGO,
        installed=_INSTALLED,
        title="too many arguments by position: the rest is for keywords",
    ),
    Example(
        "from cargo import Depot\n\n\ndef send(parcel):\n    depot = Depot('Kiel', retries=3)\n"
        "    return depot.send(parcel, when='now')\n",
        marks=("retries", "when"),
        files=_CARGO,
        installed=_INSTALLED,
        title="keywords that a constructor passes on, and those of a method",
    ),
    Example(
        "from cargo import Parcel\n\n\ndef book():\n    return Parcel(fragile=True)\n",
        marks=(")",),
        files=_CARGO,
        installed=_INSTALLED,
        title="a field without a default that gets no value",
    ),
    Example(
        "from helpers import fetch\n\n\ndef page(address):\n    return fetch(address, 30, timeout=10)\n",
        marks=("timeout",),
        files={"helpers.py": "def fetch(address, timeout=5):\n    return address\n"},
        title="an argument given twice, to a function of the project",
    ),
    Example(
        "import functools\nimport cargo\n\nsend = functools.partial(cargo.ship, carier='rail')\n",
        marks=("carier",),
        files=_CARGO,
        installed=_INSTALLED,
        title="a function that is called later",
    ),
    Example(
        "import subprocess\n\n\ndef run(command):\n    return subprocess.run(command, capture=True, check=True)\n",
        marks=("capture",),
    ),
    Example(
        "import logging\n\n\ndef start(level):\n    logging.basicConfig(level=level, fmt='%(message)s')\n",
        ("fmt",),
        title="beside one that is taken",
    ),
)
VALID: Final = (
    Example(
        "from tools import is_windows\n\n\ndef permit(path, owner):\n    return path, owner\n\n\n"
        "def replace(path, owner):\n    if is_windows():\n        return permit(path, {}, owner)\n"
        "    return permit(path, owner)\n",
        files={"tools.py": "import sys\n\n\ndef is_windows():\n    return sys.platform == 'win32'\n"},
        title="what runs on another platform, where the name may stand for another function",
    ),
    Example(
        "import unittest\n\n\nclass NotApplicable(unittest.SkipTest):\n    pass\n\n\n"
        "def leave():\n    raise NotApplicable\n\n\ndef give_up():\n    raise NotApplicable()\n",
        title="an error that takes anything when it runs, whatever its stub says",
    ),
    Example(
        "from kept import Kept\n\n\ndef first():\n    kept = Kept()\n    return kept.get(5, default=0)\n",
        files={
            "kept.py": "from collections.abc import Mapping\n\n\nclass Kept(Mapping[int, int]):\n"
            "    def __init__(self):\n        self.items = {}\n\n    def __getitem__(self, key):\n"
            "        return self.items[key]\n\n    def __iter__(self):\n        return iter(())\n\n"
            "    def __len__(self):\n        return 0\n"
        },
        title="a method whose stub is stricter than what runs",
    ),
    Example(
        "import json\nimport unittest\n\n\nclass LinesTest(unittest.TestCase):\n    @unittest.skip('to come')\n"
        "    def test_lines(self):\n        self.assertEqual(json.dumps([], as_lines=True), '')\n",
        title="a test that is skipped",
    ),
    Example(
        "from functools import partial\n\n\ndef _dispatch(table, low, high):\n    def register(method):\n"
        "        table[low:high] = [method] * (high - low)\n        return method\n\n    return register\n\n\n"
        "class Reader:\n    _table = [None] * 256\n    _dispatch = partial(_dispatch, _table)\n\n"
        "    @_dispatch(0, 128)\n    def _character(self, code):\n        return code\n",
        title="the body of a class sees its own name first, not the module's",
    ),
    Example(
        "from tkinter import filedialog\n\n\ndef chosen(window):\n"
        "    return filedialog.asksaveasfilename(master=window, title='Save')\n",
        title="a stub that is stricter than what runs, of a module that nobody here may import",
    ),
    Example(
        "import json\n\n\nclass Dates(json.JSONEncoder):\n    pass\n\n\ndef shown(value):\n"
        "    return json.dumps(value, cls=Dates, zone='UTC') + json.dumps(value, indent=2)\n",
        title="a keyword for an encoder of one's own",
    ),
    Example(
        "import cargo\n\n\ndef send(parcel):\n    return cargo.track(parcel, attempts=5)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="a decorator that takes a keyword itself",
    ),
    Example(
        "from cargo import Depot, post\n\n\ndef send(parcel):\n    post('Kiel', secure=True)\n"
        "    return Depot('Kiel', timeout=3, secure=True).send(parcel, at=5)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="keywords that are taken where they end",
    ),
    Example(
        "import cargo\n\n\ndef send(parcel):\n    try:\n        return cargo.ship(parcel, express=True)\n"
        "    except TypeError:\n        return cargo.ship(parcel, carrier='air')\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="a call whose failure is provided for",
    ),
    Example(
        "import cargo\n\n\ndef send(parcel, options, *more):\n    cargo.ship(*more)\n    cargo.Parcel(**options)\n"
        "    return cargo.ship(parcel, **options)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="arguments that cannot be seen",
    ),
    Example(
        "import cargo\n\nif cargo.__version__ < '1':\n    sent = cargo.ship('book', express=True)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="a call under a test of the version",
    ),
    Example(
        "import cargo\nfrom numpy.testing import assert_raises\n\n\ndef test_ship():\n"
        "    with assert_raises(TypeError):\n        cargo.ship('book', express=True)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="a test that wants the error, in a library's own words",
    ),
    Example(
        "import cargo\nimport pytest\n\n\ndef test_ship():\n    with pytest.raises(TypeError):\n"
        "        cargo.ship('book', express=True)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="a test that wants the error",
    ),
    Example(
        "from models import Order\n\n\ndef order():\n    return Order(number=3, colour='red')\n",
        files={
            "models.py": "class Fields(type):\n    def __call__(cls, **values):\n        return object()\n\n\n"
            "class Order(metaclass=Fields):\n    pass\n"
        },
        title="a metaclass that makes objects its own way",
    ),
    Example(
        "from shapes import Shape\n\n\ndef outline(shape: Shape):\n    return shape.draw(width=2)\n",
        files={
            "shapes.py": "class Shape:\n    def draw(self):\n        pass\n\n\n"
            "class Square(Shape):\n    def draw(self, width=1):\n        pass\n"
        },
        title="a method that a subclass may take more arguments for",
    ),
    Example(
        "import cargo\n\n\ndef ship(parcel, express):\n    return parcel\n\n\ndef send(parcel):\n"
        "    return ship(parcel, express=True)\n",
        files=_CARGO,
        installed=_INSTALLED,
        title="a function of the module that has a library's name",
    ),
    Example(
        "from typing import TYPE_CHECKING, TypeVar\n\nif TYPE_CHECKING:\n    T = TypeVar('T', default=int)\nelse:\n"
        "    T = TypeVar('T')\n",
        title="a call for type checkers, which never runs",
    ),
    Example(
        "class Checks(type):\n    def again(self, name, parts):\n"
        "        return type(self).__new__(type(self), name, (self,), parts)\n",
        title="what `type()` gives is no `type` alone, and `__new__` is bound to nothing",
    ),
    Example(
        "class Row:\n    def __new__(cls, first, second):\n        return object.__new__(cls)\n\n"
        "    def next(self):\n        return self.__new__(Row, 1, 2)\n",
        title="a `__new__` that is called on an object",
    ),
    Example(
        "class Old:\n    def __init__(self, release=None):\n        self.release = release\n\n\n"
        "class Version:\n    def __new__(cls, **kw):\n        if 'release' in kw:\n            return Old(**kw)\n"
        "        else:\n            return super().__new__(cls)\n\n    def __init__(self, commit=None):\n"
        "        self.commit = commit\n\n\ndef version():\n    return Version(commit='abc')\n",
        title="keywords that are passed on under a condition",
    ),
    Example(
        "import json\n\n\nclass Lenient(json.JSONDecoder):\n    def __init__(self, *, ignore_extra=False, **kwargs):\n"
        "        super().__init__(**kwargs)\n\n\ndef parsed(text, **kwargs):\n"
        "    return json.loads(text, cls=Lenient, **kwargs)\n\n\ndef page(text):\n"
        "    return parsed(text, ignore_extra=True)\n",
        title="keywords that a decoder of one's own gets",
    ),
)
