"""Who may open a file: whoever may see what it belongs to; the apps that take files in say who that is."""

from django.db.models import Q

from backend.access.policy import NONE, Policy
from backend.files.models import StoredFile
from backend.people.models import User


def nobody(person: User) -> Q:
    """Without a record that it belongs to, a file is nobody's to open."""
    return NONE


FILES = Policy(StoredFile, allow={name: [nobody] for name in ("file.open", "file.pass_scan", "file.hold_back")})
