"""Examples of GW201: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def subtotal(price: float, quantity: int | None = None) -> float:\n    quantity = quantity or 1\n"
        "    return price * quantity\n",
        ("quantity or 1",),
        "def subtotal(price: float, quantity: int | None = None) -> float:\n"
        "    quantity = 1 if quantity is None else quantity\n    return price * quantity\n",
    ),
    Example(
        "from typing import Optional\n\n\ndef reduced(price: float, discount: Optional[float] = None) -> float:\n"
        "    return price * (1 - (discount or 0.1))\n",
        ("discount or 0.1",),
    ),
    Example(
        "class Client:\n    def call(self, delay: 'float | None' = None):\n"
        "        return self.send(delay=delay or self.delay)\n",
        ("delay or self.delay",),
        "class Client:\n    def call(self, delay: 'float | None' = None):\n"
        "        return self.send(delay=self.delay if delay is None else delay)\n",
    ),
    Example(
        "def top(rows, limit: int | None = None):\n    if not limit:\n        limit = 9\n    return rows[:limit]\n",
        ("not limit",),
        "def top(rows, limit: int | None = None):\n    if limit is None:\n        limit = 9\n    return rows[:limit]\n",
    ),
    Example(
        "def again(retries: int | None = None):\n    return retries if retries else 3\n",
        ("retries if retries else 3",),
        "def again(retries: int | None = None):\n    return 3 if retries is None else retries\n",
    ),
    Example(
        "def notify(user, enabled: bool | None = None):\n    enabled = enabled or True\n    return enabled\n",
        ("enabled or True",),
        "def notify(user, enabled: bool | None = None):\n    enabled = True if enabled is None else enabled\n"
        "    return enabled\n",
        title="true whatever the caller says",
    ),
    Example(
        "def later(delay=5):\n    delay = delay or 5\n    return delay\n",
        ("delay or 5",),
        title="the default shows a number; None was never one of its values",
    ),
    Example(
        'def blend(weight=None):\n    """Blend.\n\n    Args:\n        weight (float, optional): of the first.\n'
        '    """\n    return weight or 0.5\n',
        ("weight or 0.5",),
        'def blend(weight=None):\n    """Blend.\n\n    Args:\n        weight (float, optional): of the first.\n'
        '    """\n    return 0.5 if weight is None else weight\n',
        title="the documentation shows a number",
    ),
    Example(
        "class Engine:\n    def __init__(self, pool_size: int | None = None, max_overflow: int | None = None):\n"
        "        self.max_overflow = max_overflow or settings.max_overflow\n",
        ("max_overflow or settings.max_overflow",),
        "class Engine:\n    def __init__(self, pool_size: int | None = None, max_overflow: int | None = None):\n"
        "        self.max_overflow = settings.max_overflow if max_overflow is None else max_overflow\n",
    ),
    Example(
        "def chat(messages, temperature: float = None, min_tokens: int = None, retry_delay_seconds: float = None):\n"
        "    return ask(messages, temperature or 0.7, min_tokens or 16, retry_delay_seconds or 2)\n",
        ("temperature or 0.7", "min_tokens or 16", "retry_delay_seconds or 2"),
    ),
    Example(
        'def taxed(price: float, tax_rate: float | None = None):\n    """The price with tax, at 0.19 by default."""\n'
        "    return price * (1 + (tax_rate or 0.19))\n",
        ("tax_rate or 0.19",),
    ),
    Example(
        "def export(row, exclude: list[str] | None = None):\n    exclude = exclude or ['password', 'token']\n"
        "    return {name: value for name, value in row.items() if name not in exclude}\n",
        ("exclude or ['password', 'token']",),
    ),
    Example(
        "def ways(steps, memo: dict | None = None):\n    memo = memo or {}\n    if steps < 2:\n        return 1\n"
        "    if steps not in memo:\n        memo[steps] = ways(steps - 1, memo) + ways(steps - 2, memo)\n"
        "    return memo[steps]\n",
        ("memo or {}",),
        "def ways(steps, memo: dict | None = None):\n    memo = {} if memo is None else memo\n    if steps < 2:\n"
        "        return 1\n    if steps not in memo:\n"
        "        memo[steps] = ways(steps - 1, memo) + ways(steps - 2, memo)\n    return memo[steps]\n",
        title="the empty memo of the outer call is never filled",
    ),
    Example(
        "def collect(row, errors: list[str] | None = None):\n    errors = errors or []\n    if not row:\n"
        "        errors.append('empty')\n    return row\n",
        ("errors or []",),
        "def collect(row, errors: list[str] | None = None):\n    errors = [] if errors is None else errors\n"
        "    if not row:\n        errors.append('empty')\n    return row\n",
        title="the caller's empty list is never filled",
    ),
    Example(
        "def save(path, text, overwrite: bool = None):\n"
        "    mode = 'w' if (overwrite or True) else 'x'\n"
        "    with open(path, mode) as stream:\n"
        "        stream.write(text)\n",
        ("overwrite or True",),
        title="a condition that always holds",
    ),
)

VALID: Final = (
    Example(
        "class Cache:\n    def __init__(self, default_ttl: int | None = None):\n"
        "        self.default_ttl = default_ttl or 600\n",
        title="a cache that keeps nothing is none",
    ),
    Example(
        "def walk(node, visited: set | None = None):\n    visited = visited or set()\n    visited.add(node)\n"
        "    for child in node.children:\n        walk(child, visited)\n",
        title="what it hands to itself is never empty",
    ),
    Example(
        "class Client:\n    def get(self, url, timeout: float | None = None):\n"
        "        return self.send(url, timeout=timeout or self.timeout)\n",
        title="nothing is fetched in no time",
    ),
    Example(
        'def line(words: list[str], separator: str | None = None):\n    return (separator or ", ").join(words)\n',
        title="hardly anybody wants them run together",
    ),
    Example(
        "def export(rows, columns: list[str] | None = None):\n    columns = columns or ['id', 'name']\n"
        "    return [[row[column] for column in columns] for row in rows]\n",
        title="nobody wants rows without columns",
    ),
    Example(
        "def statements(client, ticker, limit: int | None = None):\n"
        "    return client.get(f'/statements?ticker={ticker}&limit={limit if limit else 10}')\n",
        title="nobody asks for a page of none",
    ),
    Example(
        "def page(keys, fetch, limit: int | None = None):\n    found = fetch(limit=limit or 20)\n"
        "    return found, len(found) >= (limit or 20)\n",
    ),
    Example(
        "def subtotal(price, quantity: int | None = None):\n    return price * (1 if quantity is None else quantity)\n"
    ),
    Example("def shifted(x: int, offset: int | None = None):\n    return x + (offset or 0)\n", title="the same value"),
    Example("def names(items: list[str] | None = None):\n    return sorted(items or [])\n"),
    Example(
        "def greet(name: str | None = None):\n    return f'Hello, {name or \"you\"}'\n",
        title="nobody has an empty name",
    ),
    Example("def connect(host: str, port: int | None = None):\n    return host, port or 5432\n", title="no port is 0"),
    Example("def show(rows, batch_size: int | None = None):\n    return rows[: batch_size or 50]\n"),
    Example(
        'def fetch(limit: int | None = None):\n    """Rows of the table; a limit of 0 means the usual one."""\n'
        "    return limit or 100\n",
        title="the docstring says what 0 means",
    ),
    Example(
        "def wait(delay: float | None = None):\n    if delay <= 0:\n"
        "        raise ValueError(delay)\n    return delay or 5\n",
        title="0 never gets there",
    ),
    Example(
        "import math\n\n\ndef stages(items, branches=32):\n    branches = branches or 32\n"
        "    return math.ceil(math.log(len(items)) / math.log(branches))\n",
        title="there is no logarithm of 0",
    ),
    Example(
        "def titled(text, sep: str | None = None) -> str:\n    parts = [word.title() for word in text.split(sep)]\n"
        "    return (sep or ' ').join(parts)\n",
        title="nothing is split at an empty text",
    ),
    Example(
        "def windows(size, stride: int | None = None):\n    return range(0, size, stride or 10)\n",
        title="nobody steps by nothing",
    ),
    Example("class Manager:\n    def __init__(self, forks: int | None = None):\n        self.forks = forks or 5\n"),
    Example("def dumped(text, indent: int | None = None):\n    return textwrap.indent(text, ' ' * (indent or 4))\n"),
    Example(
        "import subprocess\nfrom typing import IO\n\n\ndef run(command, stdout: IO[bytes] | int | None = None):\n"
        "    return subprocess.Popen(command, stdout=stdout or subprocess.PIPE)\n",
        title="a file, or the number of one",
    ),
    Example(
        "import tempfile\n\n\ndef scratch(prefix: str | None = None):\n"
        "    return tempfile.mkdtemp(prefix=prefix or 'tmp')\n",
        title="the name only has to be a new one",
    ),
    Example(
        "import csv\n\n\ndef rows(stream, delimiter: str | None = None):\n"
        "    return csv.reader(stream, delimiter=delimiter or ',')\n",
        title="an empty one is refused",
    ),
    Example(
        "class Retries:\n    def __init__(self, max_backoff: int | None = None):\n"
        "        self.max_backoff = max_backoff or LONGEST\n",
        title="nobody waits at most nothing",
    ),
    Example(
        "def pool(url, max_connections: int | None = None):\n    return Pool(url, max_connections or 100)\n",
        title="nobody wants at most no connections",
    ),
    Example("def both(count: int, force: bool):\n    if count or force:\n        return 1\n    return 2\n"),
    Example("def title(user, fallback):\n    return user or fallback\n", title="nothing shows what it may be"),
    Example("def flag(verbose: bool | None, settings):\n    return verbose or settings.verbose\n", title="a real or"),
    Example("def limited(limit: int = 0):\n    return limit or None\n", title="0 means no limit"),
)
