"""Examples of GW101: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import fastjsonx\n\n\ndef load(text):\n    return fastjsonx.loads(text)\n",
        ("fastjsonx",),
        installed={"requests": ("requests",)},
        title="a name that nobody published",
    ),
    Example(
        "def parse(text):\n    import yaml\n\n    return yaml.safe_load(text)\n",
        ("yaml",),
        files={"requirements.txt": "PyYAML>=6\n"},
        installed={"requests": ("requests",)},
        title="declared but not installed; the distribution has another name than the module",
    ),
    Example(
        "from beautifulsoup4 import BeautifulSoup\n\n\ndef title(page):\n"
        "    return BeautifulSoup(page, 'html.parser').title\n",
        ("beautifulsoup4",),
        "from bs4 import BeautifulSoup\n\n\ndef title(page):\n    return BeautifulSoup(page, 'html.parser').title\n",
        installed={"beautifulsoup4": ("bs4",)},
        title="installed under another name",
    ),
    Example(
        "import shop.pricing.discounts\n",
        ("shop.pricing.discounts",),
        files={"shop/__init__.py": "", "shop/pricing.py": "RATE = 2\n"},
        installed={},
        title="a module that the project's own package does not have",
    ),
    Example(
        "from asyncio.pools import TaskPool\n",
        ("asyncio.pools",),
        installed={},
        title="a module that the standard library does not have",
    ),
    Example(
        "import json, reqeusts\n",
        ("reqeusts",),
        installed={"requests": ("requests",)},
        title="one letter off what is installed",
    ),
    Example(
        "from requests.retry import Retry\n",
        ("requests.retry",),
        installed={"requests": ("requests",)},
        title="the package is there, its module is not",
    ),
    Example(
        "try:\n    import fastjsonx\nexcept ValueError:\n    fastjsonx = None\n",
        ("fastjsonx",),
        installed={"requests": ("requests",)},
        title="a handler for something else",
    ),
)

VALID: Final = (
    Example(
        "import json\nimport os.path\nimport xml.etree.ElementTree as ET\nfrom collections.abc import Mapping\n",
        title="the standard library",
    ),
    Example(
        "import yaml\nfrom PIL import Image\n",
        files={"pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["PyYAML", "pillow"]\n'},
        installed={"PyYAML": ("yaml", "_yaml"), "pillow": ("PIL",)},
        title="installed, by distributions of other names",
    ),
    Example(
        "from shop import settings\nimport shop.settings\n",
        files={"shop/__init__.py": "", "shop/settings_example.py": "DEBUG = True\n"},
        title="a module that is copied from its example where the program is installed",
    ),
    Example(
        "try:\n    import orjson as json\nexcept ImportError:\n    import json\n",
        installed={},
        title="provided for",
    ),
    Example(
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from _typeshed import SupportsRead\n"
        "    import pandas\n",
        installed={},
        title="never imported when it runs",
    ),
    Example(
        "import os\n\nif os.path.isfile(os.path.join(os.path.dirname(__file__), 'shop', '__version__.py')):\n"
        "    from shop.__version__ import version\n",
        files={"shop/__init__.py": ""},
        installed={},
        title="only where its file is there",
    ),
    Example(
        "from shop.pages.cart import Cart\n",
        files={"shop/pages/__init__.pyi": "", "shop/__init__.pyi": ""},
        installed={},
        title="stubs of a part of a package",
    ),
    Example(
        "import sys\n\nif sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli as tomllib\n",
        installed={},
        title="another version's module",
    ),
    Example(
        "from shop.prices import parse_price\nimport helpers\n",
        files={
            "src/shop/__init__.py": "",
            "src/shop/prices.py": "def parse_price(text):\n    return text\n",
            "scripts/helpers.py": "",
        },
        installed={},
        title="modules of the project, in a source folder or beside a script",
    ),
    Example(
        "from importlib.util import find_spec\n\n\ndef frame(rows):\n    if find_spec('polars') is None:\n"
        "        return rows\n    import polars\n\n    return polars.DataFrame(rows)\n",
        installed={},
        title="asked for before",
    ),
    Example(
        "from shop.orders_pb2 import Order\nfrom shop._version import version\n",
        files={"shop/__init__.py": "", "protos/orders.proto": 'syntax = "proto3";\n'},
        installed={},
        title="written by a build step",
    ),
    Example("import bpy\n", installed={}, title="a host program's module"),
)
