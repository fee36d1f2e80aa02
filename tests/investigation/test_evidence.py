"""Evidence: numbered, hashed, passed on, checked, redacted, relied on; and seen by those alone who may."""

from io import BytesIO

import pytest

from backend.access.policy import can, scope
from backend.cases.actions.opening import add_party
from backend.documents.queries import letter_of
from backend.files.actions import take_in
from backend.files.models import StoredFile
from backend.files.storage import path_of
from backend.investigation.actions.evidence import (
    Obtained,
    add_evidence,
    hand_in_evidence,
    redact_evidence,
    rely_on_evidence,
    stop_relying_on,
    transfer_evidence,
    verify_evidence,
)
from backend.investigation.models import EvidenceItem
from backend.investigation.queries.evidence import broken, evidence_of, looks_at
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.records.custody import issue_custody_sheet
from backend.records.letters.custody import CustodySheet
from tests.investigation.exhibits import WHY, an_exhibit, sent


def seen(person, case) -> list[str]:
    return [item.label for item in evidence_of(case, person)]


def test_an_item_gets_a_number_a_hash_and_a_chain_of_custody(cast, a_case, last_event):
    case = a_case("investigating")
    with pytest.raises(Invalid) as refused:
        add_evidence(case, Obtained(description=" "), actor=cast.ines, reason=WHY)
    assert set(refused.value.errors) == {"description", "source", "file"}
    with pytest.raises(Forbidden):
        an_exhibit(case, cast.martin)
    first, second = an_exhibit(case, cast.ines), an_exhibit(case, cast.ines, given_by=cast.person("erin"), source="")
    assert [first.reference, second.label] == [f"{case.reference}-E1", "E2"]
    assert last_event(first) == ("evidence.add", "ines", WHY)
    assert first.file.stream == first.stream == case.key
    thing = add_evidence(
        case, Obtained(description="A mug.", source="Desk 4", kept_at="Safe 2"), actor=cast.omar, reason=WHY
    )
    with pytest.raises(Refused, match="no bytes"):
        verify_evidence(thing, actor=cast.ines, reason=WHY)

    with pytest.raises(Forbidden):
        transfer_evidence(first, actor=cast.ruth, reason=WHY, giver="a", taker="b")
    step = transfer_evidence(
        first, actor=cast.ines, reason="To be read out.", giver="Inês Duarte", taker="Sam Kowalski"
    )
    assert last_event(step)[0] == "evidence.transfer"
    assert verify_evidence(first, actor=cast.ines, reason=WHY).hash_check == "match"
    chain = [(row.seq, row.giver, row.taker, row.hash_check) for row in first.custody.all()]
    assert chain == [
        (1, "The phone of a colleague", cast.ines.name, "none"),
        (2, "Inês Duarte", "Sam Kowalski", "none"),
        (3, "Sam Kowalski", "Sam Kowalski", "match"),
    ]

    sheet = issue_custody_sheet(first, actor=cast.ines, reason="It goes to the laboratory.")
    assert (sheet.kind, sheet.matter_stream, sheet.about) == ("D27", case.key, first.key)
    printed = letter_of(sheet)
    assert isinstance(printed, CustodySheet)
    assert [step.is_same for step in printed.steps] == [None, None, True]
    with pytest.raises(Forbidden):
        issue_custody_sheet(first, actor=cast.ruth, reason=WHY)

    place = path_of(first.file.sha256, first.file.uid)
    place.chmod(0o600)
    place.write_bytes(b"Something else.")
    assert verify_evidence(first, actor=cast.ines, reason="Before the report.").hash_check == "mismatch"
    assert broken(first)
    assert not broken(second)


def test_what_is_on_a_case_is_seen_by_those_who_work_on_it_and_by_whoever_handed_it_in(cast, a_case):
    case = a_case("investigating")
    item = an_exhibit(case, cast.ines)
    own = hand_in_evidence(case, actor=cast.martin, description="My messages.", upload=sent(b"Mine."))
    assert own.source_party.person == cast.person("martin")
    assert seen(cast.ines, case) == ["E1", "E2"]
    assert seen(cast.martin, case) == ["E2"]
    assert seen(cast.erin, case) == []
    for stranger in (cast.noor, cast.tomas, cast.daniel, cast.lena):
        assert seen(stranger, case) == []
        assert not scope(stranger, "file.open", StoredFile.objects.all()).exists()
    assert can(cast.ines, "file.open", item.file)
    assert can(cast.martin, "file.open", own.file)
    assert not can(cast.martin, "file.open", item.file)

    for stranger in (cast.noor, cast.neil):
        with pytest.raises(Forbidden):
            hand_in_evidence(case, actor=stranger, description="x", upload=sent(b"x"))
    add_party(case, cast.person("neil"), "witness", actor=cast.ines, reason=WHY)
    assert not can(cast.neil, "evidence.hand_in", case)  # nobody told him yet that there is a case
    assert not can(cast.martin, "evidence.hand_in", a_case("opened"))  # no notice was given


def test_a_redacted_copy_is_an_item_of_its_own_and_a_later_one_takes_its_place(cast, a_case):
    case = a_case("investigating")
    item = an_exhibit(case, cast.ines, sensitivity="identifying")
    first, second = (
        redact_evidence(item, actor=cast.ines, reason=WHY, description="Names left out.", upload=sent(text))
        for text in (b"[...] said it.", b"[...] said [...].")
    )
    first.refresh_from_db()
    assert [each.state for each in (item, first, second)] == ["collected", "replaced", "redacted_copy"]
    assert len({each.file.sha256 for each in (item, first, second)}) == 3
    with pytest.raises(Refused, match="original"):
        rely_on_evidence(second, actor=cast.ines, reason=WHY)
    with pytest.raises(Invalid, match="another look"):
        rely_on_evidence(item, actor=cast.ines, reason=WHY, bearings={"A9": "supports"})
    item = rely_on_evidence(item, actor=cast.ines, reason=WHY, bearings={"A1": "speaks_against"})
    assert item.relevance.get().bearing == "speaks_against"
    assert [each.label for each in EvidenceItem.objects.filter(case=case).shown_version()] == [second.label]
    item = stop_relying_on(item, actor=cast.ines, reason=WHY)
    assert not EvidenceItem.objects.filter(case=case).shown_version().exists()


def test_the_evidence_is_locked_with_the_report(cast, a_case):
    case = a_case("evidence_review")
    item = an_exhibit(case, cast.ines)
    final = a_case("report_final")
    for act in (
        lambda: an_exhibit(final, cast.ines),
        lambda: hand_in_evidence(final, actor=cast.martin, description="Late.", upload=sent(b"Late.")),
    ):
        with pytest.raises(Refused, match="locked with it"):
            act()
    assert looks_at(item) == []


def test_a_file_of_a_report_is_no_file_of_evidence(cast):
    loose = take_in(BytesIO(b"Words."), name="words.txt", actor=cast.omar, about=None, strip=False)
    assert not any(can(person, "file.open", loose) for person in (cast.ines, cast.omar, cast.erin))
