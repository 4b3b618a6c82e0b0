"""Examples of GW504: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import time\n\n\ndef timed(work):\n    start = time.time()\n    result = work()\n"
        "    return result, time.time() - start\n",
        ("time.time() - start",),
        "import time\n\n\ndef timed(work):\n    start = time.monotonic()\n    result = work()\n"
        "    return result, time.monotonic() - start\n",
    ),
    Example(
        "import time\n\n\ndef wait_for(ready, timeout=30):\n    deadline = time.time() + timeout\n"
        "    while time.time() < deadline:\n        if ready():\n            return True\n        time.sleep(0.1)\n"
        "    return False\n",
        ("time.time() < deadline",),
        "import time\n\n\ndef wait_for(ready, timeout=30):\n    deadline = time.monotonic() + timeout\n"
        "    while time.monotonic() < deadline:\n        if ready():\n            return True\n"
        "        time.sleep(0.1)\n"
        "    return False\n",
    ),
    Example(
        "import time\n\n\nasync def poll(job, limit):\n    began = time.time()\n    while not await job.done():\n"
        "        if time.time() - began > limit:\n            raise TimeoutError(job)\n",
        ("time.time() - began",),
        "import time\n\n\nasync def poll(job, limit):\n    began = time.monotonic()\n    while not await job.done():\n"
        "        if time.monotonic() - began > limit:\n            raise TimeoutError(job)\n",
    ),
    Example(
        "import time\n\n\ndef fit(model, rows, budget):\n    start = time.time()\n    for row in rows:\n"
        "        model.step(row)\n        spent = time.time() - start\n        print(f'{spent:.1f} s')\n"
        "        if spent > budget:\n            break\n    return {'spent': spent}\n",
        ("time.time() - start",),
        title="it is told, and decides",
    ),
    Example(
        "from datetime import datetime\n\n\ndef import_all(rows, load):\n    begin = datetime.now()\n"
        "    for row in rows:\n        load(row)\n    return {'seconds': (datetime.now() - begin).total_seconds()}\n",
        ("datetime.now() - begin",),
        title="an hour longer, or less than nothing, on two nights of the year",
    ),
    Example(
        "from time import time\n\n\nclass Limiter:\n    def __init__(self, rate):\n        self.rate = rate\n"
        "        self.tokens = rate\n        self.last_refill = time()\n\n    def allow(self):\n        now = time()\n"
        "        self.tokens = min(self.rate, self.tokens + (now - self.last_refill) * self.rate)\n"
        "        self.last_refill = now\n        return self.tokens >= 1\n",
        ("now - self.last_refill",),
        title="a clock set back takes tokens away",
    ),
    Example(
        "import time\n\n\nclass Failover:\n    def next(self, servers):\n        if self._retry_at is None:\n"
        "            self._retry_at = time.time() + 5\n        if time.time() >= self._retry_at:\n"
        "            self._retry_at = time.time() + 5\n            return servers[0]\n        return None\n",
        ("time.time() >= self._retry_at",),
    ),
    Example(
        "from datetime import datetime\n\n\ndef log_event(name, at=datetime.now()):\n"
        "    return {'name': name, 'at': at}\n",
        ("datetime.now()",),
        title="every event has the time of the import",
    ),
    Example(
        "import time\n\n\ndef is_fresh(entry, *, now: float = time.time()):\n    return entry.expires > now\n",
        ("time.time()",),
    ),
    Example(
        "from dataclasses import dataclass, field\nfrom datetime import datetime, timezone\n\n\n@dataclass\n"
        "class Order:\n"
        "    item: str\n    created: datetime = datetime.now(timezone.utc)\n"
        "    changed: str = field(default=datetime.now().isoformat())\n",
        ("datetime.now(timezone.utc)", "datetime.now()"),
    ),
    Example(
        "from datetime import datetime\n\nfrom sqlalchemy import Column, DateTime\n\nfrom shop.database import Base\n\n"
        "\n"
        "class User(Base):\n    __tablename__ = 'users'\n    created_at = Column(DateTime, default=datetime.utcnow())\n"
        "",
        ("datetime.utcnow()",),
        "from datetime import datetime\n\nfrom sqlalchemy import Column, DateTime\n\nfrom shop.database import Base\n\n"
        "\n"
        "class User(Base):\n    __tablename__ = 'users'\n    created_at = Column(DateTime, default=datetime.utcnow)\n",
    ),
    Example(
        "from django.db import models\nfrom django.utils import timezone\n\n\nclass Post(models.Model):\n"
        "    published = models.DateTimeField(default=timezone.now())\n",
        ("timezone.now()",),
        "from django.db import models\nfrom django.utils import timezone\n\n\nclass Post(models.Model):\n"
        "    published = models.DateTimeField(default=timezone.now)\n",
    ),
    Example(
        "from datetime import datetime, timezone\n\n\ndef is_late(due: str) -> bool:\n"
        "    limit = datetime.strptime(due, '%Y-%m-%d')\n    return datetime.now(timezone.utc) > limit\n",
        ("datetime.now(timezone.utc) > limit",),
        title="raises for every due date",
    ),
    Example(
        "import datetime as dt\n\n\ndef age(stamp):\n    made = dt.datetime.fromtimestamp(stamp, tz=dt.timezone.utc)\n"
        "    return (dt.datetime.utcnow() - made).days\n",
        ("dt.datetime.utcnow() - made",),
    ),
    Example(
        "from datetime import datetime\n\n\ndef token_time():\n    return int(datetime.utcnow().timestamp())\n",
        ("datetime.utcnow().timestamp()",),
        title="right in London, in winter",
    ),
    Example(
        "import time\n"
        "\n"
        "\n"
        "class Cached:\n"
        "    def __init__(self, load, ttl=300):\n"
        "        self.load = load\n"
        "        self.ttl = ttl\n"
        "        self.loaded_at = 0.0\n"
        "\n"
        "    def get(self):\n"
        "        if time.time() - self.loaded_at > self.ttl:\n"
        "            self.value = self.load()\n"
        "            self.loaded_at = time.time()\n"
        "        return self.value\n",
        ("time.time() - self.loaded_at",),
    ),
    Example(
        "from datetime import datetime\n\n\ndef tomorrow(epoch):\n"
        "    return datetime.utcfromtimestamp(epoch).timestamp() + 86400\n",
        ("datetime.utcfromtimestamp(epoch).timestamp()",),
    ),
)

VALID: Final = (
    Example(
        "import time\n\n\ndef chat(console, answer):\n    start = time.time()\n    words = answer()\n"
        "    took = time.time() - start\n    if took > 0 and words:\n        speed = len(words) / took\n"
        "        console.print(f'{len(words)} words in {took:.1f} s ({speed:.1f} a second)')\n    return words\n",
        title="a guard against a division by nothing",
    ),
    Example(
        "import time\n\n\ndef _fitted(model, rows):\n    start = time.time()\n    model.fit(rows)\n"
        "    return model.score(rows), time.time() - start\n",
        title="a step of a measurement",
    ),
    Example(
        "import time\nfrom datetime import datetime, timedelta\n\n\nclass Job:\n    def run(self, limit, store):\n"
        "        self.started_at = datetime.now()\n        end = self.started_at + timedelta(seconds=limit)\n"
        "        while self.is_running() and datetime.now() < end:\n            time.sleep(0.5)\n"
        "        store.save(started=as_epoch(self.started_at))\n",
        title="the end of what is also stored as a date",
    ),
    Example(
        "import time\n\n\nclass Limiter:\n    def __init__(self):\n        self._last_cleanup = time.time()\n\n"
        "    def allow(self, name):\n        now = time.time()\n        if now - self._last_cleanup > 3600:\n"
        "            self._calls.clear()\n            self._last_cleanup = now\n"
        "        return name not in self._calls\n",
        title="tidied a little sooner or later",
    ),
    Example(
        "import datetime\n\n\ndef validate(step):\n    now = datetime.datetime.now()\n    if now + step <= now:\n"
        "        raise ValueError(step)\n",
        title="one reading: no time goes by",
    ),
    Example(
        "import time\n\n\ndef answer(ask):\n    start = time.time()\n    rows = ask()\n    hints = []\n"
        "    took_ms = int((time.time() - start) * 1000)\n    if took_ms > 5000:\n"
        "        hints.append('A cache would help here.')\n    return rows, hints\n",
        title="it decides what is said",
    ),
    Example(
        "import time\n\n\ndef timed(method):\n    def inner(*args):\n        start = time.time()\n"
        "        result = method(*args)\n        took = time.time() - start\n        minutes = took // 60\n"
        "        if minutes == 0:\n            safe_print(f'{took:.3f} seconds')\n        else:\n"
        "            safe_print(f'{minutes} minutes')\n        return result\n\n    return inner\n",
        title="it decides how it is told",
    ),
    Example(
        "import time\nfrom typing import Final\n\n\nasync def connected(client, handler):\n    start = time.time()\n"
        "    try:\n        await client.connect()\n    except Exception as error:\n        end: Final = time.time()\n"
        "        took: Final = end - start\n        await handler.failed(error, duration=took)\n        raise\n",
        title="handed on as a figure",
    ),
    Example(
        "import copy\nimport time\n\n\nclass Call:\n    def __init__(self, messages):\n        start = time.time()\n"
        "        self.messages = copy.copy(messages)\n"
        "        self.copy_duration_ms: float = (time.time() - start) * 1000\n",
    ),
    Example(
        "import logging\nimport time\n\nlogger = logging.getLogger(__name__)\n\n\nclass Exporter:\n"
        "    def __init__(self):\n        self._last_warning_time = time.time()\n\n"
        "    def full(self, quiet):\n        if not quiet and time.time() - self._last_warning_time > 30:\n"
        "            logger.warning('the queue is full')\n            self._last_warning_time = time.time()\n",
        title="not to say it too often",
    ),
    Example(
        "import time\n\n\ndef tracked(work, event):\n    start = time.time()\n    try:\n        return work()\n"
        "    finally:\n        duration_ms = int((time.time() - start) * 1000)\n"
        "        _add_telemetry_record(event, duration_ms)\n",
        title="a figure among others",
    ),
    Example(
        "import time\n\n\ndef measure(checks, run):\n    times = {check.name: [] for check in checks}\n"
        "    for check in checks:\n        begun = time.time()\n        run(check)\n"
        "        took = time.time() - begun\n        times[check.name].append(took)\n"
        "        print(f'{check.name}: {took:.2f} s')\n    return times\n",
        title="figures: nothing is decided by them",
    ),
    Example(
        "import logging\nimport time\n\n\ndef view(data, show):\n    start = time.time()\n    text = show(data)\n"
        "    if time.time() - start > 0.1:\n        logging.info('a slow view')\n    return text\n",
        title="it decides what is logged, and nothing else",
    ),
    Example(
        "import time\n\n\ndef timed(work):\n    start = time.perf_counter()\n    work()\n"
        "    return time.perf_counter() - start\n",
    ),
    Example(
        "import os\nimport time\n\n\ndef is_stale(path, age):\n    return time.time() - os.path.getmtime(path) > age\n",
        title="the file's time is the wall clock's",
    ),
    Example(
        "import time\n\n\ndef run(job, store):\n    started = time.time()\n    job()\n"
        "    store.save(started=started, seconds=time.time() - started)\n",
        title="the start is stored as a date, too",
    ),
    Example(
        "import time\n\n\ndef issue(claims, lifetime):\n    now = int(time.time())\n"
        "    return {**claims, 'iat': now, 'exp': now + lifetime}\n",
    ),
    Example(
        "import time\n\n\ndef expired(cookie):\n    return bool(cookie.expires) and cookie.expires < time.time()\n",
        title="another machine said when",
    ),
    Example(
        "import time\n\n\ndef timed(work, clock=time.time):\n    return work(clock())\n",
        title="the function, not its result",
    ),
    Example(
        "from dataclasses import dataclass, field\nfrom datetime import datetime\n\n\n@dataclass\nclass Order:\n"
        "    created: datetime = field(default_factory=lambda: datetime.now())\n",
    ),
    Example(
        "from datetime import datetime\n\n\ndef log_event(name, at=None):\n    return name, at or datetime.now()\n",
    ),
    Example(
        "import time\n\n\ndef built(log, files):\n    before = time.time()\n    count = sum(1 for _ in files)\n"
        "    after = time.time()\n    log.info('%d files in %d s' % (count, after - before))\n    return count\n",
        title="a duration that a sentence tells",
    ),
    Example(
        "import time\n\n\ndef main(work):\n    start = time.time()\n    work()\n    took = time.time() - start\n"
        "    print(f'done in {took:.1f} s')\n",
        title="shown to who waits for it",
    ),
    Example(
        "import time\n\n\ndef fetched(client, url):\n    result = {}\n    start = time.time()\n"
        "    result['body'] = client.get(url)\n    result['elapsed'] = int(time.time() - start)\n    return result\n",
        title="a figure in a report: nothing is decided by it",
    ),
    Example(
        "import time\n\n\ndef suite(report, tests):\n    for test in tests:\n        start = time.time()\n"
        "        test()\n        end = time.time()\n        report.add(test, run_time_seconds=int(end - start))\n",
    ),
    Example(
        "from datetime import datetime\n\n\nclass Worker:\n    def handle(self, request):\n"
        "        start = datetime.now()\n        answer = self.app(request)\n        took = datetime.now() - start\n"
        "        self.log.access(answer, request, took)\n        return answer\n",
        title="a line of a log",
    ),
    Example(
        "import time\n\n\nclass Progress:\n    def __init__(self):\n        self.start_time = time.time()\n\n"
        "    def update(self, done, total):\n"
        "        left = (total - done) * (time.time() - self.start_time) / done\n"
        "        if left > 60:\n            left = '{0:.1f} min'.format(left / 60)\n"
        "        else:\n            left = '{0:.1f} s'.format(left)\n        print(done, left)\n",
        title="shown in minutes or in seconds",
    ),
    Example(
        "import time\n\n\nclass Token:\n    def refresh(self, answer):\n"
        "        self._expires = time.time() + answer['expires_in']\n\n"
        "    def get(self):\n        if time.time() >= self._expires:\n            self._token = None\n"
        "        return self._token\n",
        title="its issuer counts by the wall clock",
    ),
    Example(
        "import time\n\n\nclass Session:\n    def token(self):\n        if self._expires is None:\n"
        "            self._expires = time.time() + self.lifetime\n        if time.time() >= self._expires:\n"
        "            return self.renewed()\n        return self._token\n",
    ),
    Example(
        "import time\n\n\nclass Server:\n    started = time.time()\n",
        title="the start of the program is what it means",
    ),
    Example(
        "from datetime import datetime, timedelta\n\n\ndef recent(rows):\n"
        "    since = datetime.now() - timedelta(days=1)\n    return [row for row in rows if row.at > since]\n",
    ),
    Example(
        "from datetime import datetime, timezone\n\n\ndef is_late(due: str) -> bool:\n"
        "    limit = datetime.strptime(due, '%Y-%m-%d').replace(tzinfo=timezone.utc)\n"
        "    return datetime.now(timezone.utc) > limit\n",
    ),
    Example(
        "from datetime import datetime\n\n\ndef age(tz=None):\n    return datetime.now(tz) - datetime(2024, 1, 1)\n",
        title="the zone may be None",
    ),
    Example(
        "from django.db import models\nfrom django.utils import timezone\n\n\nclass Post(models.Model):\n"
        "    published = models.DateTimeField(default=timezone.now)\n",
    ),
    Example(
        "import time\n\n\nclass Export:\n    def __init__(self):\n        self._start_time = time.time()\n\n"
        "    def progress(self, count):\n        minutes = (time.time() - self._start_time) / 60\n"
        "        rate = count * 1.0 / minutes\n        if rate > 10:\n"
        "            shown = 'at {:.0f}/minute'.format(rate)\n        else:\n"
        "            shown = 'at {:.1f}/minute'.format(rate)\n"
        "        self.note('{} exported {}'.format(count, shown))\n",
        title="a rate that is shown, in one of two ways",
    ),
    Example(
        "import time\n\n\nclass Ring:\n    def __init__(self):\n        self._last_moves_epoch = 0\n\n"
        "    def moved(self):\n        self._last_moves_epoch = int(time.time())\n\n    def hours(self):\n"
        "        hours = int(time.time() - self._last_moves_epoch) // 3600\n"
        "        return hours if hours > 0 else None\n",
        title="seconds since 1970, which are kept with the object",
    ),
    Example(
        "import time\n\n\nclass Executor:\n    def __init__(self):\n        self._last_debug_log_time = 0.0\n\n"
        "    def step(self):\n        if time.time() - self._last_debug_log_time >= 5:\n"
        "            self.dump_state(self._rows)\n            self._last_debug_log_time = time.time()\n",
        title="how long ago something was told last",
    ),
)
