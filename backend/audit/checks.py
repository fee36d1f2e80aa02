"""What must hold before the product starts: nothing switches the history off, and nobody else reads its key."""

from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.management import get_commands

from backend.audit.sealed.keys import key_path

REFUSED: Final = ("clean_old_history", "clean_duplicate_history", "populate_history")


@register("audit")
def history_is_on(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start with a setting or a command that would leave changes without their history."""
    found: list[CheckMessage] = []
    if not getattr(settings, "SIMPLE_HISTORY_ENABLED", True):
        found.append(
            Error("SIMPLE_HISTORY_ENABLED is off: changes would leave no history.", hint="Remove it.", id="audit.E001")
        )
    commands = get_commands()
    found += [
        Error(
            f"The command {name} would rewrite the history.",
            hint="backend.audit has to stand before simple_history in INSTALLED_APPS, so that it can refuse the command.",
            id="audit.E002",
        )
        for name in REFUSED
        if commands.get(name) != "backend.audit"
    ]
    return found


@register("audit")
def key_is_private(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Look at who may read the signing key, where there is one."""
    path = key_path()
    try:
        mode = path.stat().st_mode
    except OSError:
        return []
    if not mode & 0o077:
        return []
    kind = Error if settings.PRODUCTION else Warning
    return [
        kind(
            f"Others than its owner may read the signing key {path.name}.",
            hint=f"chmod 600 {path}, and rotate the key if somebody else may have read it.",
            id="audit.E003",
        )
    ]


@register("audit")
def somebody_is_told(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Say that an alarm would reach nobody."""
    if not settings.PRODUCTION or settings.AUDIT_ALARM_MAIL:
        return []
    return [
        Warning(
            "Nobody is told by mail when the history does not hold.", hint="Set EVENHAND_ALARM_MAIL.", id="audit.W004"
        )
    ]
