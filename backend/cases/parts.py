"""What every record that lives in a case has in common."""

from typing import Any

from django.db import models

from backend.audit.recorded import Recorded


class PartOfCase(Recorded):
    """A record that lives in one case's history."""

    case: "models.ForeignKey[Any, Any]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return str(self.case.key)
