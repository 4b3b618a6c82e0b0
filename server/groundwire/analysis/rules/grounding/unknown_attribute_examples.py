"""What GW102 marks and what it leaves alone."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_SITE: Final = ".venv/lib/python3.11/site-packages"
_CACHE: Final = {
    f"{_SITE}/shelf/__init__.py": '''\
"""A small cache."""

from shelf.store import *
from shelf.errors import ShelfError

__version__ = "1.0"


def __getattr__(name):
    # `open_cache` was removed in 1.0: use `open_store`.
    if name in {"LEGACY"}:
        return 1
    raise AttributeError(name)
''',
    f"{_SITE}/shelf/store.py": """\
class Base:
    def close(self):
        self.closed = True


class Store(Base):
    limit = 10

    @classmethod
    def from_path(cls, path):
        return cls()


def open_store(path):
    return Store()
""",
    f"{_SITE}/shelf/errors.py": "class ShelfError(Exception):\n    pass\n",
}
_INSTALLED: Final = {"shelf": ("shelf",)}

INVALID: Final = (
    Example(
        "import os.path\n\n\ndef joined(folder, name):\n    return os.path.joinn(folder, name)\n",
        marks=("joinn",),
        fixed="import os.path\n\n\ndef joined(folder, name):\n    return os.path.join(folder, name)\n",
        title="a slip in a name of the standard library",
    ),
    Example(
        "import json\n\n\ndef shown(value):\n    return json.to_string(value)\n",
        marks=("to_string",),
        title="another language's name for it",
    ),
    Example(
        "from shelf import open_cache\n\n\ndef cached(path):\n    return open_cache(path)\n",
        marks=("open_cache",),
        files=_CACHE,
        installed=_INSTALLED,
        title="a function that the installed version no longer has",
    ),
    Example(
        "import shelf\n\n\ndef cached(path):\n    return shelf.Store.from_file(path)\n",
        marks=("from_file",),
        files=_CACHE,
        installed=_INSTALLED,
        title="a constructor that the class never had",
    ),
    Example(
        "import shelf.errors as errors\n\n\ndef failed(error):\n    return isinstance(error, errors.StoreError)\n",
        marks=("StoreError",),
        files=_CACHE,
        installed=_INSTALLED,
    ),
    Example(
        "from helpers import slugify_all\n\n\ndef slugs(titles):\n    return slugify_all(titles)\n",
        marks=("slugify_all",),
        files={"helpers.py": "def slugify(title):\n    return title.lower()\n"},
        title="a function that another module of the project does not define",
    ),
    Example(
        "from datetime import datetime\n\n\ndef stamp():\n    return datetime.utc_now().isoformat()\n",
        marks=("utc_now",),
        fixed="from datetime import datetime\n\n\ndef stamp():\n    return datetime.utcnow().isoformat()\n",
    ),
)
VALID: Final = (
    Example(
        "import plistlib\n\n\ndef dumped(values):\n    if str is bytes:\n"
        "        return plistlib.writePlistToString(values)\n    return plistlib.dumps(values)\n",
        title="what Python 2 has",
    ),
    Example(
        "from pack import _fast\n\n\ndef blocks(text):\n    return _fast.lib.blocks(text)\n",
        files={
            "pack/__init__.py": "",
            "pack/build_fast.py": "import cffi\n\nffi = cffi.FFI()\n"
            "ffi.set_source(\n    'pack._fast', 'int f(void);'\n)\n",
        },
        title="a module that a build makes",
    ),
    Example(
        "import json\n\nimport pytest\n\n\ndef test_lines():\n    pytest.skip('not there yet')\n"
        "    assert json.to_lines([]) == ''\n",
        title="a test that is skipped at once",
    ),
    Example(
        "import logging\n\n\ndef flags():\n    return {logging.DEBUG: '-v', logging.TRACE: '-vv'}\n",
        files={
            "levels.py": "import logging\n\n\ndef add_level(level_name, number):\n"
            "    if not hasattr(logging, level_name):\n        setattr(logging, level_name, number)\n\n\n"
            "add_level('TRACE', 5)\n"
        },
        title="a name that the project sets by a variable",
    ),
    Example(
        "from shelf.errors import ShelfError\n\nfrom helpers import shelf\n\n\ndef failed(error):\n"
        "    return isinstance(error, ShelfError) or shelf.failed(error)\n",
        files={**_CACHE, "helpers/shelf.py": "def failed(error):\n    return False\n", "helpers/__init__.py": ""},
        installed=_INSTALLED,
        title="a module of the project that has a library's name, and an import from the library itself",
    ),
    Example(
        "import os.path\nimport shelf\n\n\ndef cached(at):\n    return shelf.open_store(os.path.join(at, 'c'))\n",
        files=_CACHE,
        installed=_INSTALLED,
        title="names that star imports bring",
    ),
    Example(
        "import shelf\n\n\ndef all_():\n    return shelf.LEGACY, shelf.Store.limit, shelf.Store.close, shelf.errors\n",
        files=_CACHE,
        installed=_INSTALLED,
        title="a name that `__getattr__` serves, one of a base class, and a submodule",
    ),
    Example(
        "try:\n    from shelf import open_cache\nexcept ImportError:\n    from shelf import open_store as open_cache\n",
        files=_CACHE,
        installed=_INSTALLED,
        title="an import whose failure is provided for",
    ),
    Example(
        "import shelf\n\n\ndef cached(path):\n    if hasattr(shelf, 'open_cache'):\n"
        "        return shelf.open_cache(path)\n    return shelf.open_store(path)\n",
        files=_CACHE,
        installed=_INSTALLED,
    ),
    Example(
        "import colours\n\n\ndef shown():\n    return colours.CRIMSON\n",
        files={f"{_SITE}/colours/__init__.py": "for name in open('n').read().split():\n    globals()[name] = name\n"},
        installed={"colours": ("colours",)},
        title="a module that fills itself",
    ),
    Example(
        "import shelf\n\nshelf.Store.timeout = 3\n\n\ndef timeout():\n    return shelf.Store.timeout\n",
        files=_CACHE,
        installed=_INSTALLED,
        title="a name that the project itself adds",
    ),
    Example(
        "import sys\n\nFOLDER = sys._MEIPASS if sys.frozen else sys.real_prefix\n",
        title="what a program that starts Python adds to `sys`",
    ),
    Example(
        "import builtins\n\n\ndef open_in_editor(path):\n    builtins.open_in_console(path)\n",
        title="what a console adds to the builtins while it runs",
    ),
    Example(
        "import sys\nimport typing\n\n\ndef override(function):\n    if sys.version_info >= (3, 12):\n"
        "        return typing.overriding(function)\n    return function\n",
        title="a name asked for under a test of the version",
    ),
    Example(
        "import sys\nfrom pathlib import Path\n\npy312 = sys.version_info >= (3, 12)\n\n\ndef walk(path: Path):\n"
        "    if py312:\n        return Path.walking(path)\n    return []\n",
        title="a test of the version that has a name",
    ),
    Example(
        "from compat import SHELF_GE_20\n\nif SHELF_GE_20:\n    from shelf import Shelves\nelse:\n"
        "    from shelf import Store as Shelves\n\n\ndef made():\n    return Shelves()\n",
        files={**_CACHE, "compat.py": "import shelf\n\nSHELF_GE_20 = shelf.__version__ >= '2'\n"},
        installed=_INSTALLED,
        title="a test of the version of a library that has a name",
    ),
    Example(
        "import shelf\n\n\ndef test_closed(monkeypatch):\n    shelf.Store.from_path.assert_called_once_with('a')\n"
        "    shelf.open_store.reset_mock()\n    shelf.Store.called\n",
        files=_CACHE,
        installed=_INSTALLED,
        title="what was patched elsewhere",
    ),
    Example(
        "from os import path\n\n\nclass Mount:\n    @property\n    def path(self):\n"
        "        return path.join('/', self.name)\n\n    @path.setter\n"
        "    def path(self, value):\n        self.name = value\n",
        title="a decorator sees the property of the class before the module that is imported by that name",
    ),
    Example(
        "class Mount(dict):\n    @property\n    def type(self):\n        return self['Type']\n\n    @type.setter\n"
        "    def type(self, value):\n        self['Type'] = value\n",
        title="a property that is called as a builtin is",
    ),
    Example(
        "import speedups\n\n\ndef fast(values):\n    return speedups.total(values)\n",
        files={f"{_SITE}/speedups.cpython-311-x86_64-linux-gnu.so": ""},
        installed={"speedups-native": ()},
        title="a compiled module, whose names no text shows",
    ),
    Example(
        "import operator\n\n\nclass Number:\n    def __div__(self, other):\n"
        "        return self.by(other, operator.div)\n",
        title="a method that Python 3 never calls",
    ),
    Example(
        "from groups import Group\n\n\ndef test_total():\n    assert Group._Group__total([1, 2]) == 3\n",
        files={"groups.py": "class Group:\n    @staticmethod\n    def __total(values):\n        return sum(values)\n"},
        title="a private name, as it is called from outside",
    ),
)
