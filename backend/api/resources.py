"""What every resource shares: what is out of scope does not exist, and the order of refusals is 404, 403, 400, 409."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast

from django.db.models import Model, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action as extra_action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from backend.access.policy import can, scope
from backend.api.authentication import confirm_identity
from backend.api.filters import Filter, matching
from backend.api.inputs import Body, Choices, inputs_of
from backend.api.pagination import Keyset
from backend.api.replays import once
from backend.api.versions import etag, unchanged
from backend.audit.reads import listed, viewed
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, NotVisible
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

B = TypeVar("B", bound=Body)
Out = type[serializers.BaseSerializer[Any]]
REASON = "Why; it stands in the history."
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    "header",
    description="The ETag that you read: a later change by somebody else is then answered 412.",
)
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    "header",
    description="Any text of your own: the same request sent again within 24 hours creates nothing and is answered alike.",
)


class MoveOut(serializers.Serializer[Any]):
    """A move that is open to the caller: POST to the record's address followed by `path`."""

    action = serializers.CharField()
    path = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class Resource(GenericViewSet[Any]):
    """One kind of record at the door for programs."""

    noun: ClassVar[str] = ""
    view_action: ClassVar[str] = ""
    detail_serializer_class: ClassVar[Out | None] = None
    lifecycle: ClassVar[Lifecycle[Any] | None] = None
    recorded: ClassVar[bool] = False  # reading it is an event: <noun>.list and <noun>.view
    orderings: ClassVar[Mapping[str, str]] = {"id": "pk"}
    orderings_default: ClassVar[str] = "id"
    filters: ClassVar[Mapping[str, Filter]] = {}
    lookup_field = "reference"
    lookup_url_kwarg = "reference"
    lookup_value_regex = "[0-9A-Za-z-]{3,60}"
    pagination_class = Keyset
    filter_backends = ()
    tried = ""

    @property
    def person(self) -> User:
        """Name who is calling."""
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Any]:
        """Give the rows that exist for the caller."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset().none()
        return scope(self.person, self.view_action, super().get_queryset())

    def get_object(self) -> Any:
        """Find the row that the address names; a hidden one is told like an absent one."""
        self.tried = self.view_action
        row = self.named(self.get_queryset(), self.kwargs[self.lookup_url_kwarg]).first()
        if row is None:
            raise NotVisible
        return row

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Cut rows down to the one that a reference names."""
        return rows.filter(**{self.lookup_field: reference})

    def must(self, action: str, row: Model) -> None:
        """Refuse somebody who sees the row but may not do this to it."""
        self.tried = action
        if not can(self.person, action, row):
            raise Forbidden

    def understood(self, form: type[B]) -> Mapping[str, Any]:
        """Read the body; raises what is wrong with each field."""
        read = form(data=self.request.data, context={"request": self.request})
        read.is_valid(raise_exception=True)
        return cast("Mapping[str, Any]", read.validated_data)

    def matching(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Cut rows down to those that the query string asks for."""
        query = self.request.query_params.dict()
        return rows.filter(matching(self.filters, query)) if query else rows

    def filter_parameters(self) -> Sequence[dict[str, Any]]:
        """Describe the filters."""
        return [declared.parameter(name) for name, declared in self.filters.items()]

    def page(self, rows: QuerySet[Any], out: Out, *, note: Callable[[Sequence[Any]], object] | None = None) -> Response:
        """Answer with one page of rows, once the reading is recorded."""
        pager = cast("Keyset", self.paginator)
        found = pager.paginate_queryset(rows, self.request, view=self)
        if note is not None:
            note(found)
        return pager.get_paginated_response(out(found, many=True, context={"request": self.request}).data)

    def shown(self, row: Model, *, status: int = 200, location: str = "") -> Response:
        """Answer with the row as a list shows it, and its version."""
        headers = {"ETag": etag(row)} | ({"Location": location} if location else {})
        return Response(
            cast("Out", self.serializer_class)(row, context={"request": self.request}).data,
            status=status,
            headers=headers,
        )

    def moves(self, row: Any) -> list[Mapping[str, str]]:
        """List the moves that the caller may make now, with the last part of their address."""
        if self.lifecycle is None:
            return []
        acts: Sequence[Any] = self.get_extra_actions()
        offered = {act.move_action: act.url_path for act in acts if hasattr(act, "move_action")}
        open_now = [move for move in self.lifecycle.open_to(row, self.person) if move.action in offered]
        return [{"action": move.action, "path": offered[move.action], "label": move.label} for move in open_now]

    def fresh(self, row: Model) -> Response:
        """Answer a change with the row as it is now, if the caller still sees it."""
        now = self.get_queryset().filter(pk=row.pk).first()
        return self.shown(now) if now is not None else Response(status=204)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep what was shown out of every cache."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-store")
        return final


class Listed(Resource):
    """A resource with a list."""

    columns: ClassVar[Sequence[str]] = ()  # what a list reads of each row; everything, unless named

    def list(self, request: Request) -> Response:
        """List what you may see, a page at a time."""
        self.tried = self.view_action
        rows = self.matching(self.get_queryset())
        shown = rows.only(*self.columns) if self.columns else rows
        return self.page(shown, cast("Out", self.serializer_class), note=self.note_list)

    def note_list(self, rows: Sequence[Any]) -> None:
        """Record what the list is about to show."""
        if self.recorded:
            asked: dict[str, Json] = {
                name: value for name, value in self.request.query_params.dict().items() if name in self.filters
            }
            listed(rows, f"{self.noun}.list", actor=self.person, filters=asked)


class Opened(Resource):
    """A resource whose single records can be read."""

    def retrieve(self, request: Request, **names: str) -> Response:
        """Read one record."""
        row = self.get_object()
        out = self.read(row)
        return Response(out.data, headers={"ETag": etag(row)})

    def read(self, row: Any) -> serializers.BaseSerializer[Any]:
        """Record the reading, then show the record and the moves that are open to the caller."""
        if self.recorded:
            viewed(row, f"{self.noun}.view", actor=self.person)
        row.moves = self.moves(row)
        return cast("Out", self.detail_serializer_class or self.serializer_class)(
            row, context={"request": self.request}
        )


def command(
    act: Callable[..., Any],
    *,
    needs: str = "",
    path: str = "",
    choices: Choices | None = None,
    reason: str = "",
    signing: bool = False,
    gives: Out | None = None,
    many: bool = False,
    status: int = 201,
    example: Mapping[str, Any] | None = None,
) -> Callable[..., Response]:
    """Offer an action on one record: POST /<resource>/<reference>/<verb>/, its body the action's own parameters and a reason.

    `gives` describes what the action hands back when that is not the record itself. `signing` asks for the password once more. With
    `reason`, callers need not give one.
    """
    move = getattr(act, "move", None)
    action = needs or cast("Any", move).action
    reasoned = "reason" in inspect.signature(act).parameters or (move is not None and not move.because)
    extra = extra_fields(reason=reason, signing=signing, unasked=not reasoned)
    inputs = inputs_of(act, choices=choices or {}, skip=("factors",) if signing else (), extra=extra)

    def run(self: Resource, request: Request, **names: str) -> Response:
        row = self.get_object()
        self.must(action, row)
        given = dict(self.understood(inputs.form))
        if signing:
            given["factors"] = confirm_identity(request, self.person, given.pop("password"))
        why = given.pop("reason", "") or reason
        with unchanged(request, row):
            why_told = {"reason": why} if reasoned else {}
            result = act(row, actor=self.person, **why_told, **inputs.arguments(given))
        if gives is None:
            return self.fresh(row)
        return Response(gives(result, many=many, context={"request": request}).data, status=status)

    run.__name__, run.__doc__ = act.__name__, act.__doc__
    run.move_action = action  # type: ignore[attr-defined]
    run.may_vanish = gives is None  # type: ignore[attr-defined]
    verb = path or (move.name if move else act.__name__).replace("_", "-")
    offered = extra_action(detail=True, methods=["post"], url_path=verb, url_name=verb)(run)
    describe = extend_schema(
        request=inputs.form,
        responses={status: gives(many=many)} if gives else None,
        parameters=[IF_MATCH],
        examples=_example(act, example),
    )
    return cast("Callable[..., Response]", describe(offered))


def creation(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make a creating view answer a repeated request (Idempotency-Key) with the first answer."""

    def guarded(self: Resource, request: Request, **names: str) -> Response:
        return once(request, self.person, lambda: view(self, request, **names))

    guarded.__name__, guarded.__doc__ = view.__name__, view.__doc__
    guarded.__dict__.update(view.__dict__)
    return guarded


def extra_fields(
    *, reason: str, signing: bool, unasked: bool = False
) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    told: dict[str, serializers.Field[Any, Any, Any, Any]] = {}
    if not unasked:
        told["reason"] = serializers.CharField(
            help_text=REASON, max_length=2000, required=not reason, allow_blank=bool(reason)
        )
    if signing:
        words = "Your password, once more: a signature needs it. It is checked and not kept."
        told["password"] = serializers.CharField(
            help_text=words, write_only=True, trim_whitespace=False, max_length=1000
        )
    return told


def _example(act: Callable[..., Any], example: Mapping[str, Any] | None) -> list[Any]:

    return (
        [OpenApiExample(act.__name__.replace("_", " ").capitalize(), value=dict(example), request_only=True)]
        if example
        else []
    )
