"""What GW104 marks and what it leaves alone."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_SHOP: Final = {
    "shop/__init__.py": "",
    "shop/util.py": """\
import json
import os

from shop.loading import load_all


class Cache:
    limit = 10

    def fetch(self, key):
        return key


def save_all(rows):
    return json.dumps(rows)
""",
    "shop/loading.py": "def load_all():\n    return []\n\n\ndef load_everything():\n    return []\n",
    "shop/urls.py": "urlpatterns = []\n",
    "shop/log.py": "class JsonFormatter:\n    pass\n",
    "shop/cli.py": "def main():\n    return 0\n",
    "shop/plugins/__init__.py": "",
    "shop/plugins/csv.py": "def read(path):\n    return []\n",
    "shop/lazy.py": "def __getattr__(name):\n    return make(name)\n",
    "shop/filled.py": "for kind in ('a', 'b'):\n    globals()[f'read_{kind}'] = kind\n",
}
_SITE: Final = ".venv/lib/python3.11/site-packages"
_PARCEL: Final = {f"{_SITE}/parcel/__init__.py": "class Client:\n    def send(self, box):\n        return box\n"}

INVALID: Final = (
    Example(
        "from unittest import mock\n\n\n@mock.patch('shop.util.load_everything')\ndef test_all(load):\n"
        "    load.return_value = []\n",
        marks=("load_everything",),
        files=_SHOP,
        title="a function that another module defines",
    ),
    Example(
        "from unittest.mock import patch\n\n\ndef test_all():\n"
        "    with patch('shop.util.saveall', return_value=1) as save:\n        save()\n",
        marks=("saveall",),
        files=_SHOP,
        fixed="from unittest.mock import patch\n\n\ndef test_all():\n"
        "    with patch('shop.util.save_all', return_value=1) as save:\n        save()\n",
        title="a slip",
    ),
    Example(
        "def test_all(monkeypatch):\n    monkeypatch.setattr('shop.utils.save_all', lambda rows: 1)\n",
        marks=("utils",),
        files=_SHOP,
        title="a module that the package does not have",
    ),
    Example(
        "def test_fetch(mocker):\n    mocker.patch('shop.util.Cache.fetch_many', return_value=[])\n",
        marks=("fetch_many",),
        files=_SHOP,
        title="a method that the class does not have",
    ),
    Example(
        "from unittest.mock import patch\n\nfrom shop import util\nfrom shop.util import Cache\n\n\ndef test_all():\n"
        "    with patch.object(util, 'load_every'), patch.object(Cache, 'remove'):\n        pass\n",
        marks=("load_every", "remove"),
        files=_SHOP,
        title="attributes of an imported module and class",
    ),
    Example(
        "from unittest.mock import DEFAULT, patch\n\n\n"
        "@patch.multiple('shop.util', load_all=DEFAULT, store_all=DEFAULT)\n"
        "def test_all(load_all, store_all):\n    pass\n",
        marks=("store_all",),
        files=_SHOP,
        title="keywords of `patch.multiple`",
    ),
    Example(
        "from unittest.mock import patch\n\nimport parcel\n\n\ndef test_sent():\n    client = parcel.Client()\n"
        "    with patch.object(client, 'deliver'):\n        client.send(1)\n",
        marks=("deliver",),
        files=_PARCEL,
        installed={"parcel": ("parcel",)},
        title="an attribute of an object of an installed class",
    ),
    Example(
        "from unittest.mock import patch\n\nMODULE = 'shop.util'\n\n\n@patch(f'{MODULE}.store')\n"
        "@patch(MODULE + '.save_all')\ndef test_all(save, store):\n    pass\n",
        marks=("f'{MODULE}.store'",),
        files=_SHOP,
        title="a path put together from a constant",
    ),
    Example(
        "import importlib\n\n\ndef plugin():\n    return importlib.import_module('shop.plugins.json')\n",
        marks=("shop.plugins.json",),
        files=_SHOP,
    ),
    Example(
        "from importlib import import_module\n\n\ndef plugin():\n    return import_module('.xml', 'shop.plugins')\n",
        marks=("'.xml'",),
        files=_SHOP,
        title="a module named from its package",
    ),
    Example(
        "LOGGING = {\n    'version': 1,\n    'formatters': {'json': {'()': 'shop.log.JSONFormat'}},\n"
        "    'handlers': {'out': {'class': 'logging.StreamHandler'}, 'err': {'class': 'logging.StdErrHandler'}},\n}\n",
        marks=("JSONFormat", "StdErrHandler"),
        files=_SHOP,
        title="classes of a logging configuration",
    ),
    Example(
        "from setuptools import setup\n\nsetup(entry_points={'console_scripts': ['shop = shop.cli:run']})\n",
        marks=("'shop = shop.cli:run'",),
        files=_SHOP,
    ),
    Example(
        "SECRET_KEY = 'x'\nROOT_URLCONF = 'shop.url'\nMIDDLEWARE = ['shop.middleware.Timing']\n",
        marks=("shop.url", "middleware"),
        files=_SHOP,
        title="Django's settings",
    ),
    Example(
        "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.dev')\n",
        marks=("shop.settings.dev",),
        files=_SHOP,
    ),
    Example(
        "import uvicorn\n\n\ndef serve():\n    uvicorn.run('shop.cli:app', port=8000)\n",
        marks=("app",),
        files=_SHOP,
    ),
)
VALID: Final = (
    Example(
        "from unittest.mock import patch\n\n\n@patch('shop.util.load_all')\n@patch('shop.util.json.dumps')\n"
        "@patch('shop.util.Cache.fetch')\n@patch('shop.util.os.path.exists')\n"
        "def test_all(exists, fetch, dumps, load):\n    pass\n",
        files=_SHOP,
        title="names that the module imports, and what hangs on them",
    ),
    Example(
        "from unittest.mock import patch\n\n\n@patch('shop.util.open')\n@patch('shop.util.clock', create=True)\n"
        "def test_all(clock, opened):\n    pass\n",
        files=_SHOP,
        title="a builtin, and a name that the patch makes",
    ),
    Example(
        "def test_all(monkeypatch):\n    monkeypatch.setattr('shop.util.clock', 1, raising=False)\n",
        files=_SHOP,
    ),
    Example(
        "from unittest.mock import patch\n\nimport pytest\n\n\ndef test_missing():\n"
        "    with pytest.raises(AttributeError):\n        patch('shop.util.clock').start()\n",
        files=_SHOP,
        title="a test that expects the failure",
    ),
    Example(
        "from unittest.mock import patch\n\n\n@patch('shop.lazy.reader')\n@patch('shop.filled.read_a')\n"
        "def test_all(first, second):\n    pass\n",
        files=_SHOP,
        title="modules that make names as they are asked for, or by computation",
    ),
    Example(
        "import sys\nimport types\nfrom unittest.mock import patch\n\n"
        "sys.modules['shop.fake'] = types.ModuleType('fake')\n\n\n"
        "@patch('shop.fake.reader')\ndef test_all(reader):\n    pass\n",
        files=_SHOP,
        title="a module that the test makes",
    ),
    Example(
        "import importlib\n\n\ndef speedups():\n    try:\n        return importlib.import_module('shop.speedups')\n"
        "    except ImportError:\n        return None\n",
        files=_SHOP,
    ),
    Example(
        "from unittest.mock import patch\n\n\n@patch('shop.util.clock')\ndef test_all(clock):\n    pass\n",
        files={**_SHOP, "shop/clocks.py": "import time\n\nfrom shop import util\n\nutil.clock = time.time\n"},
        title="a name that another file sets",
    ),
    Example(
        "import importlib\n\n\nasync def connected(pip):\n    await pip.install_packages(['no_such_cloud'])\n"
        "    return importlib.import_module('no_such_cloud')\n",
        files=_SHOP,
        title="installed a line above",
    ),
    Example(
        "import importlib\n\n\ndef plugin(name):\n    return importlib.import_module(f'shop.plugins.{name}')\n",
        files=_SHOP,
        title="a name that is put together",
    ),
    Example(
        "LOGGING = {\n    'version': 1,\n    'formatters': {'json': {'()': 'shop.log.JsonFormatter'}},\n"
        "    'handlers': {'out': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout'},\n"
        "                 'file': {'class': 'logging.handlers.RotatingFileHandler'}},\n}\n",
        files=_SHOP,
    ),
    Example(
        "from unittest.mock import patch\n\n\nclass Fake:\n    def patch(self, text):\n        return text\n\n\n"
        "def test_text():\n    Fake().patch('shop.util.nothing')\n    patch.dict('os.environ', {'A': '1'})\n",
        files=_SHOP,
        title="a method that is called `patch`, and a dictionary that is there",
    ),
)
