"""What the shell around every page needs: where the person can go, and in which roles."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.models import Role
from backend.access.roles import live_roles
from backend.cases.glass import NEVER, OPENERS
from backend.cases.queries import KNOW_OF_AGREEMENTS
from backend.records.oversight import READERS
from backend.records.policy import WATCH_ACCESS

CASE_WORK = frozenset(
    {
        Role.INTAKE,
        Role.INVESTIGATOR,
        Role.DECISION_MAKER,
        Role.APPEAL_REVIEWER,
        Role.HR_PARTNER,
        Role.COUNSEL,
        Role.AUDITOR,
    }
)


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool
    group: str = ""
    count: int | None = None


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the navigation by role: at most seven places for staff, four for an employee."""
    user = getattr(request, "user", None)
    help_lines: dict[str, object] = {
        "contact": settings.CONTACT,
        "support_line": settings.SUPPORT_LINE,
        "organisation": settings.ORGANISATION,
    }
    if user is None or not user.is_authenticated:
        return {**help_lines, "theme": "auto"}
    roles = live_roles(user)
    wanted = [
        (_("Home"), "home", "home", True, ""),
        (_("Reports"), "reports", "inbox", Role.INTAKE in roles, ""),
        (_("Cases"), "cases", "folder", bool(roles & CASE_WORK), ""),
        (_("Agreements"), "agreements", "document-check", not roles.isdisjoint(KNOW_OF_AGREEMENTS), ""),
        (_("Obligations"), "duties", "clipboard-document-check", Role.MONITOR in roles, ""),
        (_("My agreements"), "my-agreements", "pencil-square", True, ""),
        (_("My reports"), "my-reports", "chat-bubble-left-right", not roles, ""),
        (_("Letters"), "letters", "document-text", True, ""),
        (_("Break-glass"), "break-glasses", "lock-open", _sees_break_glass(roles), _("Oversight")),
        (_("Access"), "access-reviews", "eye", not roles.isdisjoint(WATCH_ACCESS), _("Oversight")),
        (_("Audit"), "audit-home", "shield-check", not roles.isdisjoint(READERS), _("Oversight")),
        (_("Exports"), "exports", "arrow-down-tray", not roles.isdisjoint(READERS), _("Oversight")),
    ]
    shown_ones = [(label, reverse(name), icon, group) for label, name, icon, shown, group in wanted if shown]
    here = _here(request, [url for _label, url, _icon, _group in shown_ones])
    places = [Place(label, url, icon, url == here, group) for label, url, icon, group in shown_ones]
    return {
        **help_lines,
        "nav": places,
        "role_names": [str(Role(role).label) for role in sorted(roles)],
        "theme": user.theme,
        "is_staff_side": bool(roles),
    }


def _sees_break_glass(roles: frozenset[str]) -> bool:
    """Tell whether break-glass has a place of its own; an auditor comes to it from the review of access."""
    return Role.PRIVACY_OFFICER in roles or (not roles & NEVER and not roles.isdisjoint(OPENERS))


def _here(request: HttpRequest, urls: list[str]) -> str:
    """Tell which place the page belongs to: the longest address that its own begins with, and home only for itself."""
    return max(
        (url for url in urls if request.path == url or (url != "/" and request.path.startswith(url))),
        key=len,
        default="",
    )
