"""The gate: what must stand before a referral may be offered (invariant I6). The page shows it as ticks, the action refuses by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.cases.models import Allegation, Case
from backend.cases.vocabulary import Response, Track
from backend.decisions.models import Finding
from backend.decisions.queries.standing import approved_outcome, standing_findings
from backend.kernel import clock
from backend.referrals.compartment import opened
from backend.referrals.contents import Particulars
from backend.referrals.models import (
    NecessityMemo,
    OfferedProvider,
    Provider,
    Referral,
    Safeguard,
)
from backend.referrals.queries.register import (
    could_be_offered,
    current_grade,
    has_to_do_with,
    is_stale,
    is_weak,
    ties_among,
    valid_licences,
)
from backend.referrals.vocabulary import OVER, ProviderPart, ProviderState, ReferralKind


@dataclass(frozen=True)
class Condition:
    """One thing that must stand at the gate, in words, and what to do where it does not."""

    code: str
    words: str
    met: bool
    missing: str


def admitted(case: Case) -> bool:
    """Tell whether the respondent admitted in writing conduct that affected others, and no finding says otherwise."""
    found = Allegation.objects.filter(case=case, track=Track.AFFECTS_OTHERS, response=Response.ADMIT)
    decided_otherwise = Finding.objects.filter(allegation__in=found, adopted_at__isnull=False)
    return found.exclude(pk__in=decided_otherwise.values("allegation")).exists()


def affects_others(case: Case) -> bool:
    """Tell whether a finding that stands is about conduct that affected others: nothing else can lead to a referral."""
    return any(finding.allegation.track == Track.AFFECTS_OTHERS for finding in standing_findings(case))


def open_referral_in(case: Case) -> bool:
    """Tell whether the respondent of a case is referred already: there is one referral at a time."""
    return Referral.objects.filter(case=case).exclude(state__in=OVER).exists()


def problems_of_choice(
    referral: Referral, treating: Sequence[Provider], evaluating: Sequence[Provider]
) -> dict[str, list[str]]:
    """Say which of the chosen providers cannot be offered, and why: not listed, without a licence, or bound to somebody."""
    fitting = set(could_be_offered(referral.intervention, clock.today()).values_list("pk", flat=True))
    problems: dict[str, list[str]] = {}
    for name, rows in (("treating", treating), ("evaluating", evaluating)):
        strange = [row.name for row in rows if row.pk not in fitting]
        bound = [row.name for row in rows if has_to_do_with(row, referral.case)]
        if strange:
            problems[name] = [
                f"Not listed for {referral.intervention}, or without a licence that holds: {', '.join(strange)}."
            ]
        elif bound:
            problems[name] = [f"Bound to somebody in this case, as they told us: {', '.join(bound)}. Choose others."]
    if "evaluating" not in problems and tied(evaluating, treating):
        problems["evaluating"] = [
            "Whoever evaluates may not treat as well, nor gain by whoever does (49 CFR 40.299). Choose somebody without a tie."
        ]
    return problems


def tied(evaluating: Sequence[Provider], treating: Sequence[Provider]) -> bool:
    """Tell whether whoever evaluates is also asked to treat, or has a financial tie to whoever is."""
    return bool({row.pk for row in evaluating} & {row.pk for row in treating} or ties_among(evaluating, treating))


def conditions_of(referral: Referral) -> list[Condition]:
    """Check every condition of the gate, in the order in which people work through them."""
    return [*_basis(referral), *_necessity(referral), *_evidence(referral), *_setting(referral), *_choice(referral)]


def _basis(referral: Referral) -> list[Condition]:
    stands = affects_others(referral.case) or admitted(referral.case)
    told = [
        Condition(
            "basis",
            "A finding stands, or the conduct was admitted in writing",
            stands,
            "Without a finding that stands, or a written admission, nobody is referred",
        )
    ]
    if referral.kind == ReferralKind.MANDATORY:
        holds = referral.outcome is not None and approved_outcome(referral.case) == referral.outcome
        told.append(
            Condition(
                "outcome",
                "The outcome behind it is approved and in effect",
                holds,
                "Decide an outcome and have it approved",
            )
        )
    return told


def _necessity(referral: Referral) -> list[Condition]:
    memo = NecessityMemo.objects.filter(referral=referral).first()
    return [
        Condition("memo", "A memo says why it is related to the job and needed", memo is not None, "Write the memo"),
        Condition(
            "counsel",
            "Counsel approved the memo",
            memo is not None and memo.approved_at is not None,
            "Ask counsel to approve the memo",
        ),
    ]


def _evidence(referral: Referral) -> list[Condition]:
    grade, today = referral.grade, clock.today()
    newest = current_grade(referral.intervention, grade.track)
    reading = referral.readings.filter(grade=grade).order_by("-read_at").first()
    told = [
        Condition(
            "grade",
            "The evidence grade is the current one",
            newest == grade,
            "The evidence was reviewed since: read the new grade",
        ),
        Condition("reading", "The evidence was read and acknowledged", reading is not None, "Read the evidence card"),
    ]
    if is_weak(grade) or is_stale(grade, today):
        words = "the review is overdue" if is_stale(grade, today) else "the evidence is weak"
        said = reading is not None and bool(reading.why.strip())
        told.append(
            Condition("why", f"A reason is written down, because {words}", said, f"Say why this, although {words}")
        )
    return told


def _setting(referral: Referral) -> list[Condition]:
    has = Safeguard.objects.filter(referral=referral, ended_on=None).exists()
    return [
        Condition(
            "safeguard", "Something changes in the setting, too", has, "Add a safeguard in the setting, with an owner"
        )
    ]


def _choice(referral: Referral) -> list[Condition]:
    said = opened(Particulars, referral.sealed, referral)
    offered = list(OfferedProvider.objects.filter(referral=referral).select_related("provider"))
    treating = [row.provider for row in offered if row.part == ProviderPart.TREATS]
    evaluating = [row.provider for row in offered if row.part == ProviderPart.EVALUATES]
    today, clinical = clock.today(), referral.intervention.clinical
    unlicensed = [row.provider.name for row in offered if clinical and not valid_licences(row.provider, today).exists()]
    bound = list(dict.fromkeys(row.provider.name for row in offered if has_to_do_with(row.provider, referral.case)))
    unlisted = [row.provider.name for row in offered if row.provider.state != ProviderState.LISTED]
    told = [
        Condition(
            "providers",
            "Two providers are offered, or there is a reason for one",
            len(treating) >= 2 or (len(treating) == 1 and bool(said.only_one_because.strip())),
            "Offer two providers, or say why there is only one",
        ),
        Condition(
            "licences",
            "Every licence that is needed holds today",
            not unlicensed and not unlisted,
            f"Not licensed or not listed today: {', '.join(dict.fromkeys([*unlicensed, *unlisted]))}",
        ),
        Condition(
            "ties",
            "Whoever evaluates has no financial tie to whoever treats",
            not tied(evaluating, treating),
            "Choose an evaluator without a financial tie to the provider",
        ),
        Condition(
            "conflicts",
            "No provider has told of a tie to anybody in the case",
            not bound,
            f"Bound to somebody in the case by what they told of themselves: {', '.join(bound)}. Choose another provider",
        ),
        Condition("payer", "It is said who pays", bool(said.payer.strip()), "Say who pays"),
        Condition(
            "alternatives",
            "Alternatives for religion, culture and access are said",
            bool(said.alternatives),
            "Say which alternatives there are",
        ),
    ]
    return [*told, *_faith(referral, treating), *_leave(referral, said)]


def _faith(referral: Referral, treating: list[Provider]) -> list[Condition]:
    religious = referral.intervention.faith_based or any(row.faith_based for row in treating)
    if not religious:
        return []
    secular = any(not row.faith_based for row in treating) and not referral.intervention.faith_based
    return [
        Condition(
            "secular",
            "A secular provider is offered beside the religious one",
            secular,
            "Offer a secular alternative: nobody is required to take part in a religious programme",
        )
    ]


def _leave(referral: Referral, said: Particulars) -> list[Condition]:
    if not referral.intervention.needs_leave:
        return []
    return [Condition("leave", "Leave is arranged for it", bool(said.leave.strip()), "Say how leave is arranged")]
