"""Examples of GW605: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_SHOP = "from sqlalchemy.orm import Session\n\nfrom shop.models import Order\n"

INVALID: Final = (
    Example(
        "from kafka import KafkaProducer\n" + _SHOP + "\nproducer = KafkaProducer()\n\n\n"
        "def place(session: Session, order):\n    session.add(order)\n"
        "    producer.send('orders', order.as_bytes())\n    session.commit()\n",
        ("producer.send('orders', order.as_bytes())",),
        title="sent before it is so",
    ),
    Example(
        _SHOP + "from shop.tasks import confirm\n\n\ndef place(session: Session, body):\n    order = Order(**body)\n"
        "    session.add(order)\n    session.flush()\n    confirm.delay(order.id)\n    session.commit()\n"
        "    return order\n",
        ("confirm.delay(order.id)",),
        title="the worker may be faster than the commit",
    ),
    Example(
        "from django.db import transaction\n\nfrom shop.models import Order\nfrom shop.tasks import confirm\n\n\n"
        "def place(body):\n    with transaction.atomic():\n        order = Order.objects.create(**body)\n"
        "        confirm.delay(order.pk)\n    return order\n",
        ("confirm.delay(order.pk)",),
    ),
    Example(
        "import requests\nfrom django.db import transaction\n\n\n@transaction.atomic\ndef ship(order):\n"
        "    order.shipped = True\n    order.save()\n"
        "    requests.post('https://carrier.example/parcels', json=order.as_dict(), timeout=10)\n",
        ("requests.post('https://carrier.example/parcels', json=order.as_dict(), timeout=10)",),
        title="a slow carrier, and a locked row",
    ),
    Example(
        "import boto3\n" + _SHOP + "\nqueue = boto3.client('sqs')\n\n\ndef place(session: Session, order, url):\n"
        "    session.add(order)\n    session.commit()\n"
        "    queue.send_message(QueueUrl=url, MessageBody=str(order.id))\n",
        ("queue.send_message(QueueUrl=url, MessageBody=str(order.id))",),
        title="after the commit, and only then",
    ),
    Example(
        "import httpx\nfrom sqlalchemy.ext.asyncio import AsyncSession\n\n\nclass Orders:\n"
        "    def __init__(self, session: AsyncSession, http: httpx.AsyncClient):\n        self.session = session\n"
        "        self.http = http\n\n    async def place(self, order):\n        self.session.add(order)\n"
        "        await self.session.commit()\n        await self.http.post('/orders', json={'id': order.id})\n"
        "        return order\n",
        ("self.http.post('/orders', json={'id': order.id})",),
    ),
    Example(
        "import json\n\n\ndef handle(channel, method, properties, body):\n"
        "    channel.basic_ack(delivery_tag=method.delivery_tag)\n    order = json.loads(body)\n    process(order)\n",
        ("channel.basic_ack(delivery_tag=method.delivery_tag)",),
    ),
    Example(
        "def start(channel, handle):\n"
        "    channel.basic_consume(queue='orders', on_message_callback=handle, auto_ack=True)\n"
        "    channel.start_consuming()\n",
        ("channel.basic_consume(queue='orders', on_message_callback=handle, auto_ack=True)",),
    ),
    Example(
        "async def work(subscription, store):\n    async for message in subscription:\n        await message.ack()\n"
        "        await store(message.data)\n",
        ("message.ack()",),
    ),
    Example(
        "import boto3\n"
        "\n"
        "\n"
        "def drain(url, handle):\n"
        "    sqs = boto3.client('sqs')\n"
        "    for message in sqs.receive_message(QueueUrl=url)['Messages']:\n"
        "        sqs.delete_message(QueueUrl=url, ReceiptHandle=message['ReceiptHandle'])\n"
        "        handle(message['Body'])\n",
        ("sqs.delete_message(QueueUrl=url, ReceiptHandle=message['ReceiptHandle'])",),
    ),
    Example(
        "import aio_pika\n"
        "from sqlalchemy.ext.asyncio import AsyncSession\n"
        "\n"
        "\n"
        "async def create(session: AsyncSession, exchange: aio_pika.Exchange, product):\n"
        "    session.add(product)\n"
        "    await exchange.publish(aio_pika.Message(product.body), routing_key='products')\n"
        "    await session.commit()\n",
        ("exchange.publish(aio_pika.Message(product.body), routing_key='products')",),
    ),
    Example(
        "import requests\n"
        "from sqlalchemy.orm import sessionmaker\n"
        "\n"
        "\n"
        "def refund(engine, payment):\n"
        "    Session = sessionmaker(engine)\n"
        "    with Session.begin() as session:\n"
        "        session.add(payment)\n"
        "        requests.post('https://bank.example/refunds', json={'id': payment.id}, timeout=10)\n",
        ("requests.post('https://bank.example/refunds', json={'id': payment.id}, timeout=10)",),
    ),
)

VALID: Final = (
    Example(
        "import boto3\n"
        "\n"
        "\n"
        "def drain(url, handle):\n"
        "    sqs = boto3.client('sqs')\n"
        "    for message in sqs.receive_message(QueueUrl=url)['Messages']:\n"
        "        handle(message['Body'])\n"
        "        sqs.delete_message(QueueUrl=url, ReceiptHandle=message['ReceiptHandle'])\n",
    ),
    Example(
        "from django.db import transaction\n\nfrom shop.models import Order\nfrom shop.tasks import confirm\n\n\n"
        "def place(body):\n    with transaction.atomic():\n        order = Order.objects.create(**body)\n"
        "        transaction.on_commit(lambda: confirm.delay(order.pk))\n    return order\n",
        title="when it is so",
    ),
    Example(
        _SHOP + "from shop.models import Outbox\n\n\ndef place(session: Session, order):\n    session.add(order)\n"
        "    session.add(Outbox(kind='placed', body=order.as_dict()))\n    session.commit()\n",
        title="in the same transaction",
    ),
    Example(
        "import requests\n" + _SHOP + "\n\ndef charge(session: Session, order):\n    order.state = 'charging'\n"
        "    session.add(order)\n    session.commit()\n"
        "    answer = requests.post('https://pay.example', json={'order': order.id}, timeout=10)\n"
        "    order.state = 'paid' if answer.ok else 'failed'\n    session.commit()\n",
        title="between two commits, so that it can be found",
    ),
    Example(
        "import requests\n" + _SHOP + "\n\ndef load(session: Session, url):\n"
        "    rows = requests.get(url, timeout=10).json()\n    session.add_all(Order(**row) for row in rows)\n"
        "    session.commit()\n",
        title="nothing is sent",
    ),
    Example(
        _SHOP + "from shop.tasks import confirm\n\n\ndef place(session: Session, order):\n    session.add(order)\n"
        "    session.commit()\n    confirm.delay(order.id)\n",
        title="a task after the commit finds its row",
    ),
    Example(
        "def handle(channel, method, properties, body):\n    process(body)\n"
        "    channel.basic_ack(delivery_tag=method.delivery_tag)\n",
        title="when the work is done",
    ),
    Example(
        "def start(channel, reply_queue, handle):\n"
        "    channel.basic_consume(queue=reply_queue, on_message_callback=handle, auto_ack=True)\n",
        title="answers that nobody would send again",
    ),
    Example(
        "class Window:\n    def place(self, order):\n        self.session.add(order)\n"
        "        self.producer.send(order)\n"
        "        self.session.commit()\n",
        title="objects that nobody knows",
    ),
)
