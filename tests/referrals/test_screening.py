"""The custodian looks first: a file keeps to the list, is sealed with everything that follows, or is about somebody else."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from backend.audit.models import Event
from backend.cases.models import Case
from backend.decisions.actions.findings import check_finding
from backend.decisions.actions.outcomes import decide_outcome
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.files.uploads import Upload
from backend.investigation.actions.evidence import Obtained, add_evidence
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.quarantine import receive_file
from backend.referrals.actions.screening import clear_file, misdirect_file, open_file, seal_file
from backend.referrals.actions.uncitable import provider_file_cited
from backend.referrals.models import DisclosureLine, ProviderFile, Referral
from backend.referrals.queries.custody import asked_again, files_for, name_of
from tests.builders import WEIGHED
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import CLINICAL, PDF, a_file, a_report, joined, upload

pytestmark = pytest.mark.django_db
MOVES = (clear_file, seal_file, misdirect_file)


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "sent")


@pytest.fixture
def file(sent: Referral, cast: Cast) -> ProviderFile:
    return a_file(sent, cast)


def test_the_custodian_alone_opens_screens_and_lists_a_file(file: ProviderFile, cast: Cast) -> None:
    for stranger in (cast.martin, cast.ruth, cast.hugo, cast.daniel, cast.sam, helena(cast)):
        with pytest.raises(Forbidden):
            open_file(file, actor=stranger)
        for move in MOVES:
            with pytest.raises(Forbidden):
                move(file, actor=stranger)
        assert not files_for(stranger).exists()
    assert joined(open_file(file, actor=cast.mira)) == PDF + CLINICAL.encode()
    assert [row.reference for row in files_for(cast.mira)] == [file.reference]
    assert name_of(file) == "note.pdf"
    [read] = Event.objects.filter(action="provider_file.open")
    assert read.actor == cast.mira.uid


def test_a_clean_file_stays_with_the_custodian(file: ProviderFile, cast: Cast) -> None:
    clean = clear_file(file, actor=cast.mira)
    assert (clean.state, clean.screened_by) == ("clean", cast.mira)
    assert joined(open_file(clean, actor=cast.mira))
    for other in (cast.ruth, cast.daniel, cast.martin):
        with pytest.raises(Forbidden):
            open_file(clean, actor=other)
    assert [line.beyond for line in DisclosureLine.objects.exclude(by=cast.mira.name)] == [False]
    assert not Document.objects.filter(kind="D15N").exists()


def test_over_disclosure_is_sealed_told_noted_and_asked_again(file: ProviderFile, cast: Cast, sent: Referral) -> None:
    sealed = seal_file(file, actor=cast.mira)
    with pytest.raises(Refused) as refused:
        open_file(sealed, actor=cast.mira)
    assert refused.value.code == "file-sealed"
    letter = Document.objects.get(kind="D15N")
    assert (letter.recipient, letter.classification) == (cast.person("martin"), "medical_confidential")
    [line] = DisclosureLine.objects.filter(referral=sent, beyond=True)
    assert line.to == cast.mira.name
    assert CLINICAL not in f"{line.what}{line.purpose}{line.by}"
    assert [row.pk for row in asked_again(helena(cast))] == [file.pk]
    assert not asked_again(cast.mira).exists()
    report = a_report(sent, cast, "status")
    with pytest.raises(Forbidden):
        receive_file(report, upload("codes and dates"), actor=cast.mira, replaces=sealed)
    again = receive_file(report, upload("codes and dates"), actor=helena(cast), replaces=sealed)
    assert again.state == "quarantined"
    assert not asked_again(helena(cast)).exists()
    with pytest.raises(Refused):
        receive_file(report, upload("codes and dates"), actor=helena(cast), replaces=sealed)


def test_a_file_that_nobody_asked_for_again_is_not_replaced(file: ProviderFile, cast: Cast, sent: Referral) -> None:
    with pytest.raises(Refused) as refused:
        receive_file(a_report(sent, cast, "status"), upload(), actor=helena(cast), replaces=file)
    assert refused.value.code == "file-not-asked-again"


def test_a_file_about_somebody_else_is_in_no_list_of_the_employee(
    file: ProviderFile, cast: Cast, sent: Referral
) -> None:
    before = DisclosureLine.objects.count()
    wrong = misdirect_file(file, actor=cast.mira)
    assert wrong.state == "wrong_person"
    assert DisclosureLine.objects.count() == before
    assert not Document.objects.filter(kind="D15N").exists()
    with pytest.raises(Refused):
        open_file(wrong, actor=cast.mira)
    for move in MOVES:
        with pytest.raises(Refused):
            move(wrong, actor=cast.mira)


def test_no_decision_cites_a_file_and_its_bytes_are_no_evidence(
    a_case: Callable[..., Case], file: ProviderFile, cast: Cast
) -> None:
    case = a_case("investigating")
    before = len([path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()])
    given = Obtained(description="A note", source="Somebody", nature="original", method="Handed over")
    with pytest.raises(Invalid) as refused:
        add_evidence(
            case,
            actor=cast.ines,
            reason="It may matter.",
            given=given,
            upload=Upload(stream=BytesIO(PDF + CLINICAL.encode()), name="note.pdf"),
        )
    assert "can’t be brought into a case" in str(refused.value.errors)
    assert len([path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]) == before
    reasons = f"See {file.reference.lower()}."
    with pytest.raises(Invalid) as found:
        check_finding("substantiated", "breach", reasons, "It happened.", None, "")
    with pytest.raises(Invalid) as decided:
        decide_outcome(
            a_case("findings_decided"),
            actor=cast.ruth,
            reason=reasons,
            kinds=["final_warning"],
            weighed=WEIGHED,
            comparators="None found.",
        )
    for refusal, field in ((found, "reasons"), (decided, "reason")):
        assert file.reference in str(refusal.value.errors[field])
    assert provider_file_cited(f"As {file.reference} shows") == file.reference
    assert provider_file_cited("As FILE-2026-ZZZZZZ shows") == ""
