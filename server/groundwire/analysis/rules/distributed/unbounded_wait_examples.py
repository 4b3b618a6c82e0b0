"""Examples of GW601: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n",
        ("requests.get(url)",),
        files={"setup_net.py": "import socket\n\nsocket.setdefaulttimeout(20)\n"},
        title="requests puts its own limit, none, over that of sockets",
    ),
    Example(
        "import requests\n\n\ndef price(url):\n    return requests.get(url).json()\n",
        ("requests.get(url)",),
        "import requests\n\n\ndef price(url):\n    return requests.get(url, timeout=10).json()\n",
    ),
    Example(
        "import requests\n\n\ndef charge(url, order):\n"
        "    with requests.Session() as session:\n"
        "        answer = session.post(\n            url,\n            json=order,\n        )\n"
        "    return answer.json()\n",
        ("session.post(\n            url,\n            json=order,\n        )",),
        "import requests\n\n\ndef charge(url, order):\n"
        "    with requests.Session() as session:\n"
        "        answer = session.post(\n            url,\n            json=order, timeout=10,\n        )\n"
        "    return answer.json()\n",
        title="a session sets no timeout either",
    ),
    Example(
        "import requests\n\n\nclass Client:\n    def __init__(self):\n        self.http = requests.Session()\n\n"
        "    def user(self, name):\n        return self.http.get(f'/users/{name}')\n",
        ("self.http.get(f'/users/{name}')",),
        title="a session kept in an attribute",
    ),
    Example(
        "from urllib.request import urlopen\n\n\ndef page(url):\n    with urlopen(url) as answer:\n"
        "        return answer.read()\n",
        ("urlopen(url)",),
        "from urllib.request import urlopen\n\n\ndef page(url):\n    with urlopen(url, timeout=10) as answer:\n"
        "        return answer.read()\n",
    ),
    Example(
        "import httpx\n\n\nasync def rates(url):\n    async with httpx.AsyncClient(timeout=None) as client:\n"
        "        return await client.get(url)\n",
        ("httpx.AsyncClient(timeout=None)",),
        "import httpx\n\n\nasync def rates(url):\n    async with httpx.AsyncClient(timeout=10) as client:\n"
        "        return await client.get(url)\n",
        title="the library's own limit switched off",
    ),
    Example(
        "import smtplib\n\n\ndef send(message):\n    with smtplib.SMTP('mail', 25) as server:\n"
        "        server.send_message(message)\n",
        ("smtplib.SMTP('mail', 25)",),
    ),
    Example(
        "import redis\n\ncache = redis.Redis(host='cache', port=6379)\n",
        ("redis.Redis(host='cache', port=6379)",),
        "import redis\n\ncache = redis.Redis(host='cache', port=6379, socket_timeout=10)\n",
    ),
    Example(
        "import psycopg2\n\n\ndef connect():\n    return psycopg2.connect('dbname=shop host=db')\n",
        ("psycopg2.connect('dbname=shop host=db')",),
    ),
    Example(
        "import subprocess\n\n\ndef checkout(url, folder):\n"
        "    subprocess.run(['git', 'clone', '--depth', '1', url, folder], check=True)\n",
        ("subprocess.run(['git', 'clone', '--depth', '1', url, folder], check=True)",),
        "import subprocess\n\n\ndef checkout(url, folder):\n"
        "    subprocess.run(['git', 'clone', '--depth', '1', url, folder], check=True, timeout=120)\n",
    ),
    Example(
        "import multiprocessing\n\n\ndef total(work, jobs):\n    results = multiprocessing.Queue()\n"
        "    for job in jobs:\n        multiprocessing.Process(target=work, args=(job, results)).start()\n"
        "    return sum(results.get() for _ in jobs)\n",
        ("results.get()",),
        title="a process that dies puts nothing",
    ),
    Example(
        "import asyncio\n\n\nasync def ask(coroutine, loop):\n"
        "    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()\n",
        ("asyncio.run_coroutine_threadsafe(coroutine, loop).result()",),
        "import asyncio\n\n\nasync def ask(coroutine, loop):\n"
        "    return asyncio.run_coroutine_threadsafe(coroutine, loop).result(timeout=10)\n",
    ),
    Example(
        "import paramiko\n\n\ndef login(host, user):\n    client = paramiko.SSHClient()\n"
        "    client.connect(host, username=user)\n    return client\n",
        ("client.connect(host, username=user)",),
    ),
    Example(
        "import requests\n"
        "\n"
        "\n"
        "def page(session: requests.Session, url: str) -> bytes:\n"
        "    return session.get(url).content\n",
        ("session.get(url)",),
        title="a session that somebody else made",
    ),
    Example(
        "from requests import get\n\n\ndef status(url):\n    return get(url, allow_redirects=False).status_code\n",
        ("get(url, allow_redirects=False)",),
    ),
    Example(
        "import aiohttp\n"
        "\n"
        "\n"
        "async def body(url):\n"
        "    limit = aiohttp.ClientTimeout(total=None)\n"
        "    async with aiohttp.ClientSession(timeout=limit) as session, session.get(url) as response:\n"
        "        return await response.read()\n",
        ("aiohttp.ClientTimeout(total=None)",),
        title="aiohttp's own limit, switched off",
    ),
    Example(
        "import socket\n"
        "\n"
        "\n"
        "def ask(host, port, question):\n"
        "    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:\n"
        "        sock.connect((host, port))\n"
        "        sock.sendall(question)\n"
        "        return sock.recv(4096)\n",
        ("sock.recv(4096)",),
        title="a peer that says nothing",
    ),
)

VALID: Final = (
    Example(
        "import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n",
        files={
            "patches.py": "from requests.adapters import HTTPAdapter\n\nsend = HTTPAdapter.send\n\n\n"
            "def sent(self, *args, **kwargs):\n    kwargs['timeout'] = kwargs.get('timeout') or 30\n"
            "    return send(self, *args, **kwargs)\n\n\nHTTPAdapter.send = sent\n"
        },
        title="every request of the project has a limit",
    ),
    Example(
        "import urllib.request\n\n\ndef page(url):\n    return urllib.request.urlopen(url).read()\n",
        files={"setup_net.py": "import socket\n\nsocket.setdefaulttimeout(20)\n"},
        title="every socket of the program has a limit",
    ),
    Example(
        "import paramiko\n\n\ndef login(host, user, password):\n    client = paramiko.SSHClient()\n"
        "    client.connect(host, 22, user, password, None, None, 10)\n    return client\n",
        title="a limit by its place",
    ),
    Example(
        "import urllib.request\n\n\ndef table(path):\n    return urllib.request.urlopen(f'file:{path}').read()\n",
        title="a file",
    ),
    Example(
        "import requests\n\n\nclass Mock:\n    def reset(self):\n"
        "        requests.post(f'{self._test_server_endpoint}/reset')\n",
        title="the server of a test",
    ),
    Example(
        "import sys\n\nimport requests\n\n\ndef download(url):\n    try:\n        response = requests.get(url)\n"
        "    except requests.RequestException as error:\n        sys.stderr.write(f'{error}\\n')\n        sys.exit(1)\n"
        "    return response.text\n",
        title="a person started it, and stops it",
    ),
    Example(
        "import multiprocessing\n\n\ndef serve(watch, logger):\n    errors = multiprocessing.Queue()\n"
        "    child = multiprocessing.Process(target=watch, args=(errors,))\n    try:\n        child.start()\n"
        "        logger.critical(errors.get())\n    finally:\n        child.terminate()\n",
        title="a child that runs until it is ended",
    ),
    Example(
        "import multiprocessing\nimport threading\n\n\ndef serve(run, stop):\n    orders = multiprocessing.Queue()\n\n"
        "    def watch():\n        order = orders.get()\n        stop(order)\n\n"
        "    threading.Thread(target=watch, daemon=True).start()\n    run(orders)\n",
        title="a thread that is there to wait",
    ),
    Example(
        "import httpx\n\n\ndef embed(send, text, timeout: httpx.Timeout = httpx.Timeout(None)):\n"
        "    return send(text, timeout=timeout)\n",
        title="whoever calls may say",
    ),
    Example(
        "import subprocess\n\n\ndef pushed(image):\n    subprocess.check_call(['docker', 'push', image])\n",
        title="nobody can say how long that takes",
    ),
    Example(
        "import multiprocessing\n\n\ndef version(read):\n    answers = multiprocessing.Queue()\n"
        "    process = multiprocessing.Process(target=read, args=(answers,))\n    process.start()\n    process.join()\n"
        "    if process.exitcode != 0:\n        raise RuntimeError(process.exitcode)\n    return answers.get()\n",
        title="what puts the item has ended well",
    ),
    Example(
        "import click\nimport subprocess\n\n\n@click.command()\n@click.argument('url')\ndef new(url):\n"
        "    subprocess.run(['git', 'clone', url], check=True)\n",
        title="a command: a person waits, and may stop it",
    ),
    Example(
        "import queue\n\n\nclass Channel:\n    def __init__(self):\n        self.items = queue.Queue()\n\n"
        "    def take(self):\n        return self.items.get()\n",
        title="whoever takes decides to wait",
    ),
    Example(
        "import httpx\n\n\nasync def tokens(url, prompt):\n    async with httpx.AsyncClient(timeout=None) as client:\n"
        "        async with client.stream('POST', url, json=prompt) as answer:\n"
        "            async for line in answer.aiter_lines():\n                yield line\n",
        title="a stream lasts as long as it lasts",
    ),
    Example(
        "import redis\n\n\ndef follow(channel, handle):\n    subscription = redis.Redis(host='cache').pubsub()\n"
        "    subscription.subscribe(channel)\n    for message in subscription.listen():\n        handle(message)\n",
        title="listening is what it is for",
    ),
    Example(
        "import subprocess\n\n\ndef prepared():\n    subprocess.check_output(['pip', 'install', 'uv'])\n"
        "    subprocess.check_call(['npm', 'ci'])\n",
        title="both give up on a silent server by themselves",
    ),
    Example(
        "import requests\n\nif __name__ == '__main__':\n"
        "    for name in requests.get('https://api.example/emojis').json():\n        print(name)\n",
        title="a person runs it, and watches",
    ),
    Example(
        "import aiohttp\n\n\ndef limit():\n    return aiohttp.ClientTimeout(total=None, sock_read=30)\n",
        title="each read is bounded",
    ),
    Example(
        "import socket\n"
        "\n"
        "\n"
        "def ask(host, port, question):\n"
        "    sock = socket.socket()\n"
        "    sock.settimeout(5)\n"
        "    sock.connect((host, port))\n"
        "    sock.sendall(question)\n"
        "    return sock.recv(4096)\n",
    ),
    Example(
        "import socket\n"
        "\n"
        "\n"
        "def own_address():\n"
        "    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "    sock.connect(('192.0.2.1', 80))\n"
        "    return sock.getsockname()[0]\n",
        title="nothing is sent",
    ),
    Example(
        "import socket\n"
        "\n"
        "\n"
        "def serve(port, answer):\n"
        "    with socket.socket() as server:\n"
        "        server.bind(('', port))\n"
        "        server.listen()\n"
        "        client, _ = server.accept()\n"
        "        client.sendall(answer(client.recv(1024)))\n",
        title="a server waits for its clients",
    ),
    Example("import requests\n\n\ndef price(url):\n    return requests.get(url, timeout=(3, 30)).json()\n"),
    Example(
        "import requests\n\n\ndef get(url, **kwargs):\n    return requests.get(url, **kwargs)\n",
        title="the caller may pass one",
    ),
    Example(
        "import socket\n\n\ndef dial(address, timeout=None):\n    if timeout is not None:\n"
        "        return socket.create_connection(address, timeout)\n    return socket.create_connection(address)\n",
        title="the same function also passes one: without is a decision",
    ),
    Example(
        "import httpx\n\n\ndef rates(url):\n    return httpx.get(url).json()\n",
        title="httpx stops after five seconds by itself",
    ),
    Example(
        "import requests\n\n\ndef client(adapter):\n    session = requests.Session()\n"
        "    session.mount('https://', adapter)\n    return session.get('https://example.org')\n",
        title="an adapter that may hold the default",
    ),
    Example(
        "import queue\n\n\ndef work(handle):\n    jobs = queue.Queue()\n    while True:\n        handle(jobs.get())\n",
        title="a worker lives off its queue",
    ),
    Example(
        "import queue\n\n\ndef drain():\n    jobs = queue.Queue()\n    return jobs.get(block=False)\n",
    ),
    Example(
        "import queue\n\n\nclass Best:\n    def __init__(self):\n        self.open = queue.PriorityQueue()\n\n"
        "    def __next__(self):\n        if self.open.empty():\n            raise StopIteration\n"
        "        return self.open.get()\n",
        title="it is known that there is something",
    ),
    Example(
        "import queue\nimport sys\nimport threading\n\n\nclass Answer(threading.Thread):\n"
        "    def __init__(self, work):\n"
        "        super().__init__()\n        self.work = work\n        self.answer = queue.Queue()\n\n"
        "    def run(self):\n        try:\n            self.answer.put((self.work(), None))\n        except:\n"
        "            self.answer.put((None, sys.exc_info()))\n\n"
        "    def wait(self):\n        return self.answer.get()\n",
        title="the thread puts an answer whatever happens",
    ),
    Example("class Cache:\n    def get(self, key):\n        return self.items.get(key)\n"),
    Example("import subprocess\n\n\ndef version():\n    return subprocess.run(['git', '--version'], check=True)\n"),
    Example(
        "import subprocess\n\n\ndef fetch(url):\n    subprocess.run(['curl', '--max-time', '20', url], check=True)\n",
        title="the command bounds itself",
    ),
    Example("import psycopg2\n\n\ndef connect(dsn):\n    return psycopg2.connect(dsn)\n", title="the text may hold it"),
    Example(
        "import asyncio\n\n\ndef ask(coroutine, loop):\n"
        "    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()\n",
        title="in another thread, waiting is what the call is for",
    ),
    Example(
        "import smtplib\n\n\ndef mailer():\n    return smtplib.SMTP()\n",
        title="without a host it does not connect yet",
    ),
    Example(
        "import threading\n\nlock = threading.Lock()\n\n\n"
        "def add(items, item):\n    with lock:\n        items.append(item)\n"
    ),
    Example(
        "import socket\nfrom urllib.request import urlopen\n\n\n"
        "def page(url):\n    socket.setdefaulttimeout(10)\n    return urlopen(url)\n",
        title="a default for all sockets",
    ),
    Example(
        "from urllib.request import urlopen\n\n\ndef opened(uri, root):\n    if uri.startswith('data'):\n"
        "        return urlopen(uri).file\n    return open(root / uri, 'rb')\n",
        title="what is opened holds its data itself",
    ),
    Example(
        "import queue\nimport threading\n\n\ndef code_of(container):\n    codes = queue.Queue()\n\n"
        "    def wait():\n        code = 1\n        try:\n            code = container.wait()\n        finally:\n"
        "            codes.put(code)\n\n    threading.Thread(target=wait).start()\n    return codes.get()\n",
        title="an item that is put whatever becomes of the work",
    ),
)
