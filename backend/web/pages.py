"""What every page shares: who may see it, how a refusal is told, and that a form keeps what a person typed."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.policy import can, scope
from backend.audit.reads import note_held_back
from backend.kernel.errors import Forbidden, Invalid, NotVisible, Refused
from backend.people.models import User

View = Callable[..., HttpResponse]
R = TypeVar("R")


class PersonRequest(HttpRequest):
    """A request by somebody signed in."""

    user: User
    done: Any
    htmx: Any


def signed_in(view: View) -> View:
    """Let only people who signed in reach a page, and turn a refusal into a page that says so."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotVisible:
            note_refusal(request, view.__name__)
            return absent(request)
        except Forbidden as refusal:
            note_refusal(request, view.__name__)
            return render(request, "403.html", {"problem": refusal}, status=403)

    return cast("View", login_required(guarded))


def page(rows: QuerySet[Any], action: str, *, by: str = "reference") -> Callable[[View], View]:
    """Look one record up for a page: signed in, then in scope, then found; whoever may not see it gets the page for what does not exist."""

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def found(request: PersonRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
            row = scope(request.user, action, rows.all()).filter(**{by: reference}).first()
            if row is None:
                note_refusal(request, action)
                return absent(request)
            return view(request, row, *args, **kwargs)

        return signed_in(found)

    return decorated


def must(person: User, action: str, row: Model) -> None:
    """Refuse a page to somebody who sees the record but may not do this to it."""
    if not can(person, action, row):
        raise Forbidden()


def attempt(form: Form, act: Callable[..., R], *args: object, **inputs: object) -> R | None:
    """Act, and put a refusal next to the field that it is about; the form keeps everything that was typed.

    Gives what the action gave, or None when it refused (the form then holds the message).
    """
    try:
        return act(*args, **inputs)
    except Refused as refusal:
        note_held_back(refusal.code)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
    except Invalid as invalid:
        for name, messages in invalid.errors.items():
            for message in messages:
                form.add_error(name if name in form.fields else None, message)
    return None


def note_refusal(request: HttpRequest, action: str, *, target: str = "") -> None:
    """Leave a note for the outermost layer, which records the refusal when the refused work is over."""
    request.refused_action = action  # type: ignore[attr-defined]
    if target:
        request.refused_target = f"{request.path} {target}"  # type: ignore[attr-defined]


def absent(request: HttpRequest) -> HttpResponse:
    """Show the page for what does not exist; a hidden thing looks exactly so."""
    return render(request, "404.html", status=404)


def not_found(request: HttpRequest, exception: Http404 | None = None) -> HttpResponse:
    """Show the same page for an address that leads nowhere."""
    return absent(request)
