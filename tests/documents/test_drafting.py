"""A letter before its issue: one person writes it, another approves it, and what was approved is what goes out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from backend.access.policy import can
from backend.audit.timeline import entries, history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import (
    approve_draft,
    discard_draft,
    issue_draft,
    return_draft,
    review_draft,
    revise_draft,
    write_draft,
)
from backend.documents.actions.issuing import Ties
from backend.documents.catalogue.actions import approve_version, submit_version, write_version
from backend.documents.composing import COMPOSERS, composers_for
from backend.documents.drafts import draft_letter, letter_remarks, text_of
from backend.documents.guard.reading import WordsRefused
from backend.documents.models import Document, DraftText, LetterDraft
from backend.documents.queries import letter_of, reproduce
from backend.documents.vocabulary import DocumentState, DraftState
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.documents.writing import WHY, approved, issued_warning, warning_words, written

ACase = Callable[..., Case]
WARNING = COMPOSERS["warning"]


@pytest.fixture
def case(a_case: ACase) -> Case:
    """Give a case whose outcome was told: a final warning may be written."""
    return a_case("implementing")


def test_a_letter_is_written_reviewed_approved_and_issued_as_it_was_approved(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    assert (draft.state, draft.written_by, draft.approved_by) == (DraftState.APPROVED, cast.daniel, cast.clara)
    draft = issue_draft(draft, actor=cast.daniel, reason=WHY)
    document = draft.document
    assert document is not None
    assert (draft.state, document.state, document.kind) == (DraftState.ISSUED, DocumentState.SENT, "D10")
    assert (document.recipient, document.matter) == (cast.martin.person, case.reference)
    assert reproduce(document).reproduced
    assert "Approved by Clara Nwosu." in [entry.reason for entry in entries(history(document))]
    told = [entry.action.name for entry in entries(history(draft))]
    assert told == ["draft.issue", "draft.approve", "draft.review", "draft.write"]


def test_what_is_written_comes_from_the_record_and_from_the_writer(case: Case, cast: Cast) -> None:
    letter = draft_letter(written(case, cast))
    outcome = case.outcomes.get()
    assert (letter.matter, letter.recipient.name) == (case.reference, "Martin Hale")
    assert letter.live_until == outcome.live_until  # type: ignore[attr-defined]
    assert letter.is_final  # type: ignore[attr-defined]
    assert letter.misconduct[0].policy_clause == "Dignity at Work, clause 3.2"  # type: ignore[attr-defined]


def test_words_that_changed_since_the_approval_are_approved_anew(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    template = write_version("warning", "en", actor=cast.sam, reason="Plainer.", note="Plainer.")
    template = submit_version(template, actor=cast.sam, reason=WHY)
    approve_version(template, actor=cast.hugo, reason=WHY, effective_from=clock.today())
    with pytest.raises(Refused, match="approve it anew"):
        issue_draft(draft, actor=cast.daniel, reason=WHY)
    assert not Document.objects.filter(kind="D10").exists()

    draft = return_draft(draft, actor=cast.clara, reason="The words changed.")
    draft = review_draft(draft, actor=cast.daniel, reason=WHY)
    draft = issue_draft(approve_draft(draft, actor=cast.clara, reason=WHY), actor=cast.daniel, reason=WHY)
    assert draft.document is not None
    assert draft.document.template == "decisions/warning/v2.1"


def test_a_letter_is_dated_on_the_day_of_its_issue(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    written_on = draft_letter(draft).dated
    with clock.at(clock.now() + timedelta(days=3)):
        document = issue_draft(draft, actor=cast.daniel, reason=WHY).document
    assert document is not None
    assert letter_of(document).dated == written_on + timedelta(days=3)


def test_what_is_missing_is_told_by_field_and_nothing_is_kept(case: Case, cast: Cast) -> None:
    with pytest.raises(Invalid) as told:
        written(case, cast, consequence=" ", appeal_until="soon", conduct="You shouted")
    assert set(told.value.errors) == {"consequence", "appeal_until", "conduct"}
    assert not LetterDraft.objects.filter(about=case.key).exclude(kind="D7").exists()


def test_a_gap_in_the_records_is_named_before_anything_is_written(a_case: ACase, cast: Cast) -> None:
    case = a_case("report_final")
    assert [gap.what for gap in WARNING.gaps(case, cast.person("martin"))] == ["An approved outcome with a warning."]
    with pytest.raises(Invalid, match="not known yet"):
        written(case, cast)


def test_a_letter_goes_to_nobody_whom_its_kind_is_not_for(case: Case, cast: Cast) -> None:
    with pytest.raises(Invalid) as told:
        write_draft(WARNING, case, to=cast.person("erin"), given=warning_words(), actor=cast.daniel)
    assert "to" in told.value.errors


@pytest.mark.parametrize("name", ["ines", "omar", "martin", "noor", "lena", "sam", "tomas"])
def test_whoever_has_no_part_in_the_decision_writes_no_letter_of_it(case: Case, cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        write_draft(WARNING, case, to=cast.person("martin"), given=warning_words(), actor=getattr(cast, name))
    assert not LetterDraft.objects.filter(about=case.key).exclude(kind="D7").exists()


@pytest.mark.parametrize(
    ("name", "sees", "approves", "issues"),
    [
        ("daniel", True, True, True),
        ("ruth", True, True, True),
        ("clara", True, True, False),
        ("hugo", True, True, False),
        ("ines", False, False, False),
        ("omar", False, False, False),
        ("martin", False, False, False),
        ("erin", False, False, False),
        ("lena", False, False, False),
        ("sam", False, False, False),
        ("wanda", False, False, False),
    ],
)
def test_each_does_with_a_letter_what_their_part_in_the_case_lets_them(
    case: Case, cast: Cast, name: str, sees: bool, approves: bool, issues: bool
) -> None:
    draft, person = written(case, cast), getattr(cast, name)
    found = [can(person, f"draft.{verb}", draft) for verb in ("view", "approve", "issue")]
    assert found == [sees, approves, issues]


def test_the_writer_approves_nothing_of_their_own(case: Case, cast: Cast) -> None:
    draft = review_draft(written(case, cast), actor=cast.daniel, reason=WHY)
    with pytest.raises(Refused, match="somebody else approves") as told:
        approve_draft(draft, actor=cast.daniel, reason=WHY)
    assert told.value.code == "second-person"
    assert approve_draft(draft, actor=cast.hugo, reason=WHY).approved_by == cast.hugo


def test_the_database_holds_that_two_people_saw_a_letter(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    with pytest.raises(IntegrityError, match="draft_two_people"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_letterdraft SET approved_by_id = written_by_id WHERE id = %s", [draft.pk])


def test_a_change_after_approval_takes_the_approval_away(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    draft = revise_draft(draft, WARNING, given=warning_words(consequence="Nothing follows."), actor=cast.daniel)
    assert (draft.state, draft.version, draft.approved_by, draft.approved_sha256) == (DraftState.DRAFT, 2, None, "")
    with pytest.raises(Refused):
        issue_draft(draft, actor=cast.daniel, reason=WHY)
    said = [row.given["consequence"] for row in DraftText.objects.filter(draft_uid=draft.uid).order_by("version")]
    assert said == ["If it happens again, dismissal may follow.", "Nothing follows."]


def test_saving_without_a_change_makes_no_version(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    same = revise_draft(draft, WARNING, given=warning_words(), actor=cast.daniel)
    assert (same.version, same.state) == (1, DraftState.APPROVED)


def test_two_people_who_change_one_letter_lose_nothing(case: Case, cast: Cast) -> None:
    draft = written(case, cast)
    mine, hers = warning_words(consequence="Mine."), warning_words(consequence="Hers.")
    revise_draft(draft, WARNING, given=hers, actor=cast.ruth, seen=1)
    with pytest.raises(Refused, match="Somebody saved version 2") as told:
        revise_draft(draft, WARNING, given=mine, actor=cast.daniel, seen=1)
    assert told.value.code == "draft-changed"
    assert text_of(LetterDraft.objects.get(pk=draft.pk)).given["consequence"] == "Hers."
    assert revise_draft(draft, WARNING, given=mine, actor=cast.daniel, seen=2).version == 3


def test_words_that_a_warning_must_not_hold_stop_its_review_and_show_the_sentence(case: Case, cast: Cast) -> None:
    draft = written(case, cast, consequence="Erin Lindqvist will be told. If it happens again, dismissal may follow.")
    with pytest.raises(WordsRefused) as told:
        review_draft(draft, actor=cast.clara, reason=WHY)
    assert [(remark.found, remark.field) for remark in told.value.remarks][:1] == [("Erin Lindqvist", "consequence")]
    assert LetterDraft.objects.get(pk=draft.pk).state == DraftState.DRAFT
    assert letter_remarks(written(case, cast)) == []


def test_a_letter_is_returned_with_a_reason(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    with pytest.raises(Refused, match="reason"):
        return_draft(draft, actor=cast.hugo, reason=" ")
    draft = return_draft(draft, actor=cast.hugo, reason="Say which rule.")
    assert (draft.state, draft.approved_by) == (DraftState.DRAFT, None)
    assert entries(history(draft))[0].reason == "Say which rule."


def test_a_discarded_letter_stays_in_the_record_and_goes_nowhere(case: Case, cast: Cast) -> None:
    draft = discard_draft(written(case, cast), actor=cast.daniel, reason="Not needed.")
    for act in (review_draft, approve_draft, issue_draft):
        with pytest.raises(Refused):
            act(draft, actor=cast.ruth, reason=WHY)
    with pytest.raises(Refused):
        revise_draft(draft, WARNING, given=warning_words(), actor=cast.daniel)
    assert text_of(draft).given["consequence"]


def test_a_later_letter_replaces_an_earlier_one_only_while_it_stands(case: Case, cast: Cast) -> None:
    first = issued_warning(case, cast)
    later = []
    for _turn in range(2):
        draft = write_draft(
            WARNING,
            case,
            to=cast.person("martin"),
            given=warning_words(),
            actor=cast.daniel,
            ties=Ties(supersedes=first),
        )
        later.append(approve_draft(review_draft(draft, actor=cast.clara, reason=WHY), actor=cast.clara, reason=WHY))
    second = issue_draft(later[0], actor=cast.daniel, reason=WHY).document
    assert second is not None
    assert second.supersedes == first
    assert Document.objects.get(pk=first.pk).state == DocumentState.SUPERSEDED
    with pytest.raises(Refused, match="does not stand any more"):
        issue_draft(later[1], actor=cast.daniel, reason=WHY)


def test_a_letter_that_could_not_be_printed_is_not_kept(case: Case, cast: Cast) -> None:
    with pytest.raises(Invalid) as told:
        written(case, cast, consequence="Read this: \u202eesrever")
    assert told.value.code == "letter-characters"
    assert not LetterDraft.objects.filter(about=case.key).exclude(kind="D7").exists()


def test_the_history_of_a_letter_tells_nothing_of_what_it_says(case: Case, cast: Cast) -> None:
    draft = approved(case, cast)
    assert "dismissal" not in "".join(str(row) for row in draft.history.values())
    assert "dismissal" not in "".join(event.body for event in history(draft))


def test_letters_are_offered_for_the_records_that_they_are_about(case: Case, cast: Cast) -> None:
    assert "warning" in [composer.key for composer in composers_for(case)]
    assert "employer_duty_notice" not in [composer.key for composer in composers_for(case)]
