import pytest

from shop.catalogue import Catalogue, Product, UnknownProduct

MUG = Product("MUG-0042", "Blue mug", 1250)
PLATE = Product("PLT-0007", "Blue plate", 1800)


def test_a_product_is_found_by_its_number():
    assert Catalogue([MUG, PLATE]).find("PLT-0007") == PLATE


def test_an_unknown_number_is_an_error():
    with pytest.raises(UnknownProduct):
        Catalogue([MUG]).find("PLT-0007")
