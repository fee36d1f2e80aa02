"""Reports that are still written, and what is asked of them before they are sent."""

from datetime import timedelta

import pytest

from backend.demo.cast import Cast
from backend.intake.account import LONGEST, Account
from backend.intake.actions.reporting import submit_report
from backend.intake.codes import drawn_from, grouped, new_code, tidied
from backend.intake.drafts import parts_of, save_part, send_draft
from backend.intake.holders import draft_behind, holder_for, holder_with
from backend.intake.jobs import clear_drafts
from backend.intake.models import Report, ReportDraft
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.django_db
WHAT = {"narrative": ["He shouted at me."]}


def test_a_draft_is_its_authors_alone_and_becomes_one_report(cast: Cast) -> None:
    erin, omar = holder_for(cast.erin), holder_for(cast.omar)
    draft = save_part(erin, "what", WHAT, is_done=False)
    save_part(erin, "wishes", {"wishes": ["To be left alone."]}, is_done=True)
    assert {name: part.is_done for name, part in parts_of(erin).items()} == {"what": False, "wishes": True}
    assert parts_of(omar) == {}
    assert "shouted" not in ReportDraft.objects.get().words

    account = Account(narrative="He shouted at me.", reporter=cast.erin.person)
    report = send_draft(erin, account, actor=cast.erin)
    assert report.uid == draft.uid
    assert draft_behind(erin) is None
    with pytest.raises(Refused) as gone:
        send_draft(erin, account, actor=cast.erin)
    assert gone.value.code == "draft-gone"
    assert Report.objects.filter(uid=draft.uid).count() == 1


def test_drafts_end_by_themselves(cast: Cast) -> None:
    code = new_code()
    assert tidied(f" {grouped(code)} ") == code
    assert (tidied("123"), tidied("abcd" * 4), tidied("١" * 16)) == ("", "", "")
    coded = holder_with(drawn_from(code))
    save_part(coded, "what", WHAT, is_done=True)
    with clock.at(clock.now() + timedelta(days=20)):
        save_part(holder_for(cast.erin), "what", WHAT, is_done=True)
    with clock.at(clock.now() + timedelta(days=31)):
        assert draft_behind(coded) is None
        clear_drafts(lambda done, total: None)
        assert [draft.owner for draft in ReportDraft.objects.all()] == [cast.erin]
        save_part(coded, "what", {"narrative": ["Anew."]}, is_done=True)
        assert parts_of(coded)["what"].fields == {"narrative": ["Anew."]}


def test_what_cannot_be_taken_in_is_told_with_the_way_to_mend_it(cast: Cast) -> None:
    erin = cast.person("erin")
    tomorrow = clock.today() + timedelta(days=1)
    told = {
        "narrative": "a" * 1_000_000,
        "occurred_on": tomorrow,
        "first_known_on": tomorrow,
        "respondent": erin,
        "reporter": erin,
        "mode": "whispered",
        "occurred_certainty": "surely",
        "power_relation": "king",
        "safety": {"is_he_mad": "yes"},
        "not_sure": ["everything"],
        "first_known_by": "x" * 201,
    }
    before = Report.objects.count()
    with pytest.raises(Invalid) as refused:
        submit_report(Account(**told), actor=cast.erin)  # type: ignore[arg-type]
    errors = {name: messages[0] for name, messages in refused.value.errors.items()}
    assert set(errors) == set(told) - {"reporter"}
    assert "1,000,000 characters; we can take 100,000" in errors["narrative"]
    assert "named as the person this is about" in errors["respondent"]
    with pytest.raises(Invalid) as named:
        submit_report(Account(narrative="x", mode="anonymous", reporter=erin), actor=cast.erin)
    assert set(named.value.errors) == {"reporter"}
    assert Report.objects.count() == before
    whole = Account(narrative="a" * LONGEST, safety={"self_harm": "not_sure"}, not_sure=["when"], mode="confidential")
    report = submit_report(whole, actor=cast.erin)
    assert (report.safety, report.not_sure, report.mode) == ({"self_harm": "not_sure"}, ["when"], "confidential")
