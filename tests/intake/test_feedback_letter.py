"""D1b confirms on paper what a reporter with a name was told, and tells nothing of anybody else."""

import re

import pytest

from backend.access.policy import can
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft, write_draft
from backend.documents.composing import COMPOSERS
from backend.documents.drafts import draft_letter, letter_remarks
from backend.documents.models import Document, LetterDraft
from backend.intake.actions.ending import give_feedback
from backend.intake.letter_samples import feedback
from backend.intake.letter_samples_de import rueckmeldung
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.documents.said import said
from tests.web.reading import form_of, text_of

WHY = "For this test."
TOLD = "We are looking into it. Two people lead each trip now."


def test_it_says_what_was_done_and_why_and_what_cannot_be_told() -> None:
    letter = feedback()
    words = said(letter)
    for each in (*letter.done.split("\n\n"), letter.grounds, "2 March 2026", "29 May 2026", letter.matter):
        assert each in words
    assert "What follows for somebody else is between us and that person." in words
    assert "Nobody may treat you worse" in words
    assert re.findall(r"secret|confidential|warning|dismiss|Martin", words) == []


def test_it_says_the_same_in_german() -> None:
    words = said(rueckmeldung())
    for each in ("bleibt zwischen uns und dieser Person", "Niemand darf Sie schlechter behandeln", "29. Mai 2026"):
        assert each in words


@pytest.mark.django_db
def test_it_is_issued_from_the_record_once_the_reporter_was_told(cast, a_case, sign_in):
    report = a_case("opened").report_links.get().report
    at, omar = f"/letters/new/{report.reference}/", sign_in(cast.omar)
    assert "What follows from your report" in text_of(omar.get(at))
    assert "the reporter was not told yet" in text_of(omar.get(f"{at}feedback/"))
    to, composer = cast.person("erin"), COMPOSERS["feedback"]
    with pytest.raises((Refused, Invalid)):
        write_draft(composer, report, to=to, given={"done": TOLD}, actor=cast.omar)

    report = give_feedback(report, actor=cast.omar, reason=WHY, text=TOLD)
    asked = omar.get(f"{at}feedback/")
    assert asked.status_code == 200
    form = {"to": to.reference, **form_of(asked)}
    assert form["done"] == TOLD, "it begins with what the reporter was told"
    assert omar.post(f"{at}feedback/", form).status_code == 302
    draft = LetterDraft.objects.get(about=report.key, kind="D1b")
    assert draft_letter(draft).recipient.name == "Erin Lindqvist"
    assert [each for each in letter_remarks(draft) if each.weight == "blocks"] == []
    assert draft.reference in text_of(omar.get(f"/reports/{report.reference}/"))
    assert can(cast.wanda, "draft.approve", draft)
    for name in ("erin", "martin", "noor", "lena", "tomas", "ines"):
        assert not can(getattr(cast, name), "draft.view", draft), name
        assert sign_in(getattr(cast, name)).get(f"{at}feedback/").status_code in {403, 404}, name

    draft = review_draft(draft, actor=cast.omar, reason=WHY)
    draft = approve_draft(draft, actor=cast.wanda, reason=WHY)
    issue_draft(draft, actor=cast.omar, reason=WHY)
    document = Document.objects.get(kind="D1b", matter=report.reference)
    assert (document.recipient, document.about) == (to, report.key)
    path = f"/documents/{document.reference}/"
    seen = {name: sign_in(getattr(cast, name)).get(path).status_code for name in ("omar", "erin", "martin", "noor")}
    assert seen == {"omar": 200, "erin": 200, "martin": 404, "noor": 404}


@pytest.mark.django_db
def test_a_program_writes_it_too_and_words_about_others_hold_it_back(cast, a_case, sign_in):
    report = give_feedback(
        a_case("opened").report_links.get().report, actor=cast.omar, reason=WHY, text="We are looking into it."
    )
    told = {
        "about": report.reference,
        "letter": "feedback",
        "to": str(cast.person("erin").reference),
        "given": {"done": "He was given a final warning.", "grounds": ""},
    }
    answer = sign_in(cast.omar).post("/api/v1/letters/", told, content_type="application/json")
    assert answer.status_code == 201, answer.json()
    draft = LetterDraft.objects.get(reference=answer.json()["reference"])
    assert "discipline" in {each.category for each in letter_remarks(draft) if each.weight == "blocks"}
    stranger, unknown = sign_in(cast.noor), {**told, "about": "RPT-2026-NOTONE"}
    answers = [stranger.post("/api/v1/letters/", each, content_type="application/json") for each in (told, unknown)]
    assert answers[0].status_code == answers[1].status_code == 400
    assert answers[0].json()["errors"] == answers[1].json()["errors"], "for her there is no such report"
    assert LetterDraft.objects.filter(about=report.key).count() == 1


@pytest.mark.django_db
def test_without_a_name_there_is_nobody_to_write_to(cast, a_report, sign_in):
    nameless = a_report(reporter=None, mode="anonymous")
    assert COMPOSERS["feedback"].recipients(nameless) == []
    page = text_of(sign_in(cast.omar).get(f"/letters/new/{nameless.reference}/feedback/"))
    assert "Somebody whom this letter may go to." in page
    with pytest.raises((Forbidden, Invalid, Refused)):
        write_draft(
            COMPOSERS["feedback"],
            nameless,
            to=cast.person("erin"),
            given={"done": TOLD, "grounds": ""},
            actor=cast.omar,
        )
