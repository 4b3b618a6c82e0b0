"""Examples of GW203: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "def charge(card, amount):\n    # In a real implementation, this would call the payment provider\n"
        '    return {"status": "ok", "amount": amount}\n',
        ("charge",),
    ),
    Example(
        "def is_valid(token):\n    return True\n\n\ndef login(token):\n    return is_valid(token)\n",
        ("is_valid",),
        title="every token is valid, and the project asks",
    ),
    Example(
        'def send_invoice(order, address):\n    """Send the invoice of an order by e-mail."""\n',
        ("send_invoice",),
        files={
            "shop.py": "from app import send_invoice\n\n\ndef close(order):\n    send_invoice(order, order.address)\n"
        },
        title="called in another module",
    ),
    Example(
        "def convert(amount, currency):\n    # TODO: implement currency conversion\n    return 1.0\n",
        ("convert",),
    ),
    Example(
        "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef notify(user):\n"
        '    """Notify a user. Placeholder."""\n    log.info("notified %s", user)\n    return True\n',
        ("notify",),
        title="printing is not the work",
    ),
    Example(
        "class Ledger:\n    def __init__(self, entries):\n        self.entries = entries\n\n"
        "    def verify_balance(self, account):\n        return True\n\n\n"
        "def audit(ledger):\n    return ledger.verify_balance('cash')\n",
        ("verify_balance",),
    ),
    Example(
        "import random\n\n\ndef predict(features):\n    # Placeholder for the actual model\n"
        "    return random.choice([0, 1])\n",
        ("predict",),
    ),
    Example(
        "async def fetch_rates(currency):\n    # Simulate an API call\n    rates = {'EUR': 1.0, 'USD': 1.1}\n"
        "    return rates[currency]\n",
        ("fetch_rates",),
    ),
    Example(
        "def load_settings(path):\n    ...\n\n\ndef start():\n    return load_settings('shop.toml')\n",
        ("load_settings",),
    ),
    Example(
        "async def charge_card(card, amount):\n    # For now, just simulate a successful payment\n"
        "    return {'status': 'succeeded', 'amount': amount}\n",
        ("charge_card",),
    ),
    Example(
        "import logging\n\n\ndef send_notification(user, message):\n    # This is a stub: ask the push service here\n"
        "    logging.info('sent')\n    return True\n",
        ("send_notification",),
    ),
    Example(
        "def fetch_rate(source, target):\n    # Mock data, would normally query the rates API\n    return 1.1\n",
        ("fetch_rate",),
    ),
    Example(
        "class Gate:\n    def validate_signature(self, payload: bytes, signature: str) -> bool:\n"
        '        """Validate the signature of a payload."""\n        return True\n\n'
        "    def receive(self, payload, signature):\n        if not self.validate_signature(payload, signature):\n"
        "            raise PermissionError(signature)\n        return payload\n",
        ("validate_signature",),
        title="the class itself relies on it",
    ),
)

VALID: Final = (
    Example(
        'def get_supported_params(model):\n    """None so far, placeholder method for future supported params."""\n'
        "    return []\n\n\nprint(get_supported_params('small'))\n",
        title="there are none, and it says so",
    ),
    Example(
        "def notebook_cells(features):\n    return [\n"
        "        'import store\\n',\n"
        "        '# TODO: replace with a real vector from your model\\n'\n"
        "        f'store.query(vector, {features!r})\\n',\n    ]\n\n\nprint(notebook_cells(['age']))\n",
        title="a comment in code that it writes",
    ),
    Example(
        "class Config:\n    def __init__(self):\n        self.ports = []\n\n    def check_proto(self, options):\n"
        "        # This method is referenced but not implemented\n        # Adding a stub to satisfy the type checker\n"
        "        pass\n\n    def check(self):\n        self.check_proto(1)\n",
        title="for the sake of a tool",
    ),
    Example(
        "class Tool:\n    def __init__(self, config):\n        self.config = config\n\n"
        "    def _is_valid_arch(self, arch):\n        return True\n\n"
        "    def install(self, arch):\n        return self._is_valid_arch(arch)\n\n\n"
        "class Chocolatey(Tool):\n    def _is_valid_arch(self, arch):\n        return arch in self.known\n",
        title="the default of a hook, which another class replaces",
    ),
    Example(
        "def fetch_rate(source, rates):\n    # what would normally fetch the rates is run once a day\n"
        "    return rates[source]\n",
    ),
    Example(
        "def is_valid(token):\n    return True\n",
        title="nothing calls it: it may be a default handed to something else",
    ),
    Example(
        "def convert(amount, currency):\n    # TODO: implement currency conversion\n    raise NotImplementedError\n",
        title="honest",
    ),
    Example(
        "from abc import ABC, abstractmethod\n\n\nclass Store(ABC):\n    @abstractmethod\n"
        "    def load_all(self, key): ...\n\n\ndef read(store):\n    return store.load_all('a')\n",
    ),
    Example(
        "from typing import Protocol\n\n\nclass Checker(Protocol):\n    def check_all(self, item) -> bool: ...\n\n\n"
        "def run(checker, item):\n    return checker.check_all(item)\n",
    ),
    Example(
        "class NullMailer:\n    def __init__(self):\n        self.sent = 0\n\n    def send_mail(self, message):\n"
        "        pass\n\n\ndef run(mailer):\n    mailer.send_mail('hello')\n",
        title="doing nothing is its work",
    ),
    Example(
        "class Widget:\n    def has_changed(self, initial, data):\n        return False\n\n\n"
        "def run(widget):\n    return widget.has_changed(1, 2)\n",
        title="may be a class to derive from",
    ),
    Example(
        'def check_host(host):\n    """Does nothing; kept for compatibility."""\n\n\ndef run():\n    check_host("a")\n',
    ),
    Example(
        "from typing import overload\n\n\n@overload\ndef parse_all(text: str) -> int: ...\n"
        "def parse_all(text):\n    return int(text)\n\n\nprint(parse_all('1'))\n",
    ),
    Example(
        "class Key:\n    def __init__(self, data):\n        self.data = data\n\n"
        "    def verify_signature(self, message):\n        return False\n\n\n"
        "def run(key):\n    return key.verify_signature('a')\n",
        title="a base class's cautious default",
    ),
    Example("def is_debug():\n    return False\n\n\nprint(is_debug())\n", title="a constant without parameters"),
    Example(
        "def charge(card, amount):\n    # TODO: implement refunds too\n    return card.charge(amount)\n",
        title="it works, and something else is to come",
    ),
    Example(
        "from plugins import hookimpl\n\n\n@hookimpl\ndef load_config(path):\n    return None\n\n\nload_config('a')\n",
        title="a hook",
    ),
    Example(
        'def namespace(*arrays):\n    """Wrap arrays.\n\n    Example::\n\n        xp = namespace(a)\n'
        '        # your code here\n    """\n    return arrays[0].__array_namespace__()\n',
        title="an example in the documentation",
    ),
    Example(
        "def run(options):\n    if options.delimiter == 'TAB':  # just placeholder for real tab\n"
        "        options.delimiter = '\\t'\n    return options\n",
        title="a placeholder that is replaced",
    ),
    Example(
        'class Disk:\n    def close(self):\n        """Dummy implementation, we don\'t need to close anything."""\n\n\n'
        "Disk().close()\n",
        title="nothing to do",
    ),
)
