"""Preparing a referral: it is considered, explained in a memo, weighed against the evidence, and put beside changes in the setting."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta
from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.models import Case
from backend.cases.queries import respondent_of
from backend.cases.vocabulary import Track
from backend.decisions.queries.standing import approved_outcome
from backend.intake.vocabulary import Setting
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.referrals.compartment import closed, fresh_key
from backend.referrals.contents import Control, Memo, Particulars, Remark, Said
from backend.referrals.models import (
    EvidenceReading,
    Intervention,
    NecessityMemo,
    OfferedProvider,
    Provider,
    Referral,
    Safeguard,
)
from backend.referrals.queries.gate import admitted, affects_others, open_referral_in, problems_of_choice
from backend.referrals.queries.register import current_grade, is_stale, is_weak
from backend.referrals.vocabulary import ProviderPart, ReferralKind, ReferralState
from backend.referrals.wording import names_of, problems_of_said, wrong_in_memo, wrong_with
from backend.workflow.lifecycle import Lifecycle

LONGEST_MONTHS: Final = 60  # 49 CFR 40.307(d): follow-up ends at the latest five years after the return
SHORTEST_WHY: Final = 20
LONGEST_CONTROL: Final = 300

lifecycle = Lifecycle(Referral, "referral")

declare("referral.consider", "began to prepare a referral", kind="change", compartment="medical")
declare("referral.prepare", "changed what a referral says", kind="change", compartment="medical")
declare("referral.write_memo", "wrote why the referral is needed", kind="change", compartment="medical")
declare("referral.approve_memo", "approved the memo on a referral", kind="change", compartment="medical")
declare("referral.read_evidence", "read the evidence for a referral", kind="change", compartment="medical")
declare("referral.add_safeguard", "added a safeguard in the setting", kind="change", compartment="medical")
declare("referral.end_safeguard", "ended a safeguard in the setting", kind="change", compartment="medical")
declare("referral.choose_providers", "chose which providers are offered", kind="change", compartment="medical")


@dataclass(frozen=True, kw_only=True)
class Guard:
    """One change in the setting: the situation, what is done about it, who sees to it, and when it is looked at again."""

    setting: str
    control: str
    owner: Person
    review_on: date


def consider_referral(
    case: Case,
    *,
    intervention: Intervention,
    said: Said,
    ends_on: date,
    kind: str = ReferralKind.MANDATORY,
    actor: User,
) -> Referral:
    """Begin to prepare a referral of the respondent. Raises Refused where nothing stands that it could rest on."""
    require(actor, "referral.consider", case)
    person = respondent_of(case)
    if person is None:
        raise Refused("The case has no respondent to refer.", code="no-respondent")
    if not (affects_others(case) or admitted(case)):
        raise Refused(
            "Nothing was substantiated or admitted that affected others: nobody is referred on it.",
            code="nothing-substantiated",
        )
    outcome = approved_outcome(case)
    if kind == ReferralKind.MANDATORY and outcome is None:
        raise Refused("A referral that is required needs an approved outcome.", code="outcome-missing")
    if open_referral_in(case):
        raise Refused("A referral of this person is open in this case already.", code="referral-open")
    grade = current_grade(_fit(intervention), Track.AFFECTS_OTHERS)
    if grade is None:
        raise Refused(
            "The evidence register does not grade this for conduct that affects others. Add a review first.",
            code="evidence-missing",
            field="intervention",
        )
    _check_dates(ends_on)
    _check(said, case, person)
    referral = Referral(
        reference=new_reference("REF", clock.today()),
        kind=kind,
        case=case,
        outcome=outcome if kind == ReferralKind.MANDATORY else None,
        person=person,
        intervention=intervention,
        grade=grade,
        wrapped_key=fresh_key(),
        begun_by=actor,
        begun_at=clock.now(),
        ends_on=ends_on,
    )
    referral.sealed = closed(_fresh(said), referral)
    return keep(referral, "referral.consider", actor=actor)


def revise_referral(referral: Referral, *, said: Said, ends_on: date, actor: User) -> Referral:
    """Change what a referral says while it is prepared."""
    require(actor, "referral.prepare", referral)
    _still_prepared(referral)
    _check_dates(ends_on)
    _check(said, referral.case, referral.person)
    referral.sealed, referral.ends_on = closed(_fresh(said), referral), ends_on
    return keep(referral, "referral.prepare", actor=actor)


def write_memo(referral: Referral, *, memo: Memo, actor: User) -> NecessityMemo:
    """Write why the referral is job-related and necessary; a change after counsel's approval asks for it again."""
    require(actor, "referral.prepare", referral)
    _still_prepared(referral)
    problems = {
        name: ["Write this: counsel and, if it comes to that, a court will read it."]
        for name in ("job_relation", "necessity", "milder")
        if not getattr(memo, name).strip()
    }
    if not memo.facts:
        problems["facts"] = ["Name at least one fact that somebody observed."]
    problems = wrong_in_memo(memo, *names_of(referral.case, referral.person)) | problems
    if problems:
        raise Invalid(problems)
    row = NecessityMemo.objects.filter(referral=referral).first() or NecessityMemo(referral=referral)
    row.sealed, row.written_by, row.written_at = closed(memo, referral), actor, clock.now()
    row.approved_by = row.approved_at = None
    return keep(row, "referral.write_memo", actor=actor)


def approve_memo(referral: Referral, *, actor: User) -> NecessityMemo:
    """Approve the memo as counsel: the referral asks for nothing that the law forbids to ask."""
    require(actor, "referral.approve_memo", referral)
    _still_prepared(referral)
    row = NecessityMemo.objects.filter(referral=referral).first()
    if row is None:
        raise Refused("There is no memo yet.", code="memo-missing")
    if row.written_by_id == actor.pk:
        raise Refused("You wrote this memo; somebody else approves it.", code="second-person")
    row.approved_by, row.approved_at = actor, clock.now()
    return keep(row, "referral.approve_memo", actor=actor)


def read_evidence(referral: Referral, *, why: str = "", actor: User) -> EvidenceReading:
    """Acknowledge what is known of the service. Where that is little, or overdue for review, a reason must be written down."""
    require(actor, "referral.prepare", referral)
    _still_prepared(referral)
    newest = current_grade(referral.intervention, referral.grade.track) or referral.grade
    if (is_weak(newest) or is_stale(newest, clock.today())) and len(why.strip()) < SHORTEST_WHY:
        raise Invalid(
            {
                "why": [
                    "The evidence is weak, or its review is overdue. Say in a sentence or two why this, all the same."
                ]
            }
        )
    if told := wrong_with(why, *names_of(referral.case, referral.person)):
        raise Invalid({"why": [told]})
    with transaction.atomic():
        if newest != referral.grade:
            referral.grade = newest
            keep(referral, "referral.prepare", actor=actor)
        reading = EvidenceReading.objects.filter(referral=referral, grade=newest, read_by=actor).first()
        reading = reading or EvidenceReading(referral=referral, grade=newest, read_by=actor, read_at=clock.now())
        reading.sealed = closed(Remark(why=why.strip()), referral)
        return keep(reading, "referral.read_evidence", actor=actor)


def add_safeguard(referral: Referral, *, guard: Guard, actor: User) -> Safeguard:
    """Put a change in the setting beside the referral: treatment is never the only control."""
    require(actor, "referral.prepare", referral)
    problems: dict[str, list[str]] = {}
    if guard.setting not in Setting.values:
        problems["setting"] = ["Choose one of the settings."]
    if not guard.control.strip():
        problems["control"] = ["Say what is done about it."]
    elif len(guard.control.strip()) > LONGEST_CONTROL:
        problems["control"] = [f"Write at most {LONGEST_CONTROL} characters."]
    elif told := wrong_with(guard.control, *names_of(referral.case, referral.person), conduct_only=True):
        problems["control"] = [told]
    if guard.owner.pk == referral.person_id:
        problems["owner"] = ["Somebody other than the person referred sees to it."]
    if guard.review_on <= clock.today():
        problems["review_on"] = ["Choose a day after today."]
    if problems:
        raise Invalid(problems)
    row = Safeguard(
        referral=referral,
        setting=guard.setting,
        sealed=closed(Control(control=guard.control.strip()), referral),
        owner=guard.owner,
        review_on=guard.review_on,
    )
    return keep(row, "referral.add_safeguard", actor=actor)


def end_safeguard(safeguard: Safeguard, *, actor: User) -> Safeguard:
    """End a change in the setting; once the referral is under way, no enrolment or completion does this by itself."""
    require(actor, "referral.prepare", safeguard.referral)
    _still_prepared(safeguard.referral)
    safeguard.ended_on = clock.today()
    return keep(safeguard, "referral.end_safeguard", actor=actor)


def drop_safeguard(referral: Referral, *, safeguard: Safeguard, actor: User) -> Safeguard:
    """End one change in the setting of this referral, while it is prepared."""
    if safeguard.referral_id != referral.pk:
        raise Invalid({"safeguard": ["Choose a safeguard of this referral."]})
    return end_safeguard(safeguard, actor=actor)


def choose_providers(
    referral: Referral, *, treating: Sequence[Provider], evaluating: Sequence[Provider] = (), actor: User
) -> list[OfferedProvider]:
    """Choose which providers the employee is offered: those that offer the service, with a licence where it needs one."""
    require(actor, "referral.prepare", referral)
    _still_prepared(referral)
    problems = problems_of_choice(referral, treating, evaluating)
    if problems:
        raise Invalid(problems)
    wanted = {(row.pk, ProviderPart.TREATS): row for row in treating}
    wanted |= {(row.pk, ProviderPart.EVALUATES): row for row in evaluating}
    with transaction.atomic():
        for row in OfferedProvider.objects.filter(referral=referral).select_related("referral"):
            if (row.provider_id, ProviderPart(row.part)) not in wanted:
                remove(row, "referral.choose_providers", actor=actor, reason="Not offered any more.")
            else:
                del wanted[row.provider_id, ProviderPart(row.part)]
        for (_key, part), provider in wanted.items():
            keep(
                OfferedProvider(referral=referral, provider=provider, part=part),
                "referral.choose_providers",
                actor=actor,
            )
    return list(OfferedProvider.objects.filter(referral=referral).select_related("provider").order_by("pk"))


def _fit(intervention: Intervention) -> Intervention:
    """Refuse what nobody may be required to do: a service in which a partner or the family takes part, or one given up."""
    if intervention.involves_others:
        raise Refused(
            "A partner or the family would take part. Nobody can be referred to that: it concerns people who owe the "
            "organisation nothing.",
            code="third-party",
            field="intervention",
        )
    if intervention.retired_on is not None:
        raise Refused("This is not offered any more.", code="intervention-retired", field="intervention")
    return intervention


def _check_dates(ends_on: date) -> None:
    today = clock.today()
    if not today < ends_on <= today + relativedelta(months=LONGEST_MONTHS):
        raise Invalid({"ends_on": [f"Choose a day after today, and at most {LONGEST_MONTHS} months from now."]})


def _fresh(said: Said) -> Particulars:
    """Take what the referral says, and nothing that only others say to it."""
    return Particulars(**{field.name: getattr(said, field.name) for field in fields(Said)})


def _check(said: Said, case: Case, person: Person) -> None:
    problems = problems_of_said(said, case, person)
    if problems:
        raise Invalid(problems)


def _still_prepared(referral: Referral) -> None:
    if referral.state != ReferralState.CONSIDERED:
        raise Refused("The referral has passed the gate: what it says stands.", code="wrong-state")
