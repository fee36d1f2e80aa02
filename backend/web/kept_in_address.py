"""Filters of a list that live in its address: which are on, and the address without one of them."""

from urllib.parse import urlencode

from django.forms import ChoiceField, Field, Form

from backend.web.pages import PersonRequest


def chips_of(request: PersonRequest, form: Form) -> list[dict[str, str]]:
    """Name the filters that are on, each with the address of the list without it."""
    return [
        {
            "label": f"{form.fields[name].label}: {_words(form.fields[name], value)}",
            "url": address_with(request, without=(name,)),
        }
        for name, value in form.cleaned_data.items()
        if value
    ]


def address_with(request: PersonRequest, *, without: tuple[str, ...] = ()) -> str:
    """Give the address of a list without some filters, from its first page."""
    kept = [(name, value) for name, value in request.GET.items() if value and name not in (*without, "page")]
    return f"?{urlencode(kept)}"


def _words(field: Field, value: str) -> str:
    return str(dict(field.choices).get(value, value)) if isinstance(field, ChoiceField) else f"“{value}”"  # type: ignore[arg-type]
