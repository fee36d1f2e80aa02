"""A version for one recipient: what was left out is nowhere in the file, and the log says which kind of thing, and why."""

import subprocess
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.access.policy import can
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft
from backend.documents.actions.issuing import Ties, issue
from backend.documents.actions.redacting import redact_document
from backend.documents.drafts import draft_letter
from backend.documents.inputs import to_inputs
from backend.documents.models import Document, DraftText, LetterDraft, Redaction
from backend.documents.queries import content_of, letter_of, reproduce
from backend.documents.redaction import Removal, passages, redact
from backend.kernel.canonical import canonical
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.documents.samples import SAMPLES, notice
from tests.documents.writing import WHY

ACase = Callable[..., Case]
NAME = "Quillfeather"
SECRET = "The witness keeps a diary of every meeting."
WORDS = Removal(what="third_party", reason="It would name somebody who is not a party.", words=NAME)
PASSAGE = Removal(what="identity", reason="It would tell who gave evidence.", path="measures[0]")


pytestmark = pytest.mark.paper


def report(**told: Any) -> Any:
    """Write a letter that holds a name in several places, and a passage that tells who gave evidence."""
    put = notice().allegations[0]
    told_of = replace(put, particulars=f"{put.particulars} {NAME} saw it. {NAME.upper()}’s desk is opposite.")
    return replace(notice(), allegations=(told_of,), measures=(SECRET, f"Keep away from {NAME}."), **told)


@pytest.fixture
def case(a_case: ACase) -> Case:
    """Give a case that is being investigated."""
    return a_case("investigating")


@pytest.fixture
def full(case: Case, cast: Cast) -> Document:
    """Issue the full letter to Martin."""
    letter = report(matter=case.reference)
    return issue(letter, about=case, recipient=cast.martin.person, actor=cast.ines, reason=WHY)


def version(document: Document, cast: Cast, *removals: Removal) -> LetterDraft:
    """Start a version for Erin, as Inês."""
    return redact_document(document, removals or (WORDS, PASSAGE), to=cast.person("erin"), actor=cast.ines)


def streams(content: bytes) -> bytes:
    """Unpack everything that is packed in a file, attachments too."""
    found, at = [content], 0
    while (at := content.find(b"stream", at)) >= 0:
        start = at + len(b"stream")
        start += 2 if content[start : start + 2] == b"\r\n" else 1
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(content[start:]))
        at = start
    return b"\n".join(found)


def spellings(words: str) -> list[bytes]:
    return [form for text in (words, words.upper()) for form in (text.encode(), text.encode("utf-16-be"))]


def test_nothing_that_was_left_out_is_in_the_file_or_in_its_attached_facts(
    full: Document, cast: Cast, tmp_path: Path
) -> None:
    draft = review_draft(version(full, cast), actor=cast.ines, reason=WHY)
    draft = approve_draft(draft, actor=cast.ruth, reason=WHY)
    issued = issue_draft(draft, actor=cast.ines, reason=WHY).document
    assert issued is not None
    content = content_of(issued)
    path = tmp_path / "version.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    facts = subprocess.run(
        ["pdfdetach", "-save", "1", "-o", tmp_path / "facts.json", path], capture_output=True, text=True, check=True
    )
    assert facts.returncode == 0
    attached, raw = (tmp_path / "facts.json").read_text(), streams(content)
    for words in (NAME, SECRET):
        assert words.casefold() not in read.casefold()
        assert words.casefold() not in attached.casefold()
        assert not [form for form in spellings(words) if form in raw]
    assert "It would tell who gave evidence." in read
    assert NAME in subprocess.run(["pdftotext", "-", "-"], input=content_of(full), capture_output=True).stdout.decode()
    assert (issued.redacts, issued.recipient) == (full, cast.erin.person)
    assert reproduce(issued).reproduced


def test_the_log_says_class_reason_and_how_often_and_never_what_stood_there(full: Document, cast: Cast) -> None:
    draft = version(full, cast)
    rows = Redaction.objects.filter(draft=draft).order_by("number")
    assert [(row.number, row.what, row.places) for row in rows] == [(1, "third_party", 3), (2, "identity", 1)]
    kept = canonical(DraftText.objects.get(draft_uid=draft.uid).inputs) + "".join(row.reason for row in rows)
    assert NAME.casefold() not in kept.casefold()
    assert SECRET not in kept


def test_a_second_person_approves_a_version(full: Document, cast: Cast) -> None:
    draft = review_draft(version(full, cast), actor=cast.ines, reason=WHY)
    with pytest.raises(Refused, match="somebody else approves"):
        approve_draft(draft, actor=cast.ines, reason=WHY)
    assert approve_draft(draft, actor=cast.hugo, reason=WHY).approved_by == cast.hugo


@pytest.mark.parametrize("name", ["martin", "erin", "noor", "daniel", "lena", "sam", "tomas", "wanda"])
def test_others_redact_nothing(full: Document, cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        redact_document(full, [WORDS], to=cast.person("erin"), actor=getattr(cast, name))
    assert can(cast.hugo, "document.redact", full)


@pytest.mark.parametrize(
    ("removal", "message"),
    [
        (Removal(what="boring", reason="Why.", words=NAME), "Choose which kind"),
        (Removal(what="other", reason=" ", words=NAME), "Give the reason"),
        (Removal(what="other", reason="Why."), "Name either the words or the passage"),
        (Removal(what="other", reason="Why.", words=NAME, path="measures[0]"), "Name either the words or the passage"),
        (Removal(what="other", reason="Why.", words="Nobody of this name"), "stands nowhere"),
        (Removal(what="other", reason="Why.", path="measures[9]"), "stands nowhere"),
        (Removal(what="other", reason=f"{NAME} asked for it.", words=NAME), "stand in a reason"),
        (Removal(what="other", reason="Why.", words="Martin Hale"), "stands nowhere"),
    ],
)
def test_what_is_wrong_with_a_removal_is_told(removal: Removal, message: str) -> None:
    with pytest.raises(Invalid) as told:
        redact(report(), [removal])
    assert message in told.value.errors["removals[0]"][0]


def test_words_that_the_letters_head_holds_too_are_not_half_removed() -> None:
    letter = report(title=f"About {NAME}")
    with pytest.raises(Invalid) as told:
        redact(letter, [WORDS])
    assert "head of the letter" in told.value.errors["removals[0]"][0]


@pytest.mark.parametrize(
    "set_as",
    [
        "Zoë Brontë",
        "ZOË BRONTË",
        "Zoe\u0308 Bronte\u0308",
        "Zoë\u00a0Brontë",
        "Zoë\nBrontë",
        "Zo\u00adë Bron\u200btë",
        "Zoë  Brontë’s",
    ],
)
def test_words_are_found_however_they_are_set(set_as: str) -> None:
    letter = replace(notice(), measures=(f"Keep away from {set_as}.",))
    version = redact(letter, [Removal(what="third_party", reason="Not a party.", words="zoë brontë")])
    assert version.measures[0].startswith("Keep away from \ue0001\ue001")
    assert "Bron" not in version.measures[0]


HALF = "Adele Quillfeather"
ITS_PARTS = {
    "given name": "Adele saw it.",
    "family name": "Ms Quillfeather saw it.",
    "genitive of another language": "An Quillfeathers Tisch.",
    "address": "Write to adele@larkfield.example.",
    "capitals": "ASK QUILLFEATHER.",
}


@pytest.mark.parametrize("left", ITS_PARTS.values(), ids=ITS_PARTS)
def test_a_part_of_a_name_that_would_tell_who_is_meant_is_not_left_behind(left: str) -> None:
    letter = replace(notice(), measures=(f"Keep away from {HALF}.", left))
    with pytest.raises(Invalid) as told:
        redact(letter, [Removal(what="identity", reason="Gave evidence.", words=HALF)])
    assert "still tells who is meant" in told.value.errors["removals[0]"][0]


def test_a_part_of_a_name_that_the_letter_may_say_stays() -> None:
    """Martin Hale is the recipient; and what is no name, or left out for another reason, is not looked for in parts."""
    letter = replace(notice(), measures=("Keep away from Leila Hale.", "You are Hale.", "The Northern line.", "North."))
    version = redact(letter, [Removal(what="third_party", reason="Not a party.", words="Leila Hale")])
    assert version.measures[:2] == ("Keep away from \ue0001\ue001.", "You are Hale.")
    redact(letter, [Removal(what="third_party", reason="Not a party.", words="the Northern line")])
    redact(letter, [Removal(what="other", reason="Not needed.", words="Northern line")])


def test_what_a_letters_own_words_hang_on_is_not_offered_and_is_refused_in_words() -> None:
    for letter in SAMPLES:
        offered = [path for path, _text in passages(letter)]
        assert offered
        for path in offered:
            redact(letter, [Removal(what="other", reason="Zz.", path=path)])
    memo = next(letter for letter in SAMPLES if letter.kind == "D11M")
    with pytest.raises(Invalid) as told:
        redact(memo, [Removal(what="other", reason="Why.", path="grades[0].certainty")])
    assert "can’t be left out" in told.value.errors["removals[0]"][0]


def test_words_are_whole_words_and_leave_the_marks_of_earlier_removals_alone() -> None:
    letter = replace(notice(), measures=("Room 2 is closed. Room 22 is open. Ask Ann, not Anna.",))
    removals = [Removal(what="other", reason="Not needed.", words=words) for words in ("Ann", "closed", "2")]
    version = redact(letter, removals)
    assert version.measures == ("Room \ue0003\ue001 is \ue0002\ue001. Room 22 is open. Ask \ue0001\ue001, not Anna.",)


def test_the_head_of_a_letter_is_not_among_the_passages() -> None:
    paths = [path for path, _text in passages(report())]
    assert "measures[0]" in paths
    assert "allegations[0].particulars" in paths
    assert not [
        path for path in paths if path.startswith(("title", "recipient", "organisation", "contact", "signatory"))
    ]


def test_a_version_of_a_version_and_of_a_signed_copy_is_refused(full: Document, case: Case, cast: Cast) -> None:
    same = letter_of(full)
    for ties in (Ties(redacts=full), Ties(completes=full)):
        made = issue(same, about=case, recipient=cast.martin.person, actor=cast.ines, reason=WHY, ties=ties)
        with pytest.raises(Refused) as told:
            version(made, cast)
        assert told.value.code == "document-derived"


def test_the_version_is_addressed_to_its_own_recipient_and_no_form_changes_it(full: Document, cast: Cast) -> None:
    letter = draft_letter(version(full, cast))
    assert letter.recipient.name == "Erin Lindqvist"
    assert letter.dated == letter_of(full).dated
    assert [each.number for each in letter.removed] == [1, 2]
    assert "removed" in to_inputs(letter)
