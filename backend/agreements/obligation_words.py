"""An obligation in one sentence, beside what it was: everything that somebody has to keep is said, and nothing changes in silence."""

from typing import Any, Final

from backend.agreements.models import AgreementObligation
from backend.agreements.recurrence import rule_words
from backend.documents.phrasing import say

SENTENCE: Final = "{what} ({told})"
OFTEN: Final = "{often}: {due}"
SHOWN: Final = "shown by: {proof}"
CHECKED: Final = "checked by {verifier}"
GRACE: Final = "in time up to {days} after the day"
NO_GRACE: Final = "no days of grace"
CURE: Final = "{late}, then {days} to put it right"
DAY: Final = "1 day"
DAYS: Final = "{number} days"


def duty_words(duty: AgreementObligation) -> tuple[Any, ...]:
    """Give what two versions of an obligation are compared by: everything that somebody has to keep."""
    who = (duty.verifier_id, duty.owed_by_id)
    return duty.what, duty.due, duty.due_on, duty.recurrence, duty.grace_days, duty.cure_days, duty.proof, *who


def both_in_words(was: AgreementObligation | None, now: AgreementObligation | None, language: str) -> tuple[str, str]:
    """Say an obligation as it was and as it is to be; the days of grace are named on both sides if one has any."""
    with_days = any(each and (each.grace_days or each.cure_days) for each in (was, now))
    return (
        _sentence(was, language, with_days=with_days) if was else "",
        _sentence(now, language, with_days=with_days) if now else "",
    )


def in_words(duty: AgreementObligation, language: str) -> str:
    """Say an obligation in one sentence of a language, with everything that somebody has to keep."""
    return _sentence(duty, language, with_days=bool(duty.grace_days or duty.cure_days))


def _sentence(duty: AgreementObligation, language: str, *, with_days: bool) -> str:
    due, often = duty.due, rule_words(duty.recurrence, language)
    if duty.recurrence and often not in due:
        due = say(OFTEN, language, often=often, due=due)
    told = [due, say(SHOWN, language, proof=duty.proof), say(CHECKED, language, verifier=duty.verifier.name)]
    if with_days:
        told.append(_days_words(duty, language))
    return say(SENTENCE, language, what=duty.what, told="; ".join(told))


def _days_words(duty: AgreementObligation, language: str) -> str:
    late = say(GRACE, language, days=_days(duty.grace_days, language)) if duty.grace_days else say(NO_GRACE, language)
    return say(CURE, language, late=late, days=_days(duty.cure_days, language)) if duty.cure_days else late


def _days(number: int, language: str) -> str:
    return say(DAY, language) if number == 1 else say(DAYS, language, number=str(number))
