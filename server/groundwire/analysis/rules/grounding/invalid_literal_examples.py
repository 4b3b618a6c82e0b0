"""Examples of GW106: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        'import re\n\n\ndef year(text):\n    return re.search(r"(?<year>\\d{4})", text)\n',
        ('r"(?<year>\\d{4})"',),
        'import re\n\n\ndef year(text):\n    return re.search(r"(?P<year>\\d{4})", text)\n',
        title="a named group as JavaScript writes it",
    ),
    Example(
        'import re\n\n\ndef swap(text):\n    return re.sub(r"(\\w+) (\\w+)", r"\\2 \\1 \\3", text)\n',
        ('r"\\2 \\1 \\3"',),
        title="a replacement that names a third group of two",
    ),
    Example(
        "import re\n\n\ndef minutes(text):\n"
        '    match = re.fullmatch(r"(\\d+):(\\d+)", text)\n'
        "    return int(match.group(1)) * 60 + int(match.group(3)) if match else 0\n",
        ("3",),
        title="a group that the pattern does not have",
    ),
    Example(
        "import re\n\n\ndef user(line):\n"
        '    if (found := re.match(r"(?P<name>\\w+)@(?P<host>\\w+)", line)):\n'
        '        return found["user"]\n    return None\n',
        ('"user"',),
    ),
    Example(
        'def read(data: bytes) -> str:\n    return data.decode("utf-8-strict")\n',
        ('"utf-8-strict"',),
        title="an encoding that there is not",
    ),
    Example(
        'def key(name: str) -> bytes:\n    return name.encode("hex")\n',
        ('"hex"',),
        title="a codec of Python 2 that takes no text any more",
    ),
    Example(
        'def load(path):\n    with open(path, encoding="utf8-bom", errors="ignored") as file:\n'
        "        return file.read()\n",
        ('"utf8-bom"', '"ignored"'),
    ),
    Example(
        'import hashlib\n\n\ndef digest(data):\n    return hashlib.new("sha-257", data).hexdigest()\n', ('"sha-257"',)
    ),
    Example(
        'import struct\n\n\ndef header(kind, size):\n    return struct.pack("<HIJ", kind, size, 0)\n',
        ('"<HIJ"',),
    ),
    Example(
        'import struct\n\n\ndef header(kind, size):\n    return struct.pack("<HIB", kind, size)\n',
        ('"<HIB"',),
        title="three fields, two values",
    ),
    Example(
        'from datetime import datetime\n\n\ndef day(text):\n    return datetime.strptime(text, "%Y-%-m-%d")\n',
        ('"%Y-%-m-%d"',),
        title="a directive of `strftime` on some platforms, of `strptime` on none",
    ),
    Example(
        'from datetime import datetime\n\n\ndef stamp():\n    return datetime.now().strftime("YYYY-MM-DD")\n',
        ('"YYYY-MM-DD"',),
    ),
    Example(
        'import logging\n\nlogging.basicConfig(level="info", datefmt="%H:%M:%S.%f")\n',
        ('"info"', '"%H:%M:%S.%f"'),
    ),
    Example(
        'def row(name: str, total: float) -> str:\n    return f"{name:.2f} {total:>10.2f}"\n',
        ("{name:.2f}",),
        title="a number's format on a text",
    ),
    Example('LIMIT = int("0x1F")\nRATE = float("1,000.5")\n', ('int("0x1F")', 'float("1,000.5")')),
    Example(
        "import json\nfrom datetime import date\n\n"
        "DEFAULTS = json.loads(\"{'retries': 3}\")\nLAST_DAY = date(2023, 2, 29)\n",
        ("json.loads(\"{'retries': 3}\")", "date(2023, 2, 29)"),
    ),
    Example(
        'import csv\n\n\ndef rows(file):\n    return list(csv.reader(file, delimiter=", "))\n',
        ('", "',),
    ),
    Example(
        'def letters(word: str) -> list[str]:\n    return word.split("")\n',
        ('""',),
        title="splits into letters in JavaScript, fails in Python",
    ),
    Example(
        'def length(data):\n    return len(data).to_bytes(4, "network")\n',
        ('"network"',),
    ),
    Example(
        'import logging\n\nlog = logging.getLogger(__name__)\nlog.setLevel("debug")\n',
        ('"debug"',),
        'import logging\n\nlog = logging.getLogger(__name__)\nlog.setLevel("DEBUG")\n',
    ),
    Example(
        "def line(name: str, total: float) -> str:\n    return 'total of {0}: {1:.2q}'.format(name, total)\n",
        ("'total of {0}: {1:.2q}'",),
        title="a template's field",
    ),
)

VALID: Final = (
    Example(
        "def shown(data):\n    return data.decode('utf-8', errors='backslashreplace_')\n",
        files={
            "handlers.py": "import codecs\n\n"
            "codecs.register_error('backslashreplace_', codecs.lookup_error('backslashreplace'))\n"
        },
        title="a handler of the project's own",
    ),
    Example(
        "def line(name: str, total: float, value) -> str:\n"
        "    return '{:>10} {:8.2f} {:%H}'.format(name, total, value)\n",
    ),
    Example(
        'import strings\n\n\ndef pack(event):\n    return strings.to_bytes(event, "utf-8")\n',
        title="some module's function of that name",
    ),
    Example('import re\n\n\ndef year(text):\n    return re.search(r"(?P<year>\\d{4})", text)\n'),
    Example(
        "import re\n\nimport pytest\n\n\ndef test_rejects():\n"
        '    with pytest.raises(re.error):\n        re.compile("(")\n',
        title="the failure is what is tested",
    ),
    Example(
        "import re\n\n\ndef supports_atomic_groups():\n    try:\n"
        '        re.compile("(?P<a>x)(?P<a>y)")\n    except re.error:\n        return False\n    return True\n',
        title="the error is handled by its name",
    ),
    Example(
        'import re\n\n\ndef words(text, flags):\n    return re.findall("(  # half", text, flags)\n',
        title="flags decide how it is read, and they are not known",
    ),
    Example(
        'import re\n\n\ndef parts(text):\n    match = re.match(r"(\\d+)", text)\n'
        '    if not match:\n        match = re.match(r"(\\d+)-(\\d+)", text)\n    return match.group(2)\n',
        title="a name bound twice: which pattern matched is not known",
    ),
    Example('def token(tokenizer, text):\n    return tokenizer.encode("hello world")\n'),
    Example('def read(data: bytes) -> str:\n    return data.decode("UTF8", "surrogateescape")\n'),
    Example('def ansi(data: bytes) -> str:\n    return data.decode("mbcs")\n', title="a codec of one platform"),
    Example('def stamp(when):\n    return when.strftime("%-d %b %Y")\n', title="an extension that glibc has"),
    Example('def plot(series):\n    return series.dt.strftime("%Q")\n', title="a data frame's own language"),
    Example('def row(name: str, total: float) -> str:\n    return f"{name:>20} {total:10.2f} {total:,.0f}"\n'),
    Example('def show(value):\n    return f"{value:.2f}"\n', title="the type is not known"),
    Example('import struct\n\n\ndef header(*fields):\n    return struct.pack("<HIB", *fields)\n'),
    Example(
        'def number(text):\n    try:\n        return int("0x" + text)\n'
        "    except ValueError:\n        return int(text, 16)\n"
    ),
    Example('import json\n\nDEFAULTS = json.loads(\'{"retries": 3}\')\nBIG = int("1_000")\nEND = float("inf")\n'),
    Example(
        'import logging\n\nlogging.addLevelName(5, "TRACE")\nlogging.basicConfig(level="TRACE")\n',
        title="a level that the project adds",
    ),
    Example('import hashlib\n\n\ndef old(data):\n    return hashlib.new("ripemd160", data)\n'),
)
