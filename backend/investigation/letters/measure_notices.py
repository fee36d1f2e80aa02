"""The letters about temporary measures, written from the record."""

from collections.abc import Iterable
from datetime import date

from backend.documents.letters import Contact
from backend.documents.phrasing import day_in, say
from backend.documents.queries import frame, support_for
from backend.investigation.letters.measures import (
    InterimMeasureNotice,
    MeasureBinding,
    SupportGiven,
    SupportiveMeasureNotice,
)
from backend.investigation.measure_tables import InterimMeasure
from backend.investigation.queries.measures import ANSWER, independent_of, timer_of
from backend.kernel import clock
from backend.people.models import User

PAY = "Your pay, your benefits and your post stay exactly as they are."
ENDS = "They end when the case closes, at the latest, or earlier if the reason falls away."


def binding_notice(measure: InterimMeasure, *, by: User) -> InterimMeasureNotice:
    """Write to the person bound (D4): what it means, until when, and how to have it looked at. It finds nothing and quotes nobody."""
    to = measure.on_whom.person
    framed = frame(InterimMeasureNotice, to=to, by=by)
    language = framed["language"]
    binding = MeasureBinding(
        what=say(measure.get_kind_display(), language), means=measure.means, until=until(measure, language)
    )
    return InterimMeasureNotice(
        **framed,
        matter=measure.case.reference,
        measures=(binding,),
        reason=_lower(say(measure.get_purpose_display(), language)),
        pay=say(PAY, language),
        starts_on=measure.starts_on,
        review_on=_review(measure),
        ends=say(ENDS, language),
        still_allowed=tuple(filter(None, measure.still_allowed.splitlines())),
        necessary_contact=measure.necessary_contact,
        challenge_to=Contact(
            name=independent_of(measure) or say("Somebody who took no part in it", language),
            role=say("took no part in the measure", language),
        ),
        answered_within=say("within {length}", language, length=timer_of(measure, ANSWER).rule.length),
        support=support_for(InterimMeasureNotice, to),
    )


def support_notice(
    measure: InterimMeasure, *, by: User, protecting: Iterable[InterimMeasure] = ()
) -> SupportiveMeasureNotice:
    """Write to the person supported (D4): what is arranged, and what others were asked to do, without a reason."""
    to = measure.on_whom.person
    framed = frame(SupportiveMeasureNotice, to=to, by=by)
    language = framed["language"]
    given = SupportGiven(what=say(measure.get_kind_display(), language), how=measure.means, arranged_by=by.name)
    return SupportiveMeasureNotice(
        **framed,
        matter=measure.case.reference,
        measures=(given,),
        protections=tuple(each.told_affected for each in protecting if each.told_affected),
        pay=say(PAY, language),
        starts_on=measure.starts_on,
        review_on=_review(measure),
        support=support_for(SupportiveMeasureNotice, to),
    )


def until(measure: InterimMeasure, language: str) -> str:
    """Say until when a measure holds: its last day, or the day on which it is looked at again."""
    day = measure.ends_on or _review(measure)
    return say("{day}, unless extended", language, day=day_in(day, language))


def _review(measure: InterimMeasure) -> date:
    return measure.review_due_on or clock.today()


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
