"""Telling a story through the API alone: who does what on which day, what is refused, and what each sees and does not see."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from rest_framework.test import APIClient

from backend.api.actions import create_token
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User

WHY: Final = "As the story goes."
DECLARED: Final = "I know nobody in this matter outside work."


class Story:
    """One matter from the first word on; every act and every look is a call to the API by somebody of the cast."""

    def __init__(self, cast: Cast) -> None:
        """Begin now."""
        self.cast, self.begun = cast, clock.now().replace(microsecond=0)
        self.number = 0

    @contextmanager
    def day(self, number: int) -> Iterator[datetime]:
        """Let what follows happen on a day of the story; nobody’s token outlives their day."""
        self.number = number
        with clock.at(self.begun + timedelta(days=number, minutes=number)) as moment:
            cache.clear()  # what a person may call in an hour counts anew
            yield moment

    def on(self, days: int) -> str:
        """Name a day so many days from now."""
        return str(clock.today() + timedelta(days=days))

    def at(self, days: int) -> str:
        """Name a moment so many days from now."""
        return (clock.now() + timedelta(days=days)).isoformat()

    def ref(self, name: str) -> str:
        """Give the reference of somebody’s HR record."""
        return str(self.cast.person(name).reference)

    def client(self, name: str) -> APIClient:
        """Call as somebody, with a token that they took today."""
        caller = APIClient()
        user: User = getattr(self.cast, name)
        _, secret = create_token("A story", days=1, actor=user)
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return caller

    def does(self, name: str, path: str, **given: Any) -> Any:
        """Let somebody act; give what the API answers."""
        answer = self._post(name, path, given)
        assert answer.status_code in (200, 201, 202, 204), (name, path, answer.status_code, answer.content.decode())
        return answer.json() if answer.content else {}

    def refused(self, name: str, path: str, says: str = "", status: int = 409, **given: Any) -> None:
        """Let somebody try in vain; the answer says why, in these words."""
        answer = self._post(name, path, given)
        assert answer.status_code == status, (name, path, answer.status_code, answer.content.decode())
        assert says in answer.content.decode(), (says, answer.content.decode())

    def reads(self, name: str, path: str) -> Any:
        """Let somebody read what they may."""
        answer = self.client(name).get(f"/api/v1/{path}")
        assert answer.status_code == 200, (name, path, answer.status_code, answer.content.decode())
        return answer.json()

    def words(self, name: str, *paths: str) -> str:
        """Put together all that somebody reads at some addresses; what does not exist for them says nothing."""
        caller = self.client(name)
        found = [caller.get(f"/api/v1/{path}") for path in paths]
        return "\n".join(each.content.decode() for each in found if each.status_code == 200)

    def rows(self, name: str, path: str) -> list[dict[str, Any]]:
        """Read a list to its end, as somebody sees it."""
        joined = "&" if "?" in path else "?"
        found: list[dict[str, Any]] = self.reads(name, f"{path}{joined}limit=100")["results"]
        return found

    def sees(self, path: str, **answers: int) -> None:
        """Compare what an address answers to several people: 200, not yours to do (403), or nothing there (404)."""
        told = {name: self.client(name).get(f"/api/v1/{path}").status_code for name in answers}
        assert told == answers, (path, told)

    def unseen(self, reference: str, *names: str) -> None:
        """Hold that a matter is nowhere for these people: not by its address, and in no list, count, search or letter."""
        for name in names:
            caller = self.client(name)
            for noun in ("cases", "reports"):
                assert caller.get(f"/api/v1/{noun}/{reference}/").status_code == 404, (name, noun)
            for path in LISTS:
                answer = caller.get(f"/api/v1/{path}", {"count": "true"})
                assert reference not in answer.content.decode(), (name, path)
            for noun in ("cases", "reports"):
                found = caller.get(f"/api/v1/{noun}/", {"q": reference, "count": "true"}).json()
                assert found["results"] == [], (name, noun, found)
                assert found.get("count") in ("0", None), (name, noun, found)

    def letter(self, name: str, kind: str, *matters: str) -> str:
        """Give the reference of the latest letter of a kind that somebody holds in these matters."""
        found = [row for row in self._held(name, matters) if row["kind"] == kind]
        assert found, (name, kind)
        return str(max(found, key=lambda row: (row["issued_at"], row["reference"]))["reference"])

    def letters(self, name: str, *matters: str) -> list[str]:
        """List the kinds of the letters that somebody holds in these matters."""
        return sorted({row["kind"] for row in self._held(name, matters)})

    def _held(self, name: str, matters: tuple[str, ...]) -> list[dict[str, Any]]:
        return [row for row in self.rows(name, "documents/") if row["matter"] in matters or not matters]

    def _post(self, name: str, path: str, given: dict[str, Any]) -> Any:
        reason = (
            {}
            if path in UNREASONED or path.endswith(("/messages/", "/finish/", "/comment/", "/revise/"))
            else {"reason": WHY}
        )
        return self.client(name).post(f"/api/v1/{path}", {**reason, **given}, format="json")


UNREASONED: Final = ("reports/", "letters/", "challenges/", "mine/appeals/")  # their own words are the reason
LISTS: Final = (
    "cases/",
    "reports/",
    "allegations/",
    "documents/",
    "agreements/",
    "events/",
    "letters/",
    "measures/",
    "mine/reads/",
    "mine/updates/",
    "handovers/",
    "waivers/",
    "challenges/",
    "interviews/",
    "tasks/",
    "statements/",
    "appeals/",
    "concerns/",
    "check-ins/",
)
