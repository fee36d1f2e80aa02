"""A letter by e-mail that something waits: it names nobody, quotes nothing and says no more than where to look."""

from collections.abc import Collection

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from backend.people.models import User


def send_notices(uids: Collection[str]) -> int:
    """Write to users that something on their home page needs attention; return to how many."""
    users = list(User.objects.filter(uid__in=uids, is_active=True).order_by("pk"))
    for user in users:
        with translation.override(user.language):
            subject = _("Something needs your attention")
            body = _(
                "Something in Evenhand needs your attention today. Sign in and open your home page.\n\n"
                "This message holds no details on purpose. Please don’t answer it with any."
            )
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    return len(users)
