"""What the product is measured against: the same page by hand-written SQL, and one plain row created by plain DRF."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from guardian.shortcuts import get_objects_for_user
from knox.crypto import hash_token
from rest_framework import serializers
from rest_framework.generics import CreateAPIView

from backend.audit.events import record
from backend.cases.models import Case
from backend.cases.policy import EVERYBODY
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.people.models import User

HELD = "SELECT g.content_object_id FROM cases_casegrant g WHERE g.user_id = %s AND g.starts_at <= %s AND g.ends_at > %s"
PAGE = """
SELECT c.id, c.reference, c.state, c.title, c.kind, c.priority, c.tier, u.code, c.opened_at, c.closed_at, c.closure_reason, c.uid
FROM cases_case c LEFT JOIN people_unit u ON u.id = c.unit_id
WHERE {held} AND NOT EXISTS (SELECT 1 FROM cases_caseparty p WHERE p.case_id = c.id AND p.person_id = %s)
ORDER BY c.opened_at DESC, c.id DESC LIMIT 26"""
WRITTEN = {  # as somebody who looked at the plan writes it
    "sqlite": PAGE.format(held=f"c.id IN ({HELD})"),
    "postgresql": PAGE.format(held=f"c.id = ANY(ARRAY({HELD}))"),
}
NAMES = ("reference", "state", "title", "kind", "priority", "tier", "unit", "opened_at", "closed_at", "closure_reason")
SIGNED_IN = """
SELECT u.id, u.person_id FROM api_apitoken t JOIN people_user u ON u.id = t.user_id
WHERE t.digest = %s AND t.expiry > %s AND u.is_active"""


def page_of(user: int, person: int | None) -> list[tuple[Any, ...]]:
    """Fetch page one of somebody's cases with one statement written by hand."""
    now = _moment()
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN[connection.vendor], [user, now, now, person])
        return list(cursor.fetchall())


def cases(request: HttpRequest) -> HttpResponse:
    """Answer with the page as the API does, in as little code as does it: token, page, the event that tells of the reading."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNED_IN, [hash_token(request.headers["Authorization"].removeprefix("Bearer ")), _moment()])
        user, person = cursor.fetchone()
    rows = page_of(user, person)[:25]
    shown: list[Json] = [f"case:{row[-1]}" for row in rows]
    record(
        "case.list", None, actor=User(uid=_uid(user)), ctx={"count": len(rows)}, private={"shown": shown, "filters": {}}
    )
    found = [dict(zip(NAMES, row[1:-1], strict=True)) for row in rows]
    return HttpResponse(
        orjson.dumps({"results": found, "next": None, "previous": None}), content_type="application/json"
    )


def guardian_page(user: User) -> list[Case]:
    """Fetch page one as guardian's own shortcut finds it."""
    names = [f"cases.act_as_{role}" for role in EVERYBODY]
    rows = get_objects_for_user(user, names, klass=Case, any_perm=True, accept_global_perms=False, with_superuser=False)
    return list(rows.select_related("unit").order_by("-opened_at", "-pk")[:26])


class PlainRow(models.Model):
    """A table with the columns of a report, without history, events or deadlines."""

    reference = models.CharField(max_length=30, unique=True)
    channel = models.CharField(max_length=20)
    narrative = models.TextField()
    respondent_as_told = models.TextField(blank=True)
    conduct = models.JSONField(default=list)
    settings = models.JSONField(default=list)
    power_relation = models.CharField(max_length=30, blank=True)
    occurred_on = models.DateField(null=True)
    wishes = models.TextField(blank=True)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.reference


class PlainSerializer(serializers.ModelSerializer[PlainRow]):
    """Everything that a model serializer does by itself."""

    class Meta:
        model = PlainRow
        fields: ClassVar = "__all__"


class CreateRow(CreateAPIView[PlainRow]):
    """Bare DRF: authentication, validation by the serializer, one INSERT."""

    queryset = PlainRow._default_manager.all()
    serializer_class = PlainSerializer


def _moment() -> datetime:
    now = clock.now()
    return now if connection.vendor == "postgresql" else now.replace(tzinfo=None)


def _uid(user: int) -> UUID:
    if user not in _UIDS:
        _UIDS[user] = User.objects.values_list("uid", flat=True).get(pk=user)
    return _UIDS[user]


_UIDS: dict[int, UUID] = {}
