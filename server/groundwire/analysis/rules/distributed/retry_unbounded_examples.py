"""Examples of GW602: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import time\n\nimport requests\n\n\ndef price(url):\n    while True:\n        try:\n"
        "            return requests.get(url, timeout=5).json()\n        except Exception:\n"
        "            time.sleep(1)\n",
        ("requests.get(url, timeout=5)",),
    ),
    Example(
        "import requests\n\n\ndef upload(url, data):\n    while True:\n        try:\n"
        "            answer = requests.put(url, data=data, timeout=30)\n            answer.raise_for_status()\n"
        "            break\n        except requests.RequestException as error:\n            print('failed', error)\n"
        "            continue\n    return answer.headers['ETag']\n",
        ("requests.put(url, data=data, timeout=30)",),
        title="at once, and as fast as the peer can refuse",
    ),
    Example(
        "import asyncio\n\nimport httpx\n\n\nclass Rates:\n    def __init__(self, client: httpx.AsyncClient):\n"
        "        self.client = client\n\n    async def load(self):\n        while True:\n            try:\n"
        "                answer = await self.client.get('/rates')\n"
        "                if answer.status_code == 200:\n                    return answer.json()\n"
        "            except httpx.HTTPError:\n                pass\n            await asyncio.sleep(2)\n",
        ("self.client.get('/rates')",),
        title="a client kept in an attribute, a pause behind the `try`",
    ),
    Example(
        "import time\n\nimport psycopg2\n\n\ndef connect(dsn):\n    connection = None\n    while connection is None:\n"
        "        try:\n            connection = psycopg2.connect(dsn)\n        except psycopg2.OperationalError:\n"
        "            time.sleep(1)\n    return connection\n",
        ("psycopg2.connect(dsn)",),
        title="a password that was changed is no reason to wait",
    ),
    Example(
        "from time import sleep\n\n\nclass Worker:\n    def start(self):\n        connected = False\n"
        "        while not connected:\n            try:\n                self.broker.connect()\n"
        "                connected = True\n            except ConnectionError:\n                sleep(5)\n",
        ("self.broker.connect()",),
        title="the pause says that it is a retry, whatever is called",
    ),
    Example(
        "import itertools\nimport time\n\nimport requests\n\n\ndef order(url, body):\n"
        "    for attempt in itertools.count():\n        try:\n"
        "            return requests.get(url, params=body, timeout=5)\n"
        "        except requests.Timeout:\n            print(f'attempt {attempt} timed out')\n"
        "            time.sleep(1)\n",
        ("requests.get(url, params=body, timeout=5)",),
        title="counted, and never looked at",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef fetch(url):\n    try:\n"
        "        return requests.get(url, timeout=5).text\n"
        "    except requests.RequestException:\n        time.sleep(1)\n        return fetch(url)\n",
        ("fetch(url)",),
        title="a function that calls itself",
    ),
    Example(
        "from tenacity import retry\n\n\n@retry\ndef rates(client):\n    return client.rates()\n",
        ("retry",),
        title="tenacity without a limit",
    ),
    Example(
        "import tenacity\n\n\n@tenacity.retry(wait=tenacity.wait_fixed(2))\nasync def rates(client):\n"
        "    return await client.rates()\n",
        ("tenacity.retry(wait=tenacity.wait_fixed(2))",),
        "import tenacity\n\n\n@tenacity.retry(wait=tenacity.wait_fixed(2), stop=tenacity.stop_after_attempt(5))\n"
        "async def rates(client):\n    return await client.rates()\n",
    ),
    Example(
        "import backoff\nimport requests\n\n\n@backoff.on_exception(backoff.expo, requests.RequestException)\n"
        "def page(url):\n    return requests.get(url, timeout=5)\n",
        ("backoff.on_exception(backoff.expo, requests.RequestException)",),
        "import backoff\nimport requests\n\n\n"
        "@backoff.on_exception(backoff.expo, requests.RequestException, max_tries=5)\n"
        "def page(url):\n    return requests.get(url, timeout=5)\n",
    ),
    Example(
        "from retry import retry\n\n\n@retry(ConnectionError, delay=1)\ndef page(client):\n    return client.page()\n",
        ("retry(ConnectionError, delay=1)",),
        "from retry import retry\n\n\n@retry(ConnectionError, delay=1, tries=5)\ndef page(client):\n"
        "    return client.page()\n",
    ),
    Example(
        "from celery import shared_task\n\n\n@shared_task(autoretry_for=(Exception,), max_retries=None)\n"
        "def settle(order):\n    order.settle()\n",
        ("shared_task(autoretry_for=(Exception,), max_retries=None)",),
    ),
    Example(
        "from urllib3.util.retry import Retry\n\nPOLICY = Retry(total=None, backoff_factor=1)\n",
        ("Retry(total=None, backoff_factor=1)",),
    ),
    Example(
        "import asyncio\n"
        "\n"
        "import httpx\n"
        "\n"
        "\n"
        "async def poll(url):\n"
        "    async with httpx.AsyncClient(timeout=5) as client:\n"
        "        while True:\n"
        "            try:\n"
        "                answer = await client.get(url)\n"
        "                return answer.json()\n"
        "            except Exception as error:\n"
        "                print(f'failed: {error}')\n"
        "                await asyncio.sleep(1)\n",
        ("client.get(url)",),
        title="each attempt is bounded, their number is not",
    ),
)

VALID: Final = (
    Example(
        "from tenacity import retry, retry_if_exception_type, wait_exponential\n\n\n"
        "class QueryNotFinished(Exception):\n    pass\n\n\n"
        "@retry(wait=wait_exponential(max=30), retry=retry_if_exception_type(QueryNotFinished))\n"
        "def wait_for(client, query):\n    if client.state(query) == 'running':\n"
        "        raise QueryNotFinished(query)\n    return client.rows(query)\n",
        title="asked until it is done, and any other error gets out",
    ),
    Example(
        "import asyncio\n"
        "\n"
        "import httpx\n"
        "\n"
        "\n"
        "async def poll(client: httpx.AsyncClient, url):\n"
        "    async with asyncio.timeout(60):\n"
        "        while True:\n"
        "            try:\n"
        "                return await client.get(url)\n"
        "            except httpx.TransportError:\n"
        "                await asyncio.sleep(1)\n",
        title="all attempts together are bounded",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef wait(url):\n    while True:\n        try:\n"
        "            return requests.get(url, timeout=5)\n        except requests.ConnectionError:\n"
        "            time.sleep(1)\n        except requests.HTTPError as error:\n"
        "            raise LookupError(url) from error\n",
        title="other errors are let through",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef price(url):\n    for attempt in range(5):\n        try:\n"
        "            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n"
        "            time.sleep(2 ** attempt)\n    raise RuntimeError(url)\n",
        title="five times",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef price(url):\n    attempts = 0\n    while True:\n        try:\n"
        "            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n"
        "            attempts += 1\n            if attempts == 5:\n                raise\n            time.sleep(1)\n",
        title="counted",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef price(url, deadline):\n    while time.monotonic() < deadline:\n"
        "        try:\n            return requests.get(url, timeout=5).json()\n"
        "        except requests.RequestException:\n            time.sleep(1)\n    raise TimeoutError\n",
        title="until a deadline",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef watch(url, handle):\n    while True:\n        try:\n"
        "            handle(requests.get(url, timeout=5).json())\n        except requests.RequestException:\n"
        "            print('no answer')\n        time.sleep(60)\n",
        title="a worker goes on after success, too",
    ),
    Example(
        "import asyncio\n\nimport websockets\n\n\nasync def listen(url):\n    delay = 1\n"
        "    while True:\n        try:\n"
        "            return await websockets.connect(url)\n        except OSError:\n"
        "            await asyncio.sleep(delay)\n            delay = min(delay * 2, 60)\n",
        title="the pause grows",
    ),
    Example(
        "def number():\n    while True:\n        try:\n            return int(input('How many? '))\n"
        "        except ValueError:\n            print('A number, please.')\n",
        title="a person is asked",
    ),
    Example(
        "import queue\nimport time\n\n\ndef take(jobs):\n    while True:\n        try:\n"
        "            return jobs.get_nowait()\n        except queue.Empty:\n            time.sleep(0.1)\n",
        title="a state is waited for",
    ),
    Example(
        "import asyncio\n\nimport asyncpg\n\n\nasync def connect(dsn):\n    async with asyncio.timeout(30):\n"
        "        while True:\n            try:\n                return await asyncpg.connect(dsn)\n"
        "            except OSError:\n                await asyncio.sleep(1)\n",
        title="under a timeout",
    ),
    Example(
        "import time\n\n\nclass Client:\n    def send(self, request):\n        while True:\n            try:\n"
        "                return self.transport.send(request)\n            except ConnectionError as error:\n"
        "                self.policy.failed(error)\n                time.sleep(self.policy.pause)\n",
        title="the policy may raise",
    ),
    Example(
        "from tenacity import retry, stop_after_attempt\n\n\n@retry(stop=stop_after_attempt(3))\n"
        "def rates(client):\n    return client.rates()\n",
    ),
    Example(
        "import backoff\n\n\n@backoff.on_exception(backoff.expo, OSError, max_time=60)\ndef page(client):\n"
        "    return client.page()\n",
    ),
    Example(
        "from shop.retrying import retry\n\n\n@retry\ndef page(client):\n    return client.page()\n",
        title="the project's own",
    ),
    Example(
        "from urllib3.util import Retry\n\nPOLICY = Retry(total=None, connect=3, read=3)\n",
        title="limited by its other counts",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef fetch(url, attempts=5):\n    try:\n"
        "        return requests.get(url, timeout=5).text\n    except requests.RequestException:\n"
        "        if attempts == 0:\n            raise\n        time.sleep(1)\n"
        "        return fetch(url, attempts - 1)\n",
    ),
)
