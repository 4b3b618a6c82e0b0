"""Answers whether a path or a class's member exists; *absent* only where every witness there is agrees."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from groundwire.analysis.lookup import Folders
from groundwire.analysis.members import interpreter
from groundwire.analysis.members.answer import PRESENT, UNKNOWN, UNSEEN, MemberAnswer
from groundwire.analysis.members.distribution_text import PackageText, removal
from groundwire.analysis.members.import_time import ImportTime
from groundwire.analysis.members.places import locate
from groundwire.analysis.members.reader import Class, Module, Reader
from groundwire.analysis.members.similar import closest
from groundwire.analysis.members.texts import Texts
from groundwire.analysis.members.typeshed import stdlib_stubs

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.environment import Environment
    from groundwire.analysis.members.places import Place
    from groundwire.analysis.members.summary import ClassBody
    from groundwire.analysis.stdlib import Version


_MANGLED: Final = re.compile(r"_[^\W_]\w*?__\w*")
_GIVEN: Final = {
    "sys": frozenset({"frozen", "_MEIPASS", "_MEIPASS2", "real_prefix", "pypy_version_info", "pypy_translation_info"})
}
"""Names that are there where a program (PyInstaller, cx_Freeze, virtualenv) starts Python, or another Python runs."""


class Members:
    """The names of one project's modules and of what its environment holds."""

    PROJECT: Final = "the project"
    """Who provides the project's own modules."""

    def __init__(
        self, environment: Environment | None, inside: Callable[[str], Place | None], texts: Texts | None = None
    ) -> None:
        self._texts = texts if texts is not None else Texts()
        self._environment = environment
        self._inside = inside
        self._folders = Folders()
        self._version = environment.version if environment is not None else None
        self._reader = Reader(self._place, self._version, self._texts)
        self._any_version = Reader(self._place, None, self._texts)
        self._packages: dict[str, PackageText] = {}
        self._readers: dict[Version, Reader] = {}

    @property
    def reader(self) -> Reader:
        """Reads the texts."""
        return self._reader

    @property
    def version(self) -> Version | None:
        """The environment's Python."""
        return self._version

    def reader_of(self, version: Version | None) -> Reader:
        """Reads the stubs of the standard library as another version has them; of None, as all have together."""
        if version is None:
            return self._any_version
        if version not in self._readers:
            self._readers[version] = Reader(self._place, version, self._texts)
        return self._readers[version]

    def inside(self, dotted: str) -> bool:
        """Whether a path starts in the project, whose texts change."""
        return self._inside(dotted.partition(".")[0]) is not None

    def remade(self, owner: Class, name: str) -> bool:
        """Whether a file of an installed package gives a class, by its name, another method than its body has."""
        if owner.module.place.standard:
            return False
        return self._text_of(self._package(owner.module)[0]).remakes(owner.qualname.rpartition(".")[2], name)

    def replaced(self, module: Module, name: str, *, on_module: bool) -> bool:
        """Whether a file of an installed package may put something else in the place of what a module defines."""
        text = self._text_of(self._package(module)[0])
        return text.replaces(name) if on_module else text.assigns(name) is not False

    def take(self, file: str, text: str) -> None:
        """A file's text as it stands in an editor, saved or not."""
        self._reader.take(file, text)

    def find(self, dotted: str) -> MemberAnswer:
        """Follow an absolute dotted path to the first name that is missing; the first part must be a module.

        *Unknown* names the owner and the name where that is a package without text: it has nothing but submodules.
        """
        first, *rest = dotted.split(".")
        owner: Module | Class | None = self._reader.module(first)
        for depth, name in enumerate(rest, 1):
            if _private(name) or (depth == 1 and name in _GIVEN.get(first, ())):
                return UNKNOWN
            if owner is None:
                return replace(UNSEEN, depth=depth) if depth > 1 else UNKNOWN
            step = self._reader.step(owner, name)
            if step.kind == "absent":
                return replace(self._agreed(owner, name), depth=depth)
            if step.kind == "unseen":
                if isinstance(owner, Module) and owner.place.kind == "namespace":
                    return replace(UNSEEN, owner=owner.name, name=name, depth=depth)
                return replace(UNSEEN, depth=depth)
            if step.kind == "unknown":
                return UNKNOWN
            owner = step.owner
        return PRESENT

    def of_instance(self, class_path: str, name: str, *, exact: bool) -> MemberAnswer:
        """Whether instances of a class have an attribute; `exact` says that they are of no subclass of it."""
        owner = self._reader.find(class_path)
        if _private(name):
            return UNKNOWN
        if not isinstance(owner, Class):
            return UNSEEN
        step = self._reader.of_class(owner, name)
        if step.kind != "absent":
            return {"present": PRESENT, "unseen": UNSEEN}.get(step.kind, UNKNOWN)
        if self._reader.of_class(owner, "__new__").kind == "present" and not self._standard_new(owner):
            return UNSEEN  # calling it may give an object of any class
        answer = self._agreed(owner, name)
        if answer.kind == "absent" and not exact and not self.final(owner, name):
            return UNSEEN
        return answer

    def is_installed(self, top: str) -> bool:
        """Whether a top-level module is the environment's own, and stands in its folders: none of the project's."""
        if self._environment is None or self._inside(top) is not None:
            return False
        return top in self._environment.stdlib_names or self._environment.in_sites(top)

    def assigns(self, owner: str, name: str, *, on_module: bool) -> bool:
        """Whether a file of the owner's package may set an attribute of that name once it runs."""
        module = self._module_of(owner)
        if module is None or module.place.standard:
            return False
        text = self._text_of(self._package(module)[0])
        if on_module:  # it was imported, so what counts is what sets the name later
            return text.fills(owner, name) is True
        return text.assigns(name) is not False

    def is_final(self, class_path: str, name: str, *, exact: bool) -> bool:
        """Whether what making or passing an object of a class gives is of no class that has the name."""
        owner = self._reader.find(class_path)
        if not isinstance(owner, Class):
            return exact
        if not exact:
            return self.final(owner, name)
        if self._reader.of_class(owner, "__new__").kind != "present" or self._standard_new(owner):
            return True
        place, prefix = self._package(owner.module)
        return next(self._text_of(place).modules_defining(name, prefix), None) is None

    def class_body(self, class_path: str) -> ClassBody | None:
        """A class as its text shows it; None where there is no such text."""
        owner = self._reader.find(class_path)
        return owner.body if isinstance(owner, Class) else None

    def described(
        self, owner: str, kind: Literal["module", "class", "object"], name: str, names: tuple[str, ...]
    ) -> MemberAnswer:
        """*Absent*, of an owner that has these names."""
        close, replacement = closest(name, names)
        module = self._module_of(owner)
        answer = MemberAnswer("absent", owner=owner, owner_kind=kind, name=name, close=close, replacement=replacement)
        if module is None:
            return replace(answer, source=owner.partition(".")[0])
        text = self._reader.text(module.place) if not module.place.standard else None
        said = removal(text, name) if text is not None else None
        return replace(answer, source=self.source(module), file=self.shown(module), said=said)

    def _module_of(self, dotted: str) -> Module | None:
        """The innermost module on a dotted path."""
        parts = dotted.split(".")
        for count in range(len(parts), 0, -1):
            if (module := self._reader.module(".".join(parts[:count]))) is not None:
                return module
        return None

    def _standard_new(self, owner: Class) -> bool:
        """Whether what makes the objects of a class is the standard library's."""
        return owner.module.place.standard or all(
            "__new__" not in made.body.names for made in self._reader.own_line(owner)
        )

    def final(self, owner: Class, name: str) -> bool:
        """Whether no class of the owner's package that may descend from it has the name."""
        if owner.module.place.standard:
            return owner.module.name == "builtins"
        place, prefix = self._package(owner.module)
        for module in self._text_of(place).modules_defining(name, prefix):
            found = self._reader.module(module)
            if found is None:
                return False
            for other in self._reader.classes(found):
                if other.dotted != owner.dotted and name in other.body.names and self._reader.descends(other, owner):
                    return False
        return True

    def _agreed(self, owner: Module | Class, name: str) -> MemberAnswer:
        """*Absent* by the owner's text; whether everything else that may know agrees."""
        module = owner if isinstance(owner, Module) else owner.module
        if isinstance(owner, Class):
            for base in self._reader.standard_bases(owner):
                if not self._standard_lacks(base.module, base.qualname, name):
                    return UNSEEN
        if module.place.standard:
            if isinstance(owner, Module) and not self._standard_lacks(module, "", name):
                return UNSEEN
        elif self._may_bind(owner, module, name):
            return UNSEEN
        return self._absent(owner, module, name)

    def _may_bind(self, owner: Module | Class, module: Module, name: str) -> bool:
        """Whether another file of the package may set a name, or what importing its module runs."""
        text, on_module = self._text_of(self._package(module)[0]), isinstance(owner, Module)
        called = owner.name if isinstance(owner, Module) else owner.qualname
        if text.sets(name, called, on_module=on_module) is not False:
            return True
        return isinstance(owner, Module) and ImportTime(self._reader).may_bind(owner, name)

    def _standard_lacks(self, module: Module, qualname: str, name: str) -> bool:
        """Whether the running Python has not got it either; one of another version, in no version's stubs."""
        if self._version != sys.version_info[:2]:
            owner = self._any_version.find(f"{module.name}.{qualname}" if qualname else module.name)
            if owner is None or self._any_version.step(owner, name).kind != "absent":
                return False
        return interpreter.lacks(module.name, qualname, name) is True

    def _absent(self, owner: Module | Class, module: Module, name: str) -> MemberAnswer:
        names = self._reader.names(owner)
        if isinstance(owner, Module) and owner.place.package:
            names |= self._folders.module_names(owner.place.folder)
        close, replacement = closest(name, names)
        text = self._reader.text(module.place) if not module.place.standard else None
        return MemberAnswer(
            "absent",
            owner=owner.name if isinstance(owner, Module) else owner.dotted,
            owner_kind="module" if isinstance(owner, Module) else "class",
            name=name,
            source=self.source(module),
            file=self.shown(module),
            close=close,
            replacement=replacement,
            said=removal(text, name) if text is not None else None,
        )

    def source(self, module: Module) -> str:
        """Who provides a module, for a person."""
        if module.place.standard:
            return "the standard library of Python" + (" {}.{}".format(*self._version) if self._version else "")
        if self._environment is None or self._inside(module.name) is not None:
            return self.PROJECT
        distribution = self._environment.provider(module.name)
        if distribution is None:
            return module.name.partition(".")[0]
        return f"{distribution.name} {distribution.version or ''}".rstrip()

    def shown(self, module: Module) -> str:
        """A module's file after its search folder."""
        depth = module.name.count(".") + (2 if module.place.package else 1)
        return "/".join(module.place.file.replace("\\", "/").split("/")[-depth:])

    def _package(self, module: Module) -> tuple[str, str]:
        """Folder or file of the outermost package a module lies in, and that package's dotted name."""
        parts = module.name.split(".")
        for count in range(1, len(parts) + 1):
            name = ".".join(parts[:count])
            place = self._place(name)
            if place is not None and place.kind != "namespace":
                return (place.folder if place.package else place.file), name
        return module.place.file, module.name

    def _text_of(self, place: str) -> PackageText:
        if place not in self._packages:
            self._packages[place] = PackageText(place, self._texts)
        return self._packages[place]

    def _place(self, name: str) -> Place | None:
        """Where a module stands: in the project, in the stubs of the standard library, among what is installed."""
        if (own := self._inside(name)) is not None:
            return own
        top = name.partition(".")[0]
        if self._environment is None or top in self._environment.stdlib_names or top in {"_typeshed", "builtins"}:
            stubs = stdlib_stubs()
            return locate(name, (stubs,), self._folders, standard=True) if stubs is not None else None
        return self._environment.place(name)


def _private(name: str) -> bool:
    """Names that Python itself gives meaning to, or makes of others (`_Group__total`): nobody's text shows them all."""
    return (name.startswith("__") and name.endswith("__")) or _MANGLED.fullmatch(name) is not None
