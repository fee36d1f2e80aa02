"""Scenario 8 in place: weekly talks become monthly ones, in words that the employee reads, and nothing else of them changes in silence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.agreements.actions.amending import Change, propose_amendment
from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.occurrences import submit_occurrence, verify_occurrence
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.changing import restated
from backend.agreements.letters.amendment import Amendment
from backend.agreements.lines import OWN_DUTIES
from backend.agreements.models import Agreement, AgreementClause, Occurrence
from backend.agreements.recurrence import dates_of, last_of, words_for
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.deadlines.clockwork import sweep
from backend.demo.cast import Cast
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Invalid
from tests.agreements.answers import WHY, an_amendment, countersign, sign
from tests.agreements.scenes import a_promise, dates, in_force
from tests.builders import a_duty
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ACase = Callable[..., Case]
WEEKLY, MONTHLY = "FREQ=WEEKLY", "FREQ=MONTHLY"


@pytest.fixture
def talks(cast: Cast, a_case: ACase) -> Agreement:
    """Weekly talks from the tenth of a month on, and a promise of the organisation."""
    first = (clock.today() + timedelta(days=40)).replace(day=10)
    talk = a_duty(cast, first, what="Come to a talk with your monitor.", recurrence=WEEKLY, due="", grace_days=3)
    return in_force(a_case, cast, [talk, a_promise(cast, first)])


def first_day(agreement: Agreement) -> Any:
    return agreement.obligations.get(seq=1).due_on


def test_weekly_becomes_monthly_in_words_and_done_dates_keep_their_version(cast: Cast, talks: Agreement) -> None:
    done, *_more = dates(talks)
    submit_occurrence(done, actor=cast.martin, words="We talked.")
    verify_occurrence(done, actor=cast.joan, reason=WHY, note="Record seen.")
    duty, from_day = talks.obligations.get(seq=1), done.due_on + timedelta(days=1)
    told = restated(duty, from_day=from_day, recurrence=MONTHLY)
    assert told.due_on == done.due_on + timedelta(days=7)  # the next of its days
    assert told.due == (words_for(MONTHLY, told.due_on) or duty.due)
    assert (told.what, told.proof, told.verifier, told.grace_days) == (duty.what, duty.proof, duty.verifier, 3)
    version = an_amendment(talks, cast, clauses={}, effective_on=from_day, duties={1: told})
    letter = letter_of(version.document)
    assert isinstance(letter, Amendment)
    [change] = letter.obligations
    assert "every week, first by" in change.was
    assert "every month, first by" in change.becomes
    assert change.was.startswith("Come to a talk with your monitor. (")
    assert letter.clauses == ()
    countersign(sign(version, cast.martin), cast.ruth)
    with clock.at(clock.now() + (from_day - clock.today()) + timedelta(hours=1)):
        sweep(as_of=clock.now())
        sweep_occurrences(as_of=clock.now())
    done.refresh_from_db()
    assert (done.state, done.agreement_id) == ("verified", talks.pk)
    [late] = dates(version, seq=2)  # the promise, of which nobody said anything, goes on, is late, and can be put right
    assert (late.state, late.due_on) == ("grace", done.due_on)
    later = Occurrence.objects.filter(agreement=version, duty__seq=1).order_by("number")
    assert [row.due_on for row in later] == dates_of(told.due_on, MONTHLY, until=version.ends_on)
    open_before = Occurrence.objects.filter(agreement=talks, duty__seq=1).exclude(pk=done.pk)
    assert set(open_before.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize(
    ("named", "was", "becomes"),
    [
        ({"grace_days": 7}, "in time up to 3 days after the day", "in time up to 7 days after the day"),
        ({"grace_days": 0}, "in time up to 3 days", "no days of grace"),
        ({"cure_days": 14}, "in time up to 3 days", "then 14 days to put it right"),
        ({"proof": "The calendar"}, "shown by: The record", "shown by: The calendar"),
    ],
)
def test_nothing_of_an_obligation_changes_in_silence(
    cast: Cast, talks: Agreement, named: dict[str, Any], was: str, becomes: str
) -> None:
    duty = talks.obligations.get(seq=1)
    told = restated(duty, from_day=first_day(talks), **named)
    assert (told.recurrence, told.due_on) == (WEEKLY, duty.due_on)
    version = an_amendment(talks, cast, clauses={}, duties={1: told}, effective_on=first_day(talks))
    letter = letter_of(version.document)
    assert isinstance(letter, Amendment)
    [change] = letter.obligations
    assert was.replace("The record", duty.proof) in change.was
    assert becomes in change.becomes
    assert f"checked by {duty.verifier.name}" in change.becomes


def test_a_last_date_ends_what_comes_back(cast: Cast, talks: Agreement, sign_in: SignIn) -> None:
    first = first_day(talks)
    daniel, path = sign_in(cast.daniel), f"/agreements/{talks.reference}/amend/"
    given = {**_as_sent(daniel.get(path).context["form"]), "change_reason": "The shifts changed."}
    early = daniel.post(path, {**given, "duty-1-last_on": str(first - timedelta(days=1))})
    assert early.context["form"].errors["duty-1-last_on"]
    assert "The shifts changed." in early.content.decode()
    daniel.post(path, {**given, "duty-1-last_on": str(first + timedelta(days=15)), "effective_on": str(first)})
    version = Agreement.objects.get(amendment__earlier=talks)
    duty = version.obligations.get(seq=1)
    assert duty.recurrence == f"{WEEKLY};COUNT=3"
    assert last_of(duty.recurrence, duty.due_on) == first + timedelta(days=14)
    assert "last by" in duty.due


def test_the_page_changes_one_obligation_in_place(cast: Cast, talks: Agreement, sign_in: SignIn) -> None:
    daniel, path = sign_in(cast.daniel), f"/agreements/{talks.reference}/amend/"
    page = daniel.get(path)
    text = text_of(page)
    assert "Change these words" in text
    assert "This clause must stand; its words can change." in text
    assert "What is to be done (optional)" not in text
    given = {**_as_sent(page.context["form"]), "change_reason": "The shifts changed."}
    unchanged = daniel.post(path, given)
    assert "Change at least one clause or obligation." in text_of(unchanged)
    emptied = daniel.post(path, {**given, "duty-1-what": " ", "duty-1-how_often": "MONTHLY-1"})
    assert emptied.context["form"].errors["duty-1-what"]
    assert emptied.context["form"]["duty-1-how_often"].value() == "MONTHLY-1"  # nothing that was chosen is lost
    effective = str(first_day(talks))
    done = daniel.post(path, {**given, "duty-1-how_often": "MONTHLY-1", "effective_on": effective})
    version = Agreement.objects.get(amendment__earlier=talks)
    assert done.headers["Location"] == f"/agreements/{version.reference}/"
    changed, promise = version.obligations.order_by("seq")
    before = talks.obligations.get(seq=1)
    assert (changed.recurrence, changed.grace_days, changed.what) == (MONTHLY, 3, before.what)
    assert changed.clause == before.clause
    assert promise.sha256 == talks.obligations.get(seq=2).sha256
    shown = text_of(daniel.get(f"/agreements/{version.reference}/"))
    assert "every week, first by" in shown
    assert "every month, first by" in shown
    compared = daniel.get(f"/agreements/{version.reference}/differences/?with={talks.reference}")
    assert [each["code"] for each in compared.context["changed"]] == [""]  # the table of obligations, and no clause
    assert "in time up to 3 days after the day" in text_of(compared)
    assert "every month, first by" in text_of(daniel.get(f"/agreements/{version.reference}/as-monitor/"))


def test_a_clause_and_an_obligation_are_left_out_by_a_tick(cast: Cast, talks: Agreement, sign_in: SignIn) -> None:
    daniel, path = sign_in(cast.daniel), f"/agreements/{talks.reference}/amend/"
    words = {"part": "Conduct", "heading": "Education", "text": "You learn.", "library_version": "test"}
    more = AgreementClause(agreement=talks, seq=90, code="C24", **words)
    keep(more, "agreement.add_clause", actor=cast.daniel, reason=WHY)
    page = daniel.get(path)
    form = page.context["form"]
    assert "Leave this clause out" in text_of(page)
    assert "clause-C11-out" not in form.fields  # it must stand
    given = {**_as_sent(form), "change_reason": "The shifts changed."}
    emptied = daniel.post(path, {**given, "clause-C24": " "})
    assert emptied.context["form"].errors["clause-C24"]
    daniel.post(path, {**given, "clause-C24-out": "on", "duty-1-out": "on", "duty-1-what": ""})
    version = Agreement.objects.get(amendment__earlier=talks)
    assert not version.clauses.filter(code="C24").exists()
    assert [duty.owed_by_id is None for duty in version.obligations.all()] == [False]


def test_what_the_organisation_promises_changes_in_its_clause_too(cast: Cast, talks: Agreement) -> None:
    promise = talks.obligations.get(seq=2)
    told = restated(promise, from_day=promise.due_on, proof="The bank's receipt")
    version = an_amendment(talks, cast, clauses={}, duties={2: told}, effective_on=promise.due_on)
    clause = version.clauses.get(code=OWN_DUTIES).text
    assert "shown by: The bank's receipt" in clause
    assert f"shown by: {promise.proof}" not in clause
    later = version.obligations.get(seq=2)
    assert (later.bearer, later.owed_by, later.clause) == ("organisation", promise.owed_by, promise.clause)
    gone = Change(reason=WHY, effective_on=promise.due_on, duties={2: a_duty(cast, promise.due_on)})
    other = an_amendment_refused(talks, gone, cast, version)
    assert "who owes it can't be changed" in other


def an_amendment_refused(agreement: Agreement, change: Change, cast: Cast, version: Agreement) -> str:
    void_agreement(version, actor=cast.ruth, reason=WHY)
    with pytest.raises(Invalid) as refused:
        propose_amendment(agreement, change, actor=cast.daniel, reason=WHY)
    return str(refused.value.errors["duties"])


def test_programs_name_only_what_changes(cast: Cast, talks: Agreement, sign_in: SignIn) -> None:
    daniel, path = sign_in(cast.daniel), f"/api/v1/agreements/{talks.reference}/amend/"
    first = first_day(talks)
    body: dict[str, Any] = {"reason": "The shifts changed.", "effective_on": str(first)}

    def sent(*duties: dict[str, Any]) -> Any:
        return daniel.post(path, {**body, "duties": list(duties)}, content_type="application/json")

    assert sent({"what": "Something new."}).status_code == 400
    assert sent({"replaces": 1, "recurrence": "FREQ=HOURLY"}).status_code == 400
    assert sent({"replaces": 9, "proof": "x"}).status_code == 400
    made = sent({"replaces": 1, "recurrence": MONTHLY})
    assert made.status_code == 201
    told = daniel.get(f"/api/v1/agreements/{made.json()['reference']}/changes/").json()
    [change] = told["obligations"]
    assert "every week" in change["was"]
    assert "every month" in change["becomes"]
    version = Agreement.objects.get(reference=made.json()["reference"])
    assert version.obligations.get(seq=1).grace_days == 3


def _as_sent(form: Any) -> dict[str, str]:
    """Give what a browser sends when nothing is touched."""
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, "", False):
            sent[name] = str(value)
    return sent
