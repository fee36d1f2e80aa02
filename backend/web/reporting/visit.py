"""What the browser of somebody without an account holds for us: a closed cookie that only we can read, and nothing on our side.

A session would be a row in the database that tells when somebody came. The cookie ends with the browser, after two hours, or by
“Leave this page”.
"""

import base64
import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from backend.audit.origin import unseen
from backend.intake.codes import Drawn, drawn_from, new_code
from backend.intake.holders import Holder, holder_with

COOKIE: Final = "visit"
PATH: Final = "/report/"
LASTS: Final = 2 * 60 * 60


@dataclass
class Visit:
    """The draft that is being written, the code of a report that was just sent, and the report that is being followed."""

    code: str = ""  # of the draft
    digest: str = ""
    key: str = ""
    receipt: str = ""  # the code of the report, until its last digits were typed
    report: str = ""

    @property
    def holder(self) -> Holder | None:
        """Give whoever holds the draft; None before the first save."""
        return holder_with(Drawn(self.digest, self.key.encode())) if self.digest else None

    def hold(self, code: str, drawn: Drawn) -> None:
        """Take up a draft."""
        self.code, self.digest, self.key = code, drawn.digest, drawn.key.decode()

    def begin(self) -> Holder:
        """Give the holder of the draft, with a new code when there is none."""
        if not self.digest:
            code = new_code()
            self.hold(code, drawn_from(code))
        return holder_with(Drawn(self.digest, self.key.encode()))

    def drop_draft(self) -> None:
        """Forget the draft: it was sent, or its time is over."""
        self.code = self.digest = self.key = ""


def visiting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the visitor's cookie for a page, and close it again; nothing that the page does is tied to a network address."""

    @functools.wraps(view)
    def visited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = _opened(request.COOKIES.get(COOKIE, ""))
        before = asdict(visit)
        with unseen():
            response = view(request, visit, *args, **kwargs)
        if asdict(visit) != before or (any(before.values()) and COOKIE not in response.cookies):
            _keep(response, visit)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return visited


def forget(response: HttpResponse) -> None:
    """End the visit in the browser."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def _keep(response: HttpResponse, visit: Visit) -> None:
    if not any(asdict(visit).values()):
        forget(response)
        return
    closed = _lock().encrypt(json.dumps(asdict(visit)).encode()).decode()
    response.set_cookie(
        COOKIE, closed, path=PATH, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )


def _opened(closed: str) -> Visit:
    try:
        return Visit(**json.loads(_lock().decrypt(closed.encode(), ttl=LASTS)))
    except (InvalidToken, ValueError, TypeError):
        return Visit()


def _lock() -> Fernet:
    made = hashlib.sha256(b"visit:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))
