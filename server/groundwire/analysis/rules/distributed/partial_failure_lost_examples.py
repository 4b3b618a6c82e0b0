"""Examples of GW607: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import asyncio\n\n\nasync def notify(users, send):\n"
        "    await asyncio.gather(*[send(user) for user in users], return_exceptions=True)\n",
        ("asyncio.gather(*[send(user) for user in users], return_exceptions=True)",),
    ),
    Example(
        "import asyncio\n\n\nasync def store(rows, write):\n"
        "    results = await asyncio.gather(*map(write, rows), return_exceptions=True)\n"
        "    return f'{len(results)} stored'\n",
        ("asyncio.gather(*map(write, rows), return_exceptions=True)",),
        title="counted with what failed",
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor\n\n\ndef resize(images, resize_one):\n"
        "    with ThreadPoolExecutor(max_workers=4) as pool:\n        pool.map(resize_one, images)\n",
        ("pool.map(resize_one, images)",),
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor\n\n\ndef upload(files, put):\n"
        "    with ThreadPoolExecutor() as executor:\n        for file in files:\n"
        "            executor.submit(put, file)\n"
        "    return 'done'\n",
        ("executor.submit(put, file)",),
    ),
    Example(
        "import concurrent.futures\n\n\ndef upload(files, put):\n"
        "    with concurrent.futures.ThreadPoolExecutor() as pool:\n"
        "        pending = [pool.submit(put, file) for file in files]\n        concurrent.futures.wait(pending)\n",
        ("pool.submit(put, file)",),
        title="waited for, and not asked",
    ),
    Example(
        "import requests\n\n\ndef refund(order):\n"
        "    requests.post('https://pay.example/refunds', json={'order': order.id}, timeout=5)\n"
        "    order.status = 'refunded'\n    order.save()\n",
        ("requests.post('https://pay.example/refunds', json={'order': order.id}, timeout=5)",),
    ),
    Example(
        "import httpx\n\n\nclass Billing:\n    def __init__(self, client: httpx.AsyncClient):\n"
        "        self.client = client\n\n    async def charge(self, order):\n"
        "        response = await self.client.post('/charges', json=order.as_dict())\n"
        "        order.paid = True\n",
        ("self.client.post('/charges', json=order.as_dict())",),
    ),
    Example(
        "import subprocess\n\n\ndef publish(folder):\n"
        "    subprocess.run(['git', 'push', 'origin', 'main'], cwd=folder)\n"
        "    print('published')\n",
        ("subprocess.run(['git', 'push', 'origin', 'main'], cwd=folder)",),
    ),
    Example(
        "import os\n\n\ndef deploy(name):\n    os.system(f'kubectl apply -f {name}.yaml')\n    return True\n",
        ("os.system(f'kubectl apply -f {name}.yaml')",),
    ),
    Example(
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef remind(users, mailer):\n"
        "    for user in users:\n        try:\n            mailer.send(user.email)\n        except Exception:\n"
        "            logger.exception('no mail to %s', user)\n            continue\n    return {'status': 'ok'}\n",
        ("return {'status': 'ok'}",),
    ),
    Example(
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n\nasync def deliver(orders, queue):\n"
        "    for order in orders:\n        try:\n            await queue.publish(order)\n"
        "        except ConnectionError as error:\n            logger.warning('lost: %s', error)\n"
        "    logger.info('done')\n    return {'sent': len(orders)}\n",
        ("return {'sent': len(orders)}",),
        title="as many as there were, not as many as went out",
    ),
    Example(
        "import subprocess\n"
        "\n"
        "\n"
        "def deploy(hosts):\n"
        "    for host in hosts:\n"
        "        subprocess.run(['ssh', host, 'sudo', 'systemctl', 'restart', 'app'], timeout=60)\n"
        "    return True\n",
        ("subprocess.run(['ssh', host, 'sudo', 'systemctl', 'restart', 'app'], timeout=60)",),
    ),
)

VALID: Final = (
    Example(
        "import subprocess\n\n\ndef committed(folder, message):\n    subprocess.run(['git', 'add', '.'], cwd=folder)\n"
        "    subprocess.run(['git', 'commit', '-m', message], cwd=folder)\n",
        title="nobody else is told of a commit yet",
    ),
    Example(
        "import argparse\nimport subprocess\n\n\ndef publish(folder):\n"
        "    subprocess.run(['git', 'push', 'origin', 'main'], cwd=folder)\n",
        title="a command: whoever runs it sees what it says",
    ),
    Example(
        "import asyncio\n\n\nclass Monitor:\n    async def join(self):\n"
        "        await asyncio.gather(self.executor.join(), self.watch.join(), return_exceptions=True)\n",
        title="waits for what is ending",
    ),
    Example(
        "import subprocess\n\n\ndef show(host):\n    subprocess.run(['ssh', host, 'uptime'], timeout=60)\n",
        title="it changes nothing",
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor\n\n\nclass Uploads:\n    def put(self, file):\n"
        "        try:\n            self.client.put(file)\n        except Exception as error:\n"
        "            self.failed.append((file, error))\n\n    def all(self, files):\n"
        "        with ThreadPoolExecutor() as pool:\n            for file in files:\n"
        "                pool.submit(self.put, file)\n",
        title="the work keeps its errors itself",
    ),
    Example(
        "import asyncio\n\n\nasync def notify(users, send):\n"
        "    results = await asyncio.gather(*[send(user) for user in users], return_exceptions=True)\n"
        "    return [user for user, result in zip(users, results) if isinstance(result, Exception)]\n",
    ),
    Example(
        "import asyncio\n\n\nasync def close(tasks):\n    for task in tasks:\n        task.cancel()\n"
        "    await asyncio.gather(*tasks, return_exceptions=True)\n",
        title="what was cancelled fails",
    ),
    Example(
        "import asyncio\n\n\nasync def ask(peers, ask_one):\n"
        "    return await asyncio.gather(*[ask_one(peer) for peer in peers], return_exceptions=True)\n",
        title="the caller gets them",
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor\n\n\ndef resize(images, resize_one):\n"
        "    with ThreadPoolExecutor() as pool:\n        return list(pool.map(resize_one, images))\n",
    ),
    Example(
        "from concurrent.futures import ThreadPoolExecutor, as_completed\n\n\ndef upload(files, put):\n"
        "    with ThreadPoolExecutor() as pool:\n        pending = [pool.submit(put, file) for file in files]\n"
        "        for future in as_completed(pending):\n            future.result()\n",
    ),
    Example(
        "import requests\n\n\ndef refund(order):\n"
        "    requests.post('/refunds', json=order, timeout=5).raise_for_status()\n",
    ),
    Example(
        "import requests\n\n\ndef report_usage(event):\n"
        "    requests.post('https://stats.example', json=event, timeout=1)\n",
        title="sent in passing",
    ),
    Example(
        "import requests\n\n\ndef notify(url, text):\n    try:\n"
        "        requests.post(url, json={'text': text}, timeout=2)\n"
        "    except requests.RequestException:\n        pass\n",
        title="passed over on purpose",
    ),
    Example(
        "import subprocess\n\n\ndef publish(folder):\n"
        "    subprocess.run(['git', 'push', 'origin', 'main'], cwd=folder, check=True)\n",
    ),
    Example(
        "import subprocess\n\n\ndef show(folder):\n    subprocess.run(['git', 'status'], cwd=folder)\n",
        title="nothing is changed",
    ),
    Example(
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef remind(users, mailer):\n    failed = []\n"
        "    for user in users:\n        try:\n            mailer.send(user.email)\n        except Exception:\n"
        "            logger.exception('no mail to %s', user)\n            failed.append(user)\n    return failed\n",
    ),
    Example(
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef connect(urls, dial):\n    for url in urls:\n"
        "        try:\n            dial(url)\n            break\n        except OSError:\n"
        "            logger.warning('not %s', url)\n    return True\n",
        title="the first that answers is enough",
    ),
)
