"""Do a page on the screen and a file say the same? Both are read as text, and compared paragraph by paragraph and line by line."""

import re
from typing import Final

from tests.documents.files import text_of

FURNITURE: Final = re.compile(
    r"^(?:[•\d ]*|Confidential: .*|Private and confidential.*|DOC-\d{4}-.*|.*check code.*|check it at .*|Page \d+ of \d+"
    r"|.* · [A-Z][a-z ]+( CASE-\d{4}-\w+)?|CASE-\d{4}-\w+)$"
)
ON_PAPER_ALONE: Final = ("Signature", "Place, date", "Place, date Signature")  # lines to sign on


def differing(screen: str, file: bytes, *, begins: str, ends: str) -> list[str]:
    """List what stands on the screen between two phrases and not in the file, and what the file says and the screen does not."""
    paper = "\n".join(line for line in text_of(file, "-raw").splitlines() if not FURNITURE.match(line.strip()))
    read = screen[screen.index(begins) : screen.index(ends) + len(ends)]
    paper = paper[paper.index(begins) :]
    on_screen, on_paper = _pressed(screen), _pressed(paper)
    lines = [
        re.sub(r"^\d+\s+", "", line.strip()) for line in read.splitlines()
    ]  # a clause's number stands apart in the file
    missing = [line for line in lines if _pressed(line) not in on_paper and not line.isdecimal()]
    more = [
        line for line in paper.splitlines() if _pressed(line) not in on_screen and line.strip() not in ON_PAPER_ALONE
    ]
    return [*(f"screen: {line}" for line in missing), *(f"file: {line}" for line in more)]


def _pressed(words: str) -> str:
    """Leave out spaces, hyphens and the numbers of a list, which a line may break at or draw apart."""
    return re.sub(r"[\s\u00a0\u2010\u00ad-]+", "", words)
