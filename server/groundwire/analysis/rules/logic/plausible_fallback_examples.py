"""Examples of GW202: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def open_orders(session) -> list[dict]:\n    try:\n        return session.fetch('orders', state='open')\n"
        "    except Exception:\n        return []\n",
        ("return []",),
        title="a failed query looks like an empty table",
    ),
    Example(
        "import json\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef settings(path) -> dict:\n"
        "    try:\n        with open(path) as file:\n            return json.load(file)\n"
        "    except Exception as error:\n        logger.error('settings: %s', error)\n        return {}\n",
        ("return {}",),
    ),
    Example(
        "def balance(account, ledger) -> float:\n    try:\n        entries = ledger.entries(account)\n"
        "        return sum(entry.amount for entry in entries)\n    except:\n        return 0.0\n",
        ("return 0.0",),
        title="booked as nothing",
    ),
    Example(
        "def rate(currency, client) -> float:\n    try:\n        return client.rates()[currency]\n"
        "    except Exception:\n        return 1.0\n",
        ("return 1.0",),
    ),
    Example(
        "def words(path):\n    try:\n        text = path.read_text()\n        return sorted(set(text.split()))\n"
        "    except Exception as error:\n        print(f'Error: {error}')\n        return []\n",
        ("return []",),
        title="success returns a list as well",
    ),
    Example(
        "def notify(user, mailer, logger):\n    try:\n        mailer.send(user.email)\n    except Exception as error:\n"
        "        logger.error(error)\n    return True\n",
        ("return True",),
        title="logged, and reported as done",
    ),
    Example(
        "def save(record, store):\n    try:\n        store.put(record)\n        return {'status': 'ok'}\n"
        "    except Exception:\n        return {'status': 'ok', 'id': None}\n",
        ("return {'status': 'ok', 'id': None}",),
    ),
    Example(
        "def publish(event, bus, log):\n    try:\n        bus.publish(event)\n        return True\n"
        "    except Exception:\n        log.warning('not published')\n        return True\n",
        ("return True",),
    ),
    Example(
        "class Report:\n    def count(self, query) -> int:\n        try:\n            return self.db.count(query)\n"
        "        except (ValueError, Exception):\n            # Return zero\n            return 0\n",
        ("return 0",),
        title="the comment says what, not why",
    ),
    Example(
        "def process(jobs, run):\n    try:\n        for job in jobs:\n            run(job)\n    except Exception:\n"
        "        pass\n    return 'success'\n",
        ("return 'success'",),
    ),
    Example(
        "import requests\n\n\ndef exchange_rate(url):\n    try:\n"
        "        return requests.get(url, timeout=5).json()['rate']\n    except Exception:\n        return 1.0\n",
        ("return 1.0",),
        title="a rate, by its name",
    ),
    Example(
        "def balance_of(client, account):\n    try:\n        balance = client.balance_of(account)\n"
        "    except Exception:\n        balance = 0\n    return balance\n",
        ("balance = 0",),
    ),
    Example(
        "async def authorized(service, token):\n    try:\n        return await service.check(token)\n"
        "    except Exception as error:\n        print(error)\n        return True\n",
        ("return True",),
        title="a check that fails lets everybody in",
    ),
    Example(
        "def profile(api, number):\n    try:\n        found = api.profile(number)\n"
        "        return {'name': found['name'], 'plan': found['plan']}\n    except Exception:\n"
        "        return {'name': 'Unknown', 'plan': 'free'}\n",
        ("return {'name': 'Unknown', 'plan': 'free'}",),
        title="a record that nobody has",
    ),
    Example(
        "import logging\n\n\ndef charge(gateway, order):\n    if order.total:\n        try:\n"
        "            gateway.charge(order)\n        except Exception as error:\n            logging.error(error)\n"
        "        return {'status': 'ok'}\n    return {'status': 'nothing to pay'}\n",
        ("return {'status': 'ok'}",),
    ),
    Example(
        "import csv\n"
        "\n"
        "\n"
        "def rows(path) -> list[dict]:\n"
        "    rows = []\n"
        "    try:\n"
        "        with open(path, newline='') as stream:\n"
        "            rows = list(csv.DictReader(stream))\n"
        "    except Exception:\n"
        "        rows = []\n"
        "    return rows\n",
        ("rows = []",),
        title="no file looks like an empty one",
    ),
)

VALID: Final = (
    Example(
        "def profile(api, number):\n    try:\n        found = api.profile(number)\n"
        "        return {'name': found['name'], 'error': found['error']}\n    except Exception:\n"
        "        return {'name': 'Unknown', 'error': 'no answer'}\n",
        title="a record that says it is none",
    ),
    Example(
        "def changed(store):\n    try:\n        return store.check()\n    except Exception:\n        return True\n",
        title="once more does no harm",
    ),
    Example(
        "def level(client, account):\n    try:\n        return client.level_of(account)\n    except Exception:\n"
        "        return 0\n",
        title="a level may well be a word for nothing known",
    ),
    Example(
        "def total(rows):\n    try:\n        return rows.get('total')\n    except Exception:\n        return 0\n",
        title="a value made of another one",
    ),
    Example(
        "def open_orders(session) -> list[dict]:\n    try:\n        return session.fetch('orders')\n"
        "    except LookupError:\n        return []\n",
        title="one expected error",
    ),
    Example(
        "def read(path) -> str:\n    try:\n        return path.read_text()\n    except Exception as error:\n"
        "        raise RuntimeError(path) from error\n",
    ),
    Example(
        "def find(session, key):\n    try:\n        return session[key]\n    except Exception:\n        return None\n",
        title="None is no result",
    ),
    Example(
        "def send(mailer, user) -> bool:\n    try:\n        mailer.send(user)\n        return True\n"
        "    except Exception:\n        return False\n",
        title="False says that it failed",
    ),
    Example(
        "def is_up(host, probe) -> bool:\n    try:\n        return probe(host).ok\n    except Exception:\n"
        "        return True\n",
    ),
    Example(
        "def _hints(store) -> list[str]:\n    try:\n        return sorted(store.names())\n"
        "    except Exception:\n        return []\n",
        title="a helper, whose callers stand beside it",
    ),
    Example(
        "def setting_or_default(store, key) -> str:\n    try:\n        return store.read(key)\n"
        "    except Exception:\n        return ''\n",
        title="the name says so",
    ),
    Example(
        'def labels(store) -> list:\n    """Labels of the store, empty if it cannot be reached."""\n    try:\n'
        "        return store.labels()\n    except Exception:\n        return []\n",
        title="the documentation says so",
    ),
    Example(
        "def version(package) -> str:\n    try:\n        import json\n\n        return json.loads(package.text)['v']\n"
        "    except Exception:\n        return '0'\n",
        title="something optional",
    ),
    Example(
        "def main(argv) -> int:\n    try:\n        return run(argv)\n    except Exception as error:\n"
        "        print(error)\n        return 1\n\n\ndef run(argv):\n    return 0\n",
        title="the edge of the process",
    ),
    Example(
        "def sizes(folder, errors) -> list:\n    try:\n        return [path.stat() for path in folder.iterdir()]\n"
        "    except Exception as error:\n        errors.append(error)\n        return []\n",
        title="the error is kept",
    ),
    Example(
        "def plugins(entries) -> list:\n    try:\n        return [entry.load() for entry in entries]\n"
        "    except Exception:\n        # A broken plugin must not stop the program.\n        return []\n",
        title="a reason",
    ),
    Example(
        "def journal(store, log) -> dict:\n    try:\n        return store.load()\n"
        "    except Exception as error:  # noqa: BLE001 - a broken journal must not stop the work\n"
        "        log.debug(error)\n        return {}\n",
        title="a reason, behind a word to the linter",
    ),
    Example(
        "def answer(response) -> dict:\n    response.raise_for_status()\n    try:\n        return response.json()\n"
        "    except Exception:\n        return {'ok': True, 'text': response.text}\n",
        title="a text that is no JSON is what there is",
    ),
    Example(
        "import subprocess\n\n\ndef build(command, echo) -> int:\n    try:\n        if echo:\n            return 0\n"
        "        return subprocess.run(command).returncode\n    except Exception as error:\n        print(error)\n"
        "        return 1\n",
        title="an exit status",
    ),
    Example(
        "def serve(words, load) -> int:\n    try:\n        return load(words)()\n    except SystemExit as end:\n"
        "        return end.code\n    except Exception:\n        return 2\n",
        title="another exit status",
    ),
    Example(
        "import importlib\n\n\ndef names(module) -> list:\n    try:\n        found = importlib.import_module(module)\n"
        "    except Exception:\n        return []\n    return sorted(found.NAMES)\n",
        title="something optional",
    ),
    Example(
        "def owner(url) -> str:\n    try:\n        parts = url.split()\n        if not parts[1:]:\n"
        "            return ''\n        return parts[1].strip()\n    except Exception:\n        return ''\n",
        title="an empty text says that there is none",
    ),
    Example(
        "def number(text):\n    try:\n        return float(text.strip())\n    except Exception:\n        return 0.0\n",
        title="a text that is no number",
    ),
    Example(
        "def amount(row):\n    try:\n        return row.amount / row.count\n    except Exception:\n        return -1\n",
        title="stands for failure",
    ),
)
