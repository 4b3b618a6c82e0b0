"""Examples of GW208: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n',
        ('bool(os.environ.get("DEBUG"))',),
    ),
    Example(
        'import os\n\n\ndef cache():\n    if os.getenv("CACHE_ENABLED", "false"):\n        return {}\n'
        "    return None\n",
        ('os.getenv("CACHE_ENABLED", "false")',),
        title="the default is a text, and true",
    ),
    Example(
        'import os\n\nWORKERS_ON = os.environ.get("WORKERS_ON") == True\n',
        ('os.environ.get("WORKERS_ON") == True',),
    ),
    Example(
        "import argparse\n\n\ndef options():\n    parser = argparse.ArgumentParser()\n"
        '    parser.add_argument("--strict", type=bool, default=False)\n    return parser.parse_args()\n',
        ("bool",),
        title="`--strict False` is true",
    ),
    Example(
        'import platform\n\n\ndef modern():\n    return platform.python_version() >= "3.10"\n',
        ('platform.python_version() >= "3.10"',),
    ),
    Example(
        'import numpy as np\n\nif np.__version__ < "1.9":\n    np.stack = np.array\n',
        ('np.__version__ < "1.9"',),
    ),
    Example(
        'import lxml\n\nFAST = lxml.__version__ >= "4"\n',
        ('lxml.__version__ >= "4"',),
    ),
    Example(
        'from importlib.metadata import version\n\n\ndef old_pip():\n    return version("pip") < "10.0.1"\n',
        ('version("pip") < "10.0.1"',),
    ),
    Example(
        'def stem(name):\n    return name.rstrip(".json")\n',
        ('name.rstrip(".json")',),
        'def stem(name):\n    return name.removesuffix(".json")\n',
    ),
    Example(
        'def index(key):\n    return key.lstrip("index_")\n',
        ('key.lstrip("index_")',),
        'def index(key):\n    return key.removeprefix("index_")\n',
    ),
    Example(
        'def closed(state):\n    return state in ("cancelled")\n',
        ('state in ("cancelled")',),
        'def closed(state):\n    return state in ("cancelled",)\n',
        title="brackets without a comma",
    ),
    Example(
        'def is_image(extension):\n    return extension in "jpg,png,gif"\n',
        ('extension in "jpg,png,gif"',),
        'def is_image(extension):\n    return extension in ("jpg", "png", "gif")\n',
    ),
    Example(
        'import re\n\n\ndef ours(url):\n    return re.match("https://example.com/", url)\n',
        ('"https://example.com/"',),
        'import re\n\n\ndef ours(url):\n    return re.match(r"https://example\\.com/", url)\n',
        title="an address that another host can take",
    ),
    Example(
        'import re\n\nTABLES = re.compile(r".*.csv$")\n',
        ('r".*.csv$"',),
        'import re\n\nTABLES = re.compile(r".*\\.csv$")\n',
    ),
    Example(
        'def enough():\n    answer = input("How many? ")\n    return answer > "10"\n',
        ('answer > "10"',),
    ),
    Example(
        'def bare(host):\n    return host.lstrip("www.")\n',
        ('host.lstrip("www.")',),
        'def bare(host):\n    return host.removeprefix("www.")\n',
        title="loses the first letter of wiki.example",
    ),
    Example(
        'def without_scheme(url):\n    return url.lstrip("https://").rstrip("/")\n',
        ('url.lstrip("https://")',),
        'def without_scheme(url):\n    return url.removeprefix("https://").rstrip("/")\n',
    ),
    Example(
        'import os\n\n\ndef title(path):\n    return os.path.basename(path).rstrip(".txt").replace("_", " ")\n',
        ('os.path.basename(path).rstrip(".txt")',),
        'import os\n\n\ndef title(path):\n    return os.path.basename(path).removesuffix(".txt").replace("_", " ")\n',
    ),
    Example(
        "def unpacked(archive):\n    return archive.name.rstrip('.tar.gz')\n",
        ("archive.name.rstrip('.tar.gz')",),
        "def unpacked(archive):\n    return archive.name.removesuffix('.tar.gz')\n",
    ),
)

VALID: Final = (
    Example('def bare(text):\n    return text.strip("w.").lstrip("//").rstrip("==")\n', title="sets of characters"),
    Example('import os\n\n\ndef debug():\n    return os.environ.get("DEBUG", "").lower() in {"1", "true", "yes"}\n'),
    Example(
        'import os\n\n\ndef colour():\n    return not bool(os.environ.get("NO_COLOR"))\n',
        title="being set is the answer",
    ),
    Example('import os\n\n\ndef debug():\n    return bool(int(os.environ.get("DEBUG", "0")))\n'),
    Example(
        "def digits(number):\n    if number < 0:\n        text = str(-number)\n"
        "    else:\n        text = str(number)\n"
        '    return len(text) - (text < "231")\n',
        title="made a text in order to compare digits",
    ),
    Example('import os\n\n\ndef editor():\n    if os.environ.get("EDITOR", ""):\n        return 1\n    return 0\n'),
    Example('def flag(settings):\n    return bool(settings.get("debug"))\n', title="not known to be a text"),
    Example("import sys\n\n\ndef modern():\n    return sys.version_info >= (3, 10)\n"),
    Example(
        "from packaging.version import Version\nimport numpy\n\n\ndef modern():\n"
        '    return Version(numpy.__version__) >= Version("2.0")\n'
    ),
    Example(
        'import sphinx\n\nOLD = sphinx.__version__ < "1.1"\n',
        title="no version stands on the wrong side",
    ),
    Example('import sys\n\nOLD = sys.version < "3"\n', title="until Python 10"),
    Example('import numpy as np\n\nOLD = np.__version__ < "2"\n', title="until NumPy 10"),
    Example(
        'import pytz\n\nOLD = pytz.__version__ < "2016.01"\n',
        title="years and padded months sort as text",
    ),
    Example('def above(text: str) -> bool:\n    return text > "0.5"\n', title="as of numbers"),
    Example('def recent(day):\n    return day >= "2024-01-01"\n', title="dates in this form sort as text"),
    Example('def clean(line):\n    return line.strip().rstrip(",;").strip("\\"\'").lstrip("0123456789")\n'),
    Example('def hexadecimal(text):\n    return text.lstrip("0x").strip("abcdef").rstrip("uUlL")\n'),
    Example('def vowel(char):\n    return char in ("aeiou")\n', title="one character of several"),
    Example('def has_pair(text):\n    return "a,b" in text and text in ("one", "two")\n'),
    Example('import re\n\n\ndef ours(url):\n    return re.match(r"https://example\\.com/", url)\n'),
    Example('import re\n\n\ndef line(text):\n    return re.search(r"Hello. (.*)", text)\n'),
)
