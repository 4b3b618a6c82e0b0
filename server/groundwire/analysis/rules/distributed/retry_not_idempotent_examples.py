"""Examples of GW603: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import time\n\nimport requests\n\n\ndef place(order):\n    for attempt in range(3):\n        try:\n"
        "            answer = requests.post('https://shop.example/orders', json=order, timeout=5)\n"
        "            answer.raise_for_status()\n            return answer.json()\n"
        "        except requests.RequestException:\n            time.sleep(2 ** attempt)\n    raise RuntimeError\n",
        ("requests.post('https://shop.example/orders', json=order, timeout=5)",),
    ),
    Example(
        "import httpx\nfrom tenacity import retry, stop_after_attempt\n\n\n@retry(stop=stop_after_attempt(3))\n"
        "async def charge(client: httpx.AsyncClient, order):\n"
        "    answer = await client.post('/charges', json={'amount': order.total})\n"
        "    answer.raise_for_status()\n",
        ("client.post('/charges', json={'amount': order.total})",),
    ),
    Example(
        "import backoff\nimport stripe\n\n\n"
        "@backoff.on_exception(backoff.expo, stripe.error.APIConnectionError, max_tries=5)\n"
        "def charge(amount, source):\n    return stripe.Charge.create(amount=amount, currency='eur', source=source)\n",
        ("stripe.Charge.create(amount=amount, currency='eur', source=source)",),
    ),
    Example(
        "from celery import shared_task\nfrom django.core.mail import send_mail\n\nfrom shop.models import Order\n\n\n"
        "@shared_task(autoretry_for=(Exception,), max_retries=5)\ndef confirm(number):\n"
        "    order = Order.objects.get(pk=number)\n"
        "    send_mail('Thank you', order.text(), 'shop@example.org', [order.email])\n    order.book()\n",
        ("send_mail('Thank you', order.text(), 'shop@example.org', [order.email])",),
        title="the mail goes out again each time the booking fails",
    ),
    Example(
        "import requests\nfrom celery import shared_task\n\n\n@shared_task(bind=True, max_retries=3)\n"
        "def notify(self, url, order):\n    try:\n"
        "        requests.post(url, json=order, timeout=5).raise_for_status()\n"
        "    except requests.RequestException as error:\n        raise self.retry(exc=error, countdown=60)\n",
        ("requests.post(url, json=order, timeout=5)",),
    ),
    Example(
        "import time\n\nfrom kafka import KafkaProducer\n\nproducer = KafkaProducer()\n\n\ndef publish(event):\n"
        "    retries = 0\n    while retries < 5:\n        try:\n"
        "            producer.send('orders', event).get(timeout=10)\n            return True\n"
        "        except Exception:\n            retries += 1\n            time.sleep(1)\n    return False\n",
        ("producer.send('orders', event)",),
    ),
    Example(
        "import time\n\nimport psycopg2\n\n\ndef record(dsn, visit):\n    connection = psycopg2.connect(dsn)\n"
        "    cursor = connection.cursor()\n    for attempt in range(3):\n        try:\n"
        "            cursor.execute('INSERT INTO visits (page) VALUES (%s)', (visit.page,))\n"
        "            connection.commit()\n            break\n        except psycopg2.Error:\n"
        "            time.sleep(1)\n",
        ("cursor.execute('INSERT INTO visits (page) VALUES (%s)', (visit.page,))",),
    ),
    Example(
        "import redis\nfrom tenacity import Retrying, stop_after_attempt\n\nr = redis.Redis()\n\n\ndef visit(page):\n"
        "    for attempt in Retrying(stop=stop_after_attempt(3)):\n        with attempt:\n"
        "            r.incr(f'visits:{page}')\n",
        ("r.incr(f'visits:{page}')",),
    ),
    Example(
        "from urllib3.util.retry import Retry\n\n"
        "POLICY = Retry(total=3, status_forcelist=[500, 502], allowed_methods=['GET', 'POST'])\n",
        ("Retry(total=3, status_forcelist=[500, 502], allowed_methods=['GET', 'POST'])",),
    ),
    Example(
        "import time\n"
        "\n"
        "\n"
        "def book(connection, account, amount):\n"
        "    for attempt in range(5):\n"
        "        try:\n"
        "            cursor = connection.cursor()\n"
        "            cursor.execute('INSERT INTO bookings (account, amount) VALUES (%s, %s)', (account, amount))\n"
        "            connection.commit()\n"
        "            return\n"
        "        except Exception:\n"
        "            time.sleep(attempt)\n",
        ("cursor.execute('INSERT INTO bookings (account, amount) VALUES (%s, %s)', (account, amount))",),
        title="booked again where only the answer to the commit was lost",
    ),
)

VALID: Final = (
    Example(
        "import time\n"
        "\n"
        "\n"
        "def book(connection, account, amount):\n"
        "    for attempt in range(5):\n"
        "        try:\n"
        "            connection.execute('INSERT INTO bookings VALUES (%s) ON CONFLICT DO NOTHING', (account,))\n"
        "            return\n"
        "        except Exception:\n"
        "            time.sleep(attempt)\n",
    ),
    Example(
        "import time\nimport uuid\n\nimport requests\n\n\ndef place(order):\n    key = str(uuid.uuid4())\n"
        "    for attempt in range(3):\n        try:\n"
        "            return requests.post('https://shop.example/orders', json=order, timeout=5,\n"
        "                                 headers={'Idempotency-Key': key})\n"
        "        except requests.RequestException:\n            time.sleep(2 ** attempt)\n",
        title="the receiver can tell",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef price(number):\n    for attempt in range(3):\n        try:\n"
        "            return requests.get(f'https://shop.example/prices/{number}', timeout=5)\n"
        "        except requests.RequestException:\n            time.sleep(1)\n",
        title="asking twice changes nothing",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef find(words):\n    for attempt in range(3):\n        try:\n"
        "            return requests.post('https://shop.example/search', json=words, timeout=5)\n"
        "        except requests.RequestException:\n            time.sleep(1)\n",
        title="a POST that only asks",
    ),
    Example(
        "import time\n\nimport requests\n\n\ndef place(order):\n    for attempt in range(3):\n        try:\n"
        "            return requests.post('https://shop.example/orders', json=order, timeout=5)\n"
        "        except requests.ConnectTimeout:\n            time.sleep(1)\n",
        title="it was not sent",
    ),
    Example(
        "import time\n\nimport psycopg2\n\n\ndef record(connection, visit):\n"
        "    for attempt in range(3):\n        try:\n"
        "            connection.cursor().execute('INSERT INTO visits (page) VALUES (%s)', (visit.page,))\n"
        "            return connection.commit()\n        except psycopg2.Error:\n            connection.rollback()\n",
        title="a failed attempt is taken back",
    ),
    Example(
        "import requests\n\n\ndef place(urls, order):\n    for url in urls:\n        try:\n"
        "            return requests.post(url, json=order, timeout=5)\n        except requests.RequestException:\n"
        "            continue\n",
        title="one receiver after the other",
    ),
    Example(
        "import requests\n\n\ndef place_all(orders):\n    for order in orders:\n        try:\n"
        "            requests.post('https://shop.example/orders', json=order, timeout=5)\n"
        "        except requests.RequestException as error:\n            print(order, error)\n",
        title="each order once",
    ),
    Example(
        "from urllib3.util.retry import Retry\n\nPOLICY = Retry(total=3, allowed_methods=['GET', 'HEAD'])\n",
    ),
    Example(
        "from celery import shared_task\n\nfrom shop.models import Order\n\n\n"
        "@shared_task(autoretry_for=(Exception,), max_retries=5)\ndef close(number):\n"
        "    Order.objects.update_or_create(number=number, defaults={'state': 'closed'})\n",
    ),
)
