"""What must hold before documents are issued: there is a seal, it can be used, nobody else reads its key, and it lasts."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from backend.documents.sealing.keys import Material, is_on_token, is_set, key_path, load
from backend.kernel import clock
from backend.kernel.errors import Refused

SOON: Final = timedelta(days=30)
HOW: Final = "See docs/how-to/seal-documents.md."


@register("documents")
def seal_is_set(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start a site that could issue no document: no seal, or one whose parts do not fit."""
    if not is_set():
        if not settings.PRODUCTION:
            return []  # a trial makes its own at first need
        hint = f"Run “manage.py seal_key make”, or set EVENHAND_SEAL_KEY and EVENHAND_SEAL_CERTIFICATES. {HOW}"
        return [Error("There is no seal: no document can be issued.", hint=hint, id="documents.E001")]
    try:
        load()
    except Refused as problem:
        return [] if _is_for_others() else [Error(problem.detail, hint=HOW, id="documents.E002")]
    return []


@register("documents")
def seal_is_private(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Look at who may read the seal's key, where it lies in a file."""
    try:
        mode = 0 if is_on_token() else key_path().stat().st_mode
    except OSError:
        return []
    if not mode & 0o077:
        return []
    kind = Error if settings.PRODUCTION else Warning
    hint = f"chmod 600 {key_path()}, and renew the key if somebody else may have read it."
    return [kind("Others than its owner may read the key of the seal.", hint=hint, id="documents.E003")]


@register("documents")
def seal_lasts(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Warn before the certificate expires, and after: the site goes on working, and issues nothing."""
    found = _found()
    if found is None or (until := found.leaf.not_valid_after_utc) - clock.now() > SOON:
        return []
    said = f"The seal’s certificate expires on {until:%d %B %Y}; then no document can be issued."
    if until < clock.now():
        said = f"The seal’s certificate expired on {until:%d %B %Y}: no document can be issued."
    return [Warning(said, hint=f"Renew it. {HOW}", id="documents.W004")]


@register("documents", deploy=True)
def seal_has_not_expired(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Fail a deployment whose certificate has expired; a running site is not stopped for it."""
    found = _found()
    if found is None or found.leaf.not_valid_after_utc >= clock.now():
        return []
    return [Error("The seal’s certificate has expired.", hint=f"Renew it. {HOW}", id="documents.E005")]


def _found() -> Material | None:
    try:
        return load() if is_set() else None
    except Refused:
        return None


def _is_for_others() -> bool:
    """Tell whether the key lies there and is for another process than this one, such as the worker."""
    try:
        with key_path().open("rb"):
            return False
    except PermissionError:
        return True
    except OSError:
        return False
