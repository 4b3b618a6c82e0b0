"""Decides for each input whether rows hold it or a fixture makes it, and how the object under test is built."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from groundwire.stubs.fixtures import Fixture, file_content, fixture_for, is_boundary, path_fixture, placeholder
from groundwire.stubs.forms import ANY, Form, form_of
from groundwire.stubs.inputs import Input, inputs_of, snake
from groundwire.stubs.samples import Sample, constant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.stubs.maker import Maker
    from groundwire.stubs.subject import Subject

_PATHS = frozenset({"pathlib.Path", "str", "typing.Any"})


@dataclass
class Arrangement:
    """The inputs of a test and what makes those that rows do not hold."""

    inputs: list[Input]
    fixtures: dict[str, Fixture] = field(default_factory=dict)
    """By the name of the input or object they make."""
    files: dict[str, Input] = field(default_factory=dict)
    """Parameters that name a file the function reads, with the input that is its content."""
    instance: str | None = None
    """What the object under test is called, where a method needs one."""
    construction: tuple[tuple[str, Sample], ...] = ()
    """Keyword arguments that construct it; one that a fixture makes is written as the fixture's name."""

    @property
    def collaborators(self) -> dict[str, str]:
        """The inputs that a mock stands for, and what its fixture is called."""
        return {name: fixture.name for name, fixture in self.fixtures.items() if fixture.collaborator}


def arrange(subject: Subject, maker: Maker) -> Arrangement:
    """Arrange the inputs of a subject."""
    arrangement = Arrangement([])
    for item in inputs_of(subject, maker):
        arrangement.inputs.append(_placed(item, subject, maker, arrangement))
    for name, content in arrangement.files.items():
        taken = {item.name for item in arrangement.inputs}
        named = replace(content, name=content.name if content.name not in taken else f"{name}_content")
        arrangement.files[name] = named
        arrangement.inputs.append(named)
    if subject.binding in {"method", "property"} and subject.owner is not None:
        _instance(subject, maker, arrangement)
    return arrangement


def _placed(item: Input, subject: Subject, maker: Maker, arrangement: Arrangement) -> Input:
    """The input, without its value where a fixture makes it."""
    if item.way != "parameter" or item.optional:
        usable = item.base is None or not item.base.fixture
        return item if usable else replace(item, base=None)
    plain = next((part for part in _parts(item.form) if part.name != "None"), ANY)
    if plain.name in _PATHS:
        text = file_content(item, subject)
        if text is not None:
            known = "{}" if text == '"{}"' else "first\nsecond\n"
            words = "typical"
            base = Sample(text, known, words=words)
            arrangement.files[item.name] = Input(f"{item.name} content", "content", "content", Form("str"), base)
            return replace(item, base=None)
        made = path_fixture(item, subject)
        if made is not None:
            arrangement.fixtures[item.name] = made
            return replace(item, base=None)
    shape = maker.shape(plain)
    reaches_out = shape is not None and shape.kind == "plain" and is_boundary(plain)
    if item.base is None or item.base.fixture or reaches_out:
        chosen = replace(item, base=None) if reaches_out else item
        arrangement.fixtures[item.name] = fixture_for(chosen, subject, maker)
        return replace(item, base=None)
    return item


def _instance(subject: Subject, maker: Maker, arrangement: Arrangement) -> None:
    """How the object under test is built, with fixtures for the arguments that cannot be written down."""
    owner = subject.owner
    if owner is None:
        return
    taken = {item.name for item in arrangement.inputs}
    name = snake(owner.path)
    if owner.kind == "enum":
        arrangement.instance = name
        return
    arrangement.instance = name = name if name not in taken else f"own_{name}"
    if owner.kind in {"opaque", "abstract", "dictionary"}:
        arrangement.fixtures[name] = placeholder(name, owner.path.rpartition(".")[2], subject.name)
        return
    arguments: list[tuple[str, Sample]] = []
    for parameter in owner.parameters:
        if parameter.default is not None or parameter.kind in {"variadic", "keywords"}:
            continue
        form = form_of(parameter.annotation, parameter.source)
        sample = None if _is_mocked(form, maker) else maker.typical(form, parameter.name)
        if sample is None and form == ANY:
            sample = constant(parameter.name)
        if sample is None or sample.fixture:
            item = Input(parameter.name, parameter.name, "constructor", form, sample, parameter)
            arrangement.fixtures.setdefault(parameter.name, fixture_for(item, subject, maker))
            arguments.append((parameter.name, Sample(parameter.name)))
        else:
            arguments.append((parameter.name, sample))
    arrangement.construction = tuple(arguments)


def _is_mocked(form: Form, maker: Maker) -> bool:
    shape = maker.shape(form)
    return shape is not None and shape.kind == "plain" and is_boundary(form)


def _parts(form: Form) -> Sequence[Form]:
    return form.arguments if form.name == "|" else (form,)
