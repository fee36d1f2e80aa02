"""Whoever saw to something under an agreement leads somebody else, or leaves: what they still have goes to another in one act.

A safeguard changes hands at once. What the agreement itself says, who checks, promises or monitors, is words that both have signed: it
becomes a change of the agreement, which the employee reads and signs like any other, and the version in force stands until then.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.agreements.actions.amending import Change, propose_amendment
from backend.agreements.changing import restated
from backend.agreements.drafts import Duty
from backend.agreements.models import Agreement, AgreementObligation
from backend.audit.actions import declare
from backend.audit.events import record
from backend.kernel.canonical import Json
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User
from backend.safeguards.actions.proposing import hand_over_safeguard
from backend.safeguards.queries.left import Left, left_with

declare("agreement.hand_over", "gave what somebody still saw to under the agreement to somebody else", kind="change")

ASKED_AS: Final = {"owner": "to", "monitor": "to", "duties": "obligations", "change_reason": "reason"}


def hand_over_what_is_left(
    agreement: Agreement,
    *,
    actor: User,
    held_by: Person,
    to: Person,
    reason: str,
    safeguards: Sequence[str] = (),
    obligations: Sequence[int] = (),
    as_monitor: bool = False,
    effective_on: date | None = None,
) -> Agreement | None:
    """Give the chosen things that one person still sees to under an agreement to another, all of them or none.

    Safeguards change hands at once. For obligations and the monitoring a change of the agreement is drawn up, as a version of its own.
    """
    require(actor, "agreement.hand_over", agreement)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    left = left_with(agreement, held_by, asked_by=actor)
    in_words = bool(obligations) or as_monitor
    _check(left, to, held_by, safeguards, obligations, monitors=as_monitor)
    if in_words and effective_on is None:
        raise Invalid({"effective_on": ["Say from which day the agreement names somebody else."]})
    try:
        with transaction.atomic():
            for each in dict.fromkeys(safeguards):
                hand_over_safeguard(left.safeguards[each], owner=to, actor=actor, reason=reason)
            version = None
            if in_words and effective_on:
                duties: dict[int, Duty | None] = {
                    seq: _given(left.obligations[seq], held_by, to, effective_on) for seq in obligations
                }
                change = Change(
                    reason=reason, effective_on=effective_on, monitor=to if as_monitor else None, duties=duties
                )
                version = propose_amendment(agreement, change, actor=actor)
            told: dict[str, Json] = {
                "safeguards": [*sorted(set(safeguards))],
                "obligations": [*sorted(set(obligations))],
            }
            record("agreement.hand_over", agreement, actor=actor, reason=reason.strip(), ctx=told)
    except Invalid as wrong:
        raise Invalid({ASKED_AS.get(name, name): words for name, words in wrong.errors.items()}) from wrong
    return version


def _check(
    left: Left,
    to: Person,
    held_by: Person,
    safeguards: Collection[str],
    obligations: Collection[int],
    *,
    monitors: bool,
) -> None:
    problems = {
        "to": ["Name somebody else."] if to == held_by else [],
        "safeguards": [f"{held_by.name} does not see to {each}." for each in safeguards if each not in left.safeguards],
        "obligations": [
            f"{held_by.name} has nothing to do with obligation {each}, or it is done."
            for each in obligations
            if each not in left.obligations
        ],
        "as_monitor": [f"{held_by.name} does not monitor it."] if monitors and not left.monitors else [],
    }
    if not (safeguards or obligations or monitors):
        problems["safeguards"] = ["Choose at least one."]
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})


def _given(duty: AgreementObligation, held_by: Person, to: Person, from_day: date) -> Duty:
    """Give an obligation as it stands, with the other person wherever it names the one who had it."""
    now = restated(duty, from_day=from_day)
    return replace(
        now,
        verifier=to if now.verifier == held_by else now.verifier,
        owed_by=to if now.owed_by == held_by else now.owed_by,
    )
