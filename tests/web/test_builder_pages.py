"""The builder of agreements: unfinished drafts, kinds, both previews, changes before review, and differences."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.agreements.models import Agreement, AgreementSketch
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from tests.web.reading import form_of, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ACase = Callable[..., Case]
FILLED = {"alternative": "A final written warning.", "reason": "As the outcome asks."}


@pytest.fixture
def case(a_case: ACase) -> Case:
    return a_case("implementing")


def new(case: Case) -> str:
    return f"/agreements/new/{case.reference}/"


def test_what_is_typed_is_kept_unfinished_and_the_page_lists_what_is_missing(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), **{"C02-findings": "", "use-C31": "on", "duty-0-proof": ""})
    page = daniel.post(new(case), {**sent, "step": "keep"}, follow=True)
    shown = text_of(page)
    assert "You go on with an unfinished draft" in shown
    assert "Still missing:" in shown
    assert 'href="#id_C02-findings"' in page.content.decode()
    assert 'href="#id_duty-0-proof"' in page.content.decode()
    assert "There is a problem" not in shown
    assert page.context["form"]["use-C31"].value() is True or page.context["form"]["use-C31"].value() == "on"
    assert not Agreement.objects.filter(case=case).exists()
    ruth = sign_in(cast.ruth)
    assert "Kept by Daniel" in text_of(ruth.get(new(case)))
    for who in (cast.martin, cast.erin, cast.joan, cast.ines):
        assert sign_in(who).get(new(case)).status_code in {403, 404}


def test_a_sketch_is_gone_once_the_agreement_is_drawn_up_or_it_is_given_up(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), **FILLED)
    daniel.post(new(case), {**sent, "step": "keep"})
    assert "Nothing is missing." in text_of(daniel.get(new(case)))
    daniel.post(new(case), {**sent, "step": "save"})
    assert Agreement.objects.filter(case=case).count() == 1
    assert not AgreementSketch.objects.exists()
    daniel.post(new(case), {**sent, "step": "keep"})
    daniel.post(new(case), {"step": "drop"})
    assert not AgreementSketch.objects.exists()


def test_somebody_elses_later_words_are_not_overwritten_unseen(cast: Cast, case: Case, sign_in: SignIn) -> None:
    daniel, ruth = sign_in(cast.daniel), sign_in(cast.ruth)
    sent = form_of(ruth.get(new(case)), alternative="Ruth’s words.")
    daniel.post(new(case), {**form_of(daniel.get(new(case)), alternative="Daniel’s words."), "step": "keep"})
    page = ruth.post(new(case), {**sent, "step": "keep"})
    assert "saved it since you opened it" in text_of(page)
    assert "Ruth’s words." in text_of(page)
    assert AgreementSketch.objects.get().typed["alternative"] == ["Daniel’s words."]


def test_each_kind_shows_its_own_clauses_and_what_may_not_stand(cast: Cast, case: Case, sign_in: SignIn) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), alternative="Words kept.")
    assert "use-C20" in daniel.get(new(case)).context["form"].fields
    page = daniel.post(new(case), {**sent, "kind": "separation_safety", "step": "kind"})
    assert "use-C20" not in page.context["form"].fields
    assert page.context["form"].must("C20")
    assert "Words kept." in text_of(page)
    assert "There is a problem" not in text_of(page)
    shown = text_of(page)
    for told in ("X09", "An apology on demand is none", "C40", "It is what keeps people apart"):
        assert told in shown


def test_the_monitors_preview_holds_no_finding_no_reason_and_nobody_else_and_leaves_nothing_behind(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), **FILLED, **{"use-C20": "on", "C20-people": "Erin Lindqvist"})
    before = Event.objects.count()
    page = daniel.post(new(case), {**sent, "step": "monitor"})
    extract = page.content.decode().split('id="extract"')[1].split("</section>")[0]
    for hidden in (
        "Erin",
        "Lindqvist",
        case.reference,
        "finding",
        "A1",
        "warning",
        "policy clause",
        "As the outcome asks",
    ):
        assert hidden not in extract
    for shown in ("Martin Hale", "Read the policy and confirm it", "every week for four weeks"):
        assert shown in extract
    assert not Agreement.objects.filter(case=case).exists()
    assert not Event.objects.filter(
        action__in=["agreement.draft", "agreement.add_clause", "duty.plan"], pk__gt=before
    ).exists()
    assert "You will not contact Erin Lindqvist" in text_of(daniel.post(new(case), {**sent, "step": "check"}))


@pytest.mark.parametrize("step", ["check", "monitor", "save"])
def test_every_guard_holds_for_the_previews_too(cast: Cast, case: Case, sign_in: SignIn, step: str) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), **FILLED, **{"C03-expectations": "You will apologise to the complainant."})
    page = daniel.post(new(case), {**sent, "step": step})
    told = page.context["form"].errors["C03-expectations"]
    assert any("(X09) must not stand" in each for each in told)
    assert not Agreement.objects.filter(case=case).exists()


def test_vague_words_are_shown_with_a_suggestion_and_hold_nothing_back(cast: Cast, case: Case, sign_in: SignIn) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), **FILLED, **{"duty-0-what": "Behave appropriately in meetings."})
    page = text_of(daniel.post(new(case), {**sent, "step": "check"}))
    assert "Obligation 1: " in page
    assert "Two people would not agree on whether it was done." in page
    assert "Say what somebody could see being done" in page
    daniel.post(new(case), {**sent, "step": "save"})
    assert Agreement.objects.filter(case=case).exists()


def drawn_up(cast: Cast, case: Case, sign_in: SignIn, **told: str) -> Agreement:
    daniel = sign_in(cast.daniel)
    daniel.post(new(case), {**form_of(daniel.get(new(case)), **FILLED, **told), "step": "save"})
    return Agreement.objects.get(case=case)


def test_a_draft_is_opened_again_with_all_that_it_says_and_changed(cast: Cast, case: Case, sign_in: SignIn) -> None:
    agreement = drawn_up(cast, case, sign_in, **{"use-C20": "on", "C20-people": "Erin Lindqvist"})
    daniel, url = sign_in(cast.daniel), f"/agreements/{agreement.reference}"
    form = daniel.get(f"{url}/edit/").context["form"]
    assert form["C20-people"].value() == "Erin Lindqvist"
    assert form["C03-expectations"].value().startswith("You do not touch colleagues")
    assert form["alternative"].value() == FILLED["alternative"]
    sent = form_of(daniel.get(f"{url}/edit/"), reason="The alternative was unclear.", alternative="A transfer.")
    sent["C20-people"] = "Erin Lindqvist and Noor Haddad"
    assert "Erin Lindqvist and Noor Haddad" in text_of(daniel.post(f"{url}/edit/", {**sent, "step": "check"}))
    agreement.refresh_from_db()
    assert (agreement.alternative, agreement.drafts) == (FILLED["alternative"], 1)
    daniel.post(f"{url}/edit/", {**sent, "step": "save"})
    agreement.refresh_from_db()
    assert (agreement.alternative, agreement.drafts, agreement.obligations.count()) == ("A transfer.", 2, 2)
    page = daniel.get(f"{url}/differences/")
    changed = {each["code"] for each in page.context["changed"]}
    assert changed == {"C10", "C20"}
    assert "<ins>" in page.content.decode()
    assert sign_in(cast.hugo).get(f"{url}/edit/").status_code == 403
    assert sign_in(cast.erin).get(f"{url}/differences/").status_code == 404
    assert sign_in(cast.martin).get(f"{url}/as-monitor/").status_code == 404


def test_an_agreement_under_review_is_taken_back_with_a_reason_before_it_is_changed(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    agreement = drawn_up(cast, case, sign_in)
    url = f"/agreements/{agreement.reference}"
    sign_in(cast.hugo).post(f"{url}/moves/review/", {"reason": "In order.", "note": "All clauses read."})
    daniel = sign_in(cast.daniel)
    assert daniel.get(f"{url}/edit/").status_code == 302
    page = daniel.get(f"{url}/")
    assert "Take back for changes" in text_of(page)
    assert "All clauses read." in text_of(page)
    assert daniel.post(f"{url}/moves/take_back/", {"reason": ""}).context["form"].errors["reason"]
    daniel.post(f"{url}/moves/take_back/", {"reason": "An exception is missing."})
    assert daniel.get(f"{url}/edit/").status_code == 200
    agreement.refresh_from_db()
    assert agreement.reviewed_by is None


def test_what_the_monitor_knows_can_be_looked_at_any_time(cast: Cast, case: Case, sign_in: SignIn) -> None:
    agreement = drawn_up(cast, case, sign_in, **{"use-C20": "on", "C20-people": "Erin Lindqvist"})
    page = sign_in(cast.daniel).get(f"/agreements/{agreement.reference}/as-monitor/")
    extract = page.content.decode().split('id="extract"')[1].split("</section>")[0]
    assert "Martin Hale" in extract
    for hidden in ("Erin", case.reference, "finding", "A1"):
        assert hidden not in extract
