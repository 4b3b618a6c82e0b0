from shop.cart import Cart
from shop.catalogue import Product
from shop.pricing import shipping, subtotal

MUG = Product("MUG-0042", "Blue mug", 1250)


def test_the_subtotal_counts_every_piece():
    assert subtotal(Cart({MUG: 3})) == 3750


def test_large_orders_are_sent_for_free():
    assert shipping(5000) == 0
    assert shipping(4999) == 490
