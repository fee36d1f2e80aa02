"""Which anchors the setting names, third parties' own included."""

from importlib.metadata import EntryPoint, EntryPoints

import pytest
from django.core.exceptions import ImproperlyConfigured

from backend.audit.sealed.anchors import registry
from backend.audit.sealed.anchors.directory import DirectoryAnchor
from backend.audit.sealed.anchors.registry import anchors_named


class NoticeBoard:
    """An anchor that somebody else wrote."""

    extension = "txt"

    def __init__(self, target, source):
        if target == "nowhere":
            raise ValueError("there is no such board.")
        self.target, self.source = target, source

    def publish(self, sealed):
        return f"{self.target}: {sealed.size}".encode()


OWN = f"{__name__}.NoticeBoard"


def test_each_target_becomes_an_anchor_of_its_kind(tmp_path, memory_history):
    anchors = anchors_named(
        [
            f"directory:{tmp_path}",
            "mail:a@example.org",
            "timestamp:https://tsa.example/tsr",
            "mail:b@example.org",
            "mail:c@example.org",
        ],
        memory_history,
    )
    assert list(anchors) == ["directory", "mail", "timestamp", "mail-2", "mail-3"]
    assert vars(anchors["mail-3"])["address"] == "c@example.org"
    assert isinstance(anchors["directory"], DirectoryAnchor)
    assert anchors_named([], memory_history) == {}


def test_a_dotted_path_brings_an_anchor_of_ones_own(memory_history):
    [(kind, made)] = anchors_named(
        ["backend.audit.sealed.anchors.mail.MailAnchor:a@example.org"], memory_history
    ).items()
    assert (kind, vars(made)["address"]) == ("mailanchor", "a@example.org")


def test_an_entry_point_brings_an_anchor_of_ones_own(memory_history, monkeypatch):
    class Point(EntryPoint):
        def load(self):
            return NoticeBoard

    points = EntryPoints([Point("notice-board", OWN, registry.GROUP)])
    monkeypatch.setattr(registry, "entry_points", lambda **told: points.select(**told))
    anchors = anchors_named(["notice-board:hall"], memory_history)
    assert anchors["notice-board"].publish(memory_history.grow_to(4)) == b"hall: 4"
    assert vars(anchors["notice-board"])["source"] is memory_history
    with pytest.raises(ImproperlyConfigured, match="no such board"):
        anchors_named(["notice-board:nowhere"], memory_history)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("directory", "scheme:target"),
        ("directory:", "scheme:target"),
        (":x", "scheme:target"),
        ("directory:relative/path", "begin with a slash"),
        ("mail:nobody", "not an e-mail address"),
        ("timestamp:ftp://tsa.example/", "http or https"),
        ("timestamp:file:///etc/passwd", "http or https"),
        ("timestamp:https://tsa.example/#pin=1", "not understood"),
        ("pigeon:home", "no anchor is called pigeon"),
        ("larkfield.absent.Bucket:x", "can't be imported"),
    ],
)
def test_a_target_that_makes_no_sense_says_why(memory_history, target, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        anchors_named([target], memory_history)
