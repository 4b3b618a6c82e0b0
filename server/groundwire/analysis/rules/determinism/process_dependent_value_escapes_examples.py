"""Examples of GW502: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def shard_of(key, shards):\n    return shards[hash(key) % len(shards)]\n",
        ("hash(key) % len(shards)",),
        title="two workers send one key to two shards",
    ),
    Example(
        "class Experiment:\n    def group(self, user_id: str) -> str:\n        bucket = abs(hash(user_id)) % 100\n"
        "        return 'new' if bucket < 10 else 'old'\n",
        ("abs(hash(user_id)) % 100",),
        title="another group after each restart",
    ),
    Example(
        "async def route(message, partitions):\n    number = hash(f'{message.topic}:{message.key}') % partitions\n"
        "    await message.send(number)\n",
        ("hash(f'{message.topic}:{message.key}') % partitions",),
    ),
    Example(
        "from pathlib import Path\n\n\ndef cached(url: str, fetch, folder: Path):\n"
        "    path = folder / f'{hash(url)}.html'\n    if not path.exists():\n        path.write_text(fetch(url))\n"
        "    return path.read_text()\n",
        ("hash(url)",),
        title="a cache on disk that is never hit",
    ),
    Example(
        "import os\n\n\ndef cache_file(folder, query):\n    name = str(hash(query)) + '.json'\n"
        "    return open(os.path.join(folder, name))\n",
        ("hash(query)",),
    ),
    Example(
        "import redis\n\nclient = redis.Redis()\n\n\ndef answer(question, ask):\n    key = f'answer:{hash(question)}'\n"
        "    found = client.get(key)\n    if found is None:\n        found = ask(question)\n"
        "        client.set(key, found)\n    return found\n",
        ("hash(question)",),
    ),
    Example(
        "import random\n\n\ndef palette(name):\n    chooser = random.Random(hash(name))\n"
        "    return [chooser.random() for _ in range(3)]\n",
        ("hash(name)",),
        title="a seed that is no seed",
    ),
    Example(
        "def document_id(title, body):\n    return f'doc-{hash(title + body):x}'\n",
        ("hash(title + body)",),
    ),
    Example(
        "import hashlib\n\n\ndef signature(model, rows):\n    text = f'{id(model)}:{len(rows)}'\n"
        "    return hashlib.sha256(text.encode()).hexdigest()\n",
        ("id(model)",),
        title="an address",
    ),
    Example(
        "import json\n\n\ndef save(nodes, path):\n    rows = [{'id': id(node), 'name': node.name} for node in nodes]\n"
        "    path.write_text(json.dumps(rows))\n",
        ("id(node)",),
    ),
    Example(
        "import uuid\n\n\ndef load(cache, user, fetch):\n    cache_key = f'user:{user}:{uuid.uuid4()}'\n"
        "    if (found := cache.get(cache_key)) is None:\n        found = fetch(user)\n"
        "        cache.set(cache_key, found)\n    return found\n",
        ("uuid.uuid4()",),
        title="never found again",
    ),
    Example(
        "import hashlib\nimport os\nimport socket\n\n\ndef cache_key(path: str) -> str:\n"
        "    text = f'{socket.gethostname()}-{os.getpid()}-{path}'\n    return hashlib.md5(text.encode()).hexdigest()\n"
        "",
        ("socket.gethostname()", "os.getpid()"),
    ),
    Example(
        "import hashlib\nimport os\n\n\ndef checksum(names):\n    whole = os.getcwd() + '|'.join(sorted(names))\n"
        "    return hashlib.sha1(whole.encode()).hexdigest()\n",
        ("os.getcwd()",),
        title="another one on the build server",
    ),
    Example(
        "import uuid\n\nfrom pydantic import BaseModel, Field\n\n\nclass Order(BaseModel):\n"
        "    id: str = str(uuid.uuid4())\n    ticket: str = Field(default=uuid.uuid4().hex)\n",
        ("uuid.uuid4()", "uuid.uuid4()"),
        title="all orders have one id",
    ),
    Example(
        "from uuid import uuid4\n\n\ndef create(name, request_id=str(uuid4())):\n"
        "    return {'name': name, 'id': request_id}\n",
        ("uuid4()",),
    ),
    Example(
        "def document(title, body):\n"
        "    document_id = f'doc-{hash(title + body):x}'\n"
        "    return {'id': document_id, 'title': title}\n",
        ("hash(title + body)",),
    ),
)

VALID: Final = (
    Example(
        "def document(memo, title):\n"
        "    document_id = f'doc-{hash(title):x}'\n"
        "    if document_id not in memo:\n"
        "        memo[document_id] = title.upper()\n"
        "    return memo[document_id]\n",
        title="a dictionary in memory",
    ),
    Example(
        "class Point:\n    def __hash__(self):\n        return hash((self.x, self.y)) % 1000\n",
    ),
    Example(
        "def cached(memo, key, make):\n    if id(key) not in memo:\n        memo[id(key)] = make(key)\n"
        "    return memo[id(key)]\n",
        title="a dictionary in memory",
    ),
    Example(
        "class HashTable:\n    def put(self, key, value):\n        place = hash(key) % len(self.buckets)\n"
        "        self.buckets[place].append((key, value))\n",
        title="a hash table",
    ),
    Example(
        "class Index:\n    def _place(self, key):\n        return hash(key) % self.capacity\n",
    ),
    Example(
        "def guarded(locks, key):\n    return locks[hash(key) % len(locks)]\n",
        title="threads of one process",
    ),
    Example(
        "def bucket(number: int, size: int) -> int:\n    return hash(number) % size\n",
        title="a number is its own hash",
    ),
    Example(
        "def describe(node):\n    return f'<Node at {id(node):#x}>'\n",
    ),
    Example(
        "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef enter(task):\n"
        "    log.debug('entering %s', hash(task) % 1000)\n",
    ),
    Example(
        "import hashlib\n\n\ndef shard_of(key: str, shards):\n"
        "    return shards[int(hashlib.sha256(key.encode()).hexdigest(), 16) % len(shards)]\n",
    ),
    Example(
        "import uuid\n\n\ndef upload(bucket, data):\n    name = f'upload-{uuid.uuid4().hex}'\n"
        "    bucket.put(name, data)\n"
        "    return name\n",
        title="a name that has to be new",
    ),
    Example(
        "import hashlib\nimport uuid\n\n\ndef token():\n    return hashlib.sha256(uuid.uuid4().bytes).hexdigest()\n",
    ),
    Example(
        "import os\n\n\ndef write_pid(path):\n    path.write_text(str(os.getpid()))\n",
        title="the number of this process is what the file is for",
    ),
    Example(
        "import uuid\nfrom dataclasses import dataclass, field\n\n\n@dataclass\nclass Order:\n"
        "    id: str = field(default_factory=lambda: str(uuid.uuid4()))\n",
    ),
    Example(
        "import os\n\n\ndef project_cache(home):\n    return os.path.join(home, os.getcwd().replace('/', '-'))\n",
        title="one folder for each project is the purpose",
    ),
    Example(
        "class Settings:\n    def hash_key(self) -> str:\n        return str(hash(tuple(self.variables().items())))\n",
        title="a key of a dictionary in memory, as its name says",
    ),
    Example(
        "import hashlib\nimport platform\n\n\ndef folder_id(source):\n"
        '    """A stable name for a folder of this machine: those of other machines do not collide."""\n'
        "    digest = hashlib.sha256(f'{platform.node()}:{source}'.encode()).hexdigest()\n    return digest\n",
        title="the machine is meant",
    ),
    Example(
        "import hashlib\nimport socket\nfrom pathlib import Path\n\n\ndef folder_key(source: Path) -> str:\n"
        "    resolved = source.resolve()\n    text = f'{socket.gethostname()}:{resolved}'\n"
        "    fingerprint = hashlib.sha256(text.encode()).hexdigest()\n    return fingerprint\n",
        title="a path means something on its machine only",
    ),
    Example(
        "class Transport:\n    def run(self):\n        tid = hex(id(self) & 0xFFFFFFFF)\n"
        "        self._log(DEBUG, 'starting thread: {}'.format(tid))\n",
        title="for the eye",
    ),
    Example(
        "def noise(x, y):\n    return hash((x, y)) % 256 / 255\n",
        title="numbers hash the same everywhere",
    ),
)
