"""How a person wants the product to look and to tell the time."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the time zones that people live in, by part of the world."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        part, slash, place = name.partition("/")
        if slash and part not in {"Etc", "SystemV", "US", "posix", "right"}:
            grouped.setdefault(part, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", [("UTC", "UTC")]), *grouped.items()]


class PreferencesForm(forms.Form):
    """Time zone, language and look."""

    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Every time you see is told in this zone, and says so."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Light or dark"), widget=forms.RadioSelect, choices=THEMES)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the time zones."""
        super().__init__(*args, **options)
        self.fields["zone"].choices = zones()  # type: ignore[attr-defined]
