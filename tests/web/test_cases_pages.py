"""Cases on pages: the list, the case, and every act on the way from opening to closing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.access.policy import can
from backend.audit.models import Event
from backend.audit.timeline import entries, history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.investigation.actions.credibility import assess_credibility
from backend.kernel import clock
from tests.builders import WEIGHED, weighed
from tests.reports import issue_report
from tests.web.reading import form_of, selects, text_of

SignIn = Callable[..., Client]
Build = Callable[..., Case]


@pytest.mark.searching
def test_the_list_shows_what_the_person_may_see_and_no_more(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("investigating")
    assert case.reference in text_of(sign_in(cast.ines).get("/cases/"))
    for stranger in (cast.noor, cast.martin, cast.erin, cast.tomas):
        assert case.reference not in text_of(sign_in(stranger).get("/cases/?view=all"))


@pytest.mark.searching
def test_filters_live_in_the_address_and_are_named(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, browser = a_case("investigating"), sign_in(cast.ines)
    page = text_of(browser.get(f"/cases/?q={case.reference}&stage=investigation"))
    assert "1 case" in page
    assert "Stage: Investigation" in page
    nothing = text_of(browser.get(f"/cases/?q={case.reference}&stage=closed"))
    assert "No case matches" in nothing


def test_names_stand_only_inside_the_case(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    a_case("investigating")
    page = text_of(sign_in(cast.ines).get("/cases/"))
    assert "Martin Hale" not in page
    assert "Erin Lindqvist" not in page


def test_listing_is_recorded_with_what_was_shown(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    a_case("investigating")
    sign_in(cast.ines).get("/cases/?q=secret+words")
    [entry] = entries(Event.objects.filter(action="case.list").order_by("-id")[:1])
    assert entry.actor == cast.ines.uid
    assert "secret" not in str(entry.facts)


def test_the_list_costs_the_same_for_more_rows(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    browser = sign_in(cast.ines)
    a_case("assigned")
    with selects() as before:
        browser.get("/cases/")
    for _number in range(1):
        a_case("assigned", narrative="Another matter.")
    with selects() as after:
        browser.get("/cases/")
    assert len(after) == len(before) <= 12


def test_a_case_page_costs_the_same_for_more_in_it(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, browser = a_case("investigating"), sign_in(cast.ines)
    with selects() as before:
        browser.get(f"/cases/{case.reference}/")
    case = a_case("active")
    with selects() as after:
        browser.get(f"/cases/{case.reference}/")
    assert len(before) <= 25
    assert len(after) <= 25


def test_opening_a_case_is_recorded_before_it_is_shown(
    cast: Cast, a_case: Build, sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("investigating")
    sign_in(cast.ines).get(f"/cases/{case.reference}/")
    assert last_event(case)[:2] == ("case.read", "ines")
    sign_in(cast.lena).get(f"/cases/{case.reference}/")
    assert last_event(case)[:2] == ("case.view", "lena")


def test_an_auditor_sees_the_head_without_names(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, browser = a_case("investigating"), sign_in(cast.lena)
    page = text_of(browser.get(f"/cases/{case.reference}/"))
    assert "You see the head of this case" in page
    assert "Martin Hale" not in page
    assert "alleged that" not in page
    for part in ("people", "allegations", "allegations/1", "decision", "documents", "history"):
        assert browser.get(f"/cases/{case.reference}/{part}/").status_code == 404


@pytest.mark.parametrize("who", ["noor", "erin", "martin", "tomas", "wanda", "joan", "sam"])
def test_a_case_does_not_exist_for_others(cast: Cast, a_case: Build, sign_in: SignIn, who: str) -> None:
    case = a_case("investigating")
    browser = sign_in(getattr(cast, who))
    pages = ("", "people/", "allegations/1/", "decision/", "history/", "documents/", "moves/close/", "people/appoint/")
    assert {browser.get(f"/cases/{case.reference}/{part}").status_code for part in pages} == {404}


def test_what_is_seen_but_not_yours_to_do_is_refused_and_recorded(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("investigating")
    assert sign_in(cast.ines).get(f"/cases/{case.reference}/people/appoint/").status_code == 403
    assert Event.objects.order_by("-id").values_list("action", flat=True)[0] == "access.denied"


def test_the_next_step_says_why_and_leads_to_its_page(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("planning")
    page = sign_in(cast.ines).get(f"/cases/{case.reference}/")
    assert "Next: write the plan" in text_of(page)
    assert f'href="/cases/{case.reference}/plan/write/"' in page.content.decode()
    assert "Waiting for Inês Duarte" in text_of(sign_in(cast.omar).get(f"/cases/{case.reference}/"))


def test_the_way_from_opening_to_planning(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, omar = a_case("opened"), sign_in(cast.omar)
    url = f"/cases/{case.reference}"
    omar.post(f"{url}/moves/clear_conflicts/", {"reason": "Checked both lines."})
    refused = omar.post(f"{url}/people/assign/", {"user": cast.tomas.uid, "declaration": "None.", "reason": "Free."})
    assert "reporting line" in text_of(refused)
    assert refused.context["form"].errors["user"]
    omar.post(
        f"{url}/people/assign/", {"user": cast.ines.uid, "declaration": "I know neither side.", "reason": "Free."}
    )
    sign_in(cast.ines).post(f"{url}/moves/plan/", {"reason": "Started."})
    case.refresh_from_db()
    assert case.state == "planning"


def test_appointing_and_ending_an_appointment(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, omar = a_case("opened"), sign_in(cast.omar)
    given = {"role": "counsel", "user": cast.hugo.uid, "declaration": "None.", "reason": "Advice is needed."}
    omar.post(f"/cases/{case.reference}/people/appoint/", given)
    assert can(cast.hugo, "case.read", case)
    own = {**given, "role": "counsel", "user": cast.omar.uid}
    assert omar.post(f"/cases/{case.reference}/people/appoint/", own).status_code in {200, 403}
    assignment = case.assignments.get(person=cast.person("hugo"))
    omar.post(f"/cases/{case.reference}/people/{assignment.uid}/end/", {"reason": "No longer needed."})
    assert not can(cast.hugo, "case.read", case)


def test_adding_a_party_bars_them(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("investigating")
    given = {"person": "Hugo Brandt", "role": "witness", "reason": "He saw it."}
    sign_in(cast.ines).post(f"/cases/{case.reference}/people/add/", given)
    assert not can(cast.hugo, "case.view", case)


def test_an_allegation_is_framed_and_amended_before_the_notice(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, ines = a_case("planning"), sign_in(cast.ines)
    url = f"/cases/{case.reference}/allegations"
    new = {"particulars": "It is alleged that a message was sent.", "track": "affects_others", "reason": "New words."}
    ines.post(f"{url}/new/", new)
    late = ines.post(f"{url}/2/amend/", {**new, "occurred_to": "2026-01-02"})
    assert "Enter the first day too." in text_of(late)
    ines.post(f"{url}/2/amend/", {**new, "policy_clause": "Dignity at Work, clause 3.1"})
    assert case.allegations.get(seq=2).policy_clause == "Dignity at Work, clause 3.1"


def test_a_notice_can_be_read_before_it_is_issued(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, ines = a_case("planning"), sign_in(cast.ines)
    url = f"/cases/{case.reference}/allegations/notice/"
    sent = form_of(ines.get(url), reason="The plan is ready.")
    shown = ines.post(url, {**sent, "preview": "1"})
    assert "Preview. This letter has not been issued." in text_of(shown)
    assert shown.content.decode().count("<h1") == 1
    assert case.allegations.get().state == "framed"

    short = {**sent, "answer_due_on": clock.today().isoformat()}
    assert "Give at least 48 hours to answer." in text_of(ines.post(url, short))
    ines.post(url, sent)
    assert case.allegations.get().state == "noticed"


def test_from_examination_to_adopted_finding(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, ines, ruth = a_case("answered"), sign_in(cast.ines), sign_in(cast.ruth)
    url = f"/cases/{case.reference}"
    assess_credibility(case.allegations.get(), weighed(), actor=cast.ines, reason="Weighed.")
    ines.post(f"{url}/allegations/1/moves/examine/", {"reason": "All heard."})
    ines.post(f"{url}/moves/review_evidence/", {"reason": "Complete."})
    finding = {"factual": "not_substantiated", "policy": "breach", "reasons": "r", "summary": "s", "reason": "Done."}
    wrong = ines.post(f"{url}/allegations/1/finding/", finding)
    assert "cannot be a breach" in text_of(wrong)
    ines.post(f"{url}/allegations/1/finding/", {**finding, "factual": "substantiated"})
    early = ines.post(f"{url}/moves/finish_report/", {"reason": "Final."})
    assert "The investigation report is missing." in text_of(early)
    assert "Write the investigation report" in text_of(ines.get(f"{url}/"))
    issue_report(case, cast)
    ines.post(f"{url}/moves/finish_report/", {"reason": "Final."})
    assert ines.get(f"{url}/allegations/1/moves/adopt/").status_code == 403
    ruth.post(f"{url}/allegations/1/moves/adopt/", {"reason": "It follows."})
    ruth.post(f"{url}/moves/decide_findings/", {"reason": "All adopted."})
    case.refresh_from_db()
    assert case.state == "findings_decided"


def test_a_finding_sent_back_keeps_its_words_for_the_next_proposal(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("report_final")
    url = f"/cases/{case.reference}/allegations/1"
    sign_in(cast.ruth).post(f"{url}/moves/remit/", {"reason": "Hear the second witness."})
    page = sign_in(cast.ines).get(f"{url}/finding/")
    assert "Two people saw it" in text_of(page)


def test_an_outcome_takes_two_people_and_then_letters(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("findings_decided")
    url = f"/cases/{case.reference}/decision"
    until = (clock.today() + timedelta(days=365)).isoformat()
    outcome: dict[str, Any] = {
        "kinds": ["final_warning"],
        "reason": "It fits.",
        "comparators": "The register of five years shows none.",
        "skip_reason": "It went on after a request to stop.",
        "legal_review": "Hugo Brandt, today.",
        **{f"factor_{code}": text for code, text in WEIGHED.items()},
    }
    missing = sign_in(cast.ruth).post(f"{url}/decide/", outcome)
    assert "Say until when the warning counts." in text_of(missing)
    sign_in(cast.ruth).post(f"{url}/decide/", {**outcome, "live_until": until})
    assert sign_in(cast.ruth).get(f"{url}/approve/").status_code == 403
    sign_in(cast.clara).post(f"{url}/return/", {"reason": "Weigh the service."})
    sign_in(cast.ruth).post(f"{url}/decide/", {**outcome, "live_until": until})
    sign_in(cast.clara).post(f"{url}/approve/", {"reason": "Agreed."})
    letters = {"appeal_until": until, "appeal_to": "the Appeals Secretary", "reason": "As decided."}
    shown = sign_in(cast.daniel).post(f"{url}/tell/", {**letters, "preview": "1"})
    assert "has not been issued" in text_of(shown)
    sign_in(cast.daniel).post(f"{url}/tell/", letters)
    case.refresh_from_db()
    assert case.state == "outcome_decided"
    assert not case.obligations.filter(kind="outcome.letters", discharged_at=None).exists()


def test_closing_tells_what_is_still_owed(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    page = sign_in(cast.ruth).post(f"/cases/{case.reference}/moves/close/", {"reason": "Enough."})
    assert "Still to be done" in text_of(page)
    assert "Enough." in text_of(page)


def test_a_reason_is_asked_for_next_to_its_field(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("opened")
    page = sign_in(cast.omar).post(f"/cases/{case.reference}/moves/clear_conflicts/", {"reason": ""})
    assert page.context["form"].errors["reason"]
    assert "<title>Error:" in page.content.decode()


def test_the_history_folds_views_and_hides_agreements_from_investigators(
    cast: Cast, a_case: Build, sign_in: SignIn
) -> None:
    case = a_case("active")
    ruth = text_of(sign_in(cast.ruth).get(f"/cases/{case.reference}/history/"))
    ines = text_of(sign_in(cast.ines).get(f"/cases/{case.reference}/history/"))
    assert "by the system" in ruth
    assert "Countersigned the agreement" in ruth
    assert "agreement" not in ines.lower().replace("your agreements", "")
    older = sign_in(cast.ruth).get(f"/cases/{case.reference}/history/")
    assert "Older" in text_of(older)
    assert history(case).exists()


def test_an_hr_partner_sees_outcome_and_agreement_but_not_the_file(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case, daniel = a_case("implementing"), sign_in(cast.daniel)
    page = text_of(daniel.get(f"/cases/{case.reference}/"))
    assert "Next: draw up the agreement" in page
    assert "alleged that" not in page
    decision = text_of(daniel.get(f"/cases/{case.reference}/decision/"))
    assert "Final written warning" in decision
    assert "Substantiated" not in decision
