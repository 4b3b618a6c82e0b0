"""Examples of GW206: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def clean(name: str) -> str:\n    name.strip()\n    return name\n",
        ("name.strip()",),
        "def clean(name: str) -> str:\n    name = name.strip()\n    return name\n",
    ),
    Example(
        'def slug(title):\n    title.replace(" ", "-")\n    return title\n',
        ('title.replace(" ", "-")',),
        'def slug(title):\n    title = title.replace(" ", "-")\n    return title\n',
        title="two literal texts: no other `replace` takes them",
    ),
    Example(
        "def shout(words: list[str]) -> str:\n    text = ' '.join(words)\n    text.upper()\n    return text\n",
        ("text.upper()",),
        "def shout(words: list[str]) -> str:\n    text = ' '.join(words)\n    text = text.upper()\n    return text\n",
        title="the type follows from the assignment",
    ),
    Example(
        "def ranked(scores):\n    sorted(scores, reverse=True)\n    return scores[:3]\n",
        ("sorted(scores, reverse=True)",),
        "def ranked(scores):\n    scores = sorted(scores, reverse=True)\n    return scores[:3]\n",
    ),
    Example(
        "def announce(users, send):\n    map(send, users)\n",
        ("map(send, users)",),
        title="nothing is ever sent",
    ),
    Example(
        "from datetime import datetime\n\n\ndef midnight():\n    now = datetime.now()\n"
        "    now.replace(hour=0, minute=0, second=0)\n    return now\n",
        ("now.replace(hour=0, minute=0, second=0)",),
        "from datetime import datetime\n\n\ndef midnight():\n    now = datetime.now()\n"
        "    now = now.replace(hour=0, minute=0, second=0)\n    return now\n",
    ),
    Example(
        "import os\n\n\ndef target(folder, name):\n    os.path.join(folder, name)\n    return folder\n",
        ("os.path.join(folder, name)",),
    ),
    Example(
        "import pandas as pd\n\n\ndef load(path):\n    table = pd.read_csv(path)\n    table.dropna()\n"
        "    return table\n",
        ("table.dropna()",),
        "import pandas as pd\n\n\ndef load(path):\n    table = pd.read_csv(path)\n    table = table.dropna()\n"
        "    return table\n",
    ),
    Example(
        "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n"
        "        return result\n",
        ("return result",),
        "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n",
        title="the sum of the first price",
    ),
    Example(
        "def has_admin(users):\n    for user in users:\n        if user.is_admin:\n            return True\n"
        "        return False\n",
        ("return False",),
        "def has_admin(users):\n    for user in users:\n        if user.is_admin:\n            return True\n"
        "    return False\n",
        title="only the first user is looked at",
    ),
    Example(
        "def total(rows):\n    amount = 0\n    for row in rows:\n        amount += row.amount\n        break\n"
        "    return amount\n",
        ("break",),
    ),
    Example(
        "def rows(path):\n    found = []\n    with open(path) as stream:\n        for line in stream:\n"
        "            line.strip()\n            found.append(line)\n    return found\n",
        ("line.strip()",),
        "def rows(path):\n    found = []\n    with open(path) as stream:\n        for line in stream:\n"
        "            line = line.strip()\n            found.append(line)\n    return found\n",
        title="a line of a file",
    ),
    Example(
        "async def code(reader):\n    text: str = (await reader.read()).decode()\n    text.upper()\n    return text\n",
        ("text.upper()",),
        "async def code(reader):\n    text: str = (await reader.read()).decode()\n    text = text.upper()\n"
        "    return text\n",
    ),
)

VALID: Final = (
    Example(
        "def roots(parts, free, solve):\n    found = set()\n    for part in parts:\n        for name in sorted(free):\n"
        "            found |= solve(part, name)\n            break\n    return found\n",
        title="the first name is as good as any",
    ),
    Example(
        "class Stem:\n    def lstrip(self):\n        self.parts = self.parts[1:]\n\n"
        "    def collapse(self):\n        self.lstrip()\n        return self\n",
        title="a method of the class's own, called as one of text is",
    ),
    Example(
        "def clear(buffers):\n    for line in buffers:\n        line.strip()\n    return buffers\n",
        title="objects that change themselves, perhaps",
    ),
    Example("def clean(name: str) -> str:\n    name = name.strip()\n    return name\n"),
    Example("def move(path, target):\n    path.replace(target)\n", title="`Path.replace` moves a file"),
    Example(
        "import pytest\n\n\ndef test_sorting():\n    with pytest.raises(TypeError):\n        sorted([1, 'a'])\n",
        title="called for its error",
    ),
    Example(
        "def is_text(value):\n    try:\n        value.strip()\n    except AttributeError:\n        return False\n"
        "    return True\n",
        title="asks whether the method is there",
    ),
    Example("def check(text: str) -> None:\n    text.encode('ascii')\n    int(text)\n"),
    Example("def draw(plot, name):\n    plot.title(name)\n    plot.center()\n    plot.split()\n"),
    Example("def order(names: list[str]) -> None:\n    names.sort()\n    names.reverse()\n"),
    Example(
        "def first_name(rows):\n    found = []\n    for row in rows:\n        found.append(row.name)\n        break\n"
        "    return found\n",
        title="takes the first one alone",
    ),
    Example("def first(items):\n    for item in items:\n        return item\n    return None\n"),
    Example(
        "def first_even(numbers):\n    seen = 0\n    for number in numbers:\n        seen += 1\n"
        "        if number % 2:\n            continue\n        return seen\n    return None\n",
        title="`continue` lets the loop come round",
    ),
    Example(
        "def prepare(frame, table):\n    frame.dropna(inplace=True)\n    table.rename('old')\n    return frame\n",
    ),
    Example(
        "def retry(call):\n    attempts = 0\n    while True:\n        attempts += 1\n        return call(attempts)\n"
    ),
    Example(
        "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n"
    ),
    Example(
        "def first_batch(stream):\n    rows = 0\n    for batch in stream:\n        rows += len(batch)\n\n"
        "        # The snapshot alone: the stream never ends.\n        break\n    return rows\n",
        title="a comment says why the loop breaks off",
    ),
    Example(
        "def drained(response):\n    if response.status >= 300:\n        b''.join(response.app_iter)\n"
        "    return response.status\n",
        title="what goes through a stream reads it to its end",
    ),
)
