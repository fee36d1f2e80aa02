"""What lies closed in the records of a referral: one frozen shape for each, so that nothing else can be put there."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """Why a referral is made: one line of conduct and the rule it broke, nobody's name and no account of events."""

    reference: str
    conduct: str
    policy_clause: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """What whoever decides says in a referral, to the employee and the provider, beside states and dates."""

    reasons: tuple[ReasonLine, ...]
    service: str
    expectations: tuple[str, ...]  # what is expected at work, in words about conduct
    payer: str
    in_working_time: bool = True
    alternatives: tuple[str, ...] = ()  # religion, culture, access, another licensed provider
    only_one_because: str = ""
    leave: str = ""  # how leave is arranged, where the service needs it
    without: str = ""  # what follows if the employee declines or does not sign


@dataclass(frozen=True, kw_only=True)
class Particulars(Said):
    """All that lies closed in a referral: what it says, and what was said to it."""

    decline_reason: str = ""  # in the employee's own words, if they gave any
    end_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Memo:
    """Why the referral is related to the job and necessary: observed facts and tasks, nothing about health or character."""

    facts: tuple[str, ...]
    job_relation: str
    necessity: str
    milder: str  # what milder step was weighed, and why it is not enough


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What somebody said to the evidence that they read."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Control:
    """What changes in the setting."""

    control: str


@dataclass(frozen=True, kw_only=True)
class ReleaseTerms:
    """The elements of one release (45 CFR 164.508(c)(1) and (2), 42 CFR 2.31(a)), beside its dates and its signature."""

    discloser: str
    receivers: tuple[str, ...]
    information: tuple[str, ...]  # codes of the short list
    purposes: tuple[str, ...]
    uses: tuple[str, ...]
    ends_earlier: str
    without: str
    revocable: str
    redisclosure: str
    representative: str = ""
    not_signed_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an employee said stood in the way; it stays here."""

    words: str


@dataclass(frozen=True, kw_only=True)
class FileName:
    """What a provider called a file."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What an examination of fitness for duty is asked about: observed facts and tasks of the job."""

    facts: tuple[str, ...]
    tasks: tuple[str, ...]
    payer: str
    restrictions: tuple[str, ...] = ()
    until: date | None = None
