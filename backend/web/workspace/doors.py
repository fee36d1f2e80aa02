"""How a workspace stays open from page to page, and closes by itself: the key lies in a cookie that only the session can open.

Neither half is any use alone. The session, which lies in the database, holds a random key; the cookie, which only the browser has, holds
the key of the workspace encrypted with it. Signing out, closing the workspace or a pause of twenty minutes ends it.
"""

import functools
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from backend.kernel import clock
from backend.kernel.errors import Invalid, NotVisible, Refused
from backend.web.pages import PersonRequest, View, signed_in
from backend.workspace.lock import Key, fits
from backend.workspace.models import Workspace
from backend.workspace.queries import workspace_of

COOKIE: Final = "workspace"
HALF: Final = "workspace_half"
PAUSE: Final = timedelta(minutes=20)
R = TypeVar("R")


def private(view: View) -> View:
    """Guard a page of the workspace: signed in, kept by no browser, and nothing that is sent to it stands in any error report."""

    @functools.wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.person_id is None:
            raise NotVisible()
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:  # a page whose ciphertext was changed from outside
            messages.error(request, refusal.detail)
            return redirect("my-workspace")

    return never_cache(sensitive_post_parameters()(signed_in(guarded)))


def known(request: PersonRequest) -> Workspace:
    """Give the person's workspace; for whoever has none, its pages do not exist."""
    workspace = workspace_of(request.user)
    if workspace is None:
        raise NotVisible()
    return workspace


def key_at_hand(request: PersonRequest, workspace: Workspace) -> Key | None:
    """Give the key of a workspace that is open in this browser; none when it is closed, or the passphrase was changed elsewhere."""
    half, token = request.session.get(HALF), request.COOKIES.get(COOKIE)
    if not half or not token:
        return None
    now = int(clock.now().timestamp())
    try:
        secret = Fernet(half).decrypt_at_time(token, int(PAUSE.total_seconds()), now)
        key = Key(urlsafe_b64decode(secret))
    except (InvalidToken, NotBase64):
        return None
    return key if fits(key, workspace) else None


def keep_open(request: PersonRequest, response: HttpResponse, key: Key) -> HttpResponse:
    """Keep the workspace open in this browser for a while from now."""
    half = request.session.get(HALF)
    if not half:
        half = request.session[HALF] = Fernet.generate_key().decode()
    token = Fernet(half).encrypt_at_time(urlsafe_b64encode(key.secret), int(clock.now().timestamp()))
    response.set_cookie(
        COOKIE,
        token.decode(),
        path=reverse("my-workspace"),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
    return response


def shut(request: PersonRequest, response: HttpResponse) -> HttpResponse:
    """Close the workspace in this browser; a copy of the cookie is no use any more."""
    request.session.pop(HALF, None)
    response.delete_cookie(COOKIE, path=reverse("my-workspace"), samesite="Strict")
    return response


def to_open(request: PersonRequest) -> HttpResponse:
    """Lead to where the workspace is opened, and from there back to this page."""
    return redirect(f"{reverse('my-workspace')}?{urlencode({'next': request.path})}")


def leads_back(target: str) -> str:
    """Give where to go once the workspace is open: a page of the workspace, and never anywhere else."""
    home = reverse("my-workspace")
    return (
        target if target.startswith(home) and target.isascii() and "\\" not in target and ".." not in target else home
    )


def sent(request: PersonRequest) -> QueryDict | None:
    """Give what was sent, an empty form too."""
    return request.POST if request.method == "POST" else None


def quietly(form: Form, act: Callable[[], R]) -> R | None:
    """Act, and put a refusal into the form; the history keeps no note of what somebody tried in their own workspace."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
    except Invalid as invalid:
        for name, told in invalid.errors.items():
            for message in told:
                form.add_error(name if name in form.fields else None, message)
    return None
