"""manage.py populate_history: refused, because the history is only added to."""

from backend.audit.management.refusing import RefusedCommand


class Command(RefusedCommand):
    """Refuse what simple-history offers under this name."""
