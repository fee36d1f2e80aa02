"""What the API itself has to remember: tokens, and answers that a repeated request gets again."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from knox.models import AbstractAuthToken

from backend.kernel import clock
from backend.kernel.references import new_uid


class ApiToken(AbstractAuthToken):
    """A way in for a program, in one person's name. Only a digest is kept: the token itself is shown once."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    reference = models.CharField(max_length=30, unique=True)
    label = models.CharField(max_length=100)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-created"], name="api_token_mine")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(expiry__isnull=False), name="token_has_an_end")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Name this token in the history."""
        return f"token:{self.uid}"

    @property
    def stream(self) -> str:
        """Stand in the history of the user whose token it is."""
        return f"user:{self.user.uid}"

    def is_live(self, as_of: datetime) -> bool:
        """Tell whether the token opens the door at a moment."""
        return self.expiry is not None and self.expiry > as_of


class KeptAnswer(models.Model):
    """The answer to a creating request that carried an Idempotency-Key: who repeats the request gets it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    route = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="answer_kept_once")]

    def __str__(self) -> str:
        return f"{self.route} {self.status}"
