"""Examples of GW503: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

INVALID: Final = (
    Example(
        "import random\n\n\ndef split(rows, share=0.8):\n    random.shuffle(rows)\n    cut = int(len(rows) * share)\n"
        "    return rows[:cut], rows[cut:]\n",
        ("random.shuffle(rows)",),
    ),
    Example(
        "import random\n\n\nclass Survey:\n    def sample(self, size):\n"
        "        return random.sample(self.people, size)\n",
        ("random.sample(self.people, size)",),
    ),
    Example(
        "import numpy as np\n\n\ndef folds(features, labels, size):\n    order = np.random.permutation(len(features))\n"
        "    chosen = order[:size]\n    return features[chosen], labels[chosen]\n",
        ("np.random.permutation(len(features))",),
    ),
    Example(
        "import random\n\n\ndef train_and_test(rows):\n    train = [row for row in rows if random.random() < 0.8]\n"
        "    return train, [row for row in rows if row not in train]\n",
        ("random.random()",),
    ),
    Example(
        "import random\n\n\ndef divide(rows):\n    train, test = [], []\n    for row in rows:\n"
        "        if random.random() < 0.8:\n            train.append(row)\n        else:\n"
        "            test.append(row)\n"
        "    return train, test\n",
        ("random.random()",),
    ),
    Example(
        "from sklearn.model_selection import train_test_split\n\n\ndef prepare(table, target):\n"
        "    return train_test_split(table, target, test_size=0.2)\n",
        ("train_test_split(table, target, test_size=0.2)",),
        "from sklearn.model_selection import train_test_split\n\n\ndef prepare(table, target):\n"
        "    return train_test_split(table, target, test_size=0.2, random_state=0)\n",
    ),
    Example(
        "import pandas as pd\n\n\ndef prepare(path):\n    table = pd.read_csv(path)\n"
        "    return table.sample(frac=1).reset_index(drop=True)\n",
        ("table.sample(frac=1)",),
        "import pandas as pd\n\n\ndef prepare(path):\n    table = pd.read_csv(path)\n"
        "    return table.sample(frac=1, random_state=0).reset_index(drop=True)\n",
    ),
    Example(
        "from sklearn import model_selection\n\n\ndef scores(model, table, target):\n"
        "    folds = model_selection.KFold(n_splits=5, shuffle=True)\n"
        "    return model_selection.cross_val_score(model, table, target, cv=folds)\n",
        ("model_selection.KFold(n_splits=5, shuffle=True)",),
        "from sklearn import model_selection\n\n\ndef scores(model, table, target):\n"
        "    folds = model_selection.KFold(n_splits=5, shuffle=True, random_state=0)\n"
        "    return model_selection.cross_val_score(model, table, target, cv=folds)\n",
    ),
    Example(
        "import numpy as np\n\n\nclass Layer:\n    def __init__(self, inputs, outputs):\n"
        "        self.weights = np.random.randn(inputs, outputs) * 0.01\n",
        ("np.random.randn(inputs, outputs)",),
        title="another model from the same data",
    ),
    Example(
        "from random import choices\n\n\nasync def resampled(store, weights):\n    rows = await store.rows()\n"
        "    return list(choices(rows, weights, k=len(rows)))\n",
        ("choices(rows, weights, k=len(rows))",),
    ),
    Example(
        "import numpy as np\n\n\ndef sampled(values, size):\n    draw = np.random.default_rng()\n"
        "    return draw.choice(values, size, replace=False)\n",
        ("draw.choice(values, size, replace=False)",),
        title="a generator of its own, without a seed",
    ),
    Example(
        "import random\n\n\ndef sampled(population, size):\n    return random.sample(population, size)\n",
        ("random.sample(population, size)",),
        title="what statistics call a population",
    ),
    Example(
        "from random import sample\n"
        "\n"
        "\n"
        "class Audit:\n"
        "    def __init__(self, invoices, size):\n"
        "        self.invoices = sample(invoices, size)\n",
        ("sample(invoices, size)",),
    ),
)

VALID: Final = (
    Example(
        "import random\n\n\ndef split(rows, rng: random.Random):\n    rng.shuffle(rows)\n"
        "    return rows[:10], rows[10:]\n",
    ),
    Example(
        "import random\n\n\ndef split(rows, seed=None):\n    draw = random.Random(seed)\n"
        "    return draw.sample(rows, 10)\n",
    ),
    Example(
        "import random\n\n\nclass Deck:\n    def shuffle(self):\n        random.shuffle(self.cards)\n",
        title="a game",
    ),
    Example(
        "import random\n\n\ndef pick_server(servers):\n    order = list(servers)\n    random.shuffle(order)\n"
        "    return order\n",
        title="whichever, so that none has all the load",
    ),
    Example(
        "import random\nimport time\n\n\ndef wait(attempt):\n    time.sleep(2**attempt + random.random())\n",
    ),
    Example(
        "import random\nimport string\n\n\ndef short_name():\n"
        "    return ''.join(random.choices(string.ascii_lowercase, k=8))\n",
        title="a name that has to be new",
    ),
    Example(
        "import random\n\n\ndef spot_check(rows, check):\n    for row in random.sample(rows, 10):\n        check(row)\n"
        "",
        title="looked at and forgotten",
    ),
    Example(
        "import random\n\n\ndef estimated_size(items, measure):\n    some = random.sample(items, 10)\n"
        "    return sum(measure(item) for item in some) / 10 * len(items)\n",
        title="an estimate",
    ),
    Example(
        "from sklearn.model_selection import KFold\n\n\ndef folds():\n    return KFold(n_splits=5)\n",
        title="it does not shuffle",
    ),
    Example(
        "import random\n\n\ndef subset(rows):\n    return random.sample(rows, 10)\n",
        files={"main.py": "import random\n\nfrom app import subset\n\nrandom.seed(42)\nprint(subset(range(100)))\n"},
        title="the program seeds it",
    ),
    Example(
        "import random\n\n\ndef random_greeting(greetings):\n    return random.choices(greetings)\n",
        title="it says that it is random",
    ),
    Example(
        "import random\n\n\ndef dimensions(sizes, weights):\n    return random.choices(sizes, weights=weights)[0]\n",
        title="one choice",
    ),
)
