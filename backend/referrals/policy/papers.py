"""Who finds the papers of a referral and the letter of an examination: their coordinator, beside whom they are addressed to."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, extend
from backend.access.roles import has_role
from backend.audit.actions import withhold_matter
from backend.cases.barring import kept_from
from backend.cases.policy import acts_as
from backend.documents.models import Document
from backend.intake.keys import HistoryKey
from backend.people.models import User
from backend.referrals.models import FitnessRequest, ProviderReport, Referral
from backend.referrals.policy.compartment import GATEKEEPERS, is_its_referred

MEMO = "D11M"  # the decision memo, as the catalogue numbers it


class ReferralKey(HistoryKey):
    """The key of a referral's history, made in the database (`referral:018f...`), to find its papers."""

    noun = "referral"


def coordinates_its_matter(person: User) -> Q:
    """The person coordinates the referral that the paper belongs to."""
    if not has_role(person, Role.REFERRAL_COORDINATOR):
        return NONE
    mine = Referral.objects.filter(coordinator=person).exclude(case__in=kept_from(person))
    return Q(matter_stream__in=mine.annotate(history_key=ReferralKey("uid")).values("history_key"))


def stands_at_its_gate(person: User) -> Q:
    """The person decides or advises on the case, and the paper is the memo of what stood at the gate; no later one is theirs."""
    rows = Referral.objects.filter(acts_as(*GATEKEEPERS, path="case")(person)).exclude(case__in=kept_from(person))
    keys = rows.annotate(history_key=ReferralKey("uid")).values("history_key")
    return Q(kind=MEMO, matter_stream__in=keys)


def reports_on_them(person: User) -> Q:
    """The paper is a provider's report on the person: it says itself that they receive it."""
    rows = ProviderReport.objects.filter(is_its_referred(person), document__isnull=False)
    return Q(pk__in=rows.values("document")) if person.person_id else NONE


class FitnessKey(HistoryKey):
    """The key of an examination's history, to find its letter."""

    noun = "fitnessrequest"


def coordinates_its_examination(person: User) -> Q:
    """The person coordinates the examination that the letter belongs to."""
    if not has_role(person, Role.REFERRAL_COORDINATOR):
        return NONE
    mine = FitnessRequest.objects.filter(coordinator=person)
    return Q(matter_stream__in=mine.annotate(history_key=FitnessKey("uid")).values("history_key"))


withhold_matter("referral", "medical")
withhold_matter("fitnessrequest", "medical")

extend(
    Document,
    allow={
        "document.view": [coordinates_its_matter, coordinates_its_examination, stands_at_its_gate],
        "document.open": [coordinates_its_matter, coordinates_its_examination, stands_at_its_gate],
        "document.hand_over": [coordinates_its_matter, coordinates_its_examination],
        "document.withdraw": [coordinates_its_matter, coordinates_its_examination],
    },
    own={"document.view": [reports_on_them], "document.open": [reports_on_them]},
)
