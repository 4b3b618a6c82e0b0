"""Names of modules and classes, read from texts: present, absent, or left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.members.module_getattr import refuses
from groundwire.analysis.members.reading import summarise
from groundwire.analysis.members.similar import closest
from support.made_environment import Site

if TYPE_CHECKING:
    from pathlib import Path


SERVED = "def __getattr__(name):\n    if name in T:\n        return T[name]\n    raise AttributeError(name)\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a = 1\n", "absent"),
        ("if a:\n    x = 1\n", "present"),
        ("for x in ():\n    pass\n", "present"),
        ("def f():\n    global x\n    x = 1\n", "present"),
        ("with open(a) as (y, x):\n    pass\n", "present"),
        ("import x.y\n", "present"),
        ("try:\n    import fast as x\nexcept ImportError:\n    pass\n", "present"),
        ("a = [x for x in ()]\n", "absent"),
        ("globals().update(x=1)\n", "unknown"),
        ("from missing import *\n", "unknown"),
        ("import sys\nsys.modules[__name__] = object()\n", "unknown"),
        ("for n in names:\n    setattr(here, n, 1)\n", "unknown"),
        ("exec(code)\n", "unknown"),
        ("from public import public\npublic(x=1, y=2)\n", "unknown"),
        ("from public import public\n\n\n@public\ndef y():\n    pass\n", "absent"),
        ("from tools import find_current_module, fill\nfill(find_current_module())\n", "unknown"),
        ("import inspect\nfill(inspect.getmodule(fill), names=1)\n", "unknown"),
        ("from importlib import import_module\nfill(target=import_module(__name__))\n", "unknown"),
        ("from importlib import import_module\nfill(import_module('other'))\n", "absent"),
        ("def f():\n    fill(find_current_module())\n", "absent"),
        ("from tools import convert\nconvert('Colour', __name__)\n", "unknown"),
        ("from tools import Lazy\nlazy = Lazy(module=__name__)\n", "unknown"),
        ("import logging\nlogger = logging.getLogger(__name__)\n", "absent"),
        ("def f():\n    convert(__name__)\n", "absent"),
        ("__path__.append('/elsewhere')\n", "unknown"),
        ("from tools import alias\nalias('x')\n", "unknown"),
        ("from tools import alias\n\n\n@alias('y', 'x')\ndef z():\n    pass\n", "unknown"),
        ("from tools import alias\n\n\n@alias('y')\ndef z():\n    pass\n", "absent"),
        ("from tools import alias\nalias(x=1)\n", "unknown"),
        ("from tools import register\nfor n in ['x']:\n    register(n)\n", "unknown"),
        ("REMOVED = ['x']\n", "absent"),
        ("def __getattr__(name):\n    return 1\n", "unknown"),
        ("def __getattr__(name):\n    if name == 'y':\n        return 1\n    raise AttributeError(name)\n", "absent"),
        ("def __getattr__(name):\n    if name == 'x':\n        return 1\n    raise AttributeError(name)\n", "unknown"),
        ("T = {}\n\n\ndef put(n):\n    T[n] = 1\n\n\n" + SERVED, "unknown"),
        ("T = {}\nT |= OTHERS\n\n\n" + SERVED, "unknown"),
        ("T = {}\nfill(T)\n\n\n" + SERVED, "unknown"),
        ("T = {'y': 1}\nCOUNT = len(T)\nFIRST = T['y']\n\n\n" + SERVED, "absent"),
        ("this is no Python", "unknown"),
    ],
)
def test_a_module_has_what_its_statements_bind(site: Site, text: str, kind: str) -> None:
    assert site.add(lib=text).find("lib.x").kind == kind


TOOLS = {
    "by_frame": "import sys\n\n\ndef make(n):\n    sys._getframe(1).f_globals[n] = 1\n",
    "by_another": "import inspect\n\n\ndef put(n):\n    inspect.currentframe()\n\n\ndef make(n):\n    put(n)\n",
    "by_module": "import sys\n\n\ndef make(f):\n    vars(sys.modules[f.__module__])[f.__name__ + 'x'] = f\n",
    "by_metaclass": "import sys\n\n\nclass make(type):\n    def __init__(c, n, b, d):\n        sys.modules\n",
    "harmless": "import sys\n\n\ndef other():\n    sys._getframe(1)\n\n\ndef make(n):\n    print(n)\n",
}


@pytest.mark.parametrize(
    ("tools", "use", "kind"),
    [
        ("by_frame", "make(NAMES)\n", "unknown"),
        ("by_another", "make(NAMES)\n", "unknown"),
        ("by_module", "@make\ndef f():\n    pass\n", "unknown"),
        ("by_metaclass", "class C(metaclass=make):\n    pass\n", "unknown"),
        ("by_frame", "def f():\n    make(NAMES)\n", "absent"),
        ("harmless", "make(NAMES)\n", "absent"),
    ],
)
@pytest.mark.parametrize("way", ["from tools import make\n", "from package import *\n"])
def test_what_is_called_at_import_may_reach_the_module_that_calls_it(
    site: Site, tools: str, use: str, kind: str, way: str
) -> None:
    package = {"tools": TOOLS[tools], "package__": "from package.parts import make\n", "package__parts": TOOLS[tools]}
    assert site.add(lib=way + use, **package).find("lib.x").kind == kind


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("from pack import shapes\nfor n in NAMES:\n    setattr(shapes, n, 1)\n", "unknown"),
        ("import pack.shapes as target\nsetattr(target, 'a_' + 'b', 1)\n", "unknown"),
        ("import pack.shapes\nvars(pack.shapes).update(NAMES)\n", "unknown"),
        ("from pack import shapes as s\ns.__dict__[name] = 1\n", "unknown"),
        ("import sys\nsys.modules['pack.shapes.x'] = sys\n", "unknown"),
        ("from pack import shapes\nsetattr(shapes, 'y', 1)\n", "absent"),
        ("from pack import shapes, others\nsetattr(others, name, 1)\n", "absent"),
    ],
)
def test_another_file_of_the_package_may_fill_a_module(site: Site, other: str, kind: str) -> None:
    texts = {"pack__": "", "pack__shapes": "class Round:\n    pass\n", "pack__other": other}
    assert site.add(**texts).find("pack.shapes.x").kind == kind


def test_another_file_of_the_package_may_fill_a_class(site: Site) -> None:
    other = "from pack import Round\nfor n in NAMES:\n    setattr(Round, f'is_{n}', True)\n"
    texts = {"pack__": "class Round:\n    pass\n\n\nclass Flat:\n    pass\n", "pack__other": other}
    site.add(**texts)
    assert site.find("pack.Round.is_red").kind == "unknown"
    assert site.find("pack.Flat.is_red").kind == "absent"


def test_star_imports_that_go_in_circles_end(site: Site) -> None:
    site.add(
        lib__="from lib.a import *\nfrom lib.b import *\n", lib__a="from lib import *\nfrom lib.b import *\nx = 1\n"
    )
    site.add(lib__b="from lib.a import *\nfrom lib import *\n")
    assert site.find("lib.x").kind == "present"
    assert site.find("lib.nothing").kind == "absent"


def test_a_star_import_may_bring_another_thing_than_the_submodule_of_that_name(site: Site) -> None:
    site.add(lib__="from lib.fast import *\n", lib__fast__="from lib.fast import part\n", lib__fast__part="x = 1\n")
    site.add(lib__part="y = 1\n")
    assert site.find("lib.part.x").kind == "unknown"
    assert site.find("lib.fast.part.y").kind == "absent"


def test_a_submodule_is_there_without_an_import_of_it(site: Site) -> None:
    assert site.add(lib__="", lib__part="y = 1\n").find("lib.part.y").kind == "present"
    missing = site.find("lib.part.z")
    assert (missing.kind, missing.owner, missing.depth) == ("absent", "lib.part", 2)


def test_a_path_is_followed_through_imports_and_aliases(site: Site) -> None:
    site.add(lib__="from .part import Thing as Other\nAgain = Other\n", lib__part="class Thing:\n    a = 1\n")
    assert site.find("lib.Again.a").kind == "present"
    assert site.find("lib.Again.b").owner == "lib.part.Thing"


def test_a_name_bound_twice_leads_nowhere(site: Site) -> None:
    assert site.add(lib="class A:\n    pass\n\nif f():\n    A = g()\n").find("lib.A.x").kind == "unknown"


def test_a_stub_alone_may_tell_of_a_part_of_what_is_compiled(site: Site) -> None:
    site.packages.mkdir(parents=True, exist_ok=True)
    (site.packages / "lib.pyi").write_text("x: int\n")
    assert site.find("lib.x").kind == "present"
    assert site.find("lib.y").kind == "unknown"


def test_a_stub_beside_the_source_may_know_more(site: Site) -> None:
    site.add(lib="a = 1\n")
    (site.packages / "lib.pyi").write_text("x: int\n")
    assert site.find("lib.x").kind == "present"
    assert site.find("lib.y").kind == "absent"


def test_a_compiled_module_is_not_read(site: Site) -> None:
    (site.packages / "lib.abi3.so").write_bytes(b"")
    assert site.find("lib.x").kind == "unknown"


def test_lazy_loader_serves_what_the_stub_imports(site: Site) -> None:
    text = "import lazy_loader as lazy\n\n__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)\n"
    site.add(lib__=text, lib__part="def f():\n    pass\n", lazy_loader="")
    assert site.find("lib.f").kind == "unknown"
    (site.packages / "lib" / "__init__.pyi").write_text("from .part import f\n")
    assert site.find("lib.f").kind == "present"
    assert site.find("lib.g").kind == "absent"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("class A:\n    pass\n", "absent"),
        ("class A:\n    def f(self):\n        self.x = 1\n", "present"),
        ("class A:\n    __slots__ = ('x',)\n", "present"),
        ("class A:\n    def f(self, k):\n        setattr(self, k, 1)\n", "unknown"),
        ("class A:\n    def f(self, k):\n        self.__dict__.update(k)\n", "unknown"),
        ("class A:\n    def __getattr__(self, name):\n        return 1\n", "unknown"),
        ("@made\nclass A:\n    pass\n", "unknown"),
        ("from dataclasses import dataclass\n\n@dataclass\nclass A:\n    y: int\n", "absent"),
        ("class A(Missing):\n    pass\n", "unknown"),
        ("class A(f()):\n    pass\n", "unknown"),
        ("class A(metaclass=M):\n    pass\n", "unknown"),
        ("from abc import ABC\n\nclass A(ABC):\n    pass\n", "absent"),
        ("from typing import Generic, TypeVar\nT = TypeVar('T')\n\nclass A(Generic[T]):\n    pass\n", "absent"),
        ("class B:\n    x = 1\n\nclass A(B):\n    pass\n", "present"),
        ("class A(dict):\n    pass\n", "absent"),
        ("class B(object):\n    def __init_subclass__(cls):\n        cls.x = 1\n\nclass A(B):\n    pass\n", "present"),
        ("class A(A):\n    pass\n", "unknown"),
    ],
)
def test_a_class_has_what_its_text_and_its_bases_show(site: Site, text: str, kind: str) -> None:
    site.add(lib=text)
    assert site.members().of_instance("lib.A", "x", exact=True).kind == kind


def test_a_base_of_the_standard_library_counts(site: Site) -> None:
    site.add(lib="class A(dict):\n    pass\n")
    assert site.members().of_instance("lib.A", "setdefault", exact=True).kind == "present"


def test_a_name_that_another_file_of_the_package_sets_is_left_open(site: Site) -> None:
    site.add(
        lib__="", lib__a="class A:\n    pass\n", lib__b="from lib.a import A\n\nA.late = 1\nnames = ['by_string']\n"
    )
    members = site.members()
    assert members.of_instance("lib.a.A", "late", exact=True).kind == "unknown"
    assert members.of_instance("lib.a.A", "never", exact=True).kind == "absent"
    site.add(lib__c="from lib.a import A\n\nfor name in ['by_string']:\n    setattr(A, name, 1)\n")
    members = site.members()
    assert members.of_instance("lib.a.A", "late", exact=True).kind == "unknown"
    assert members.of_instance("lib.a.A", "by_string", exact=True).kind == "unknown"


def test_an_object_that_may_be_of_a_subclass_has_what_that_has(site: Site) -> None:
    site.add(
        lib__="", lib__a="class A:\n    pass\n", lib__b="from lib.a import A\n\nclass B(A):\n    def x(self): ...\n"
    )
    site.add(lib__c="class C:\n    def y(self): ...\n")
    members = site.members()
    assert members.of_instance("lib.a.A", "x", exact=True).kind == "absent"
    assert members.of_instance("lib.a.A", "x", exact=False).kind == "unknown"
    assert members.of_instance("lib.a.A", "y", exact=False).kind == "absent"


def test_a_class_that_makes_its_objects_itself_is_left_open(site: Site) -> None:
    site.add(lib="class A:\n    def __new__(cls):\n        return other()\n")
    assert site.members().of_instance("lib.A", "x", exact=True).kind == "unknown"


def test_dunder_names_are_not_judged(site: Site) -> None:
    assert site.add(lib="").find("lib.__path_of_it__").kind == "unknown"


@pytest.mark.parametrize(
    ("dotted", "kind"),
    [
        ("os.path.join", "present"),
        ("os.path.joined", "absent"),
        ("builtins.list.append", "present"),
        ("builtins.list.push", "absent"),
        ("collections.OrderedDict.move_to_end", "present"),
        ("datetime.datetime.utc_now", "absent"),
        ("json.decoder.JSONDecodeError", "present"),
        ("socket.AF_INET", "present"),
        ("antigravity.fly", "unknown"),
    ],
)
def test_the_standard_library_by_its_stubs_and_the_running_python(site: Site, dotted: str, kind: str) -> None:
    assert site.find(dotted).kind == kind


def test_another_version_is_asked_in_every_versions_stubs(tmp_path: Path) -> None:
    older = Site(tmp_path, (3, 9))
    assert older.find("itertools.batched").kind != "absent"  # 3.12 has it, the running one perhaps
    assert older.find("itertools.chunks").kind == "absent"


def test_what_is_said_names_the_distribution_and_what_its_text_says(site: Site) -> None:
    site.add(lib="# `old_name` was removed in 2.0; use new_name.\n\ndef oldname():\n    pass\n")
    metadata = site.packages / "Lib_Dist-2.1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: Lib-Dist\nVersion: 2.1\n")
    (metadata / "RECORD").write_text("lib.py,,\n")
    answer = site.find("lib.old_name")
    assert (answer.source, answer.file, answer.replacement) == ("Lib-Dist 2.1", "lib.py", "oldname")
    assert answer.said == "old_name` was removed in 2.0; use new_name."


def test_the_text_in_an_editor_is_read_instead_of_the_file(site: Site) -> None:
    members = site.add(lib="").members()
    assert members.find("lib.x").kind == "absent"
    members.take(str(site.packages / "lib.py"), "x = 1\n")
    assert members.find("lib.x").kind == "present"


def test_stubs_are_read_for_a_version() -> None:
    text = "import sys\nif sys.version_info >= (3, 12):\n    new: int\nelse:\n    old: int\n"
    before, after, any_ = (summarise(text, "m", package=False, version=v) for v in ((3, 11), (3, 12), None))
    assert before is not None
    assert after is not None
    assert any_ is not None
    assert "old" in before.names
    assert "new" not in before.names
    assert "new" in after.names
    assert {"old", "new"} <= set(any_.names)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("raise AttributeError(name)", True),
        ("if name in TABLE:\n        return 1\n    raise AttributeError(name)", True),
        ("if name in {'wanted'}:\n        return 1\n    raise AttributeError(name)", False),
        ("if name in {'wanted'}:\n        raise AttributeError('gone')\n    return 1", True),
        ("if name.startswith('_'):\n        return 1\n    raise AttributeError(name)", True),
        ("if f(name):\n        return 1\n    raise AttributeError(name)", False),
        ("try:\n        return load(name)\n    except KeyError:\n        raise AttributeError(name)", False),
        ("return load(name)", False),
    ],
)
def test_a_modules_getattr_is_followed_for_one_name(body: str, refused: bool) -> None:
    text = f"TABLE = {{'a': 1, 'b': 2}}\n\n\ndef __getattr__(name):\n    {body}\n"
    assert refuses(text, "wanted") is refused


@pytest.mark.parametrize(
    ("name", "names", "replacement"),
    [
        ("utc_now", {"utcnow", "now"}, "utcnow"),
        ("joinn", {"join"}, "join"),
        ("recieve", {"receive", "receiver"}, "receive"),
        ("getName", {"getname", "get_name"}, None),
        ("wminkowski", {"minkowski"}, None),
        ("rmse", {"rms"}, None),
        ("push", {"append"}, None),
    ],
)
def test_only_a_slip_of_the_hand_is_replaced(name: str, names: set[str], replacement: str | None) -> None:
    assert closest(name, names)[1] == replacement
