"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may see and do what: policies, roles, grants and bars."""

    name = "backend.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
