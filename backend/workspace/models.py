"""What the database holds of a private workspace: how a passphrase is tried, and ciphertext. No title, no kind, no word."""

from typing import ClassVar

from django.db import models

from backend.audit.recorded import Recorded
from backend.people.models import User


class Workspace(Recorded):
    """One person's private workspace. Neither the passphrase nor the key that it turns into is kept anywhere."""

    owner = models.OneToOneField(User, on_delete=models.PROTECT, related_name="workspace")
    salt = models.CharField(max_length=32)
    cost = models.PositiveIntegerField()  # of turning the passphrase into the key, so that it can be raised later
    verifier = models.CharField(max_length=64)  # made from the key; it tells a right passphrase from a wrong one
    locked_at = models.DateTimeField()  # since when this passphrase closes it

    not_in_history: ClassVar[tuple[str, ...]] = ("salt", "verifier")
    untold = Recorded.untold | {"salt", "verifier"}

    def __str__(self) -> str:
        return "private workspace"


class PrivatePage(Recorded):
    """One page of a workspace. Its kind, its title and its text are one ciphertext that only the owner's passphrase opens."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="pages")
    version = models.PositiveIntegerField(default=1)
    sealed = models.TextField()
    saved_at = models.DateTimeField()

    not_in_history: ClassVar[tuple[str, ...]] = ("sealed",)
    untold = Recorded.untold | {"sealed"}

    def __str__(self) -> str:
        return "private page"

    @property
    def stream(self) -> str:
        """Stand in the history of its workspace."""
        return self.workspace.key


class SharedPage(Recorded):
    """A copy of a page for one named person, closed with a key of its own in the product's keeping. Withdrawn, it is gone."""

    page = models.ForeignKey(PrivatePage, on_delete=models.PROTECT, related_name="shared")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="private_pages_received")
    wrapped_key = models.TextField()
    sealed = models.TextField()
    shared_at = models.DateTimeField()

    not_in_history: ClassVar[tuple[str, ...]] = ("wrapped_key", "sealed")
    untold = Recorded.untold | {"sealed"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "receiver"], name="shared_page_once"),
        ]

    def __str__(self) -> str:
        return "shared private page"

    @property
    def stream(self) -> str:
        """Stand in the history of the owner's workspace."""
        return self.page.stream
