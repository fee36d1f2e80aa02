"""What the papers of a referral say, and the short list of what a provider may report. Clinical content has no field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from backend.documents.letters import Contact, Letter
from backend.kernel.errors import Invalid
from backend.referrals.contents import ReasonLine

# What a provider may report: each line of the list that every paper of a referral prints in full, and the facts of a report
# that it covers. A release allows what it lists and nothing else, so no report may hold a fact that no line covers.
REPORTABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "accepted": ("contacted_on", "first_appointment_on", "first_kept"),
    "evaluated": ("evaluated_on", "recommended", "agrees"),
    "attended": ("kept", "planned"),
    "missed": ("missed_on",),
    "barrier": ("barrier",),  # a code, without its cause
    "complying": ("complying",),
    "completed": ("completed_on",),
    "ended": ("ended_on",),
    "restriction": ("limits",),  # of tasks, until a day, without its cause
    "period": ("first_day", "last_day", "next_report_on"),
    "danger": ("danger",),
}
LINES: Final[Mapping[str, frozenset[str]]] = {  # what a line of a printed report says, and the values that it needs
    "accepted": frozenset({"on"}),  # with the day of the first appointment
    "attended": frozenset({"kept", "planned"}),
    "missed": frozenset({"on"}),
    "barrier": frozenset({"barrier"}),
    "complying": frozenset({"complying"}),
    "completed": frozenset({"on"}),
    "ended": frozenset({"on"}),
    "restriction": frozenset({"restriction", "on"}),
}
CODES: Final[Mapping[str, tuple[str, ...]]] = {  # the words that a line may hold: a closed list each
    "restriction": ("no_night_work", "no_travel", "no_lone_work", "shorter_hours", "time_for_appointments"),
    "barrier": ("no_show", "declined", "access", "cost", "medical_absence", "provider_ended"),
    "complying": ("yes", "partly", "no"),
}
RESTRICTIONS: Final = CODES["restriction"]
REPORTS: Final = ("status", "non_participation", "completion")
CERTAINTIES: Final = ("high", "moderate", "low", "very_low", "none_found")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A practice that a referral can go to, with the licence that was verified."""

    name: str
    service: str
    licence: str
    authority: str
    licence_until: date | None = None  # nothing where no licence is needed
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    note: str = ""  # languages, waiting time, place


@dataclass(frozen=True, kw_only=True)
class EvidenceTold:
    """What is known on whether a service works: how sure that is, for whom it was studied, and who says so."""

    intervention: str
    certainty: str  # one of CERTAINTIES
    applies: str
    sources: tuple[str, ...]
    reviewed_on: date

    def __post_init__(self) -> None:
        """Refuse a grade that the letter has no words for."""
        if self.certainty not in CERTAINTIES:
            raise Invalid({"certainty": [f"Choose one of {', '.join(CERTAINTIES)}."]})


@dataclass(frozen=True, kw_only=True)
class ReferralLetter(Letter):
    """D11: offers or requires a referral, and tells the employee all that comes with it.

    It names a choice of providers, what they may report, who pays, what is known of the effect and what declining
    means. It says nothing about anybody's health and names no complainant.
    """

    kind: ClassVar[str] = "D11"
    template: ClassVar[str] = "referrals/referral_letter/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Zuweisung an eine Fachstelle"}

    title: str = "Referral to a provider"
    classification: str = "private_employee"
    referral: str
    is_required: bool
    reasons: tuple[ReasonLine, ...]
    service: str
    providers: tuple[Provider, ...]
    only_one_because: str = ""  # why there is no choice of provider, where there is none
    payer: str
    in_working_time: bool
    answer_by: date
    first_contact_by: date
    first_appointment_by: date
    reports_every: str
    ends_on: date
    known: EvidenceTold
    beside: tuple[str, ...]  # what the employer does: a referral is never the only step
    alternatives: tuple[str, ...]
    decides: Contact  # who chooses an outcome if the employee declines
    adjustments: Contact
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a referral without a choice of provider or a reason for that, and one that is the only step."""
        if len(self.providers) < 2 and not (self.providers and self.only_one_because):
            raise Invalid({"providers": ["Name two providers, or say why there is only one."]})
        if not self.beside:
            raise Invalid({"beside": ["Name at least one step beside the referral."]})


@dataclass(frozen=True, kw_only=True)
class ReportDue:
    """One report that a provider is asked for, and when."""

    report: str  # one of REPORTS
    due: date


@dataclass(frozen=True, kw_only=True)
class ReferralForm(Letter):
    """D11: asks a provider to accept a referral and says what they may report, and what they must not.

    The matter is the referral, never the case. It holds no report of the case and no complainant.
    """

    kind: ClassVar[str] = "D11"
    template: ClassVar[str] = "referrals/referral_form/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Auftrag an eine Fachstelle"}

    title: str = "Referral form"
    classification: str = "medical_confidential"
    employee: str
    employee_contact: str
    provider: Provider
    service: str
    reasons: tuple[ReasonLine, ...]
    expectations: tuple[str, ...]
    reports: tuple[ReportDue, ...]
    release: str  # the reference of the signed release (D13)
    release_signed_on: date
    release_expires_on: date
    payer: str
    answer_by: date
    urgent: Contact


@dataclass(frozen=True, kw_only=True)
class Representative:
    """Someone who signs for the employee, and by what authority."""

    name: str
    role: str = ""
    authority: str


@dataclass(frozen=True, kw_only=True)
class Release(Letter):
    """D13: the employee's own permission for one provider to report the short list to named people, until a day.

    It holds every element of 45 CFR 164.508(c), 42 CFR 2.31 and California Civil Code 56.11, stands alone, and never
    covers notes of conversations. A slip to revoke it is its last page.
    """

    kind: ClassVar[str] = "D13"
    template: ClassVar[str] = "referrals/release/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Entbindung von der Schweigepflicht, nur für kurze Berichte"}
    more_styles: ClassVar[tuple[str, ...]] = ("release-v2.css",)

    title: str = "Release of information"
    classification: str = "medical_confidential"
    provider: Provider
    receivers: tuple[Contact, ...]
    purposes: tuple[str, ...]
    uses: tuple[str, ...]  # the limits of what the receivers may do with it
    expires_on: date
    ends_earlier: str = ""
    without: str  # what follows if the employee does not sign
    representative: Representative | None = None
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One thing that a provider reports: a code of the short list and its values. There is no room for words."""

    code: str
    on: date | None = None
    kept: int | None = None
    planned: int | None = None
    complying: str = ""
    barrier: str = ""
    restriction: str = ""

    def __post_init__(self) -> None:
        """Refuse what the list does not hold, and a code with other values than its own."""
        given = {name for name, value in vars(self).items() if name != "code" and value not in (None, "")}
        if self.code not in LINES:
            raise Invalid({"code": ["This is not on the list of what a provider may report."]})
        if given != LINES[self.code]:
            raise Invalid({self.code: [f"Give exactly: {', '.join(sorted(LINES[self.code]))}."]})
        for name, words in CODES.items():
            if getattr(self, name) and getattr(self, name) not in words:
                raise Invalid({name: [f"Choose one of {', '.join(words)}."]})


@dataclass(frozen=True, kw_only=True)
class ProviderReport(Letter):
    """D15: a provider's status, non-participation or completion report to the referral coordinator.

    It holds codes and dates of the short list. Notes, opinions on fitness or return, and other people have no field.
    """

    kind: ClassVar[str] = "D15"
    template: ClassVar[str] = "referrals/provider_report/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Bericht der Fachstelle"}

    title: str = "Provider report"
    classification: str = "medical_confidential"
    report: str  # one of REPORTS
    employee: str
    provider: Provider
    first_day: date
    last_day: date
    reported: tuple[Reported, ...]
    next_due: date | None = None
    release: str
    release_expires_on: date

    def __post_init__(self) -> None:
        """Refuse a report outside the life of its release, an empty one, and one of an unknown kind."""
        if self.report not in REPORTS:
            raise Invalid({"report": [f"Choose one of {', '.join(REPORTS)}."]})
        if not self.reported:
            raise Invalid({"reported": ["Report at least one thing of the list."]})
        if self.dated > self.release_expires_on:
            raise Invalid({"release_expires_on": ["The release has ended. Nothing may be reported under it."]})


@dataclass(frozen=True, kw_only=True)
class OverDisclosure(Letter):
    """D15N: tells the employee that a file went beyond their release, that it was sealed, and what they can do."""

    kind: ClassVar[str] = "D15N"
    template: ClassVar[str] = "referrals/over_disclosure/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Eine Datei ging über Ihre Entbindung hinaus"}

    title: str = "A file went beyond your release"
    classification: str = "medical_confidential"
    provider: str
    file: str
    release: str
    received_on: date
    sealed_on: date
    support: tuple[Contact, ...] = ()
