"""Who read the file of a case lately and has no way to it any more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from backend.access.models import Role, RoleHolding
from backend.access.policy import scope
from backend.audit.models import Event
from backend.cases.models import BreakGlass, Case, CaseBar, CaseGrant, CaseParty
from backend.kernel import clock
from backend.people.models import User
from backend.records.access_reach import LOOKS_BACK

LOOKED_AT: Final = 5000  # reads of the history at one time; the list says how far back they go
OF_THE_FILE: Final = ("case.read", "case.view")
Pair = tuple[UUID, str]


@dataclass(frozen=True)
class FormerReader:
    """Somebody on the staff who read a case and could not read it now."""

    user: User
    case: Case
    last_read_at: datetime
    times: int
    is_party: bool


@dataclass(frozen=True)
class Found:
    """What a look back found, how far it went, and the entry before which the next one starts."""

    readers: list[FormerReader]
    back_to: datetime | None
    before: int | None


def former_readers(reader: User, *, before: int | None = None, most: int = LOOKED_AT) -> Found:
    """Look through the latest reads of case files for readers without a live way; the number of queries is fixed."""
    reads = Event.objects.filter(action__in=OF_THE_FILE, at__gte=clock.now() - LOOKS_BACK, actor__isnull=False)
    if before is not None:
        reads = reads.filter(pk__lt=before)
    rows = list(reads.order_by("-pk").values_list("pk", "actor", "obj", "at")[:most])
    last: dict[Pair, datetime] = {}
    times: dict[Pair, int] = {}
    for _number, actor, obj, at in rows:
        if actor is None:
            continue
        last.setdefault((actor, obj), at)
        times[actor, obj] = times.get((actor, obj), 0) + 1
    cases = _cases(reader, {obj for _actor, obj in last})
    users = {
        user.uid: user for user in User.objects.filter(uid__in={actor for actor, _obj in last}).select_related("person")
    }
    parties = _parties(cases.values(), users.values())
    live = _live(cases.values(), users.values()) - parties - _barred(cases.values(), users.values())
    gone = [
        FormerReader(users[actor], cases[obj], at, times[actor, obj], (actor, obj) in parties)
        for (actor, obj), at in last.items()
        if actor in users and obj in cases and (actor, obj) not in live
    ]
    more = len(rows) == most
    return Found(gone, rows[-1][3] if rows else None, rows[-1][0] if more else None)


def _cases(reader: User, keys: Collection[str]) -> dict[str, Case]:
    uids = [key.partition(":")[2] for key in keys]
    rows = scope(reader, "case.review_access", Case.objects.filter(uid__in=uids)).only("uid", "reference")
    return {case.key: case for case in rows}


def _live(cases: Iterable[Case], users: Iterable[User]) -> set[Pair]:
    """Pair every account with the cases that it can see now: by case-role, by emergency access, or as an auditor."""
    known, accounts, now = {case.pk: case.key for case in cases}, {user.pk: user.uid for user in users}, clock.now()
    grants = CaseGrant.objects.filter(CaseGrant.live(), user__in=accounts, content_object__in=known)
    pairs = set(grants.values_list("user_id", "content_object_id"))
    glasses = BreakGlass.objects.filter(user__in=accounts, case__in=known, ended_at=None, ends_at__gt=now)
    pairs |= set(glasses.values_list("user_id", "case_id"))
    held = RoleHolding.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), user__in=accounts, role=Role.AUDITOR, starts_at__lte=now
    )
    auditors = set(held.values_list("user_id", flat=True))
    active = {user.uid for user in users if user.is_active}
    return {
        (accounts[user], known[case])
        for user, case in [*pairs, *((user, case) for user in auditors for case in known)]
        if accounts[user] in active
    }


def _parties(cases: Iterable[Case], users: Iterable[User]) -> set[Pair]:
    """Pair every account with the cases to which its person is a party: no staff role opens those."""
    known, people = (
        {case.pk: case.key for case in cases},
        {user.person_id: user.uid for user in users if user.person_id},
    )
    rows = CaseParty.objects.filter(case__in=known, person__in=people).values_list("person_id", "case_id")
    return {(people[person], known[case]) for person, case in rows}


def _barred(cases: Iterable[Case], users: Iterable[User]) -> set[Pair]:
    """Pair every account with the cases from which a conflict of interest keeps its person."""
    known = {case.pk: case.key for case in cases}
    people = {user.person_id: user.uid for user in users if user.person_id}
    rows = CaseBar.objects.filter(case__in=known, person__in=people, ended=None).values_list("person_id", "case_id")
    return {(people[person], known[case]) for person, case in rows}
