"""Idempotency-Key: a creating request that is sent twice creates once, and is answered twice alike."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import orjson
from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.models import KeptAnswer
from backend.api.renderers import JsonRenderer
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

KEPT = timedelta(hours=24)
LONGEST = 200


def once(request: Request, user: User, create: Callable[[], Response]) -> Response:
    """Create, or give the kept answer of the same request; the key is spent only when something was created."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return create()
    if len(key) > LONGEST or not key.isprintable():
        raise Invalid({"Idempotency-Key": [f"Use at most {LONGEST} printable characters."]})
    digest = hashlib.sha256(orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS)).hexdigest()
    with transaction.atomic():
        KeptAnswer.objects.filter(created_at__lt=clock.now() - KEPT).delete()
        kept, is_new = KeptAnswer.objects.get_or_create(
            user=user, key=key, defaults={"route": request.path[:200], "request_sha256": digest}
        )
        if not is_new:
            return _again(kept, request, digest)
        response = create()
        kept.status, kept.location = response.status_code, response.headers.get("Location", "")
        kept.body = JsonRenderer().render(response.data).decode()
        kept.save()
    return response


def _again(kept: KeptAnswer, request: Request, digest: str) -> Response:
    if kept.route != request.path or kept.request_sha256 != digest:
        raise Refused(
            "This Idempotency-Key was used for another request. Use a new key for a new request.",
            code="idempotency-mismatch",
        )
    headers = {"Idempotent-Replayed": "true"} | ({"Location": kept.location} if kept.location else {})
    return Response(orjson.loads(kept.body), status=kept.status, headers=headers)
