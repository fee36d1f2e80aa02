"""How long a text may be, as the table has it: both doors tell it in the same words before the database would refuse."""

from collections.abc import Mapping

from django.db.models import CharField, Model


def too_long(model: type[Model], told: Mapping[str, object]) -> dict[str, list[str]]:
    """List the texts that are longer than their column, each with the length that it may have."""
    limits = {field.name: field.max_length for field in model._meta.concrete_fields if isinstance(field, CharField)}
    return {
        name: [f"Write at most {limits[name]} characters."]
        for name, value in told.items()
        if isinstance(value, str) and limits.get(name) and len(value) > (limits[name] or 0)
    }
