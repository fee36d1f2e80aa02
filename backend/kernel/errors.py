"""What can go wrong, in the four ways a person is told about it.

The order in which a door checks is fixed: 404 (not yours to see), 403 (not yours to do), 400 (not understood), 409 (not now).
"""

from collections.abc import Mapping, Sequence
from typing import Any


class Problem(Exception):
    """A refusal with a stable code and a sentence that says how to mend it."""

    status = 500
    code = "problem"
    title = "Something went wrong"
    members: Mapping[str, Any] = {}  # what a problem document tells beside the sentence (RFC 9457, 3.2); plain JSON

    def __init__(self, detail: str = "", *, code: str = "") -> None:
        """Keep the sentence shown to the person and the code that the reference lists."""
        self.detail = detail or self.title
        self.code = code or self.code
        super().__init__(self.detail)


class NotVisible(Problem):
    """The thing does not exist for this person; a hidden thing and an absent one are told alike."""

    status = 404
    code = "not-found"
    title = "Not found"


class Forbidden(Problem):
    """The person may see the thing, but this act on it is not theirs."""

    status = 403
    code = "forbidden"
    title = "Not yours to do"


class Invalid(Problem):
    """What was given could not be understood; each field says how to mend it."""

    status = 400
    code = "invalid"
    title = "Some fields need another look"

    def __init__(self, errors: Mapping[str, Sequence[str]], detail: str = "", *, code: str = "") -> None:
        """Keep the messages by field name; the empty name is about the whole."""
        self.errors = {name: list(messages) for name, messages in errors.items()}
        super().__init__(detail, code=code)


class Refused(Problem):
    """Understood and permitted, but not now: a guard of the process says no."""

    status = 409
    code = "refused"
    title = "Not possible now"

    def __init__(self, detail: str, *, code: str, field: str = "") -> None:
        """Keep the guard's sentence, its code, and the field it is about, if there is one."""
        self.field = field
        super().__init__(detail, code=code)
