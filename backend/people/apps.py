"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, users, units, sites and reporting lines."""

    name = "backend.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
