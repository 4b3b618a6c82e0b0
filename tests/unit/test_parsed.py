"""Every kind of unit parses on its own."""

from __future__ import annotations

import pytest

from groundwire.analysis import cst
from groundwire.analysis.parsed import ParsedUnit
from groundwire.text.document import Document

SOURCE = '''\
@decorated(
    1
)
class A(Base):

    def method(self):
        pass

class B:
    """Says what it is."""
    number = 1
    class Inner:
\t    x = 1

if True:
\tclass C:
\t\tdef method(self): pass

class D: x = 1
'''


@pytest.mark.parametrize("source", [SOURCE, "class A:\n\tclass B(Base):  # comment\n\t\tdef m(self): pass\n"])
def test_units_of_classes(source: str) -> None:
    document = Document(source)
    for unit in document.units:
        parsed = ParsedUnit.of(unit, document.lines_text(unit.start, unit.end))
        assert isinstance(parsed, ParsedUnit), unit


def test_a_header_knows_its_bases() -> None:
    document = Document(SOURCE)
    header = next(iter(document.units))
    parsed = ParsedUnit.of(header, document.lines_text(header.start, header.end))
    assert isinstance(parsed, ParsedUnit)
    (node,) = parsed.nodes(cst.ClassDef)
    (base,) = node.bases
    assert isinstance(base.value, cst.Name)
    assert base.value.value == "Base"
    assert document.slice(parsed.range(base).shifted(header.start)) == "Base"


def test_a_byte_order_mark_before_the_text_is_no_code() -> None:
    text = "\ufeffimport os; flag = os.name\n"
    (unit,) = Document(text).units
    parsed = ParsedUnit.of(unit, text)
    assert isinstance(parsed, ParsedUnit)
    (attribute,) = parsed.nodes(cst.Attribute)
    assert parsed.range(attribute).start.column == text.index("os.name")
