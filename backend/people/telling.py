"""A word to somebody to sign in: it says that something waits for them, and nothing of what."""

from backend.jobs.queue import submit
from backend.people.models import Person, User


def ask_to_sign_in(person: Person) -> None:
    """Send somebody a message to sign in; it names neither a matter nor anybody else."""
    users = User.objects.filter(person=person, is_active=True).values_list("uid", flat=True)
    submit("access.send_notices", actor=None, users=[str(uid) for uid in users])
