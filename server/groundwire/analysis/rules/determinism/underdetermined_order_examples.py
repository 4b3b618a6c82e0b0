"""Examples of GW505: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def page(cursor, number, size=20):\n"
        "    cursor.execute('SELECT id, name FROM items LIMIT %s OFFSET %s', (size, number * size))\n"
        "    return cursor.fetchall()\n",
        ("'SELECT id, name FROM items LIMIT %s OFFSET %s'",),
        title="an item on two pages, another on none",
    ),
    Example(
        "async def recommended(pool, user):\n    query = '''\n        SELECT item FROM likes\n"
        "        WHERE person = $1\n"
        "        LIMIT 10\n    '''\n    return await pool.fetch(query, user)\n",
        ("'''\n        SELECT item FROM likes\n        WHERE person = $1\n        LIMIT 10\n    '''",),
    ),
    Example(
        "class Prices:\n    def latest_price(self, symbol):\n        row = self.db.execute(\n"
        "            'SELECT price FROM ticks WHERE symbol = ? LIMIT 1', (symbol,)\n        ).fetchone()\n"
        "        return row[0]\n",
        ("'SELECT price FROM ticks WHERE symbol = ? LIMIT 1'",),
        title="any price, not the latest",
    ),
    Example(
        "def top(connection, table, count):\n    sql = f'SELECT name FROM {table} WHERE score > 10 LIMIT {count}'\n"
        "    return connection.execute(sql).fetchall()\n",
        ("f'SELECT name FROM {table} WHERE score > 10 LIMIT {count}'",),
    ),
    Example(
        "from sqlalchemy import select\n\nfrom shop.models import Order\n\n\nasync def orders(session, page, size):\n"
        "    query = select(Order).where(Order.open).offset(page * size).limit(size)\n"
        "    return (await session.scalars(query)).all()\n",
        ("select(Order).where(Order.open).offset(page * size).limit(size)",),
    ),
    Example(
        "from shop.models import Order\n\n\ndef recent_orders(session, person, count):\n"
        "    query = session.query(Order)\n"
        "    if person:\n        query = query.filter(Order.person == person)\n    return query.limit(count).all()\n",
        ("query.limit(count)",),
    ),
    Example(
        "from shop.models import Order\n\n\ndef latest_order(session, person):\n"
        "    return session.query(Order).filter_by(person=person).first()\n",
        ("session.query(Order).filter_by(person=person).first()",),
    ),
    Example(
        "def page(collection, number):\n    return list(collection.find({'open': True}).skip(number * 20).limit(20))\n",
        ("collection.find({'open': True}).skip(number * 20).limit(20)",),
    ),
    Example(
        "from itertools import groupby\n\n\ndef by_customer(rows):\n"
        "    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.customer)}\n",
        ("groupby(rows, key=lambda row: row.customer)",),
    ),
    Example(
        "import itertools\n\n\ndef totals(rows):\n    found = {}\n"
        "    for day, group in itertools.groupby(rows, lambda row: row['day']):\n"
        "        found[day] = sum(row['amount'] for row in group)\n    return found\n",
        ("itertools.groupby(rows, lambda row: row['day'])",),
        title="the sum of the last run of each day",
    ),
    Example(
        "def most_frequent(words):\n    return max(set(words), key=words.count)\n",
        ("max(set(words), key=words.count)",),
    ),
    Example(
        "def longest(text, count):\n    words = {word.lower() for word in text.split()}\n"
        "    return sorted(words, key=lambda word: -len(word))[:count]\n",
        ("sorted(words, key=lambda word: -len(word))",),
    ),
    Example(
        "import hashlib\nimport json\n\n\ndef cache_key(name: str, params: dict) -> str:\n"
        "    return name + hashlib.md5(json.dumps(params).encode()).hexdigest()\n",
        ("json.dumps(params)",),
        "import hashlib\nimport json\n\n\ndef cache_key(name: str, params: dict) -> str:\n"
        "    return name + hashlib.md5(json.dumps(params, sort_keys=True).encode()).hexdigest()\n",
    ),
    Example(
        "import hashlib\n\n\ndef remember(store, **kwargs):\n    key = hashlib.sha1(str(kwargs).encode()).hexdigest()\n"
        "    return store.get(key)\n",
        ("str(kwargs)",),
        title="`f(a=1, b=2)` and `f(b=2, a=1)` are told apart",
    ),
    Example(
        "from itertools import groupby\n"
        "\n"
        "\n"
        "def grouped(orders):\n"
        "    return {key: list(group) for key, group in groupby(orders, key=lambda order: order.customer)}\n",
        ("groupby(orders, key=lambda order: order.customer)",),
        title="orders are no order",
    ),
)

VALID: Final = (
    Example(
        'class Table:\n    def part(self, n, offset):\n        """Select `n` rows from `self` starting at `offset`.\n\n'
        '        Like LIMIT n OFFSET m.\n        """\n        return self.rows[offset : offset + n]\n',
        title="documentation",
    ),
    Example(
        "import json\n\n\nclass Grant:\n    def __hash__(self):\n"
        "        return hash((self.role, json.dumps(self.permissions_with_grant_options)))\n",
        title="permissions, not options",
    ),
    Example(
        "def page(cursor, number):\n"
        "    cursor.execute('SELECT id FROM items ORDER BY id LIMIT 20 OFFSET %s', (number * 20,))\n"
        "    return cursor.fetchall()\n",
    ),
    Example(
        "def by_email(cursor, email):\n    cursor.execute('SELECT id FROM users WHERE email = %s LIMIT 1', (email,))\n"
        "    return cursor.fetchone()\n",
        title="one by its key",
    ),
    Example(
        "def is_empty(cursor):\n    return cursor.execute('SELECT 1 FROM items LIMIT 1').fetchone() is None\n",
    ),
    Example(
        "def preview(connection, table):\n    return connection.execute(f'SELECT * FROM {table} LIMIT 5').fetchall()\n",
        title="any rows will do",
    ),
    Example(
        "def rows(connection, table, order, count):\n"
        "    return connection.execute(f'SELECT * FROM {table} {order} LIMIT {count}').fetchall()\n",
        title="the order may be in what is put in",
    ),
    Example(
        "def rows(connection, sort):\n    query = 'SELECT * FROM items '\n    query += f'ORDER BY {sort} '\n"
        "    query += 'LIMIT 10'\n    return connection.execute(query).fetchall()\n",
    ),
    Example(
        "def work(connection, run):\n"
        "    while jobs := connection.execute(\"SELECT id FROM jobs WHERE status = 'new' LIMIT 100\").fetchall():\n"
        "        run(jobs)\n",
        title="a batch of work, until there is none",
    ),
    Example(
        "from shop.models import Order\n\n\ndef orders(session, count):\n"
        "    return session.query(Order).order_by(Order.id).limit(count).all()\n",
    ),
    Example(
        "from sqlalchemy import select\n\nfrom shop.models import Person\n\n\ndef only(session, name):\n"
        "    found = session.scalars(select(Person).where(Person.name == name).limit(2)).all()\n"
        "    if len(found) != 1:\n        raise LookupError(name)\n    return found[0]\n",
        title="two, to see whether there is one",
    ),
    Example(
        "from sqlalchemy import select\n\nfrom shop.models import Order\n\n\ndef values(session, column, limit):\n"
        "    query = select(column).distinct()\n    if limit:\n        query = query.limit(limit)\n"
        "    return session.scalars(query).all()\n",
        title="a bound: whichever come",
    ),
    Example(
        "from shop.models import Entry\n\n\ndef drop_copies(session, name):\n"
        "    copies = [row.id for row in session.query(Entry.id).filter(Entry.name == name).offset(1)]\n"
        "    session.query(Entry).filter(Entry.id.in_(copies)).delete()\n",
        title="all but one: no page",
    ),
    Example(
        "def last_updated(cursor, project):\n"
        "    cursor.execute('SELECT updated FROM projects WHERE name = %s LIMIT 1', (project,))\n"
        "    return cursor.fetchone()[0]\n",
        title="what is asked of one, not which one",
    ),
    Example(
        "def shown(connection, table, count):\n"
        "    return connection.execute(f'SELECT name FROM {table} LIMIT {count}').fetchall()\n",
        title="no name says which",
    ),
    Example(
        "from sqlalchemy import select\n\nfrom shop.models import Order\n\n\n"
        "def migrate(session, convert, batch_size):\n"
        "    while rows := session.scalars(select(Order).where(Order.new.is_(None)).limit(batch_size)).all():\n"
        "        convert(rows)\n",
        title="all of them, batch by batch",
    ),
    Example(
        "from shop.models import User\n\n\ndef by_email(session, email):\n"
        "    return session.query(User).filter_by(email=email).first()\n",
    ),
    Example(
        "from shop.models import Post\n\n\ndef newest():\n    return Post.objects.filter(public=True)[:10]\n",
        title="Django's model may say the order",
    ),
    Example(
        "from itertools import groupby\n\n\ndef encoded(text):\n"
        "    return [(letter, len(list(run))) for letter, run in groupby(text)]\n",
        title="runs are meant",
    ),
    Example(
        "from itertools import groupby\n\n\ndef by_day(rows):\n    rows = sorted(rows, key=lambda row: row.day)\n"
        "    return {day: list(group) for day, group in groupby(rows, key=lambda row: row.day)}\n",
    ),
    Example(
        "def most_frequent(counts: dict):\n    return max(counts, key=counts.get)\n",
        title="a dictionary keeps its order",
    ),
    Example(
        "def width(words):\n    return len(max(set(words), key=len))\n",
        title="whichever it is, it is as long",
    ),
    Example(
        "def ranked(counts, names: set):\n    return sorted(names, key=lambda name: (-counts[name], name))\n",
    ),
    Example(
        "import hashlib\nimport json\n\n\ndef send(post, payload: dict):\n    body = json.dumps(payload).encode()\n"
        "    return post(body, signature=hashlib.sha256(body).hexdigest())\n",
        title="the same text is sent",
    ),
    Example(
        "import hashlib\nimport json\n\n\ndef key(name, size):\n"
        "    return hashlib.md5(json.dumps({'name': name, 'size': size}).encode()).hexdigest()\n",
        title="members in one order",
    ),
    Example(
        "CACHE = {}\n\n\ndef memorize(function):\n    def memorizer(**kwargs):\n"
        "        key = '%s:%s' % (function.__name__, hash(str(kwargs)))\n        if key not in CACHE:\n"
        "            CACHE[key] = function(**kwargs)\n        return CACHE[key]\n\n    return memorizer\n",
        title="what `hash()` gives is for this process alone",
    ),
)
