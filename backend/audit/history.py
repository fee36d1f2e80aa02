"""Row history by django-simple-history, hardened: the actor is an identifier without a foreign key, and the row written is handed back."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from backend.kernel import clock


class RowHistory(HistoricalRecords):
    """One history row for each kept change, with user, reason and time agreeing with the event that tells of it."""

    def __init__(self, **options: Any) -> None:
        """Set the options that every record shares."""
        options.setdefault("inherit", True)
        super().__init__(history_id_field=models.BigAutoField(primary_key=True), **options)

    def fields_included(self, model: type[models.Model] | models.Model) -> list[models.Field[Any, Any]]:
        """Leave out what a record names in `not_in_history` (a password's hash has no business in a second table)."""
        hidden = getattr(model, "not_in_history", ())
        return [field for field in super().fields_included(model) if field.name not in hidden]

    def create_history_model(self, model: type[models.Model], inherited: bool) -> type[models.Model]:  # noqa: FBT001
        """Build the history model, and tell it which fields it lacks."""
        history_model: type[models.Model] = super().create_history_model(model, inherited)
        history_model._history_excluded_fields = list(getattr(model, "not_in_history", ()))  # type: ignore[attr-defined]
        return history_model

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
        """Copy the record's fields; of their indexes only the one on the record's own key is worth its cost here."""
        fields: dict[str, models.Field[Any, Any]] = super().copy_fields(model)
        for name, field in fields.items():
            setattr(field, "db_index", name == model._meta.pk.name)  # noqa: B010 - the stubs lack it
        return fields

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {"history_user_id": models.UUIDField(null=True)}

    def _get_history_change_reason_field(self) -> models.Field[Any, Any]:
        return models.TextField(null=True)

    def create_historical_record(self, instance: models.Model, history_type: str, using: str | None = None) -> None:
        """Write the history row, and leave its identifier on the instance for the event."""
        row = getattr(instance, self.manager_name).model(
            history_date=getattr(instance, "_history_date", None) or clock.now(),
            history_type=history_type,
            history_user_id=getattr(instance, "_history_user_id", None),
            history_change_reason=getattr(instance, "_change_reason", None),
            **{field.attname: getattr(instance, field.attname) for field in self.fields_included(instance)},
        )
        row.save(using=using)
        instance.__dict__["_history_row"] = (row._meta.db_table, row.pk, history_type)
