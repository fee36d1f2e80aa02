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
from backend.people.models import PersonKind, User
from backend.records.oversight import READERS
from backend.records.policy import WATCH_ACCESS
from backend.referrals.queries.as_provider import contact_of

OVERSEE = frozenset(
    {Role.INTAKE, Role.AUDITOR, Role.PRIVACY_OFFICER, Role.EXECUTIVE, Role.PATTERN_REVIEWER}
)  # others who read figures come to them from the list of cases
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COUNSEL})  # of the catalogue of letters
CASE_WORK = frozenset(
    {
        Role.INTAKE,
        Role.INVESTIGATOR,
        Role.DECISION_MAKER,
        Role.APPEAL_REVIEWER,
        Role.HR_PARTNER,
        Role.COUNSEL,
        Role.AUDITOR,
        Role.INDEPENDENT_CHANNEL,
    }
)
DECIDE = frozenset({Role.DECISION_MAKER, Role.APPEAL_REVIEWER})
KEEP_REGISTERS = frozenset(
    {Role.REFERRAL_COORDINATOR, Role.ADMINISTRATOR}
)  # others who read them come from the referrals of a case
TAKES_IN = frozenset({Role.INTAKE, Role.INDEPENDENT_CHANNEL})


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
    if not roles and takes_referrals(user):
        return {
            **help_lines,
            "nav": _of_practice(request),
            "role_names": [],
            "theme": user.theme,
            "is_staff_side": False,
        }
    wanted = [
        (_("Home"), "home", "home", True, ""),
        (_("Reports"), "reports", "inbox", not roles.isdisjoint(TAKES_IN), ""),
        (_("Cases"), "cases", "folder", bool(roles & CASE_WORK), ""),
        (_("Decisions"), "decisions", "scale", bool(roles & DECIDE), ""),
        (_("Agreements"), "agreements", "document-check", not roles.isdisjoint(KNOW_OF_AGREEMENTS), ""),
        (_("Referrals"), "referrals", "arrow-right-circle", Role.REFERRAL_COORDINATOR in roles, ""),
        (_("Custody"), "custody", "archive-box", Role.REFERRAL_COORDINATOR in roles, ""),
        (_("Obligations"), "duties", "clipboard-document-check", Role.MONITOR in roles, ""),
        (_("Waivers"), "waivers", "scale", Role.INDEPENDENT_CHANNEL in roles, ""),
        (_("Your agreements"), "my-agreements", "pencil-square", True, ""),
        (_("Your reports"), "my-reports", "chat-bubble-left-right", not roles, ""),
        (_("Letters"), "letters", "document-text", True, ""),
        (_("Insights"), "insights", "chart-bar", not roles.isdisjoint(OVERSEE), _("Oversight")),
        (_("Break-glass"), "break-glasses", "lock-open", _sees_break_glass(roles), _("Oversight")),
        (_("Access"), "access-reviews", "eye", not roles.isdisjoint(WATCH_ACCESS), _("Oversight")),
        (_("Audit"), "audit-home", "shield-check", not roles.isdisjoint(READERS), _("Oversight")),
        (_("Exports"), "exports", "arrow-down-tray", not roles.isdisjoint(READERS), _("Oversight")),
        (_("Registers"), "providers", "building-office", not roles.isdisjoint(KEEP_REGISTERS), _("Settings")),
        (_("Registers"), "evidence-register", "building-office", _reads_evidence_only(roles), _("Settings")),
        (_("Timers"), "timers", "clock", Role.ADMINISTRATOR in roles, _("Settings")),
        (_("Letter templates"), "letter-templates", "swatch", not roles.isdisjoint(KEEPERS), _("Settings")),
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


def takes_referrals(user: User) -> bool:
    """Tell whether somebody signs in for a provider; of everybody who works here no question is asked for that."""
    return bool(user.person and user.person.kind == PersonKind.THIRD_PARTY) and contact_of(user) is not None


def _of_practice(request: HttpRequest) -> list[Place]:
    """Give the places of a provider's contact: their referrals, and the forms that were sent with them."""
    places = [(_("Referrals"), reverse("practice"), "folder"), (_("Letters"), reverse("letters"), "document-text")]
    here = _here(request, [url for _label, url, _icon in places])
    return [Place(label, url, icon, url == here) for label, url, icon in places]


def _sees_break_glass(roles: frozenset[str]) -> bool:
    """Tell whether break-glass has a place of its own; an auditor comes to it from the review of access."""
    return Role.PRIVACY_OFFICER in roles or (not roles & NEVER and not roles.isdisjoint(OPENERS))


def _reads_evidence_only(roles: frozenset[str]) -> bool:
    """Tell whether somebody reads what is known to work, and not who could be asked; an auditor comes to it by its address."""
    return Role.HR_PARTNER in roles and roles.isdisjoint(KEEP_REGISTERS)


def _here(request: HttpRequest, urls: list[str]) -> str:
    """Tell which place the page belongs to: the longest address that its own begins with, and home only for itself."""
    path = reverse("decisions") if request.path.startswith(reverse("appeals")) else request.path
    return max(
        (url for url in urls if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )
