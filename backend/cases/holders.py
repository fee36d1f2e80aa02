"""Who holds a case-role now."""

from backend.cases.models import Assignment, Case
from backend.people.models import User


def holder(case: Case, role: str) -> User | None:
    """Find who holds a case-role now."""
    held = Assignment.objects.filter(case=case, role=role, ends_on=None).order_by("-pk").values("person")
    return User.objects.filter(person__in=held, is_active=True).select_related("person").first()
