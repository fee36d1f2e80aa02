"""What every domain app does when the product starts."""

from importlib import import_module
from pkgutil import iter_modules
from typing import ClassVar

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule


class DomainApp(AppConfig):
    """An app whose rules, moves, timers and jobs are known as soon as the product runs."""

    default_auto_field = "django.db.models.BigAutoField"
    parts: ClassVar[tuple[str, ...]] = ("policy", "letters", "composers", "actions", "timers", "jobs")

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Let Django choose the app's own class, which stands in its module beside this imported one."""
        super().__init_subclass__(**kwargs)
        cls.default = True

    def ready(self) -> None:
        """Load the modules that register something."""
        for part in self.parts:
            if self.module and module_has_submodule(self.module, part):
                loaded = import_module(f"{self.name}.{part}")
                for each in iter_modules(getattr(loaded, "__path__", ())):  # a part that has become a package
                    import_module(f"{loaded.__name__}.{each.name}")
