"""Who can see a case, and what somebody can see: since when, why, by whom, until when, and when they last looked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from backend.access.models import Role, RoleHolding
from backend.access.policy import scope
from backend.agreements.models import Agreement, AgreementState
from backend.audit.actions import ACTIONS
from backend.audit.models import Event
from backend.cases.conflict_policy import stands_in_for
from backend.cases.models import BreakGlass, Case, CaseBar, CaseGrant, CaseParty
from backend.cases.policy import CASE_WORKERS
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.kernel import clock
from backend.people.models import Person, User

LOOKS_BACK: Final = timedelta(days=90)
APART: Final = frozenset(
    {"access.look", "access_review.view", "break_glass.view"}
)  # reads about access, not of the file


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way in which one person can see, or lately could see, something of a case."""

    who: str
    extent: str  # file | head | agreement | duties | own
    why: str  # a case-role, “auditor”, “break_glass”, “officer”, “monitor”, “party”
    why_words: str
    person: Person | None = None  # nobody who is a party is named
    account: UUID | None = None
    case: Case | None = None
    purpose: str = ""
    granted_by: str = ""
    since: datetime | None = None
    until: datetime | None = None
    ended_because: str = ""
    last_seen_at: datetime | None = None


@dataclass(frozen=True)
class Reach:
    """All ways: those that are open, emergency accesses apart, and those that ended lately."""

    live: list[Way] = field(default_factory=list)
    by_glass: list[Way] = field(default_factory=list)
    ended: list[Way] = field(default_factory=list)

    @property
    def seen(self) -> dict[str, int]:
        """Count the ways, for the record of a review."""
        return {"live": len(self.live), "break_glass": len(self.by_glass), "ended": len(self.ended)}


def reach_of_case(case: Case) -> Reach:
    """Tell who can see a case; a fixed number of queries, whoever they are and however many."""
    parties = list(CaseParty.objects.filter(case=case).select_related("person__user").order_by("pk"))
    barred = {party.person_id for party in parties}
    barred |= set(CaseBar.objects.filter(case=case, ended=None).values_list("person_id", flat=True))
    grants = [grant for grant in _grants(Q(content_object=case)) if grant.user.person_id not in barred]
    live = [_by_grant(grant, case) for grant in grants]
    live += [_by_role(held, case) for held in _holdings(Q(role=Role.AUDITOR)) if held.user.person_id not in barred]
    live += [_by_role(held, case) for held in _channel(case) if held.user.person_id not in barred]
    live += _by_agreement(Agreement.objects.filter(case=case), barred)
    live += [_as_party(party, case) for party in parties]
    glasses = _glasses(Q(case=case))
    still = {way.account for way in live if way.extent in {"file", "head"}}
    ended = [way for way in _ended_grants({"content_object_id": case.pk}, [case]) if way.account not in still]
    seen = _last_looks(stream=case.key)
    return Reach(*(_looked(ways, seen) for ways in (live, [_by_glass(each) for each in glasses], ended)))


def reach_of_person(person: Person, *, reader: User, grants: Collection[CaseGrant]) -> Reach:
    """Tell what somebody on the staff can see, of cases that the reader may review; `grants` are one page of theirs."""
    user = person.user
    mine = CaseParty.objects.filter(person=person).values("case_id")
    reviewed = scope(reader, "case.review_access", Case.objects.exclude(pk__in=mine))
    live = [_by_grant(grant, grant.content_object) for grant in grants]
    agreements = Agreement.objects.filter(Q(officer=user) | Q(monitor=person), case__in=reviewed)
    live += [way for way in _by_agreement(agreements, set()) if way.account == user.uid]
    glasses = _glasses(Q(user=user, case__in=reviewed))
    gone = CaseGrant.history.filter(history_type="-", user_id=user.pk, history_date__gte=clock.now() - LOOKS_BACK)
    cases = list(reviewed.filter(pk__in=gone.values("content_object_id")))
    held = {grant.content_object_id for grant in _grants(Q(user=user, content_object__in=cases))}
    ended = [way for way in _ended_grants({"user_id": user.pk}, cases) if way.case and way.case.pk not in held]
    every = [*live, *(by_glass := [_by_glass(each) for each in glasses]), *ended]
    seen = _last_looks(actor=user.uid, streams={way.case.key for way in every if way.case})
    return Reach(*(_looked(ways, seen) for ways in (live, by_glass, ended)))


def grants_of(person: Person, reader: User) -> QuerySet[CaseGrant, Any]:
    """Give the live case-roles of somebody, on cases that the reader may review, the newest first."""
    mine = CaseParty.objects.filter(person=person).values("case_id")
    reviewed = scope(reader, "case.review_access", Case.objects.exclude(pk__in=mine))
    return _grants(Q(user=person.user, content_object__in=reviewed)).order_by("-starts_at", "-pk")


def holdings_of(person: Person) -> tuple[list[RoleHolding], list[RoleHolding]]:
    """List the roles that somebody holds, and those that ended lately."""
    now = clock.now()
    rows = RoleHolding.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now - LOOKS_BACK), user=person.user)
    held = list(rows.select_related("granted_by__person").order_by("-starts_at"))
    return [row for row in held if row.ends_at is None or row.ends_at > now], [
        row for row in held if row.ends_at and row.ends_at <= now
    ]


def reading_actions() -> list[str]:
    """Name the events that tell that somebody read something of a case."""
    return [name for name, action in ACTIONS.items() if action.kind == "read" and name not in APART]


def _grants(condition: Q) -> QuerySet[CaseGrant, Any]:
    rows: QuerySet[CaseGrant, Any] = CaseGrant.objects.filter(CaseGrant.live(), condition)
    return rows.select_related("user__person", "permission", "granted_by__person", "content_object").order_by(
        "starts_at", "pk"
    )


def _holdings(condition: Q) -> list[RoleHolding]:
    now = clock.now()
    live = RoleHolding.objects.filter(condition, Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)
    return list(live.filter(user__is_active=True).select_related("user__person", "granted_by__person").order_by("pk"))


def _glasses(condition: Q) -> list[BreakGlass]:
    rows = BreakGlass.objects.filter(condition, ends_at__gt=clock.now() - LOOKS_BACK)
    return list(rows.select_related("user__person", "case", "review").order_by("-opened_at", "-pk")[:100])


def _by_grant(grant: CaseGrant, case: Case) -> Way:
    return Way(
        who=grant.user.name,
        person=grant.user.person,
        account=grant.user.uid,
        case=case,
        extent="file" if grant.role in CASE_WORKERS else "head",
        why=grant.role,
        why_words=str(CaseRole(grant.role).label),
        purpose=grant.purpose,
        granted_by=grant.granted_by.name,
        since=grant.starts_at,
        until=grant.ends_at,
    )


def _by_role(held: RoleHolding, case: Case) -> Way:
    return Way(
        who=held.user.name,
        person=held.user.person,
        account=held.user.uid,
        case=case,
        extent="head",
        why=held.role,
        why_words=str(Role(held.role).label),
        purpose=held.purpose,
        granted_by=held.granted_by.name,
        since=max(held.starts_at, case.opened_at),
        until=held.ends_at,
    )


def _channel(case: Case) -> list[RoleHolding]:
    """List who holds the independent channel, while nobody takes the case in: whoever did had to leave it."""
    return list(_holdings(Q(role=Role.INDEPENDENT_CHANNEL))) if stands_in_for(case) else []


def _by_agreement(agreements: QuerySet[Agreement], barred: set[int]) -> list[Way]:
    """List who countersigns an agreement, and who checks its obligations while it is in force."""
    ways = []
    for agreement in agreements.select_related("case", "officer__person", "monitor__user").order_by("pk"):
        officer, monitor = agreement.officer, agreement.monitor
        told: dict[str, Any] = {"case": agreement.case, "purpose": agreement.reference, "since": agreement.offered_at}
        if officer.person_id not in barred:
            ways.append(
                Way(
                    who=officer.name, person=officer.person, account=officer.uid, extent="agreement", why="officer",
                    why_words="Countersigns the agreement", **told,
                )
            )  # fmt: skip
        if agreement.state == AgreementState.ACTIVE and monitor.pk not in barred:
            account = monitor.user.uid if hasattr(monitor, "user") else None
            ways.append(
                Way(
                    who=monitor.name, person=monitor, account=account, extent="duties", why="monitor",
                    why_words="Checks its obligations", **told,
                )
            )  # fmt: skip
    return ways


def _as_party(party: CaseParty, case: Case) -> Way:
    """Tell that a party reads what is their own; they stand by their label, and are not named to whoever reviews access."""
    own = "what was put and sent to them" if party.role == PartyRole.RESPONDENT else "what they sent and were sent"
    told = party.role != PartyRole.RESPONDENT or party.notified_at
    return Way(
        who=party.label,
        case=case,
        extent="own",
        why="party",
        why_words=own if told else "nothing before the notice",
        since=party.notified_at,
    )


def _by_glass(glass: BreakGlass) -> Way:
    return Way(
        who=glass.user.name,
        person=glass.user.person,
        account=glass.user.uid,
        case=glass.case,
        extent="file",
        why="break_glass",
        why_words=glass.reference,
        purpose=glass.get_role_display(),
        since=glass.opened_at,
        until=glass.over_at,
        ended_because="" if glass.is_open else "over",
    )


def _ended_grants(of: Mapping[str, int], cases: Iterable[Case]) -> list[Way]:
    """List the case-roles that ended lately, from the history of grants: the rows themselves go when they end."""
    known = {case.pk: case for case in cases}
    since = clock.now() - LOOKS_BACK
    rows = list(
        CaseGrant.history.filter(history_type="-", history_date__gte=since, content_object_id__in=known, **of)
        .select_related("permission")
        .order_by("-history_date")[:200]
    )
    wanted = {row.user_id for row in rows} | {row.granted_by_id for row in rows}
    users = {user.pk: user for user in User.objects.filter(pk__in=wanted).select_related("person")} if rows else {}
    return [
        Way(
            who=users[row.user_id].name,
            person=users[row.user_id].person,
            account=users[row.user_id].uid,
            case=known[row.content_object_id],
            extent="file" if (role := row.permission.codename.removeprefix("act_as_")) in CASE_WORKERS else "head",
            why=role,
            why_words=str(CaseRole(role).label),
            purpose=row.purpose,
            granted_by=users[row.granted_by_id].name,
            since=row.starts_at,
            until=min(row.history_date, row.ends_at),
            ended_because="lapsed" if row.ends_at <= row.history_date else "ended",
        )
        for row in rows
    ]


def _last_looks(*, stream: str = "", actor: UUID | None = None, streams: Collection[str] = ()) -> dict[Any, datetime]:
    """Tell when each actor last read something of one case, or one actor of each of several."""
    reads = Event.objects.filter(action__in=reading_actions()).order_by()
    if actor is None:
        rows = reads.filter(stream=stream).values_list("actor").annotate(last=Max("at"))
    else:
        rows = reads.filter(actor=actor, stream__in=streams).values_list("stream").annotate(last=Max("at"))
    return dict(rows)


def _looked(ways: list[Way], seen: Mapping[Any, datetime]) -> list[Way]:
    """Put beside each way when its holder last looked: by their account for one case, by the case for one person."""
    return [replace(way, last_seen_at=seen.get(way.account) or seen.get(way.case and way.case.key)) for way in ways]
