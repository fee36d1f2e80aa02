"""What a verdict says to whoever asked: one sentence, what it means, and what to do."""

from dataclasses import dataclass
from typing import Final

from backend.documents.verification import Verdict


@dataclass(frozen=True)
class Told:
    """A verdict in words. `tone` is ok, warn or bad, as remarks on pages are."""

    heading: str
    meaning: str
    tone: str = "warn"


REPLACED: Final = "A later document has taken its place. Ask whoever gave you the copy for the later one."
NO_LONGER: Final = "It no longer holds: do not rely on it. Those to whom we sent it were told."

OF_FILES: Final = {
    Verdict.ISSUED_UNCHANGED: Told(
        "Issued by us, and unchanged",
        "This is the very file that we issued, to the last byte. It was neither withdrawn nor replaced.",
        "ok",
    ),
    Verdict.SUPERSEDED: Told("Issued by us, unchanged, and replaced by a later document", REPLACED),
    Verdict.WITHDRAWN: Told("Issued by us, unchanged, and withdrawn since", NO_LONGER, "bad"),
    Verdict.SEALED: Told(
        "Sealed by us, and unchanged since; not in our register of letters",
        "The file bears our seal, and nothing on it was changed. It is not a letter whose standing we keep: the papers of an audit"
        " export are such files. Ask us whether it still holds before you rely on it.",
    ),
    Verdict.NOT_OURS: Told(
        "Not a document as we issued it",
        "We did not issue this file, or it was changed afterwards. A copy that was printed, scanned, saved again or merged is"
        " another file. Ask for the original file and check that, or type the code that stands on its pages.",
        "bad",
    ),
}
OF_CODES: Final = {
    Verdict.ISSUED: Told(
        "We issued a document with this code",
        "It was neither withdrawn nor replaced. The code does not show that your copy says what we wrote: for that, check the file.",
        "ok",
    ),
    Verdict.SUPERSEDED: Told("We issued a document with this code, and it was replaced by a later one", REPLACED),
    Verdict.WITHDRAWN: Told("We issued a document with this code, and withdrew it", NO_LONGER, "bad"),
    Verdict.NOT_OURS: Told(
        "We issued no document with this code",
        "Compare the code with the foot of the page once more. Previews have a code that is never issued. The papers of an audit"
        " export are checked by their file.",
        "bad",
    ),
}


def told_of_file(verdict: Verdict) -> Told:
    """Put the verdict on a file into words."""
    return OF_FILES[verdict]


def told_of_code(verdict: Verdict) -> Told:
    """Put the verdict on a code into words."""
    return OF_CODES[verdict]
