"""Paths and bundles as C2SP tlog-tiles has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.audit.sealed.anchors.layout import bundle, tile_path, tiles_at, unbundle


@pytest.mark.parametrize(
    ("level", "n", "width", "path"),
    [
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (0, 0, 256, "tile/0/000"),
        (0, 999, 256, "tile/0/999"),
        (0, 1000, 256, "tile/0/x001/000"),
        (0, 273, 112, "tile/0/273.p/112"),
        ("entries", 1000000, 1, "tile/entries/x001/x000/000.p/1"),
    ],
)
def test_a_tile_lies_where_the_standard_says(level, n, width, path):
    assert tile_path(level, n, width) == path


@pytest.mark.parametrize(("n", "width"), [(-1, 256), (0, 0), (0, 257)])
def test_a_tile_that_cannot_be_has_no_path(n, width):
    with pytest.raises(ValueError, match="width"):
        tile_path(0, n, width)


def test_a_tree_of_seventy_thousand_leaves_has_the_tiles_of_the_standards_example():
    tiles = list(tiles_at(70_000))
    assert [(level, n, width) for level, n, width in tiles if width < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert sum(width == 256 for level, _, width in tiles if level == 0) == 273
    assert [(level, n) for level, n, width in tiles if width == 256 and level] == [(1, 0)]
    assert list(tiles_at(256)) == [(0, 0, 256), (1, 0, 1)]


@given(st.lists(st.binary(max_size=40), max_size=256))
def test_a_bundle_gives_back_what_was_put_in(texts):
    assert unbundle(bundle(texts)) == texts


@pytest.mark.parametrize(("size", "more"), [(65534, 2), (65535, 10), (65536, 10), (200_000, 10)])
def test_a_long_entry_has_a_long_length(size, more):
    data = bundle([b"x" * size, b"y"])
    assert len(data) == size + more + 3
    assert unbundle(data) == [b"x" * size, b"y"]


@pytest.mark.parametrize(
    "data", [b"\0", b"\0\5abc", b"\xff\xff\0\0", b"\xff\xff" + bytes(7) + b"\3abc", b"\xff\xff" + b"\xff" * 8]
)
def test_a_damaged_bundle_is_told_from_a_whole_one(data):
    with pytest.raises(ValueError, match=r"middle|longer than it needs"):
        unbundle(data)
