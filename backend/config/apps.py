"""The composition root, as an app: it holds the commands that look at the whole product."""

from django.apps import AppConfig


class ProductConfig(AppConfig):
    """Settings, addresses, and the reference made from the code."""

    name = "backend.config"
    label = "config"
