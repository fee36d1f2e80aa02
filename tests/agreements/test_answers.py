"""Answers to an offer beside a signature on screen: taken back in time, on paper, in another language, with words added later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can
from backend.agreements.actions.noting import Translated, comment_on_agreement, confirm_language, record_translation
from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.paper import (
    object_to_record,
    record_paper_refusal,
    record_paper_signature,
    take_back_record,
)
from backend.agreements.actions.pausing import resume_agreement, suspend_agreement
from backend.agreements.actions.revoking import revoke_signature
from backend.agreements.actions.signing import choose_alternative, complete_agreement, offer_agreement
from backend.agreements.actions.transfers import confirm_monitor
from backend.agreements.letters.agreement import completion_letter
from backend.agreements.models import Agreement, PaperRecord, Signature
from backend.cases.models import Obligation
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.files.models import StoredFile
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line, move_person
from tests.agreements.answers import WHY, a_scan, countersign, on_paper, sign, with_release
from tests.documents.said import said

pytestmark = pytest.mark.django_db
Plays = Callable[..., Agreement]


@pytest.fixture
def released(cast: Cast, an_agreement: Plays) -> Agreement:
    agreement = with_release(an_agreement("drafted"), cast)
    return offer_agreement(agreement, actor=cast.daniel, reason=WHY)


def test_a_release_of_age_claims_gives_21_days_and_then_7(cast: Cast, released: Agreement) -> None:
    assert released.offer_expires_at
    assert released.offer_expires_at > clock.now() + timedelta(days=20)
    signed = sign(released, cast.martin)
    with pytest.raises(Refused) as early:
        countersign(signed, cast.ruth)
    assert early.value.code == "revocation-open"
    with clock.at(clock.now() + timedelta(days=9)):
        with pytest.raises(Refused) as late:
            revoke_signature(signed, actor=cast.martin, reason="I revoke.", factors=["password"])
        assert late.value.code == "revocation-over"
        assert countersign(signed, cast.ruth).state == "active"


def test_taking_a_signature_back_is_an_end_of_its_own_and_no_breach(cast: Cast, released: Agreement) -> None:
    signed = sign(released, cast.martin)
    for name in ("ruth", "daniel", "erin", "noor"):
        with pytest.raises(Forbidden):
            revoke_signature(signed, actor=getattr(cast, name), reason="No.", factors=["password"])
    with pytest.raises(Refused):
        revoke_signature(signed, actor=cast.martin, reason="I revoke.", factors=[])
    ended = revoke_signature(signed, actor=cast.martin, reason="I revoke.", factors=["password"], comment="No.")
    assert ended.state == "revoked"
    assert set(ended.obligations.values_list("state", flat=True)) == {"planned"}
    meanings = Signature.objects.filter(agreement=ended).order_by("pk").values_list("meaning", flat=True)
    assert list(meanings) == ["agree", "revoke"]
    assert Obligation.objects.filter(case=ended.case, kind="outcome.alternative", discharged_at=None).exists()
    choose_alternative(ended, actor=cast.ruth, reason="As the offer said.")


def test_without_a_release_there_is_nothing_to_wait_for(cast: Cast, an_agreement: Plays) -> None:
    signed = an_agreement("signed")
    with pytest.raises(Refused) as refused:
        revoke_signature(signed, actor=cast.martin, reason="I revoke.", factors=["password"])
    assert refused.value.code == "revocation-over"
    assert countersign(signed, cast.ruth).state == "active"


def test_a_signature_on_paper_is_shown_as_what_it_is(cast: Cast, an_agreement: Plays) -> None:
    offered = an_agreement("offered")
    for name in ("martin", "ruth", "erin", "noor", "ines"):
        with pytest.raises(Forbidden):
            record_paper_signature(
                offered, actor=getattr(cast, name), reason=WHY, told=on_paper(offered), scan=a_scan()
            )
    signed = record_paper_signature(offered, actor=cast.daniel, reason=WHY, told=on_paper(offered), scan=a_scan())
    assert signed.state == "signed_by_employee"
    assert not Signature.objects.filter(agreement=signed).exists()
    assert countersign(signed, cast.ruth).state == "active"
    copy = Document.objects.filter(about=signed.key, kind="D12").latest("pk")
    letter = letter_of(copy)
    assert letter.evidence is not None
    line = letter.evidence.lines[0]
    assert (line.name, line.sha256) == (cast.martin.name, signed.offered_sha256)
    assert "Signed on paper. This is not a signature on screen." in line.meaning
    assert "Asha Patel (HR adviser), witness" in line.confirmed_by
    assert cast.daniel.name in line.confirmed_by[-1]
    assert "password" not in " ".join(line.confirmed_by)
    words = said(letter)
    assert "Signed on paper; see the evidence page." in words
    assert words.count("Signed on screen; see the evidence page.") == 1  # the officer’s


@pytest.mark.parametrize(
    ("told", "scan", "expected"),
    [
        ({"sha256": "0" * 64}, a_scan, "document-changed"),
        ({"second_witness": "asha patel"}, a_scan, "second_witness"),
        ({"first_witness": "Martin Hale"}, a_scan, "first_witness"),
        ({"place": " "}, a_scan, "place"),
        ({"signed_on": clock.today() + timedelta(days=2)}, a_scan, "signed_on"),
        ({}, lambda: a_scan("virus.exe", b"MZ\x90\x00 not pages"), "file"),
    ],
)
def test_a_record_from_paper_is_refused(
    cast: Cast, an_agreement: Plays, told: dict[str, Any], scan: Callable[[], Any], expected: str
) -> None:
    offered = an_agreement("offered")
    with pytest.raises((Refused, Invalid)) as refused:
        record_paper_signature(offered, actor=cast.daniel, reason=WHY, told=on_paper(offered, **told), scan=scan())
    assert expected in (refused.value.code, *getattr(refused.value, "errors", ()))
    offered.refresh_from_db()
    assert offered.state == "offered"
    assert not PaperRecord.objects.exists()


def test_the_employee_objects_and_nothing_comes_into_force(cast: Cast, an_agreement: Plays) -> None:
    offered = an_agreement("offered")
    signed = record_paper_signature(offered, actor=cast.daniel, reason=WHY, told=on_paper(offered), scan=a_scan())
    with pytest.raises(Refused):
        take_back_record(signed, actor=cast.daniel, reason=WHY)
    with pytest.raises(Forbidden):
        object_to_record(signed, actor=cast.erin, objection="Not mine.")
    object_to_record(signed, actor=cast.martin, objection="I did not sign.")
    with pytest.raises(Refused) as contested:
        countersign(signed, cast.ruth)
    assert contested.value.code == "paper-contested"
    anew = take_back_record(signed, actor=cast.daniel, reason=WHY)
    first = signed.document
    anew = offer_agreement(anew, actor=cast.daniel, reason=WHY)
    assert (anew.state, anew.document == first) == ("offered", False)
    assert sign(anew, cast.martin).state == "signed_by_employee"


def test_not_signing_on_paper_is_declining_and_nothing_else(cast: Cast, an_agreement: Plays) -> None:
    """I27."""
    offered = an_agreement("offered")
    ended = record_paper_refusal(offered, actor=cast.daniel, reason=WHY, told=on_paper(offered))
    assert (ended.state, PaperRecord.objects.get().answer) == ("declined", "not_signed")
    assert set(ended.obligations.values_list("state", flat=True)) == {"planned"}
    assert not Signature.objects.filter(agreement=ended).exists()
    object_to_record(ended, actor=cast.martin, objection="I only asked for time.")
    take_back_record(ended, actor=cast.daniel, reason=WHY)
    assert not Obligation.objects.filter(case=ended.case, kind="outcome.alternative", discharged_at=None).exists()


def test_the_scan_is_for_those_who_read_the_agreement(cast: Cast, an_agreement: Plays) -> None:
    offered = an_agreement("offered")
    record_paper_signature(offered, actor=cast.daniel, reason=WHY, told=on_paper(offered), scan=a_scan())
    scan = StoredFile.objects.get(about=offered.key)
    asked = ("martin", "daniel", "ruth", "joan", "erin", "noor", "ines")
    may = {name for name in asked if can(getattr(cast, name), "file.open", scan)}
    assert may == {"martin", "daniel", "ruth"}


def test_a_comment_becomes_part_of_the_record(cast: Cast, an_agreement: Plays) -> None:
    offered = an_agreement("offered")
    with pytest.raises(Refused):
        comment_on_agreement(offered, actor=cast.martin, text="Too early.")
    signed = sign(offered, cast.martin)
    comment = comment_on_agreement(signed, actor=cast.martin, text="I see finding A1 differently.")
    active = countersign(signed, cast.ruth)
    assert comment_on_agreement(active, actor=cast.martin, text="And I keep to it.").pk > comment.pk
    for name in ("ruth", "daniel", "joan", "erin", "noor"):
        with pytest.raises(Forbidden):
            comment_on_agreement(active, actor=getattr(cast, name), text="Mine.")


def test_whoever_reads_a_translation_says_so_before_signing(cast: Cast, an_agreement: Plays) -> None:
    offered = an_agreement("offered")
    told = Translated(
        language="Polish", translator="Ewa Nowak", translator_role="Sworn translator", explained_on=clock.today()
    )
    with pytest.raises(Forbidden):
        record_translation(offered, actor=cast.martin, told=told, copy=a_scan("polish.png"))
    row = record_translation(offered, actor=cast.daniel, told=told, copy=a_scan("polish.png"), reason=WHY)
    assert can(cast.martin, "file.open", row.copy)
    assert not can(cast.joan, "file.open", row.copy)
    with pytest.raises(Invalid):
        record_translation(offered, actor=cast.daniel, told=replace(told, language="polish"), copy=a_scan())
    with pytest.raises(Refused) as first:
        sign(offered, cast.martin)
    assert first.value.code == "language-open"
    confirm_language(offered, actor=cast.martin, read_in="Polish")
    assert sign(offered, cast.martin).state == "signed_by_employee"


def test_a_suspended_agreement_stands_still_and_goes_on_by_itself(cast: Cast, an_agreement: Plays) -> None:
    active = an_agreement("active")
    duty = active.obligations.get()
    due = Deadline.objects.about(duty).pending().get().due_at
    with pytest.raises(Invalid):
        suspend_agreement(active, actor=cast.ruth, reason=WHY, until=clock.today())
    still = suspend_agreement(active, actor=cast.ruth, reason=WHY, until=clock.today() + timedelta(days=30))
    assert (still.state, can(cast.joan, "duty.view", duty)) == ("suspended", False)
    assert Deadline.objects.about(duty).pending().get().due_at > due + timedelta(days=28)
    with pytest.raises(Refused):
        complete_agreement(still, actor=cast.ruth, reason=WHY)
    with clock.at(clock.now() + timedelta(days=10)):
        early = resume_agreement(still, actor=cast.ruth, reason="Back at work.")
        assert early.state == "active"
        assert due + timedelta(days=9) < Deadline.objects.about(duty).pending().get().due_at < due + timedelta(days=12)
        suspend_agreement(early, actor=cast.ruth, reason=WHY, until=clock.today() + timedelta(days=5))
    with clock.at(clock.now() + timedelta(days=17)):
        sweep(as_of=clock.now())
    assert Agreement.objects.get(pk=active.pk).state == "active"


def test_a_live_agreement_travels_and_its_monitor_is_confirmed(cast: Cast, an_agreement: Plays) -> None:
    active = an_agreement("active")
    owed = Obligation.objects.filter(case=active.case, kind="agreement.confirm_monitor", discharged_at=None)
    move_person(cast.person("noor"), None, actor=cast.system, reason=WHY)
    assert not owed.exists()
    move_person(cast.person("martin"), None, actor=cast.system, reason="He changes site.")
    move_person(cast.person("martin"), cast.person("erin").unit, actor=cast.system, reason="And again.")
    assert owed.count() == 1
    with pytest.raises(Forbidden):
        confirm_monitor(active, actor=cast.martin, reason=WHY)
    confirm_monitor(active, actor=cast.daniel, reason="Joan stays outside his line.")
    assert not owed.exists()
    add_line(cast.person("joan"), cast.person("martin"), starts_on=clock.today(), actor=cast.system, reason=WHY)
    assert owed.exists()
    with pytest.raises(Refused) as conflict:
        confirm_monitor(active, actor=cast.daniel, reason=WHY)
    assert conflict.value.code == "monitor-conflict"


def test_the_letter_of_completion_never_clears_anybody(cast: Cast, an_agreement: Plays) -> None:
    """D18."""
    active = an_agreement("active")
    verify_duty(active.obligations.select_related("agreement__case").get(), actor=cast.joan, reason=WHY, note="Seen.")
    words = said(completion_letter(active, by=cast.ruth)).casefold()
    for word in (
        "exonerat",
        "cleared",
        "innocen",
        "cured",
        "rehabilitat",
        "well done",
        "congratulat",
        "guilt",
        "admit",
    ):
        assert word not in words
    assert "obligation" in words
