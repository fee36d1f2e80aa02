"""Which kinds of agreement an outcome asks for, and what each is for."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from backend.clauses.vocabulary import AgreementKind
from backend.decisions.models import OutcomeKind

# By outcome, the usual kind first.
ASKED_FOR: Final[Mapping[str, tuple[AgreementKind, ...]]] = {
    OutcomeKind.ACCOUNTABILITY_AGREEMENT: (
        AgreementKind.ACCOUNTABILITY,
        AgreementKind.EXPECTATIONS,
        AgreementKind.RETURN_TO_WORK,
        AgreementKind.SEPARATION_SAFETY,
    ),
    OutcomeKind.LAST_CHANCE: (AgreementKind.LAST_CHANCE,),
}
FOR: Final[Mapping[str, Promise]] = {
    AgreementKind.EXPECTATIONS: lazy(
        "Says what is expected from now on, in acts that others can see. The mildest kind."
    ),
    AgreementKind.ACCOUNTABILITY: lazy(
        "Expectations, obligations with dates and proofs, check-ins, and what we owe in return."
    ),
    AgreementKind.LAST_CHANCE: lazy(
        "Stands in place of a dismissal. Counsel’s review is written down before anybody approves it."
    ),
    AgreementKind.RETURN_TO_WORK: lazy(
        "Steps back after an absence, with safeguards that stand before each step, and check-ins."
    ),
    AgreementKind.SEPARATION_SAFETY: lazy(
        "Keeps people apart at work, with exceptions, a channel for what is necessary, and an end."
    ),
}


def kinds_for(outcome_kinds: Iterable[str]) -> list[AgreementKind]:
    """Name the kinds of agreement that an outcome asks for, the usual one first; none where it asks for none."""
    return list(dict.fromkeys(kind for name in outcome_kinds for kind in ASKED_FOR.get(name, ())))


def asked_by(kind: str) -> frozenset[str]:
    """Name the outcomes that ask for a kind of agreement."""
    return frozenset(str(OutcomeKind(name)) for name, kinds in ASKED_FOR.items() if kind in kinds)
