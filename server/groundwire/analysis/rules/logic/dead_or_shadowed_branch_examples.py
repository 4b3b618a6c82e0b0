"""Examples of GW205: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def discount(total: float) -> float:\n    if total > 100:\n        return 0.05\n    if total > 500:\n"
        "        return 0.10\n    return 0.0\n",
        ("total > 500",),
        title="every order over 500 is over 100",
    ),
    Example(
        "def fizzbuzz(n):\n    if n % 3 == 0:\n        return 'Fizz'\n    elif n % 5 == 0:\n        return 'Buzz'\n"
        "    elif n % 15 == 0:\n        return 'FizzBuzz'\n    return str(n)\n",
        ("n % 15 == 0",),
    ),
    Example(
        "def grade(score):\n    if score >= 60:\n        letter = 'D'\n    elif score >= 70:\n        letter = 'C'\n"
        "    elif score >= 80:\n        letter = 'B'\n    else:\n        letter = 'F'\n    return letter\n",
        ("score >= 70", "score >= 80"),
    ),
    Example(
        "def encode(value):\n    if isinstance(value, int):\n        return str(value)\n"
        "    elif isinstance(value, bool):\n        return 'true' if value else 'false'\n    return repr(value)\n",
        ("isinstance(value, bool)",),
        title="`bool` is an `int`",
    ),
    Example(
        "import datetime\n\n\ndef stamp(moment):\n    if isinstance(moment, datetime.date):\n"
        "        return moment.strftime('%Y-%m-%d')\n    if isinstance(moment, datetime.datetime):\n"
        "        return moment.strftime('%Y-%m-%dT%H:%M:%S')\n    raise TypeError(moment)\n",
        ("isinstance(moment, datetime.datetime)",),
    ),
    Example(
        "def scheme(url: str) -> str:\n    if url.startswith('http'):\n        return 'plain'\n"
        "    elif url.startswith('https'):\n        return 'secure'\n    return 'other'\n",
        ("url.startswith('https')",),
    ),
    Example(
        "def colour(kind):\n    if kind == 'error':\n        return 'red'\n    elif kind == 'warning':\n"
        "        return 'yellow'\n    elif kind == 'error':\n        return 'orange'\n    return 'grey'\n",
        ("kind == 'error'",),
    ),
    Example(
        "def check(age):\n    if age < 0 and age > 150:\n        raise ValueError('age')\n    return age\n",
        ("age < 0 and age > 150",),
        title="the `or` became an `and`",
    ),
    Example(
        "def accept(answer: str) -> bool:\n    if answer != 'y' or answer != 'n':\n        return False\n"
        "    return True\n",
        ("answer != 'y' or answer != 'n'",),
    ),
    Example(
        "def label(n: int) -> str:\n    return 'some' if n > 0 else 'many' if n > 10 else 'none'\n",
        ("n > 10",),
    ),
    Example(
        "def split(line):\n    parts = line.split(',')\n    if len(parts) >= 2:\n        return parts[0], parts[1]\n"
        "    elif len(parts) == 3:\n        return parts[0], parts[2]\n    return line, None\n",
        ("len(parts) == 3",),
    ),
    Example(
        "def area(width, height):\n    if width <= 0:\n        return 0\n    if height > 0:\n        if width < 0:\n"
        "            return -width * height\n    return width * height\n",
        ("width < 0",),
    ),
    Example(
        "class Job:\n    def colour(self):\n        if self.state == 'done':\n            return 'green'\n"
        "        elif self.state == 'failed':\n            return 'red'\n        elif self.state == 'done':\n"
        "            return 'blue'\n        return 'grey'\n",
        ("self.state == 'done'",),
    ),
    Example(
        "def fare(age, student):\n    if student:\n        price = 10 if age < 18 else 15\n    else:\n"
        "        price = 10 if age < 18 else 15\n    return price\n",
        ("student",),
        title="copied, and not changed",
    ),
    Example("def sign(n):\n    return 1 if n >= 0 else 1\n", ("n >= 0",)),
    Example(
        "def linked(library, Kind):\n    return 'STATIC' if library.kind is Kind.STATIC else 'STATIC'\n",
        ("library.kind is Kind.STATIC",),
        title="one of several kinds is no switch",
    ),
    Example(
        "def season(month: int) -> str:\n    if month % 4 == 1:\n        return 'spring'\n    if month % 4 in (1, 5):\n"
        "        return 'summer'\n    return 'winter'\n",
        ("month % 4 in (1, 5)",),
        title="a remainder that was asked for before",
    ),
)

VALID: Final = (
    Example(
        "def parts(data: str) -> list[str]:\n    if not data:\n        return []\n"
        "    return data.split('\\0' if data.endswith('\\0') else ' ')\n",
        title="the end of a text that no other text is compared with",
    ),
    Example(
        "def base(p: int) -> int:\n    if p % 4 != 1:\n        raise ValueError(p)\n    if p % 5 in [2, 3]:\n"
        "        return 5\n    return 7\n",
        title="remainders of different divisors",
    ),
    Example(
        "import sys\n\nif sys.platform == 'win32':\n    WAIT = 5\n    TRIES = 3\nelse:\n    WAIT = 5\n    TRIES = 3\n",
        title="values for each platform, kept side by side",
    ),
    Example("FAST = False\nWORKERS = 4 if not FAST else 4\n", title="a switch that somebody turns by hand"),
    Example(
        "# This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild\n\n\n"
        "class Exif:\n    def body(self):\n        if self._is_le:\n            return self.io.read_bytes(self.size)\n"
        "        else:\n            return self.io.read_bytes(self.size)\n",
        title="nobody edits what a compiler writes",
    ),
    Example(
        "def discount(total):\n    if total > 500:\n        return 0.10\n    if total > 100:\n        return 0.05\n"
        "    return 0.0\n",
        title="the narrower question first",
    ),
    Example(
        "def sign(x):\n    if x > 0:\n        return 1\n    elif x < 0:\n        return -1\n    elif x == 0:\n"
        "        return 0\n    else:\n        return float('nan')\n",
        title="NaN gets to the last line",
    ),
    Example(
        "def settle(x, read):\n    if x > 0:\n        return x\n    x = read()\n    if x > 5:\n        return 5\n"
        "    return 0\n",
        title="bound again in between",
    ),
    Example(
        "def drain(queue):\n    if queue.empty:\n        return\n    queue.refill()\n    if queue.empty:\n"
        "        raise LookupError\n",
        title="a call may change an attribute",
    ),
    Example(
        "class Cache:\n    def get(self):\n        if self._value is None:\n            with self._lock:\n"
        "                if self._value is None:\n                    self._value = self._load()\n"
        "        return self._value\n",
        title="asked again under the lock",
    ),
    Example(
        "def wait(tries, ready):\n    left = tries\n    while left > 0:\n        if ready():\n            return True\n"
        "        left -= 1\n        if left <= 0:\n            return False\n    return False\n",
    ),
    Example(
        "def pop(items):\n    if not items:\n        items.extend(range(3))\n    if not items:\n        return None\n"
        "    return items.pop()\n",
    ),
    Example(
        "def between(x):\n    if x > 3:\n        if x < 4:\n            return 'in between'\n    return ''\n",
        title="3.5 is",
    ),
    Example(
        "def kind(value):\n    if isinstance(value, bool):\n        return 'flag'\n    if isinstance(value, int):\n"
        "        return 'number'\n    return 'other'\n",
    ),
    Example(
        "def first(text, names):\n    for name in names:\n        if text.startswith(name):\n            return name\n"
        "        if text.startswith(name.lower()):\n            return name\n    return None\n",
    ),
    Example(
        "def parse(flag, other):\n    if flag:\n        mode = 'a'\n    elif other:\n        mode = 'b'\n    else:\n"
        "        mode = 'a'\n    return mode\n",
        title="one of three differs",
    ),
    Example(
        "def take(n):\n    if n < 0:\n        raise ValueError(n)\n    elif n >= 0:\n        return n\n    else:\n"
        "        raise AssertionError('not a number')\n",
        title="a guard against the impossible",
    ),
    Example(
        "counter = 0\n\n\ndef step(tick):\n    global counter\n    if counter > 3:\n        return 'over'\n    tick()\n"
        "    if counter > 5:\n        return 'far over'\n    return ''\n",
        title="a global that a call may change",
    ),
    Example(
        "def read(line):\n    if (n := len(line)) > 3:\n        return 'long'\n    if (n := n + 10) > 5:\n"
        "        return 'longer'\n    return n\n",
    ),
    Example(
        "def fields(line):\n    parts = line.split('|', 2)\n    if len(parts) >= 2:\n"
        "        return parts[0], parts[1] if len(parts) > 1 else ''\n    return line, ''\n",
        title="an empty default, asked for once too often",
    ),
    Example(
        "def tier(points):\n    if points < 10:\n        return 'bronze'\n    if points > 5:\n        name = 'silver'\n"
        "    else:\n        name = 'gold'\n    return name\n",
        title="a NaN is neither",
    ),
    Example(
        "def answers(kind, parts):\n    if kind not in (1, 2, 3, 4):\n        return False\n"
        "    if kind == 1 or kind == 2:\n        ready = len(parts) > 1\n    elif kind == 3:\n"
        "        ready = len(parts) > 2\n    elif kind == 4:\n        ready = not parts\n"
        "    else:\n        return False\n    return ready\n",
        title="the last of the cases that are told apart, and an `else` that refuses what was refused before",
    ),
)
