"""Examples of GW604: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import os\n\n\ndef prepare(folder):\n    if not os.path.exists(folder):\n        os.makedirs(folder)\n",
        ("os.makedirs(folder)",),
        "import os\n\n\ndef prepare(folder):\n    os.makedirs(folder, exist_ok=True)\n",
    ),
    Example(
        "from pathlib import Path\n\n\ndef prepare(path: Path):\n    if not path.is_dir():\n"
        "        path.mkdir(parents=True)\n",
        ("path.mkdir(parents=True)",),
        "from pathlib import Path\n\n\ndef prepare(path: Path):\n    path.mkdir(parents=True, exist_ok=True)\n",
    ),
    Example(
        "import os\nimport sys\n\nLOCK_FILE = '/tmp/import.lock'\n\n\ndef start():\n"
        "    if os.path.exists(LOCK_FILE):\n        print('already running')\n        sys.exit(1)\n"
        "    else:\n        with open(LOCK_FILE, 'w') as file:\n            file.write(str(os.getpid()))\n",
        ("open(LOCK_FILE, 'w')",),
        "import os\nimport sys\n\nLOCK_FILE = '/tmp/import.lock'\n\n\ndef start():\n"
        "    if os.path.exists(LOCK_FILE):\n        print('already running')\n        sys.exit(1)\n"
        "    else:\n        with open(LOCK_FILE, 'x') as file:\n            file.write(str(os.getpid()))\n",
        title="both are the only one",
    ),
    Example(
        "import redis\n\nr = redis.Redis()\n\n\ndef reserve(seat, user):\n    if not r.exists(f'reserved:{seat}'):\n"
        "        r.set(f'reserved:{seat}', user)\n        return True\n    return False\n",
        ("r.set(f'reserved:{seat}', user)",),
    ),
    Example(
        "import redis\n\nr = redis.Redis()\n\n\ndef visit(page):\n    count = int(r.get(page) or 0)\n    count += 1\n"
        "    r.set(page, count)\n    return count\n",
        ("r.set(page, count)",),
    ),
    Example(
        "from django.core.cache import cache\n\n\ndef limit(user):\n    key = f'calls:{user}'\n"
        "    calls = cache.get(key, 0)\n    if calls >= 10:\n        return False\n"
        "    cache.set(key, calls + 1, 60)\n    return True\n",
        ("cache.set(key, calls + 1, 60)",),
    ),
    Example(
        "def acquire_lock(client, name, holder):\n    return client.setnx(f'lock:{name}', holder)\n",
        ("client.setnx(f'lock:{name}', holder)",),
    ),
    Example(
        "from sqlalchemy.orm import Session\n\nfrom shop.models import User\n\n\ndef register(db: Session, email):\n"
        "    user = db.query(User).filter(User.email == email).first()\n    if user is not None:\n"
        "        raise ValueError(email)\n    created = User(email=email)\n    db.add(created)\n    db.commit()\n"
        "    return created\n",
        ("db.add(created)",),
    ),
    Example(
        "from shop.models import Coupon\n\n\ndef redeem(code, user):\n"
        "    if not Coupon.objects.filter(code=code, user=user).exists():\n"
        "        Coupon.objects.create(code=code, user=user)\n",
        ("Coupon.objects.create(code=code, user=user)",),
    ),
    Example(
        "from django.shortcuts import get_object_or_404\n\nfrom shop.models import Account\n\n\n"
        "def pay(number, amount):\n    account = get_object_or_404(Account, pk=number)\n"
        "    account.balance -= amount\n    account.save()\n",
        ("account.balance -= amount",),
    ),
    Example(
        "from sqlalchemy import select\nfrom sqlalchemy.ext.asyncio import AsyncSession\n\n"
        "from shop.models import Product\n\n\nasync def sell(session: AsyncSession, number):\n"
        "    product = await session.get(Product, number)\n    product.stock = product.stock - 1\n"
        "    await session.commit()\n",
        ("product.stock = product.stock - 1",),
    ),
    Example(
        "import psycopg2\n\n\ndef register(dsn, email):\n    connection = psycopg2.connect(dsn)\n"
        "    cursor = connection.cursor()\n    cursor.execute('SELECT id FROM users WHERE email = %s', (email,))\n"
        "    if cursor.fetchone() is None:\n"
        "        cursor.execute('INSERT INTO users (email) VALUES (%s)', (email,))\n        connection.commit()\n",
        ("cursor.execute('INSERT INTO users (email) VALUES (%s)', (email,))",),
    ),
    Example(
        "class Totals:\n    async def add(self, order):\n        self.total += await self.price(order)\n",
        ("self.total += await self.price(order)",),
        title="the left side is read first",
    ),
    Example(
        "class Wallet:\n    async def pay(self, amount):\n        if self.balance >= amount:\n"
        "            await self.transfer(amount)\n            self.balance -= amount\n",
        ("self.balance -= amount",),
    ),
    Example(
        "import asyncpg\n\n\nclass Store:\n    async def get_pool(self):\n        if self._pool is None:\n"
        "            self._pool = await asyncpg.create_pool(self.dsn)\n        return self._pool\n",
        ("self._pool = await asyncpg.create_pool(self.dsn)",),
    ),
    Example(
        "def subscribe(connection, email):\n"
        "    cursor = connection.cursor()\n"
        "    cursor.execute('SELECT id FROM subscribers WHERE email = %s', (email,))\n"
        "    if cursor.fetchone() is None:\n"
        "        cursor.execute('INSERT INTO subscribers (email) VALUES (%s)', (email,))\n"
        "        connection.commit()\n",
        ("cursor.execute('INSERT INTO subscribers (email) VALUES (%s)', (email,))",),
    ),
    Example(
        "class Session:\n"
        "    def __init__(self, auth):\n"
        "        self.auth = auth\n"
        "        self._token = None\n"
        "\n"
        "    async def headers(self):\n"
        "        if not self._token:\n"
        "            self._token = await self.auth.fetch_token()\n"
        "        return {'Authorization': f'Bearer {self._token}'}\n",
        ("self._token = await self.auth.fetch_token()",),
        title="each request fetches a token of its own",
    ),
    Example(
        "import os\n\n\nclass Store:\n    def __init__(self, name):\n"
        "        folder = os.path.join(os.path.expanduser('~'), '.shop')\n        if not os.path.isdir(folder):\n"
        "            os.makedirs(folder)\n        self.file = open(os.path.join(folder, name), 'a')\n",
        ("os.makedirs(folder)",),
        "import os\n\n\nclass Store:\n    def __init__(self, name):\n"
        "        folder = os.path.join(os.path.expanduser('~'), '.shop')\n        os.makedirs(folder, exist_ok=True)\n"
        "        self.file = open(os.path.join(folder, name), 'a')\n",
        title="every process of this person's goes there",
    ),
    Example(
        "import os\n\n\ndef export_path(base, name):\n    folder = os.path.join(base, 'runs')\n"
        "    if not os.path.exists(folder):\n        os.makedirs(folder)\n    return os.path.join(folder, name)\n",
        ("os.makedirs(folder)",),
        "import os\n\n\ndef export_path(base, name):\n    folder = os.path.join(base, 'runs')\n"
        "    os.makedirs(folder, exist_ok=True)\n    return os.path.join(folder, name)\n",
        title="whoever needs the folder asks here",
    ),
    Example(
        "import os\n\nFOLDER = os.path.join('var', 'thumbnails')\nif not os.path.exists(FOLDER):\n"
        "    os.makedirs(FOLDER)\n",
        ("os.makedirs(FOLDER)",),
        title="every worker imports it",
    ),
)

VALID: Final = (
    Example(
        "import os\n\n\nclass Crawl:\n    def __init__(self, path):\n        self.path = path\n"
        "        if not os.path.exists(path):\n            os.makedirs(path)\n\n"
        "    def _queue_folder(self):\n        folder = os.path.join(self.path, 'requests')\n"
        "        if not os.path.exists(folder):\n            os.makedirs(folder)\n        return folder\n",
        title="each crawl has a folder of its own",
    ),
    Example(
        "import os\n\n\ndef cache_folder(old):\n    folder = os.path.expanduser('~/.cache/shop')\n"
        "    if os.path.exists(old) and not os.path.exists(folder):\n"
        "        parent = os.path.dirname(folder)\n        if not os.path.exists(parent):\n"
        "            os.makedirs(parent)\n        os.rename(old, folder)\n    return folder\n",
        title="moved there, once",
    ),
    Example(
        "import os\nimport shutil\n\n\ndef copy(source, target):\n    target = os.path.expanduser(target)\n"
        "    if not os.path.exists(target):\n        os.makedirs(target)\n    shutil.copy(source, target)\n",
        title="a folder that its caller names, wherever it is",
    ),
    Example(
        "import os\nimport shutil\n\n\ndef unpack(archive, target):\n    folder = os.path.join(target, archive.name)\n"
        "    if not os.path.exists(folder):\n        os.makedirs(folder)\n    for member in archive:\n"
        "        shutil.copy(member, folder)\n",
        title="a folder of this piece of work",
    ),
    Example(
        "import os\nimport shutil\n\n\ndef copy_tree(source, target):\n"
        "    for folder, names, files in os.walk(source):\n"
        "        there = os.path.join(target, os.path.relpath(folder, source))\n"
        "        if not os.path.exists(there):\n            os.mkdir(there)\n        for name in files:\n"
        "            shutil.copy2(os.path.join(folder, name), there)\n",
        title="a copy that is made once",
    ),
    Example(
        "class Server:\n    async def send(self, data):\n        if self.open_count >= self.limit:\n"
        "            return 'busy'\n        self.open_count += 1\n        try:\n            await self.write(data)\n"
        "        finally:\n            self.open_count -= 1\n        return 'ok'\n",
        title="its own step is taken back",
    ),
    Example(
        "from sqlalchemy.orm import Session\n\nfrom shop.models import Tag\n\n\n"
        "def import_tags(session: Session, names):\n    for name in names:\n"
        "        tag = session.query(Tag).filter_by(name=name).first()\n        if tag is None:\n"
        "            session.add(Tag(name=name))\n    session.commit()\n",
        title="one person brings rows in",
    ),
    Example(
        "from pathlib import Path\n\n\ndef to_disk(path: Path, model):\n    if not path.exists():\n"
        "        path.mkdir()\n    (path / 'model').write_bytes(model.to_bytes())\n",
        title="a folder that its caller names for this alone",
    ),
    Example(
        "class Answer:\n    async def fetch_stream(self):\n        if self.stream is None:\n"
        "            self.stream = await self.open_stream()\n        return self.stream\n",
        title="one call's own stream",
    ),
    Example(
        "class Engine:\n    async def replace(self, expected):\n        if expected != self.generation:\n"
        "            return False\n        await self.connect()\n        self.generation += 1\n        return True\n",
        title="a version is looked at on purpose",
    ),
    Example(
        "import argparse\nimport os\n\n\ndef write_report(folder, text):\n    if not os.path.exists(folder):\n"
        "        os.makedirs(folder)\n",
        title="a command that one person runs",
    ),
    Example(
        "import os\nimport shutil\n\n\ndef kept(path):\n    tmp_dir = ConfigTmpDir()\n"
        "    folder = os.path.dirname(os.path.join(tmp_dir.configs, path))\n    if not os.path.exists(folder):\n"
        "        os.makedirs(folder)\n    shutil.copy(path, folder)\n",
        title="a folder that nobody else has",
    ),
    Example(
        "import os\n\nif __name__ == '__main__':\n    if not os.path.isdir('_static'):\n        os.mkdir('_static')\n",
        title="a person runs it",
    ),
    Example(
        "import asyncio\n\n\nclass RetryingClient:\n    async def may_retry(self):\n"
        "        if self.retry_count >= self.most:\n            return False\n"
        "        await asyncio.sleep(2**self.retry_count)\n        self.retry_count += 1\n        return True\n",
        title="one call counts its own attempts",
    ),
    Example(
        "class Session:\n"
        "    def __init__(self, auth):\n"
        "        self.auth = auth\n"
        "        self.token = None\n"
        "\n"
        "    async def start(self):\n"
        "        if not self.token:\n"
        "            self.token = await self.auth.fetch_token()\n",
        title="called once, before anything else",
    ),
    Example("import os\n\n\ndef prepare(folder):\n    os.makedirs(folder, exist_ok=True)\n"),
    Example(
        "import os\n\n\ndef prepare(folder):\n    if not os.path.isdir(folder):\n        try:\n"
        "            os.makedirs(folder)\n        except FileExistsError:\n            pass\n",
        title="the collision is expected",
    ),
    Example(
        "import os\n\n\ndef report(path, text):\n    if not os.path.exists(path):\n"
        "        with open(path, 'w') as file:\n"
        "            file.write(text)\n",
        title="a file of one person's",
    ),
    Example(
        "class Registry:\n    def add(self, name, value):\n        if name not in self.items:\n"
        "            self.items[name] = value\n",
        title="nobody comes between in one thread",
    ),
    Example(
        "import redis\n\nr = redis.Redis()\n\n\ndef profile(user, load):\n    found = r.get(f'profile:{user}')\n"
        "    if found is None:\n        found = load(user)\n        r.set(f'profile:{user}', found, ex=60)\n"
        "    return found\n",
        title="a cache: whoever comes last sets the same",
    ),
    Example(
        "import redis\n\nr = redis.Redis()\n\n\ndef reserve(seat, user):\n"
        "    return r.set(f'reserved:{seat}', user, nx=True, ex=600)\n",
    ),
    Example(
        "from sqlalchemy.exc import IntegrityError\nfrom sqlalchemy.orm import Session\n\n"
        "from shop.models import User\n\n\ndef register(db: Session, email):\n"
        "    if db.query(User).filter(User.email == email).first():\n        raise ValueError(email)\n"
        "    db.add(User(email=email))\n    try:\n        db.commit()\n    except IntegrityError:\n"
        "        raise ValueError(email) from None\n",
        title="a constraint decides",
    ),
    Example(
        "from django.db import transaction\n\nfrom shop.models import Account\n\n\ndef pay(number, amount):\n"
        "    with transaction.atomic():\n"
        "        account = Account.objects.select_for_update().get(pk=number)\n"
        "        account.balance -= amount\n        account.save()\n",
    ),
    Example(
        "from django.db.models import F\n\nfrom shop.models import Page\n\n\ndef visit(number):\n"
        "    page = Page.objects.get(pk=number)\n    page.visits = F('visits') + 1\n    page.save()\n",
        title="the database counts",
    ),
    Example(
        "class Wallet:\n    async def pay(self, amount):\n        async with self.lock:\n"
        "            if self.balance >= amount:\n                await self.transfer(amount)\n"
        "                self.balance -= amount\n",
    ),
    Example(
        "class Reader:\n    async def fill(self):\n        self.buffer += await self.stream.read(1024)\n",
        title="one task reads",
    ),
    Example(
        "class Totals:\n    async def add(self, order):\n        price = await self.price(order)\n"
        "        self.total += price\n",
    ),
)
