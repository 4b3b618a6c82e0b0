"""Examples of GW501: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def tags_line(posts):\n    tags = {tag.lower() for post in posts for tag in post.tags}\n"
        "    return ', '.join(tags)\n",
        ("tags",),
        "def tags_line(posts):\n    tags = {tag.lower() for post in posts for tag in post.tags}\n"
        "    return ', '.join(sorted(tags))\n",
    ),
    Example(
        "def unique(names: list[str]) -> list[str]:\n    return list(set(names))\n",
        ("list(set(names))",),
        "def unique(names: list[str]) -> list[str]:\n    return sorted(set(names))\n",
    ),
    Example(
        "import os\n\n\ndef sheets(where):\n    return [name for name in os.listdir(where) if name.endswith('.csv')]\n",
        ("[name for name in os.listdir(where) if name.endswith('.csv')]",),
        "import os\n\n\ndef sheets(where):\n"
        "    return [name for name in sorted(os.listdir(where)) if name.endswith('.csv')]\n",
    ),
    Example(
        "import glob\n\n\ndef newest(pattern):\n    return glob.glob(pattern)[-1]\n",
        ("glob.glob(pattern)[-1]",),
        "import glob\n\n\ndef newest(pattern):\n    return sorted(glob.glob(pattern))[-1]\n",
        title="the last of them is not the newest",
    ),
    Example(
        "import hashlib\nfrom pathlib import Path\n\n\ndef digest(folder: Path) -> str:\n    whole = hashlib.sha256()\n"
        "    for path in folder.rglob('*.py'):\n        whole.update(path.read_bytes())\n"
        "    return whole.hexdigest()\n",
        ("folder.rglob('*.py')",),
        "import hashlib\nfrom pathlib import Path\n\n\ndef digest(folder: Path) -> str:\n    whole = hashlib.sha256()\n"
        "    for path in sorted(folder.rglob('*.py')):\n        whole.update(path.read_bytes())\n"
        "    return whole.hexdigest()\n",
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor, as_completed\n\n\ndef fetch_all(urls, fetch):\n"
        "    results = []\n    with ThreadPoolExecutor() as pool:\n"
        "        futures = [pool.submit(fetch, url) for url in urls]\n        for future in as_completed(futures):\n"
        "            results.append(future.result())\n    return results\n",
        ("as_completed(futures)",),
        title="the results no longer belong to the urls",
    ),
    Example(
        "def vocabulary(text: str) -> dict[str, int]:\n    words = set(text.split())\n"
        "    return {word: number for number, word in enumerate(words)}\n",
        ("words",),
        title="another number after a restart",
    ),
    Example(
        "class Encoder:\n    def fit(self, labels: list[str]):\n"
        "        self.codes = dict(zip(set(labels), range(len(labels))))\n",
        ("set(labels)",),
        title="a model that is saved has other codes than the next one",
    ),
    Example(
        "def any_key(row, known):\n    missing = set(row) - set(known)\n    return next(iter(missing), None)\n",
        ("next(iter(missing), None)",),
    ),
    Example(
        "import json\n\n\ndef save(seen: set[str], path):\n    path.write_text(json.dumps(list(seen)))\n",
        ("list(seen)",),
        "import json\n\n\ndef save(seen: set[str], path):\n    path.write_text(json.dumps(sorted(seen)))\n",
    ),
    Example(
        "def write_words(words, path):\n    unique = frozenset(words)\n    with open(path, 'w') as file:\n"
        "        for word in unique:\n            file.write(word + '\\n')\n",
        ("unique",),
    ),
    Example(
        "from pathlib import Path\n\n\ndef load_all(folder):\n    tables = []\n"
        "    for path in Path(folder).glob('*.csv'):\n        tables.append(path.read_text())\n    return tables\n",
        ("Path(folder).glob('*.csv')",),
        "from pathlib import Path\n\n\ndef load_all(folder):\n    tables = []\n"
        "    for path in sorted(Path(folder).glob('*.csv')):\n        tables.append(path.read_text())\n"
        "    return tables\n",
    ),
    Example(
        "def unique_rows(rows: list) -> list:\n    seen = set(rows)\n    return [row.copy() for row in seen]\n",
        ("[row.copy() for row in seen]",),
        title="nothing shows whether the items sort",
    ),
    Example(
        "import hashlib\n\n\ndef cache_key(options):\n    names = {option.name for option in options}\n"
        "    key = 'v1:' + '|'.join(names)\n    return hashlib.sha1(key.encode()).hexdigest()\n",
        ("names",),
        title="no start of Python finds what another one stored",
    ),
    Example(
        "import json\nimport os\n\n\ndef records(folder):\n    found = []\n    for name in os.listdir(folder):\n"
        "        with open(os.path.join(folder, name)) as stream:\n            record = json.load(stream)\n"
        "        found.append(record)\n    return found\n",
        ("os.listdir(folder)",),
        title="what the files hold, in another order on another machine",
    ),
    Example(
        "import glob\n\nimport pandas as pd\n\n\ndef tables():\n"
        "    return [pd.read_csv(path) for path in glob.glob('data/*.csv')]\n",
        ("[pd.read_csv(path) for path in glob.glob('data/*.csv')]",),
    ),
    Example(
        "from pathlib import Path\n"
        "\n"
        "\n"
        "def merged(folder: Path) -> str:\n"
        "    parts = []\n"
        "    for path in folder.iterdir():\n"
        "        parts.append(path.read_text())\n"
        "    return ''.join(parts)\n",
        ("folder.iterdir()",),
    ),
    Example(
        "import json\n"
        "\n"
        "\n"
        "def save(posts, path):\n"
        "    tags = {tag.lower() for post in posts for tag in post.tags}\n"
        "    path.write_text(json.dumps({'tags': list(tags)}))\n",
        ("list(tags)",),
    ),
)

VALID: Final = (
    Example(
        "def zone(hosts):\n    zones = {host.zone for host in hosts}\n"
        "    # There can only be one or none: the others are refused before.\n"
        "    return list(zones)[0] if zones else None\n",
        title="one at most, by the comment",
    ),
    Example(
        "def deleted(wanted, boards):\n    left_over = set(wanted) - set(boards)\n    if left_over:\n"
        "        listed = ', '.join(left_over)\n        return f'These do not exist: {listed}'\n"
        "    return ''\n",
        title="a message that is returned",
    ),
    Example(
        "class Api:\n    def check(self, kinds, known):\n        wrong = list(set(kinds) - set(known))\n"
        "        if wrong:\n            return self.error(f'{wrong[0]} is no kind')\n        return kinds\n",
        title="an example of what is wrong",
    ),
    Example(
        "def partner(left, right, known):\n    return next(iter({left, right} - set(known)))\n",
        title="the other of two",
    ),
    Example(
        "def checked(labels, names):\n    if len(labels) > 1:\n        wrong = next(iter(set(labels) - set(names)))\n"
        "        raise ValueError(f'no dimension {wrong!r}')\n    wrong = labels[0]\n    return wrong\n",
        title="one of them, for a message",
    ),
    Example(
        "from pathlib import Path\n\n\ndef metadata(folder: Path) -> Path:\n"
        "    return next(folder.iterdir())  # holds a single folder\n",
        title="there is one, it says",
    ),
    Example(
        "def demo(corpus):\n    names = {text.name for text in corpus}\n    first = list(names)[0]\n"
        "    print(corpus.texts(first))\n",
        title="it only shows how that is done",
    ),
    Example(
        "def positions(rows, weigh):\n    found = set()\n    for row in rows:\n        found.add(sum(weigh(row)))\n"
        "    return {total: place for place, total in enumerate(found)}\n",
        title="numbers hash the same in every run, sums too",
    ),
    Example(
        "def authorized_models(groups):\n    models = []\n    for group in groups:\n"
        "        models.extend(group.models)\n    return list(set(models))\n",
        title="asked whether it holds one",
    ),
    Example(
        "import os\nimport tempfile\n\n\ndef unpacked(fetch, read):\n"
        "    with tempfile.TemporaryDirectory() as temp_dir:\n        fetch(temp_dir)\n"
        "        return read(os.path.join(temp_dir, os.listdir(temp_dir)[0]))\n",
        title="a folder made for the one file",
    ),
    Example(
        "def coerced(column: set, wanted):\n    sample_value = next(iter(column))\n"
        "    if isinstance(sample_value, bytes):\n        return {value.encode() for value in wanted}\n"
        "    return set(wanted)\n",
        title="one that stands for all",
    ),
    Example(
        "from pathlib import Path\n\n\ndef runs(path: Path):\n    files = path.glob('*.run')\n    try:\n"
        "        first = next(files)\n    except StopIteration:\n        yield from path.glob('*/*.run')\n    else:\n"
        "        yield first\n        yield from files\n",
        title="the first, and then the rest",
    ),
    Example(
        "import os\n\n\ndef modules(folder):\n    found = []\n    for name in os.listdir(folder):\n"
        "        found.append(name.partition('.')[0])\n    return list(set(found))\n",
        title="a folder's names had no order before",
    ),
    Example(
        "from pathlib import Path\n"
        "\n"
        "\n"
        "def merged(folder: Path) -> str:\n"
        "    parts = []\n"
        "    for path in folder.iterdir():\n"
        "        parts.append(path.read_text())\n"
        "    parts.sort()\n"
        "    return ''.join(parts)\n",
    ),
    Example(
        "def common(a: list, b: list) -> list:\n    return list(set(a) & set(b))\n",
        title="what two lists share never had an order",
    ),
    Example(
        "def query(client, fields):\n    wanted = {'id', 'name'}\n    wanted.update(fields)\n"
        "    return client.get(fields=','.join(wanted))\n",
        title="whoever takes the text may take its parts in any order",
    ),
    Example(
        "def keys(tables):\n    found = set()\n    for table in tables:\n        found.update(table)\n"
        "    return list(found)\n",
        title="gathered as a set",
    ),
    Example("import os\n\n\ndef reports(folder):\n    return sorted(os.listdir(folder))\n"),
    Example(
        "import os\n\n\ndef reports(folder):\n    names = os.listdir(folder)\n    names.sort()\n    return names\n",
    ),
    Example(
        "import os\n\n\ndef size(folder):\n    return sum(os.path.getsize(name) for name in os.listdir(folder))\n",
        title="a sum has no order",
    ),
    Example("def known(names):\n    return set(names)\n", title="a set is returned as a set"),
    Example("def total(prices):\n    return len(set(prices)), max(set(prices))\n"),
    Example(
        "def unique(items):\n    return list(dict.fromkeys(items))\n",
        title="a dictionary keeps its order",
    ),
    Example(
        "def only(names):\n    found = set(names)\n    if len(found) != 1:\n        raise ValueError(names)\n"
        "    return next(iter(found))\n",
        title="there is one only",
    ),
    Example(
        "def check(row, required):\n    missing = set(required) - set(row)\n    if missing:\n"
        "        raise ValueError('missing: ' + ', '.join(missing))\n",
        title="a message",
    ),
    Example(
        "from pathlib import Path\n\n\ndef clear(folder: Path) -> None:\n    for path in folder.iterdir():\n"
        "        path.unlink()\n",
    ),
    Example(
        'def neighbours(graph, node):\n    """Names of the nodes next to this one, in no particular order."""\n'
        "    return list({other for other in graph[node]})\n",
        title="it says so",
    ),
    Example("def small():\n    return [number for number in {1, 2, 3}]\n", title="numbers hash the same in every run"),
    Example(
        "from concurrent.futures import as_completed\n\n\ndef gather(futures):\n    results = []\n"
        "    for future in as_completed(futures):\n        results.append((futures[future], future.result()))\n"
        "    return results\n",
        title="each says whose it is",
    ),
    Example(
        "def mixing(nodes, matrix):\n    kinds = {node.kind for node in nodes}\n"
        "    places = {kind: place for place, kind in enumerate(kinds)}\n    return matrix(nodes, places).trace()\n",
        title="numbers for one calculation",
    ),
    Example(
        "def average(values, weights, chosen: set):\n    mine = [values[name] for name in chosen]\n"
        "    theirs = [weights[name] for name in chosen]\n    return sum(a * b for a, b in zip(mine, theirs))\n",
        title="two lists in the same order, whichever it is",
    ),
    Example(
        "import glob\nimport os\n\n\ndef clear(pattern):\n    removed = []\n    for path in glob.glob(pattern):\n"
        "        os.remove(path)\n        removed.append(f'removed {path}')\n    return removed\n",
        title="a report of what is gone",
    ),
    Example(
        "from pathlib import Path\n\n\ndef unpacked(folder: Path) -> Path:\n"
        "    found = [path for path in folder.iterdir() if path.is_dir()]\n    # Any of them: an archive holds one.\n"
        "    return found[0]\n",
        title="any of them will do",
    ),
    Example(
        "import os\n\n\ndef list_uuids():\n    return os.listdir('/dev/disk/by-uuid')\n", title="a listing, as such"
    ),
    Example(
        "import os\n\n\nclass Cache:\n    def keys(self):\n        keys = []\n"
        "        for name in os.listdir(self.folder):\n            if name.startswith(self.prefix):\n"
        "                keys.append(name[len(self.prefix) :])\n        return keys\n",
        title="keys have no order",
    ),
    Example(
        "import os\n\n\ndef coverage_files(folder):\n"
        "    found = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith('coverage.')]\n"
        "    return found\n",
        title="files as such: whoever takes them adds them up",
    ),
    Example(
        "import glob\nimport os\n\n\ndef collect_checks(folder):\n"
        "    return tuple(Check(path) for path in glob.glob(os.path.join(folder, '*.py')))\n",
    ),
    Example(
        "import os\n\n\ndef sizes(folder):\n    return {name: os.path.getsize(name) for name in os.listdir(folder)}\n",
        title="looked up by name",
    ),
)
