"""The web app."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The server-rendered pages."""

    name = "backend.web"
    label = "web"

    def ready(self) -> None:
        """Listen to the sign-in framework, so that every sign-in and failure is recorded."""
        import_module("backend.web.sign_in")
