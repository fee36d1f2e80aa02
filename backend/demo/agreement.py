"""How an agreement is played: drawn up, reviewed, approved, offered, and whatever the employee answers."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from backend.agreements.actions.drafting import Draft, Duty, approve_agreement, draft_agreement, review_agreement
from backend.agreements.actions.signing import (
    countersign_agreement,
    decline_agreement,
    offer_agreement,
    sign_agreement,
)
from backend.agreements.models import Agreement
from backend.audit.reads import viewed
from backend.cases.actions.progress import implement_outcome
from backend.cases.models import Case
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import due_after
from backend.demo.clauses import Dates, clause_values
from backend.demo.matters import Matter, Terms, Timetable
from backend.demo.stage import ZONE, Days, Stage
from backend.documents.actions.standing import open_document
from backend.documents.queries import day_words

Offered = Generator[datetime, None, Agreement]
RETAINED = relativedelta(years=6)


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when to when an agreement is to run, in days after the report."""

    starts: int
    review: int
    ends: int


def offer(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable, span: Span) -> Offered:
    """Draw the agreement up, let counsel and a second person look at it, and offer it."""
    cast = stage.cast
    yield days.at(table.offer - 1, "10:00")
    case = implement_outcome(case, actor=cast.daniel, reason="The outcome was approved, and both sides were told.")
    draft = _draft(stage, matter, case, days, table, span)
    agreement = draft_agreement(case, draft, actor=cast.daniel, reason="The outcome asks for it.")
    yield days.at(table.offer - 1, "15:45")
    agreement = review_agreement(
        agreement, actor=cast.hugo, reason="No clause is prohibited; the rights carve-out stands in full."
    )
    yield days.at(table.offer, "09:05")
    agreement = approve_agreement(
        agreement, actor=cast.clara, reason="Each obligation can be checked and serves the finding."
    )
    yield days.at(table.offer, "11:20")
    agreement = offer_agreement(agreement, actor=cast.daniel, reason="Handed over and explained in a meeting.")
    stage.say(
        f"{agreement.reference} is reviewed, approved and offered to {agreement.person} ({agreement.clauses.count()} clauses)."
    )
    return agreement


def sign(stage: Stage, matter: Matter, agreement: Agreement, moment: datetime) -> Offered:
    """The employee reads the very document that was offered, and signs it with their own password."""
    signer = getattr(stage.cast, matter.respondent)
    yield moment
    viewed(agreement, "agreement.view", actor=signer)
    if agreement.document:
        open_document(agreement.document, actor=signer)
    agreement = sign_agreement(
        agreement,
        actor=signer,
        reason="I agree.",
        sha256=agreement.offered_sha256,
        typed_name=signer.name,
        factors=["password"],
    )
    stage.say(f"{signer.name} signs {agreement.reference} over the digest {agreement.offered_sha256[:16]}….")
    return agreement


def countersign(stage: Stage, agreement: Agreement, moment: datetime) -> Offered:
    """The officer signs over the same bytes; the obligations are in force."""
    ruth = stage.cast.ruth
    yield moment
    agreement = countersign_agreement(
        agreement,
        actor=ruth,
        reason="Signed for the company.",
        sha256=agreement.offered_sha256,
        typed_name=ruth.name,
        factors=["password"],
    )
    stage.say(f"Ruth Adeyemi countersigns; {agreement.obligations.count()} obligations are in force.")
    return agreement


def decline(stage: Stage, matter: Matter, agreement: Agreement, moment: datetime) -> Offered:
    """The employee declines: no breach and no misconduct."""
    signer = getattr(stage.cast, matter.respondent)
    yield moment
    if agreement.document:
        open_document(agreement.document, actor=signer)
    comment = "I was advised not to sign. I will keep to the policy all the same."
    agreement = decline_agreement(agreement, actor=signer, reason="I decline.", factors=["password"], comment=comment)
    stage.say(
        f"{signer.name} declines {agreement.reference}; that is no breach, and Ruth Adeyemi decides the alternative."
    )
    return agreement


def _draft(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable, span: Span) -> Draft:
    cast, terms = stage.cast, _terms(matter)
    starts_on, ends_on = days.day(span.starts), days.exact(span.ends)
    dates = Dates(
        decided_on=days.day(table.outcome),
        offer_expires_on=_expiry(case, days.day(table.offer)),
        starts_on=starts_on,
        review_on=days.exact(span.review),
        ends_on=ends_on,
        live_until=days.exact(table.outcome + 365),
        retain_until=ends_on + RETAINED,
    )
    monitor = cast.person("joan")
    employee = cast.person(matter.respondent)
    return Draft(
        starts_on=starts_on,
        review_on=dates.review_on,
        ends_on=ends_on,
        monitor=monitor,
        officer=cast.ruth,
        alternative=terms.alternative[0].upper() + terms.alternative[1:],
        clauses=clause_values(
            terms,
            dates,
            case=case.reference,
            employee=employee,
            officer=cast.ruth,
            partner=cast.daniel,
            monitor=monitor,
        ),
        duties=[
            Duty(
                kind=task.kind,
                what=task.what,
                due=f"by {day_words(starts_on + timedelta(days=task.due_day))}",
                due_on=starts_on + timedelta(days=task.due_day),
                proof=task.proof,
                verifier=monitor,
            )
            for task in terms.tasks
        ],
    )


def _expiry(case: Case, offered_on: date) -> date:
    """Reckon until when an offer made on a day can be answered, as the offer itself will."""
    where = place_of(case)
    moment = datetime.combine(offered_on, time(11), tzinfo=ZONE)
    rule = where.held.timer("agreement.consider").rule
    return due_after(rule, moment, zone=where.clock, calendar=where.working_days).on


def _terms(matter: Matter) -> Terms:
    if matter.terms is None:
        raise LookupError(f"The matter of {matter.respondent} ends without an agreement.")
    return matter.terms
