"""Examples of GW606: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import asyncio\n\n\nasync def pages(fetch, urls):\n"
        "    return await asyncio.gather(*[fetch(url) for url in urls])\n",
        ("asyncio.gather(*[fetch(url) for url in urls])",),
    ),
    Example(
        "import asyncio\n\nimport httpx\n\n\nasync def prices(ids):\n    async with httpx.AsyncClient() as client:\n"
        "        tasks = [client.get(f'/prices/{number}') for number in ids]\n"
        "        return await asyncio.gather(*tasks)\n",
        ("asyncio.gather(*tasks)",),
    ),
    Example(
        "from asyncio import create_task, gather\n\n\nclass Mailer:\n    async def send_all(self, users):\n"
        "        tasks = []\n        for user in users:\n            tasks.append(create_task(self.send(user)))\n"
        "        await gather(*tasks)\n",
        ("gather(*tasks)",),
        title="filled in a loop",
    ),
    Example(
        "import asyncio\n\n\nasync def load(read, paths):\n"
        "    return await asyncio.gather(*map(read, paths), return_exceptions=True)\n",
        ("asyncio.gather(*map(read, paths), return_exceptions=True)",),
    ),
    Example(
        "import asyncio\n\n\nasync def refresh(connection, update):\n"
        "    rows = await connection.fetch('SELECT id FROM orders')\n    async with asyncio.TaskGroup() as group:\n"
        "        for row in rows:\n            group.create_task(update(row))\n",
        ("group.create_task(update(row))",),
        title="as many as there are orders",
    ),
    Example(
        "import asyncio\n\n\nasync def warm(session, urls):\n    for url in urls:\n"
        "        asyncio.create_task(session.load(url))\n",
        ("asyncio.create_task(session.load(url))",),
    ),
    Example(
        "import threading\n\n\ndef download(urls, save):\n    threads = []\n    for url in urls:\n"
        "        thread = threading.Thread(target=save, args=(url,))\n        thread.start()\n"
        "        threads.append(thread)\n    for thread in threads:\n        thread.join()\n",
        ("threading.Thread(target=save, args=(url,))",),
    ),
    Example(
        "import asyncio\n\n\nasync def pump(socket, store):\n    queue = asyncio.Queue()\n\n    async def read():\n"
        "        async for message in socket:\n            await queue.put(message)\n\n    async def write():\n"
        "        while True:\n            await store(await queue.get())\n\n"
        "    await asyncio.gather(read(), write())\n",
        ("asyncio.Queue()",),
        title="a source that does not wait for its reader",
    ),
)

VALID: Final = (
    Example(
        "import asyncio\n\n\nclass UserDataLoader:\n    async def load_many(self, keys):\n"
        "        return await asyncio.gather(*[self.load(key) for key in keys])\n",
        title="one request for them all",
    ),
    Example(
        "import asyncio\n\n\nasync def pages(fetch, urls):\n    semaphore = asyncio.Semaphore(10)\n\n"
        "    async def one(url):\n        async with semaphore:\n            return await fetch(url)\n\n"
        "    return await asyncio.gather(*[one(url) for url in urls])\n",
        title="ten at a time",
    ),
    Example(
        "import asyncio\n\nSLOTS = asyncio.Semaphore(5)\n\n\nasync def fetch(client, url):\n    async with SLOTS:\n"
        "        return await client.get(url)\n\n\nasync def pages(client, urls):\n"
        "    return await asyncio.gather(*[fetch(client, url) for url in urls])\n",
        title="limited in the coroutine",
    ),
    Example(
        "import asyncio\n\n\nasync def both(fetch):\n"
        "    return await asyncio.gather(*[fetch(name) for name in ('rates', 'prices')])\n",
        title="two of them",
    ),
    Example(
        "import asyncio\n\n\nasync def run(work, queue):\n    await asyncio.gather(*[work(queue) for _ in range(8)])\n",
        title="workers",
    ),
    Example(
        "import asyncio\n\n\nasync def close(connections):\n"
        "    await asyncio.gather(*[connection.close() for connection in connections])\n",
        title="what is closed was open at the same time",
    ),
    Example(
        "import asyncio\n\n\nasync def pages(fetch, urls):\n    found = []\n    for start in range(0, len(urls), 20):\n"
        "        part = urls[start : start + 20]\n"
        "        found += await asyncio.gather(*[fetch(url) for url in part])\n    return found\n",
        title="twenty at a time",
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor\n\n\ndef pages(fetch, urls):\n"
        "    with ThreadPoolExecutor(max_workers=8) as pool:\n        return list(pool.map(fetch, urls))\n",
        title="a pool limits itself",
    ),
    Example(
        "import asyncio\n\n\nasync def ask(hosts, ping):\n"
        "    return await asyncio.gather(*[ping(host) for host in hosts])\n",
        title="hosts are few",
    ),
    Example(
        "import asyncio\n\n\nasync def pump(socket, store):\n    queue = asyncio.Queue(maxsize=100)\n\n"
        "    async def read():\n        async for message in socket:\n            await queue.put(message)\n\n"
        "    async def write():\n        while True:\n            await store(await queue.get())\n\n"
        "    await asyncio.gather(read(), write())\n",
        title="the source waits",
    ),
)
