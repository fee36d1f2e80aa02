"""The composition root, as an app: it joins what may not know each other, and holds the commands that look at the whole product."""

from importlib import import_module

from django.apps import AppConfig


class ProductConfig(AppConfig):
    """Settings, addresses, what joins queue and history, and the reference made from the code."""

    name = "backend.config"
    label = "config"

    def ready(self) -> None:
        """Join the queue with the history, once the models of both are known."""
        import_module("backend.config.joints")
        import_module("backend.config.upkeep")
