"""Drafts that are not finished: what was typed is kept as it is, and whoever draws the agreement up goes on from there."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from backend.access.policy import require
from backend.agreements.models import AgreementSketch
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.models import Case
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User

declare("agreement.sketch", "kept what is ready of an agreement", kind="change")
declare("agreement.drop_sketch", "gave an unfinished agreement up", kind="change")

LONGEST = 200_000  # characters of one sketch
Typed = Mapping[str, Sequence[str]]


def keep_sketch(case: Case, typed: Typed, *, actor: User, reason: str, seen: int = 0) -> AgreementSketch:
    """Keep what was typed of an agreement, finished or not; somebody else's later words are never overwritten unseen.

    `seen` is the number of the save that the writer went on from, and 0 where there was none.
    """
    require(actor, "agreement.draft", case)
    told = {str(name): [str(value) for value in values] for name, values in typed.items()}
    if sum(len(value) for values in told.values() for value in values) > LONGEST:
        raise Invalid({"": ["This is more than one agreement can hold. Shorten it first."]})
    with transaction.atomic():
        sketch = AgreementSketch.objects.select_for_update().filter(case=case).first()
        if sketch is None:
            sketch = AgreementSketch(reference=new_reference("AGD", clock.today()), case=case, saves=0)
        elif sketch.saves != seen and sketch.saved_by_id != actor.pk:
            raise Refused(
                f"{sketch.saved_by.name} saved it since you opened it. Your words are still here: compare, then save again.",
                code="changed-meanwhile",
            )
        sketch.typed, sketch.saves = told, sketch.saves + 1
        sketch.saved_by, sketch.saved_at = actor, clock.now()
        return keep(sketch, "agreement.sketch", actor=actor, reason=reason)


def drop_sketch(case: Case, *, actor: User, reason: str) -> None:
    """Give up what was kept, or put it away because the agreement is drawn up; the history still has it."""
    require(actor, "agreement.draft", case)
    for sketch in AgreementSketch.objects.filter(case=case):
        remove(sketch, "agreement.drop_sketch", actor=actor, reason=reason)
