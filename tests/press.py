"""A press for tests that are not about paper: as with passwords, what is dear on purpose is done quickly where it is not what is tested.

The words are written by the letter's template, checked for characters, validated and sealed as ever; only the layout of the page is
taken from one page that the product's own typesetter set, under the letter's own identifier. Tests marked `printing` or `paper`, among
them the golden path in a browser, and the demonstration print every page.
"""

from backend.documents.typesetting import Order, Printed, Typesetter

IDENTIFIER = b"quick press page"  # as long as a letter's own
set_in_full = Typesetter.typeset


def set_quickly(typesetter: Typesetter, order: Order) -> Printed:
    """Give the one page, as the file of this letter."""
    own = order.identifier.hex()[: len(IDENTIFIER)].encode()
    return Printed(_page(order.edition.number, order).replace(IDENTIFIER, own), 1)


_pages: dict[int, bytes] = {}


def _page(number: int, order: Order) -> bytes:
    if number not in _pages:
        html = '<html lang="en"><head><title>A letter</title></head><body><h1>A letter</h1><p>Set quickly.</p></body></html>'
        plain = Order(html, order.edition, order.sheets[:1], IDENTIFIER, order.dated)
        _pages[number] = set_in_full(Typesetter(), plain).content
    return _pages[number]
