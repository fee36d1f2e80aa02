"""Controlled words about files that people hand in."""

from django.db.models import TextChoices


class FileState(TextChoices):
    """Whether a file may be opened."""

    PENDING_SCAN = "pending_scan", "Waits for the malware scan"
    CLEAN = "clean", "Can be opened"
    REFUSED = "refused", "Held back: malware was found"
