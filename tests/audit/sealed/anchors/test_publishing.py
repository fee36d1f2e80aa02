"""Anchoring: each anchor gets the newest signed checkpoint once, one that is away holds up neither the others nor the sealing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail

from backend.audit.events import record
from backend.audit.models import AnchorReceipt, Event
from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.sealed.anchors.mirror import Mirror, MirroredTree
from backend.audit.sealed.anchors.publishing import DatabaseHistory, publish_due
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.notes import open_checkpoint
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.store import the_log
from backend.audit.sealed.tree import Tree
from backend.config.joints import anchor_newest
from backend.jobs.models import Job, JobState
from backend.jobs.queue import submit
from backend.jobs.registry import KINDS, PERIODIC
from backend.jobs.worker import work_once
from backend.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def worm(tmp_path, settings):
    """Give a folder that the setting names, beside the auditor's mailbox."""
    settings.ANCHORS = [f"directory:{tmp_path}", "mail:auditor@example.org"]
    return tmp_path


def anchor_events():
    rows = Event.objects.filter(action__startswith="log.anchor").order_by("pk").values_list("action", "body")
    return [(action, json.loads(body)["ctx"]["kind"], json.loads(body)["ctx"]["size"]) for action, body in rows]


def test_the_newest_checkpoint_reaches_every_anchor_once(cast, worm, frozen):
    note = seal_now()
    size = the_log().size
    outcome = publish_due(frozen)
    assert (outcome.size, outcome.published, outcome.failed) == (size, ("directory", "mail"), ())
    assert anchor_events() == [("log.anchor", "directory", size), ("log.anchor", "mail", size)]
    assert bytes(AnchorReceipt.objects.get(kind="directory").receipt).decode() == note
    assert note in mail.outbox[0].body
    assert publish_due(frozen).published == ()
    assert len(mail.outbox) == 1


def test_anchoring_alone_calls_for_no_more_anchoring(cast, worm, frozen):
    seal_now()
    publish_due(frozen)
    for _ in range(3):
        seal_now()
        assert publish_due(frozen).published == ()
    assert len(anchor_events()) == 2

    record("event.list", None, actor=cast.lena)
    seal_now()
    assert publish_due(frozen).published == ("directory", "mail")


def test_the_mirror_holds_what_the_database_holds(cast, worm, frozen, a_case):
    seal_now()
    publish_due(frozen)
    for _ in range(300):
        record("event.list", None, actor=cast.lena)
    a_case("implementing")
    seal_now()
    publish_due(frozen)
    log = the_log()
    mirror = Mirror(worm / log.origin)
    checkpoint, _ = open_checkpoint(mirror.note(log.size), public_keys())
    copy = MirroredTree(mirror, log.size)
    assert Tree(copy, log.size).root() == checkpoint.root == bytes(StoredCheckpoint.objects.get(pk=log.size).root)
    assert list(copy.leaves(0, log.size)) == list(DatabaseHistory().leaves(0, log.size))
    assert all(json.loads(text)["seq"] > 0 for text in copy.leaves(0, log.size))


def test_an_anchor_that_is_away_alarms_and_the_others_go_on(cast, worm, settings, frozen, caplog):
    settings.ANCHORS = [f"directory:{worm / 'unmounted'}", "mail:auditor@example.org"]
    seal_now()
    outcome = publish_due(frozen)
    assert (outcome.published, outcome.failed) == (("mail",), ("directory",))
    assert "mounted" in caplog.text
    assert {action for action, kind, _ in anchor_events() if kind == "directory"} == {"log.anchor_failed"}
    assert seal_now()

    (worm / "unmounted").mkdir()
    assert publish_due(frozen + timedelta(minutes=1)).published == ("directory",)


def test_a_long_failure_is_told_once_an_hour_until_it_ends(cast, worm, settings, frozen):
    settings.ANCHORS = [f"directory:{worm / 'unmounted'}"]
    for minutes in range(0, 130, 10):
        with clock.at(frozen + timedelta(minutes=minutes)) as moment:
            record("event.list", None, actor=cast.lena)
            seal_now()
            assert publish_due(moment).failed == ("directory",)
    assert [action for action, _, _ in anchor_events()] == ["log.anchor_failed"] * 3


def test_nothing_is_anchored_before_it_is_signed(cast, worm, settings, frozen):
    settings.PRODUCTION = True  # and no key on this machine
    assert seal_now() == ""
    assert publish_due(frozen).size == 0
    assert not AnchorReceipt.objects.exists()


def test_without_anchors_nothing_is_asked_of_anybody(cast, settings, frozen):
    settings.ANCHORS = []
    seal_now()
    assert publish_due(frozen).published == ()


def test_the_clock_asks_for_it_and_a_failure_is_tried_again(cast, worm, settings, frozen):
    assert PERIODIC["log-anchor"].kind == "log.anchor"
    assert PERIODIC["log-anchor"].interval == timedelta(minutes=settings.ANCHOR_MINUTES)
    assert KINDS["log.anchor"].body is anchor_newest
    settings.ANCHORS = [f"directory:{worm / 'unmounted'}"]
    seal_now()
    first, second = submit("log.anchor", actor=None), submit("log.anchor", actor=None)
    assert work_once(as_of=frozen).state == JobState.QUEUED
    assert work_once(as_of=frozen).state == JobState.DONE  # the first is being tried again already
    assert {job.pk for job in Job.objects.filter(state=JobState.QUEUED)} < {first.pk, second.pk}

    (worm / "unmounted").mkdir()
    with clock.at(frozen + timedelta(minutes=1)) as later:
        assert work_once(as_of=later).state == JobState.DONE
    assert AnchorReceipt.objects.count() == 1


def test_a_signature_is_brought_outside_without_waiting_for_the_clock(cast, worm, settings, frozen):
    record("event.list", None, actor=cast.lena)
    assert not Job.objects.filter(kind="log.anchor").exists()
    record("agreement.sign", None, actor=cast.martin)
    asked = Job.objects.get(kind="log.anchor")
    note = seal_now()  # as the request does when the signature is committed
    assert work_once(as_of=frozen) is None
    assert work_once(as_of=asked.run_after).state == JobState.DONE
    assert bytes(AnchorReceipt.objects.get(kind="directory").receipt).decode() == note
    settings.ANCHORS = []
    record("agreement.sign", None, actor=cast.martin)
    assert Job.objects.filter(kind="log.anchor").count() == 1


def test_a_history_set_back_behind_the_mirror_is_an_alarm(cast, worm, frozen, caplog):
    record("event.list", None, actor=cast.lena)
    seal_now()
    publish_due(frozen)
    newest = StoredCheckpoint.objects.get()
    earlier = Path(worm / the_log().origin / "checkpoints" / "99999999")
    earlier.write_text(newest.note.replace(f"\n{newest.size}\n", "\n99999999\n"))
    record("event.list", None, actor=cast.lena)
    seal_now()
    assert publish_due(frozen).failed == ("directory",)
    assert "set back" in caplog.text
