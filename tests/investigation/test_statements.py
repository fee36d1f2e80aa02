"""Whoever was heard reads their own words alone, corrects them, and signs them or not."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope
from backend.cases.actions.opening import add_party
from backend.cases.models import Case
from backend.documents.actions.delivering import hand_over
from backend.documents.queries import letter_of
from backend.investigation.actions.statements import (
    Asked,
    Said,
    correct_statement,
    decline_statement,
    digest,
    offer_statement,
    record_refusal,
    record_signature,
    sign_statement,
    write_statement,
)
from backend.investigation.models import Statement
from backend.investigation.queries.inquiry import statements_to_check
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_person
from tests.builders import a_record

pytestmark = pytest.mark.django_db
WHY = "For this test."


@pytest.fixture
def record(cast, a_case):
    case = a_case("investigating")
    add_party(case, cast.person("neil"), "witness", actor=cast.ines, reason=WHY)
    return a_record(case, cast, cast.person("neil"))


def test_a_witness_reads_corrects_and_signs_their_own_words(cast, record, last_event, sign_in):
    rows = Statement.objects.filter(pk=record.pk)
    assert not scope(cast.neil, "statement.view", rows).exists()
    with pytest.raises(Invalid):
        offer_statement(record, actor=cast.ines, reason=WHY, correct_until=clock.today() + timedelta(days=1))
    record = offer_statement(record, actor=cast.ines, reason=WHY)
    assert (record.document.kind, record.document.recipient) == ("D6", cast.person("neil"))
    assert {
        name
        for name in ("neil", "erin", "martin", "noor", "omar", "lena", "ines", "ruth")
        if scope(getattr(cast, name), "statement.view", rows).exists()
    } == {"neil", "ines", "ruth"}
    assert {
        name
        for name in ("neil", "erin", "martin", "noor", "omar", "clara", "daniel", "ines", "ruth")
        if can(getattr(cast, name), "document.open", record.document)
    } == {"neil", "ines", "ruth"}
    assert statements_to_check(cast.neil) == [record]
    assert not can(cast.neil, "case.view", Case.objects.get(pk=record.case_id))
    neil = sign_in(cast.neil)
    page = neil.get(f"/mine/statements/{record.reference}/").content.decode()
    assert "half past seven" in page
    assert record.case.title not in page
    assert record.case.reference not in page
    assert neil.get(f"/cases/{record.case.reference}/").status_code == 404

    with pytest.raises(Forbidden):
        correct_statement(record, actor=cast.ines, reason=WHY, corrections=[Asked(passage=2, before="x", after="y")])
    for wrong in ([], [Asked(passage=3, before="x", after="y")], [Asked(passage=2, before="nine", after="ten")]):
        with pytest.raises(Invalid):
            correct_statement(record, actor=cast.neil, reason=WHY, corrections=wrong)
    asked = [Asked(passage=2, before="half past seven", after="a quarter to eight")]
    record = correct_statement(record, actor=cast.neil, reason="Mine.", corrections=asked)
    assert last_event(record) == ("statement.correct", "neil", "Mine.")
    assert "half past seven" in record.passages[1]["words"]
    first, old = record.document, record.text_sha256
    record = offer_statement(record, actor=cast.ines, reason=WHY)
    assert (record.version, record.passages[1]["words"]) == (2, "He came to the table at a quarter to eight.")
    assert record.document.supersedes == first
    printed: Any = letter_of(record.document)
    assert printed.corrections[0].before == "half past seven"

    told = {"actor": cast.neil, "reason": "Mine.", "typed_name": cast.neil.name, "meaning": "as_corrected"}
    with pytest.raises(Refused) as stale:
        sign_statement(record, **told, sha256=old)
    assert stale.value.code == "document-changed"
    with pytest.raises(Invalid):
        sign_statement(record, **{**told, "typed_name": "N."}, sha256=record.text_sha256)
    record = sign_statement(record, **told, sha256=record.text_sha256)
    assert last_event(record) == ("statement.sign", "neil", "Mine.")
    assert digest(record.passages) == record.text_sha256
    with pytest.raises(Refused):
        offer_statement(record, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused):
        write_statement(record.interview, passages=[Said(speaker="A", words="B")], actor=cast.ines, reason=WHY)


def test_not_signing_is_recorded_and_nothing_more(cast, record):
    record = offer_statement(record, actor=cast.ines, reason=WHY)
    record = decline_statement(record, actor=cast.neil, reason=WHY, why="I would rather not.")
    assert (record.state, record.signed_name) == ("declined", "")
    printed: Any = letter_of(record.document)
    assert (printed.declined.reason, printed.declined.recorded_by) == ("I would rather not.", cast.neil.name)


def test_somebody_without_an_account_gets_paper_and_a_receipt(cast, a_case):
    case = a_case("investigating")
    temp = add_person("Tess Temple", actor=cast.system, reason=WHY)
    add_party(case, temp, "witness", actor=cast.ines, reason=WHY)
    record = offer_statement(a_record(case, cast, temp), actor=cast.ines, reason=WHY)
    assert record.document.state == "issued"
    with pytest.raises(Refused) as refused:
        record_signature(record, actor=cast.ines, reason=WHY, typed_name="Tess Temple")
    assert refused.value.code == "paper-not-handed-over"
    hand_over(record.document, actor=cast.ines, channel="hand", outcome="received", at=clock.now())
    with pytest.raises(Forbidden):
        record_refusal(record, actor=cast.ruth, reason=WHY)
    record = record_signature(record, actor=cast.ines, reason=WHY, typed_name="Tess Temple")
    assert (record.state, record.is_on_paper, record.recorded_by) == ("signed", True, cast.ines)
