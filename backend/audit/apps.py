"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only history of what happened and who read what."""

    name = "backend.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
