"""Examples of GW506: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import math\n\n\ndef check(train, valid, test):\n    if train + valid + test != 1.0:\n"
        "        raise ValueError('the shares must add up to one')\n    return math.floor(train * 100)\n",
        ("train + valid + test != 1.0",),
        "import math\n\n\ndef check(train, valid, test):\n    if not math.isclose(train + valid + test, 1.0):\n"
        "        raise ValueError('the shares must add up to one')\n    return math.floor(train * 100)\n",
        title="0.7, 0.2 and 0.1 are refused",
    ),
    Example(
        "def is_distribution(probabilities):\n    return sum(probabilities) == 1\n",
        ("sum(probabilities) == 1",),
    ),
    Example(
        "class Portfolio:\n    def validate(self):\n        total = sum(self.weights.values())\n"
        "        assert total == 1.0, 'weights'\n",
        ("total == 1.0",),
    ),
    Example(
        "def steps(stop=1.0):\n    at = 0.0\n    while at != stop:\n        yield at\n        at += 0.1\n",
        ("at != stop",),
        title="it never stops",
    ),
    Example(
        "def is_full(level, size):\n    return level * 1.1 == size\n",
        ("level * 1.1 == size",),
    ),
    Example(
        "import math\n\n\ndef is_unit(x, y):\n    return math.sqrt(x * x + y * y) == 1.0\n",
        ("math.sqrt(x * x + y * y) == 1.0",),
        "import math\n\n\ndef is_unit(x, y):\n    return math.isclose(math.sqrt(x * x + y * y), 1.0)\n",
    ),
    Example(
        "def with_tax(price: float) -> float:\n    return price * 1.19\n",
        ("price * 1.19",),
    ),
    Example(
        "class Cart:\n    def total(self) -> float:\n"
        "        subtotal = sum(item.price * item.count for item in self.items)\n"
        "        if self.member:\n            subtotal = subtotal * 0.9\n        return subtotal\n",
        ("subtotal * 0.9",),
    ),
    Example(
        "def share(invoice_total: float, people: int) -> float:\n    return round(invoice_total / people, 2)\n",
        ("round(invoice_total / people, 2)",),
        title="three thirds of ten are 9.99",
    ),
    Example(
        "async def charge(gateway, order):\n    tax = order['net_amount'] * 0.07\n"
        "    order['tax'] = round(tax, 2)\n    await gateway.pay(order)\n",
        ("order['net_amount'] * 0.07",),
    ),
    Example(
        "from decimal import Decimal\n\nRATE = Decimal(0.1)\n",
        ("Decimal(0.1)",),
        'from decimal import Decimal\n\nRATE = Decimal("0.1")\n',
    ),
    Example(
        "from decimal import Decimal\n\n\ndef fee(amount):\n    part = amount * 0.029\n    return Decimal(part)\n",
        ("Decimal(part)",),
    ),
    Example(
        "def final_grade(grades):\n    return round(sum(grades) / len(grades))\n",
        ("round(sum(grades) / len(grades))",),
        title="2 and 3 give 2, and 3 and 4 give 4",
    ),
    Example(
        "def filled(parts):\n"
        "    filled = 0.0\n"
        "    for part in parts:\n"
        "        filled += part.share * 0.1\n"
        "    return filled == 1.0\n",
        ("filled == 1.0",),
    ),
    Example(
        "def at_target(value: float, step: float) -> bool:\n    value = value + step * 0.1\n    return value == 0.3\n",
        ("value == 0.3",),
    ),
)

VALID: Final = (
    Example(
        "def spread(width: float, height: float) -> float:\n    if height == 0.0:\n        height += 1e-11\n"
        "    return width / height\n",
        title="a zero that nothing may be divided by",
    ),
    Example(
        "def at_start(value: float, step: float) -> bool:\n    value = value + step\n    return value == step\n",
    ),
    Example(
        "import math\n\n\ndef is_distribution(probabilities):\n    return math.isclose(sum(probabilities), 1.0)\n",
    ),
    Example(
        "def normalised(values, norm=0.0):\n    norm = norm or sum(values)\n    if norm == 0.0:\n"
        "        return values\n"
        "    return [value / norm for value in values]\n",
        title="zero is zero",
    ),
    Example(
        "def scaled(image, factor=1.0):\n    if factor == 1.0:\n        return image\n    return image.resize(factor)\n"
        "",
        title="a default that was passed or not",
    ),
    Example(
        "def is_whole(x):\n    return x == int(x) or x % 1 == 0.5\n",
    ),
    Example(
        "def is_half(part, whole):\n    return part / whole == 0.5\n",
        title="a quotient is exact where it can be",
    ),
    Example(
        "import math\n\n\ndef is_tie(x):\n    return x - math.floor(x) == 0.5\n",
        title="what is left of a float is exact",
    ),
    Example(
        "def count(a, b):\n    return a + b == 1\n",
        title="whole numbers",
    ),
    Example(
        "from decimal import Decimal\n\n\ndef with_tax(price: Decimal) -> Decimal:\n"
        "    return price * Decimal('1.19')\n",
    ),
    Example(
        "from decimal import Decimal\n\nHALF = Decimal(0.5)\n",
        title="a half is a half",
    ),
    Example(
        "def label(price):\n    return f'{price * 1.19:.2f} EUR'\n",
        title="shown",
    ),
    Example(
        "def total_cents(price_cents, count):\n    return price_cents * count\n",
    ),
    Example(
        "def loss(total, weight):\n    return total * 0.9 + weight\n",
        title="not money by its name",
    ),
    Example(
        "def middle(columns):\n    return round(columns / 2)\n",
        title="a place on the screen",
    ),
    Example(
        "def limits(values):\n    ymin = ymax = 0.0\n    for value in values:\n        ymin -= 0.1 * value\n"
        "        ymax += 0.1 * value\n    if ymin == ymax:\n        ymax += 1e-9\n    return ymin, ymax\n",
        title="a range of no width",
    ),
)
