"""The decision memo of a referral, made from what stood at its gate in the moment that it passed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from backend.cases.vocabulary import Track
from backend.documents.guard.reading import forbid
from backend.documents.letters import Addressee
from backend.documents.queries import frame, language_for
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals.compartment import opened
from backend.referrals.contents import Memo
from backend.referrals.memo_letters import Acknowledged, DecisionMemo, Graded, Step
from backend.referrals.models import NecessityMemo, OfferedProvider, Referral
from backend.referrals.papers import citation_line, offered_for_service, provider_line, said_in
from backend.referrals.queries.register import current_grade
from backend.referrals.vocabulary import ProviderPart, ReferralKind
from backend.referrals.wording import not_named_in

FILES: Final = {"de": "Akte zu"}


def decision_memo(referral: Referral, *, coordinator: User, by: User) -> DecisionMemo:
    """Write D11M to the file. It refuses the name of whoever was affected: every later paper says no more than this one does."""
    memo = NecessityMemo.objects.select_related("written_by__person", "approved_by__person").get(referral=referral)
    if memo.approved_by is None or memo.approved_at is None:
        raise Refused("Counsel has not approved the memo.", code="gate-conditions")
    said, why, grade = said_in(referral), opened(Memo, memo.sealed, referral), referral.grade
    zone, language = referral.person.zone, language_for(DecisionMemo, by.person) if by.person else "en-GB"
    told = frame(DecisionMemo, to=referral.person, by=by, language=language)
    told["recipient"] = Addressee(name=f"{FILES.get(language[:2], 'The file of')} {referral.case.reference}")
    letter = DecisionMemo(
        **told,
        matter=referral.case.reference,
        referral=referral.reference,
        employee=referral.person.name,
        is_required=referral.kind == ReferralKind.MANDATORY,
        ends_on=referral.ends_on,
        reasons=said.reasons,
        service=said.service,
        expectations=said.expectations,
        facts=why.facts,
        job_relation=why.job_relation,
        necessity=why.necessity,
        milder=why.milder,
        written_by=memo.written_by.name,
        written_on=_day(memo.written_at, zone),
        counsel=memo.approved_by.name,
        counsel_on=_day(memo.approved_at, zone),
        intervention=referral.intervention.name,
        summary=grade.summary,
        applies=grade.applicability,
        grades=tuple(_grades(referral)),
        sources=tuple(citation_line(citation) for citation in grade.citations) or ("No study was found.",),
        acknowledged=tuple(_acknowledged(referral)),
        safeguards=tuple(_steps(referral)),
        providers=tuple(provider_line(row.provider, language) for row in offered_for_service(referral)),
        evaluators=tuple(_evaluators(referral)),
        only_one_because=said.only_one_because,
        payer=said.payer,
        in_working_time=said.in_working_time,
        alternatives=said.alternatives,
        leave=said.leave,
        without=said.without,
        approved_by=by.name,
        coordinator=coordinator.name,
    )
    forbid(letter, unnamed=not_named_in(referral.case, referral.person))
    return letter


def _grades(referral: Referral) -> Iterator[Graded]:
    """Give what is known for each track of conduct: the grade that it rests on, and beside it the current one of any other."""
    for track in Track.values:
        on_it = track == referral.grade.track
        grade = referral.grade if on_it else current_grade(referral.intervention, track)
        if grade is not None:
            yield Graded(
                track=track,
                certainty=grade.certainty,
                direction=grade.direction,
                reviewed_on=grade.reviewed_on,
                review_due=grade.review_due,
                is_rested_on=on_it,
            )


def _acknowledged(referral: Referral) -> Iterator[Acknowledged]:
    rows = referral.readings.filter(grade=referral.grade).select_related("read_by__person")
    for row in rows.order_by("read_at"):
        yield Acknowledged(by=row.read_by.name, on=_day(row.read_at, referral.person.zone), why=row.why)


def _steps(referral: Referral) -> Iterator[Step]:
    for row in referral.safeguards.filter(ended_on=None).select_related("owner").order_by("pk"):
        yield Step(control=row.control, owner=row.owner.name, review_on=row.review_on)


def _evaluators(referral: Referral) -> Iterator[str]:
    rows = OfferedProvider.objects.filter(referral=referral, part=ProviderPart.EVALUATES).select_related("provider")
    for row in rows.order_by("pk"):
        yield row.provider.name


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
