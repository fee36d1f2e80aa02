"""Who may see and end a token: the person in whose name it stands."""

from django.db.models import Q

from backend.access.policy import Policy
from backend.api.models import ApiToken
from backend.people.models import User


def is_own(person: User) -> Q:
    """The token is the person's own."""
    return Q(user=person)


TOKENS = Policy(ApiToken, own={"token.view": [is_own], "token.revoke": [is_own]})
