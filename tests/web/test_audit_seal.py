"""The auditor's first page and the seal of an entry: what they say when all is well, when an entry waits, and when somebody changed one."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from backend.access.models import RoleHolding
from backend.audit.actions import ACTIONS, Action
from backend.audit.events import record
from backend.audit.models import Checkpoint, Disclosure, Erasure, Event, Leaf
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.notes import open_checkpoint
from backend.audit.sealed.sealing import seal_batch, seal_now
from backend.audit.sealed.verifying import verify_and_tell
from backend.cases.models import Case
from backend.deadlines.models import Deadline
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import play_case
from tests.web.reading import selects, text_of

SignIn = Callable[..., Client]
ACase = Callable[..., Case]


@pytest.fixture
def lena(cast: Cast, sign_in: SignIn) -> Client:
    """Give the auditor's browser."""
    return sign_in(cast.lena)


@pytest.fixture
def offer(a_case: ACase) -> Event:
    """Give an entry that tells of a move with a reason, in a stream of many."""
    return Event.objects.get(stream=a_case("offered").key, action="agreement.offer")


def behind_the_guards(table: str, statement: str, *values: Any) -> None:
    """Do what an owner of the database can do: switch the guards off and write."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
        cursor.execute(statement, values)


# The first page -------------------------------------------------------------------------------------------------------


def test_the_first_page_tells_the_scope_of_the_engagement(lena: Client, cast: Cast) -> None:
    holding = RoleHolding.objects.get(user=cast.lena)
    page = text_of(lena.get("/audit/"))
    assert "Compliance auditor" in page
    assert holding.purpose in page
    assert "You read only" in page
    assert "It has no end yet" in page or "It ends in" in page


def test_the_first_page_shows_the_seal_and_hands_out_the_checkpoint_and_the_key(lena: Client, cast: Cast) -> None:
    assert "None is signed yet" in text_of(lena.get("/audit/"))
    assert lena.get("/audit/checkpoint/").status_code == 404
    note = seal_now()
    page = text_of(lena.get("/audit/"))
    checkpoint, _ = open_checkpoint(note, public_keys())
    for shown in (f"{checkpoint.size:,}", checkpoint.origin, note.split("\n")[2], public_keys()[0].text, "another way"):
        assert shown in page
    taken = lena.get("/audit/checkpoint/")
    assert taken.content.decode() == note
    assert taken.headers["Content-Disposition"] == f'attachment; filename="checkpoint-{checkpoint.size}.txt"'
    assert lena.get("/audit/key/").content.decode() == f"{public_keys()[0].text}\n"
    assert Event.objects.filter(action="checkpoint.take", actor=cast.lena.uid).count() == 1
    assert Event.objects.filter(action="key.take", actor=cast.lena.uid).count() == 1


def test_entries_that_wait_too_long_are_told(lena: Client) -> None:
    seal_now()
    lena.get("/audit/")
    assert "wait longer than they should" not in text_of(lena.get("/audit/"))
    with clock.at(clock.now() + timedelta(minutes=5)):
        page = text_of(lena.get("/audit/"))
    assert "wait longer than they should" in page
    assert "The oldest waits since" in page


def test_entries_that_wait_for_a_signed_checkpoint_say_since_when(lena: Client) -> None:
    seal_now()
    lena.get("/audit/")
    seal_batch()
    with clock.at(clock.now() + timedelta(minutes=5)):
        page = text_of(lena.get("/audit/"))
    assert "wait longer than they should" in page
    assert re.search(r"no checkpoint that holds them is signed since \d+ \w+ \d{4}", page)


def test_a_failed_verification_turns_the_first_page_red_and_says_what_was_found_and_who_is_told(
    lena: Client, offer: Event, settings: Any
) -> None:
    assert "not verified as a whole yet" in text_of(lena.get("/audit/"))
    seal_now()
    verify_and_tell(actor=None)
    page = lena.get("/audit/")
    assert "Nothing found" in text_of(page)
    assert b"note prose bad" not in page.content

    settings.AUDIT_ALARM_MAIL = ["watch@larkfield.example"]
    behind_the_guards(
        "audit_event", "UPDATE audit_event SET body = replace(body, 'approved', 'x') WHERE id = %s", offer.pk
    )
    verify_and_tell(actor=None)
    page = lena.get("/audit/")
    assert b"note prose bad" in page.content
    for said in ("does not have the hash that was sealed", "Damage found", "watch@larkfield.example", "people-office@"):
        assert said in text_of(page)


def test_refused_accesses_are_counted_and_lead_to_their_list(lena: Client, cast: Cast, sign_in: SignIn) -> None:
    page = lena.get("/audit/")
    before = _stat(page, "Refused accesses")
    sign_in(cast.noor).get("/audit/history/")
    page = lena.get("/audit/")
    assert _stat(page, "Refused accesses") == str(int(before) + 1)
    assert "/audit/history/?action=access.denied" in page.content.decode()
    with clock.at(clock.now() + timedelta(days=31)):
        assert _stat(lena.get("/audit/"), "Refused accesses") == "0"


def test_the_share_of_deadlines_is_not_told_of_a_few(lena: Client) -> None:
    now = clock.now()
    due = Deadline.objects.filter(due_at__lt=now, due_at__gte=now - timedelta(days=365), cancelled_at=None).count()
    assert (_stat(lena.get("/audit/"), "Deadlines met") == "–") is (due < 5)
    with clock.at(now + timedelta(days=200)):
        due = Deadline.objects.filter(due_at__lt=clock.now(), due_at__gte=clock.now() - timedelta(days=365)).count()
        assert due >= 5
        assert _stat(lena.get("/audit/"), "Deadlines met").endswith("%")


def test_the_first_page_asks_a_bounded_number_of_questions_and_never_counts_the_history(lena: Client) -> None:
    seal_now()
    lena.get("/audit/")
    with selects() as asked:
        lena.get("/audit/")
    assert len(asked) <= 20, len(asked)
    whole = re.compile(r'COUNT\(\*\) AS "__count" FROM "audit_(event|leaf)"')
    assert [query for query in asked if whole.search(query)] == []


# An entry and its seal ------------------------------------------------------------------------------------------------


def test_a_sealed_entry_shows_its_place_and_leads_along_its_stream(lena: Client, offer: Event) -> None:
    record("event.view", offer, actor=None)
    seal_now()
    leaf = Leaf.objects.get(event_id=offer.pk)
    before, after = (Leaf.objects.get(stream=leaf.stream, seq=seq).event_id for seq in (leaf.seq - 1, leaf.seq + 1))
    answer = lena.get(f"/audit/{offer.pk}/")
    page = text_of(answer)
    assert "Sealed" in page
    for shown in (f"Before it: #{before}", f"After it: #{after}", f"{leaf.leaf_index:,}", "Check it by hand"):
        assert shown in page
    assert f'href="/audit/{before}/"' in answer.content.decode()
    first = Leaf.objects.get(stream=leaf.stream, seq=1)
    assert "The first of its stream" in text_of(lena.get(f"/audit/{first.event_id}/"))


def test_values_show_their_digest_and_not_themselves(lena: Client, offer: Event) -> None:
    digests = re.search(r'"sd":({[^}]*})', offer.body)
    assert digests
    [reason] = re.findall(r'"reason":"([^"]+)"', digests[1])
    page = text_of(lena.get(f"/audit/{offer.pk}/"))
    assert reason in page
    assert "Kept apart, matches its digest, not shown here" in page
    assert "For this test" not in page


def test_verifying_says_each_step_in_plain_words_and_is_recorded(lena: Client, cast: Cast, offer: Event) -> None:
    seal_now()
    assert "What was verified" not in text_of(lena.get(f"/audit/{offer.pk}/"))
    page = text_of(lena.get(f"/audit/{offer.pk}/verify/"))
    for said in (
        "hashed again. The hash is the one that was sealed",
        "lead to the root over",
        "signed by the key",
        "It is the same",
    ):
        assert said in page
    assert "Does not hold" not in page
    event = Event.objects.get(action="event.verify", actor=cast.lena.uid)
    assert event.obj == offer.key
    assert '"seal":"sealed"' in event.body
    assert not Event.objects.filter(action="log.damage").exists()


def test_an_entry_that_waits_says_so_and_so_does_the_list(lena: Client, cast: Cast) -> None:
    seal_now()
    record("event.list", None, actor=cast.ines)
    fresh = Event.objects.latest("pk")
    page = text_of(lena.get(f"/audit/{fresh.pk}/verify/"))
    assert "Waits to be sealed" in page
    assert "waits in the queue of the sealer" in page
    assert lena.get(f"/audit/{fresh.pk}/proof/").status_code == 404
    rows = lena.get(f"/audit/history/?q=%23{fresh.pk}")
    assert "waits to be sealed" in text_of(rows)
    assert "waits to be sealed" not in text_of(lena.get(f"/audit/history/?q=%23{Leaf.objects.latest('pk').event_id}"))
    seal_batch()
    assert "waits for the signature" in text_of(lena.get(f"/audit/{fresh.pk}/"))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_event SET body = replace(body, 'approved', 'drafted') WHERE id = %s", "the entry was changed"),
        ("UPDATE audit_event SET action = 'agreement.lapse' WHERE id = %s", "not what the sealed text"),
        ("UPDATE audit_event SET body = 'no text at all' WHERE id = %s", "not what the sealed text"),
        ("UPDATE audit_event SET actor = NULL WHERE id = %s", "not what the sealed text"),
    ],
)
def test_an_entry_changed_behind_the_guards_is_red_recorded_and_alarmed(
    lena: Client, cast: Cast, offer: Event, statement: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    seal_now()
    behind_the_guards("audit_event", statement, offer.pk)
    for path in (f"/audit/{offer.pk}/", f"/audit/{offer.pk}/verify/"):
        answer = lena.get(path)
        assert b"note prose bad" in answer.content
        assert said in text_of(answer)
        assert "Tell people-office@larkfield.example" in text_of(answer)
    assert "does not match its seal" in caplog.text
    assert Event.objects.filter(action="log.damage").count() == 1
    assert '"seal":"broken"' in Event.objects.filter(action="event.verify", actor=cast.lena.uid).latest("pk").body
    assert lena.get("/audit/history/").status_code == 200


def test_an_entry_removed_behind_the_guards_has_a_red_page_in_its_place(lena: Client, cast: Cast, offer: Event) -> None:
    seal_now()
    behind_the_guards("audit_event", "DELETE FROM audit_event WHERE id = %s", offer.pk)
    answer = lena.get(f"/audit/{offer.pk}/")
    assert "This entry was removed" in text_of(answer)
    assert Event.objects.filter(action="log.damage").exists()
    assert lena.get("/audit/99999999/").status_code == 404


def test_a_removed_entry_of_an_own_matter_stays_hidden(cast: Cast, lena: Client) -> None:
    case = play_case(cast, "opened", respondent=cast.person("lena"))
    seal_now()
    gone = Event.objects.filter(stream=case.key).latest("pk")
    behind_the_guards("audit_event", "DELETE FROM audit_event WHERE id = %s", gone.pk)
    assert lena.get(f"/audit/{gone.pk}/").status_code == 404


def test_an_entry_slipped_in_behind_the_guards_is_found(lena: Client) -> None:
    seal_now()
    record("event.list", None, actor=None)
    slipped = Event.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_pending WHERE event_id = %s", [slipped.pk])
    assert "behind the product’s back" in text_of(lena.get(f"/audit/{slipped.pk}/"))


def test_a_value_removed_without_an_erasure_is_found_and_with_one_it_is_not(
    lena: Client, offer: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    [sealed] = re.findall(r'"reason":"([^"]+)"', offer.body)
    seal_now()
    behind_the_guards("audit_private", "DELETE FROM audit_private WHERE event_id = %s AND name = 'reason'", offer.pk)
    assert "No entry says that it was erased" in text_of(lena.get(f"/audit/{offer.pk}/"))
    assert not Disclosure.objects.filter(event_id=offer.pk, name="reason").exists()
    monkeypatch.setitem(ACTIONS, "audit.erase", Action("audit.erase", "erased values of the history", "system"))
    record("audit.erase", None, actor=None, ctx={"digests": [sealed], "rule": "R1", "basis": "request"})
    told = Event.objects.latest("pk")
    Erasure.objects.create(kind="disclosure", event_id=offer.pk, name="reason", digest=sealed, erased_by=told.uid)
    page = text_of(lena.get(f"/audit/{offer.pk}/"))
    assert "An entry of the history says so" in page
    assert "does not match its seal" not in page


def test_a_tree_that_was_rebuilt_is_found_by_the_signature(lena: Client, offer: Event) -> None:
    seal_now()
    newest = Checkpoint.objects.latest("pk")
    Checkpoint.objects.filter(pk=newest.pk).update(root=b"\0" * 32)
    page = text_of(lena.get(f"/audit/{offer.pk}/verify/"))
    assert "does not lead to the root" in page
    assert "names another root" in page


@pytest.mark.skipif(not all(map(shutil.which, ("openssl", "xxd"))), reason="openssl or xxd is not installed")
def test_the_commands_on_the_page_prove_the_entry_with_nothing_of_ours(
    lena: Client, offer: Event, tmp_path: Path
) -> None:
    seal_now()
    page = lena.get(f"/audit/{offer.pk}/").content.decode()
    (tmp_path / f"entry-{offer.pk}.leaf").write_bytes(lena.get(f"/audit/{offer.pk}/leaf/").content)
    (tmp_path / f"entry-{offer.pk}.tlog-proof").write_bytes(lena.get(f"/audit/{offer.pk}/proof/").content)
    (tmp_path / "audit-key.vkey").write_bytes(lena.get("/audit/key/").content)
    _text, *commands = [unescape(found) for found in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)]
    ran = [
        subprocess.run(["bash", "-c", each], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
        for each in commands
    ]
    leaf_hash, root = (re.findall(r'class="reference">([0-9a-f]{64})<', page)[at] for at in (0, 1))
    assert ran[0][0] == leaf_hash
    assert ran[1] == [root]
    assert ran[2][0] == root
    assert "Verified" in " ".join(ran[2])


def _stat(answer: Any, label: str) -> str:
    found = re.search(rf"{label}[^<]*</span>\s*<b>([^<]+)</b>", answer.content.decode())
    assert found
    return found[1]
