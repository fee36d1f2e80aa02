"""What people are called in the parts of a bundle that are written for people."""

import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from backend.access.models import Role, RoleHolding
from backend.audit.models import Event, Identity
from backend.audit.timeline import SOMEBODY
from backend.kernel.references import ALPHABET
from backend.people.models import User
from backend.records.masking import ERASED, labels_in

PEOPLE_KEYS: Final = ("user", "person")
SYSTEM: Final = "Evenhand"


def pseudonym(salt: str, who: uuid.UUID) -> str:
    """Call somebody by a name that is the same all through one export, and another one in the next."""
    number = int.from_bytes(hmac.digest(salt.encode(), who.bytes, hashlib.sha256)[:5])
    return "P-" + "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))


class Names:
    """The names and the role words of one export."""

    def __init__(self, salt: str, *, identified: bool = False) -> None:
        """Take the export’s salt."""
        self.salt, self.identified = salt, identified
        self._called: dict[uuid.UUID, str] = {}
        self._person_of: dict[uuid.UUID, int | None] = {}
        self._holdings: dict[uuid.UUID, list[tuple[str, datetime, datetime | None]]] = {}

    def of(self, rows: Sequence[Event]) -> list[tuple[str, str]]:
        """Give for each event who acted, and in which role: as a party by the label in that matter."""
        self._learn({row.actor for row in rows if row.actor})
        people = {
            person: actor
            for actor in {row.actor for row in rows if row.actor}
            if (person := self._person_of.get(actor)) is not None
        }
        labels = labels_in(rows, people)
        return [self._one(row, labels) for row in rows]

    def called(self, who: uuid.UUID) -> str:
        """Name one actor."""
        self._learn({who})
        return self._called[who]

    def role(self, who: uuid.UUID, at: datetime) -> str:
        """Say which staff roles somebody held at a moment."""
        self._learn({who})
        held = [role for role, since, until in self._holdings[who] if since <= at and (not until or at < until)]
        return ", ".join(str(Role(role).label) for role in sorted(held))

    def key(self, key: str) -> str:
        """Name a record; one that is a person or an account is named as the person is."""
        noun, _, uid = key.partition(":")
        if noun not in PEOPLE_KEYS or not uid:
            return key
        return f"{noun}:{pseudonym(self.salt, uuid.UUID(uid))}"

    def _one(self, row: Event, labels: Mapping[tuple[uuid.UUID, str], str]) -> tuple[str, str]:
        if row.actor is None:
            return SOMEBODY, ""
        label = labels.get((row.actor, row.stream))
        if label:
            return self._called[row.actor], label
        return self._called[row.actor], self.role(row.actor, row.at)

    def _learn(self, actors: set[uuid.UUID]) -> None:
        unknown = actors - self._called.keys()
        if not unknown:
            return
        users = {
            uid: (person, is_system)
            for uid, person, is_system in User.objects.filter(uid__in=unknown).values_list(
                "uid", "person_id", "is_system"
            )
        }
        names = dict(Identity.objects.filter(actor__in=unknown).values_list("actor", "name")) if self.identified else {}
        for actor in unknown:
            person, is_system = users.get(actor, (None, False))
            self._person_of[actor] = person
            self._holdings[actor] = []
            if is_system:
                self._called[actor] = SYSTEM
            elif self.identified:
                self._called[actor] = names.get(actor, ERASED)
            else:
                self._called[actor] = pseudonym(self.salt, actor)
        holdings = RoleHolding.objects.filter(user__uid__in=unknown)
        for actor, role, since, until in holdings.values_list("user__uid", "role", "starts_at", "ends_at"):
            self._holdings[actor].append((role, since, until))
