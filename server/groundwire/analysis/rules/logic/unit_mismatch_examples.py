"""What GW207 marks and what it leaves alone."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import time\n\n\ndef retry(send, delay_ms):\n    time.sleep(delay_ms)\n    return send()\n",
        marks=("delay_ms",),
        fixed="import time\n\n\ndef retry(send, delay_ms):\n    time.sleep(delay_ms / 1000)\n    return send()\n",
        title="milliseconds where seconds are taken",
    ),
    Example(
        "import requests\n\n\nclass Client:\n    def get(self, url):\n"
        "        return requests.get(url, timeout=self.config.timeout_ms)\n",
        marks=("self.config.timeout_ms",),
    ),
    Example(
        "import asyncio\n\n\nasync def fetch(task, options):\n    timeout = options['timeout_ms']\n"
        "    return await asyncio.wait_for(task, timeout)\n",
        marks=("timeout",),
        title="by way of a name that says nothing",
    ),
    Example(
        "from time import sleep\n\n\ndef backoff(attempt, base_ms=100):\n    sleep(base_ms * 2**attempt)\n",
        marks=("base_ms * 2**attempt",),
        title="a factor that turns no unit",
    ),
    Example("import time\n\n\ndef pause():\n    time.sleep(500)\n", marks=("500",), title="eight minutes"),
    Example(
        "import socket\n\n\ndef connect(address):\n    return socket.create_connection(address, timeout=5000)\n",
        marks=("5000",),
    ),
    Example(
        "import subprocess\n\n\ndef run(command):\n"
        "    return subprocess.run(command, timeout=30000, check=True)  # 30000 ms\n",
        marks=("30000",),
        title="a comment that says otherwise",
    ),
    Example(
        "from datetime import timedelta\n\n\ndef until(start, wait_minutes):\n"
        "    return start + timedelta(seconds=wait_minutes)\n",
        marks=("wait_minutes",),
        fixed="from datetime import timedelta\n\n\ndef until(start, wait_minutes):\n"
        "    return start + timedelta(seconds=wait_minutes * 60)\n",
    ),
    Example(
        "import time\n\n\ndef timed(call):\n    start = time.time()\n    call()\n    elapsed_ms = time.time() - start\n"
        "    return elapsed_ms\n",
        marks=("time.time() - start",),
    ),
    Example(
        "import time\n\n\ndef uptime_ms(started):\n    return time.monotonic() - started\n",
        marks=("time.monotonic() - started",),
        title="a result that the function's name says otherwise",
    ),
    Example(
        "def expired(now_ms, created_seconds, ttl_seconds):\n"
        "    return now_ms - created_seconds > ttl_seconds * 1000\n",
        marks=("created_seconds",),
    ),
    Example(
        "import math\n\n\ndef offset(distance, heading_deg):\n    return distance * math.sin(heading_deg)\n",
        marks=("heading_deg",),
        fixed="import math\n\n\ndef offset(distance, heading_deg):\n"
        "    return distance * math.sin(math.radians(heading_deg))\n",
    ),
    Example(
        "def accepts(upload, limit_mb):\n    return upload.size_bytes <= limit_mb\n",
        marks=("limit_mb",),
    ),
    Example(
        "from datetime import datetime\n\n\ndef shown(event):\n"
        "    return datetime.fromtimestamp(event['created_ms'])\n",
        marks=("event['created_ms']",),
    ),
    Example(
        "import threading\n\n\ndef signalled(event: threading.Event, wait_ms: int) -> bool:\n"
        "    return event.wait(timeout=wait_ms)\n",
        marks=("wait_ms",),
        fixed="import threading\n\n\ndef signalled(event: threading.Event, wait_ms: int) -> bool:\n"
        "    return event.wait(timeout=wait_ms / 1000)\n",
        title="of a class that an annotation tells",
    ),
    Example(
        "from threading import Condition\n\n\nclass Box:\n    def __init__(self, changed: Condition):\n"
        "        self._changed = changed\n\n    def take(self, timeout_ms):\n"
        "        return self._changed.wait(timeout_ms)\n",
        marks=("timeout_ms",),
    ),
)
VALID: Final = (
    Example(
        "import time\n\nTWENTY_FOUR_HOURS = 3600 * 24\n\n\ndef is_recent(seen):\n"
        "    return time.time() - seen < TWENTY_FOUR_HOURS\n",
        title="how much, not in what",
    ),
    Example(
        "import time\n\n\ndef retry(send, delay_ms, pause_seconds):\n    time.sleep(delay_ms / 1000)\n"
        "    time.sleep(delay_ms * 0.001)\n    time.sleep(pause_seconds * 2)\n    return send()\n",
        title="converted by a factor",
    ),
    Example(
        "import math\n\n\ndef offset(distance, heading_deg):\n    heading = math.radians(heading_deg)\n"
        "    return distance * math.sin(heading), math.cos(math.radians(heading_deg))\n",
        title="converted by a call",
    ),
    Example(
        "import time\n\n\ndef timed(call):\n    start = time.time()\n    call()\n    elapsed_ms = time.time() - start\n"
        "    elapsed_ms *= 1000\n    return elapsed_ms\n",
        title="converted afterwards",
    ),
    Example(
        "import math\nimport time\n\n\ndef turned(delay_ms, angle_deg):\n    delay_ms = delay_ms / 1000\n"
        "    time.sleep(delay_ms)\n    angle_deg = math.radians(angle_deg)\n    return math.sin(angle_deg)\n",
        title="converted in place",
    ),
    Example(
        "def command(timeout_ms):\n    return {'maxTimeMS': int(timeout_ms * 1000)}\n",
        title="converted for what it is given to: the name it started from is wrong",
    ),
    Example(
        "def seconds_of(days, hours, minutes, seconds):\n    total = days * 24 * 3600 + hours * 3600\n"
        "    return total + minutes * 60 + seconds\n",
    ),
    Example(
        "def total(delta):\n    days_ms = delta.days * 86400 * 1000\n"
        "    return days_ms + delta.seconds * 1000 + delta.microseconds / 1000\n",
    ),
    Example(
        "import time\n\n\ndef serve():\n    while True:\n        time.sleep(1000)\n",
        title="a wait that has no end anyway",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef poll(url):\n    time.sleep(300)\n    time.sleep(3600)\n"
        "    return requests.get(url, timeout=3600)\n",
        title="minutes and hours, meant as such",
    ),
    Example(
        "MS_PER_SECOND = 1000\nSECONDS_IN_MINUTES = 60\n\n\ndef rate(bytes_per_second, elapsed_ms):\n"
        "    return bytes_per_second * elapsed_ms / MS_PER_SECOND\n",
        title="rates and factors",
    ),
    Example(
        "def ms_to_seconds(ms):\n    return ms / 1000\n\n\ndef wait_ms(page, delay_seconds):\n"
        "    timeout_ms = convert(delay_seconds)\n    page.wait_for_timeout(timeout_ms)\n",
        title="helpers",
    ),
    Example(
        "def position(degrees, minutes, seconds):\n    return degrees + minutes / 60 + seconds / 3600\n",
        title="minutes of a degree",
    ),
    Example(
        "def size(path, size_bytes):\n    size_kb = size_bytes / 1024\n    size_mb = size_kb / 1024\n"
        "    return size_mb, size_bytes >> 30\n",
    ),
    Example(
        "from datetime import timedelta\n\nHOURS = 3600\nMINUTES = 60\n\n\ndef ends(start, hours: timedelta):\n"
        "    minutes = timedelta(minutes=5)\n    timeout_seconds = 2 * HOURS + 5 * MINUTES\n"
        "    return start + hours + minutes, timeout_seconds\n",
        title="durations, and constants that stand for a unit",
    ),
    Example(
        "def clock(hours, minutes, seconds):\n    return hours + ':' + minutes + ':' + seconds\n\n\n"
        "def packed(rows):\n    hours = rows['hour'].astype(str).str.zfill(2)\n"
        "    minutes = rows['minute'].astype(str).str.zfill(2)\n    return hours + minutes\n",
        title="texts",
    ),
    Example(
        "def tag(root, default_ns, max_ms):\n    prefix_ns = default_ns\n    return f'{prefix_ns}:{max_ms}'\n",
        title="a namespace",
    ),
    Example(
        "from somewhere import Event\n\n\ndef signalled(event: Event, page, wait_ms: int):\n"
        "    event.wait(wait_ms)\n    page.wait(timeout=wait_ms)\n",
        title="a `wait` of another class",
    ),
    Example(
        "def frame(parts, unit):\n    gb = parts[1].box()\n    kb = parts[-2].box()\n    if kb != gb:\n"
        "        kb.enlarge(unit)\n    return gb.left(), kb.right()\n",
        title="boxes that are called by two letters",
    ),
)
