from shop.cart import Cart
from shop.catalogue import Product

MUG = Product("MUG-0042", "Blue mug", 1250)


def test_the_same_product_is_counted_together():
    cart = Cart()
    cart.add(MUG, 2)
    cart.add(MUG, 3)
    assert cart.pieces == 5


def test_a_removed_product_is_gone():
    cart = Cart({MUG: 2})
    cart.remove(MUG)
    assert cart.lines == {}
