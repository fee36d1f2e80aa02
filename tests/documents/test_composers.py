"""Each letter that people write: from the record, in words that its kind may hold, to those whom it is for and nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest

from backend.access.policy import can
from backend.agreements.models import Agreement
from backend.cases.actions.opening import add_party
from backend.cases.models import Case
from backend.cases.watching import watch_reference
from backend.deadlines.models import Deadline
from backend.demo.cast import Cast
from backend.documents.actions.drafting import write_draft
from backend.documents.catalogue.stationery import Letterhead, SupportContact, save_stationery
from backend.documents.composing import COMPOSERS, understood
from backend.documents.drafts import draft_letter, letter_remarks
from backend.documents.models import LetterDraft
from backend.kernel import clock
from backend.kernel.errors import Invalid
from tests.builders import the_agreement
from tests.documents.measures import a_measure
from tests.documents.writing import WHY

ACase = Callable[..., Case]
DAY: Final = (clock.today() + timedelta(days=30)).isoformat()
ROOM: Final = {
    "on": DAY, "time": "10:00 GMT", "place": "Room 4, Foundry Yard", "how_long": "an hour", "present": "Inês Duarte: asks the questions",
    "recorded": "", "notes_by": "", "bring": "", "discretion": "the interview | others have not been heard yet | all have been heard",
    "has_union": "",
}  # fmt: skip
REVIEWED: Final = {"decisions": "pay\nratings", "reviewer": "Ruth Adeyemi, operations director", "more_examples": ""}
SAID: Final[dict[str, dict[str, str]]] = {
    "supportive_measure": {
        "measures": "Other seat | You sit on the second floor. | Daniel Price", "protections": "", "pay": "Your pay stays as it is.",
        "starts_on": DAY, "review_on": DAY, "reached_by": "",
    },
    "invitation_party": {"topics": "The evening of the conference", **ROOM},
    "invitation_witness": {"subject": "the evening of the sales conference", **ROOM},
    "retaliation_managers": {"until": DAY, "reviewed_within": "within two working days", **REVIEWED},
    "retaliation_plan": {
        "activity": "you made a report", "until": DAY, "check_ins": f"{DAY}\n{DAY}", "asked_by": "Daniel Price", "managers_told": "",
        **REVIEWED,
    },
}  # fmt: skip


def wrote(key: str, case: Any, to: str, cast: Cast, by: str = "ines", **told: str) -> LetterDraft:
    said = {**SAID[key], **told}
    return write_draft(COMPOSERS[key], case, to=cast.person(to), given=said, actor=getattr(cast, by))


@pytest.fixture
def case(a_case: ACase, cast: Cast) -> Case:
    """Give a case that is being investigated, with a witness."""
    found = a_case("investigating")
    add_party(found, person=cast.person("noor"), role="witness", actor=cast.ines, reason=WHY)
    return found


@pytest.mark.parametrize(
    ("key", "to"),
    [
        ("supportive_measure", "erin"),
        ("invitation_party", "martin"),
        ("invitation_party", "erin"),
        ("invitation_witness", "noor"),
        ("retaliation_managers", "neil"),
        ("retaliation_plan", "erin"),
        ("retaliation_plan", "noor"),
    ],
)
def test_a_letter_is_written_in_words_that_its_kind_may_hold(case: Case, cast: Cast, key: str, to: str) -> None:
    draft = wrote(key, case, to, cast)
    assert draft_letter(draft).recipient.name == cast.person(to).name
    assert [remark for remark in letter_remarks(draft) if remark.weight == "blocks"] == []


@pytest.mark.parametrize(
    ("key", "to"),
    [
        ("supportive_measure", "martin"),
        ("interim_measure", "erin"),
        ("invitation_witness", "martin"),
        ("retaliation_plan", "martin"),
        ("retaliation_managers", "martin"),
        ("retaliation_managers", "erin"),
        ("invitation_party", "tomas"),
    ],
)
def test_no_letter_goes_to_somebody_whom_it_is_not_for(case: Case, cast: Cast, key: str, to: str) -> None:
    with pytest.raises(Invalid) as told:
        write_draft(COMPOSERS[key], case, to=cast.person(to), given=SAID.get(key, {}), actor=cast.ines)
    assert "to" in told.value.errors


@pytest.mark.parametrize(
    ("key", "to"),
    [
        ("supportive_measure", "erin"),
        ("invitation_party", "martin"),
        ("invitation_witness", "noor"),
        ("retaliation_plan", "erin"),
    ],
)
def test_the_support_on_a_letter_is_that_of_its_recipients_place_in_their_language(
    case: Case, cast: Cast, key: str, to: str
) -> None:
    person = cast.person(to)
    person.language = "de-DE"
    person.save_base()
    (line,) = COMPOSERS[key].write(case, to=person, by=cast.ines, given=understood(COMPOSERS[key], SAID[key])).support  # type: ignore[attr-defined]
    assert line.role == "Vertrauliche Hilfe, auch außerhalb der Arbeitszeit"
    helps = SupportContact(name="Leeds Helpline", role="Day and night", phone="0113 496 0199")
    save_stationery(
        person.jurisdiction, head=Letterhead(name="Larkfield", support=(helps,)), actor=cast.sam, reason=WHY
    )
    (line,) = COMPOSERS[key].write(case, to=person, by=cast.ines, given=understood(COMPOSERS[key], SAID[key])).support  # type: ignore[attr-defined]
    assert line.name == "Leeds Helpline"


def test_a_manager_learns_of_no_case(case: Case, cast: Cast) -> None:
    draft = wrote("retaliation_managers", case, "neil", cast)
    letter = draft_letter(draft)
    assert letter.matter == watch_reference(case) == draft.matter
    assert case.reference not in repr(letter)
    assert [each.name for each in letter.protected] == ["Erin Lindqvist"]  # type: ignore[attr-defined]
    assert "Martin Hale" not in repr(letter)


def test_a_watch_has_one_name_that_tells_nothing(a_case: ACase) -> None:
    first, second = a_case("investigating"), a_case("opened")
    assert watch_reference(first) == watch_reference(first) != watch_reference(second)
    assert watch_reference(first).startswith("WCH-")


def test_a_letter_with_a_name_of_its_own_belongs_to_the_people_of_its_case(case: Case, cast: Cast) -> None:
    draft = wrote("retaliation_managers", case, "neil", cast)
    assert can(cast.ruth, "draft.approve", draft)
    assert can(cast.daniel, "draft.view", draft)
    for name in ("martin", "erin", "neil", "tomas", "lena", "sam"):
        assert not can(getattr(cast, name), "draft.view", draft), name


def test_an_inquirers_letter_is_not_for_the_hr_partner_nor_the_other_way_round(case: Case, cast: Cast) -> None:
    measure = a_measure(case, cast)
    assert not can(cast.daniel, "draft.view", measure)
    assert can(cast.omar, "draft.issue", measure)
    assert not can(cast.ruth, "draft.issue", measure)
    assert can(cast.ruth, "draft.approve", measure)


def test_what_a_row_or_a_day_lacks_is_told_beside_its_field(case: Case, cast: Cast) -> None:
    with pytest.raises(Invalid) as told:
        wrote("supportive_measure", case, "erin", cast, measures="Other seat | You sit upstairs.")
    assert "the measure | how it works | who arranges it" in told.value.errors["measures"][0]
    with pytest.raises(Invalid) as told:
        wrote("retaliation_plan", case, "erin", cast, check_ins="next week")
    assert list(told.value.errors) == ["check_ins"]


def test_a_memo_waits_for_the_closing_and_names_no_party_outside(case: Case, cast: Cast) -> None:
    for key in ("closure_memo", "lessons"):
        assert [gap.place for gap in COMPOSERS[key].gaps(case, cast.person("lena"))] == ["case"]
        assert COMPOSERS[key].recipients(case) == [cast.person("lena")]
    assert "Erin Lindqvist" in COMPOSERS["lessons"].unnamed(case, cast.person("lena"))


def test_a_memo_holds_the_time_limits_that_the_record_kept(case: Case, cast: Cast) -> None:
    said = {
        "milestones": (("2026-03-09", "Case opened"),), "late": (), "checks": (("Letters", "All delivered"),),
        "causes": (("One person", "Report"),),
        "remedies": (("Two choose", "Operations", DAY),), "went_well": (), "kept_until": "2033", "approver": "Clara Nwosu",
    }  # fmt: skip
    late = Deadline.objects.of_matter(case.key).get(kind="case.assign")
    late.zone, late.due_at = "America/New_York", datetime(2099, 3, 10, 3, 59, 59, tzinfo=UTC)  # the evening of the 9th
    late.save_base()
    memo = COMPOSERS["closure_memo"].write(case, to=cast.person("lena"), by=cast.ruth, given=said)
    assert {"Assign an investigator", "Finish the investigation"} <= {timer.what for timer in memo.timers}  # type: ignore[attr-defined]
    assert date(2099, 3, 9) in {timer.due_on for timer in memo.timers}  # type: ignore[attr-defined]
    assert not [timer for timer in memo.timers if timer.what.startswith("Duty")]  # type: ignore[attr-defined]


def test_a_monitor_is_told_what_to_watch_and_no_reason(a_case: ACase, cast: Cast) -> None:
    agreement: Agreement = the_agreement(a_case("active"))
    said = {
        "check_ins": "every second week", "first_check_in_on": "", "keep_apart": "", "report_within": "two working days", "return_by": DAY,
    }  # fmt: skip
    composer = COMPOSERS["monitor_briefing"]
    draft = write_draft(composer, agreement, to=cast.person("joan"), given=said, actor=cast.daniel)
    letter = draft_letter(draft)
    assert (letter.matter, letter.employee) == (agreement.reference, "Martin Hale")  # type: ignore[attr-defined]
    assert agreement.case.reference not in repr(letter)
    assert "Erin" not in repr(letter)
    assert [remark for remark in letter_remarks(draft) if remark.weight == "blocks"] == []
    assert can(cast.clara, "draft.approve", draft)
    for name in ("ines", "omar", "joan", "martin", "erin", "lena"):
        assert not can(getattr(cast, name), "draft.view", draft), name
