"""Files that show what was done by a date: handed in by the employee, read by whoever checks it or decides, and there for nobody else."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from backend.access.policy import can, scope
from backend.agreements.actions.handed_files import MOST, add_file, remove_file
from backend.agreements.actions.occurrences import reject_occurrence, submit_occurrence, verify_occurrence
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.models import HandedFile, Occurrence
from backend.audit.agreeing import compared
from backend.audit.coverage import all_claims
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.files.models import StoredFile
from backend.files.storage import path_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.records.own_reads import ReadFilter, own_records, reads_of, told_reads
from tests.agreements.scenes import a_promise, dates, in_force
from tests.builders import a_duty
from tests.investigation.exhibits import sent
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ACase = Callable[..., Case]
WHY = "For this test."
DETAIL = "Erin's phone"


@pytest.fixture
def course(cast: Cast, a_case: ACase) -> Occurrence:
    first = clock.today() + timedelta(days=20)
    [row] = dates(in_force(a_case, cast, [a_duty(cast, first), a_promise(cast, first)]))
    return row


def of(row: Occurrence, page: str, *more: int) -> str:
    return reverse(page, args=[row.agreement.reference, row.duty.seq, row.number, *more])


def photograph() -> bytes:
    exif, given = Image.Exif(), BytesIO()
    exif[0x010F] = "PhoneMaker"
    Image.new("RGB", (40, 20), "teal").save(given, "JPEG", exif=exif, comment=DETAIL.encode())
    return given.getvalue()


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_added_handed_in_and_read_by_whoever_checks_and_decides(
    cast: Cast, course: Occurrence, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    with pytest.raises(Forbidden):
        add_file(course, actor=cast.joan, upload=sent())
    row = add_file(course, actor=cast.martin, upload=sent(photograph(), "certificate.jpg"))
    assert row.file.cleaned
    assert b"PhoneMaker" not in path_of(row.file.sha256, row.file.uid).read_bytes()
    readers, others = ("joan", "ruth", "hugo"), ("daniel", "clara", "erin", "ines", "noor", "sam", "lena", "tomas")
    for name in (*readers, *others):  # nobody, until it is handed in
        assert not can(getattr(cast, name), "handed_file.view", row), name
        assert not can(getattr(cast, name), "file.open", row.file), name
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    row.refresh_from_db()
    assert row.handed_in_on == clock.today()
    assert last_event(row)[:2] == ("handed_file.hand_in", "martin")
    for name in (*readers, "martin"):
        assert can(getattr(cast, name), "file.open", row.file), name
    for name in others:
        assert not can(getattr(cast, name), "handed_file.view", row), name
        assert not can(getattr(cast, name), "file.open", row.file), name
    told = [event.body for event in Event.objects.filter(action__startswith="handed_file")]
    assert told
    assert not any("certificate" in body for body in told)
    assert list(compared(all_claims(), all_claims)) == []


def test_what_is_not_taken_is_named_and_nothing_of_it_is_kept(cast: Cast, course: Occurrence) -> None:
    before = StoredFile.objects.count()
    for content, name in ((b"MZ program", "tool.exe"), (b"", "empty.txt"), (b"no picture", "scan.png")):
        with pytest.raises(Invalid) as refused:
            add_file(course, actor=cast.martin, upload=sent(content, name))
        assert name in refused.value.errors["file"][0]
    with pytest.raises(Invalid) as hiding:
        add_file(course, actor=cast.martin, upload=sent(b"From: a@b.example\nTo: c@d.example\n\nHi.", "mail.eml"))
    assert "can't be removed" in hiding.value.errors["file"][0]
    assert StoredFile.objects.count() == before
    for number in range(MOST):
        add_file(course, actor=cast.martin, upload=sent(f"Page {number}.".encode(), f"page-{number}.txt"))
    again = add_file(course, actor=cast.martin, upload=sent(b"Page 3.", "page-3.txt"))
    assert again.number == 4  # the one that is there
    with pytest.raises(Refused) as full:
        add_file(course, actor=cast.martin, upload=sent(b"One more.", "more.txt"))
    assert full.value.code == "too-many-files"
    assert "more.txt" in full.value.detail


def test_taken_out_before_it_is_handed_in_and_never_after(
    cast: Cast, course: Occurrence, django_capture_on_commit_callbacks: Any
) -> None:
    row = add_file(course, actor=cast.martin, upload=sent(b"With a diagnosis.", "letter.txt"))
    place = path_of(row.file.sha256, row.file.uid)
    assert place.exists()
    with pytest.raises(Forbidden):
        remove_file(row, actor=cast.ruth)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(row, actor=cast.martin)
    assert not place.exists()
    assert not HandedFile.objects.exists()
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    kept = add_file(course, actor=cast.martin, upload=sent(b"Took part.", "certificate.txt"))
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    with pytest.raises(Refused) as handed:
        remove_file(kept, actor=cast.martin)
    assert handed.value.code == "wrong-state"
    with pytest.raises(Refused):
        add_file(course, actor=cast.martin, upload=sent(b"Later.", "later.txt"))
    assert list(compared(all_claims(), all_claims)) == []


def test_sent_back_with_words_handed_in_anew_and_accepted(cast: Cast, course: Occurrence, sign_in: SignIn) -> None:
    martin, joan = sign_in(cast.martin), sign_in(cast.joan)
    one = SimpleUploadedFile("first day.txt", b"The first day.")
    done = martin.post(of(course, "my-date"), {"words": "Both days.", "attached": [one]}, follow=True)
    assert "it is handed in" in text_of(done)
    page = text_of(joan.get(of(course, "duty-date")))
    row = HandedFile.objects.get()
    assert "first day.txt" in page
    assert row.file.sha256 in page
    assert "14" in page  # bytes
    download = joan.get(of(course, "duty-date-file", 1))
    assert bytes_of(download) == b"The first day."
    assert "first" not in download["Content-Disposition"]
    opened = Event.objects.filter(action="file.open").get()
    assert opened.actor == cast.joan.uid
    joan.post(of(course, "duty-date"), {"answer": "reject", "words": "The second day."})
    opened_again = martin.get(of(course, "my-date"))
    again = text_of(opened_again)
    assert "Joan Mbeki still has to see The second day." in again
    assert opened_again.context["form"]["words"].value() == "Both days."
    assert "first day.txt" in again
    two = SimpleUploadedFile("second day.txt", b"The second day.")
    martin.post(of(course, "my-date"), {"words": "Here it is.", "attached": [two]})
    assert "second day.txt" in text_of(joan.get(of(course, "duty-date")))
    joan.post(of(course, "duty-date"), {"answer": "accept", "words": "Certificates of both days."})
    course.refresh_from_db()
    assert course.state == "verified"
    assert list(course.files.order_by("number").values_list("number", "handed_in_on")) == [
        (1, clock.today()),
        (2, clock.today()),
    ]
    mine = own_records(cast.martin)
    reads = told_reads(reads_of(cast.martin, mine, ReadFilter()).filter(action="file.open"), mine)
    assert [each.record for each in reads] == [course.agreement.reference]


def test_a_file_that_fails_is_named_and_the_rest_and_the_words_stay(
    cast: Cast, course: Occurrence, sign_in: SignIn
) -> None:
    martin, files = sign_in(cast.martin), reverse("my-date", args=[course.agreement.reference, 1, 1])
    good, bad = SimpleUploadedFile("certificate.txt", b"Took part."), SimpleUploadedFile("tool.exe", b"MZ")
    page = text_of(martin.post(files, {"words": "Both days, as the pages show.", "attached": [good, bad]}))
    assert "tool.exe" in page
    assert "Both days, as the pages show." in page
    assert "certificate.txt" in page
    assert "Not handed in yet" in page
    course.refresh_from_db()
    assert course.state == "scheduled"
    assert "certificate.txt" not in text_of(sign_in(cast.joan).get(of(course, "duty-date")))
    assert sign_in(cast.joan).get(of(course, "duty-date-file", 1)).status_code == 404
    words = martin.post(files, {"words": " ", "attached": [SimpleUploadedFile("more.txt", b"More.")]})
    assert words.context["form"].errors["words"]
    assert "more.txt" in text_of(words)
    removed = martin.post(of(course, "my-date-file-remove", 2), follow=True)
    assert "The file was taken out." in text_of(removed)
    assert "more.txt" not in text_of(removed)
    martin.post(files, {"words": "Both days, as the page shows."})
    assert HandedFile.objects.get().handed_in_on == clock.today()


def test_for_everybody_else_there_is_no_file(cast: Cast, course: Occurrence, sign_in: SignIn) -> None:
    row = add_file(course, actor=cast.martin, upload=sent(b"Took part.", "certificate.txt"))
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    for name in ("erin", "ines", "noor", "sam", "daniel", "clara", "lena", "tomas"):
        person = sign_in(getattr(cast, name))
        for page in (of(course, "my-date-file", 1), of(course, "duty-date-file", 1)):
            assert person.get(page).status_code == 404, name
        assert person.get(f"/api/v1/handed-files/{row.uid}/").status_code == 404, name
        assert person.get(f"/api/v1/handed-files/{row.uid}/file/").status_code == 404, name
        assert person.get("/api/v1/handed-files/").json()["results"] == [], name
        found = person.get("/search/", {"q": "certificate.txt"})
        assert not found.context["cases"], name
    partner = text_of(sign_in(cast.daniel).get(of(course, "duty-date")))
    assert "Files handed in" in partner  # counted
    assert "certificate.txt" not in partner
    assert sign_in(cast.martin).get(of(course, "duty-date-file", 1)).status_code == 404  # the staff's side is not his


def test_what_the_organisation_shows_is_not_the_employees_to_read(
    cast: Cast, course: Occurrence, sign_in: SignIn
) -> None:
    [promise] = dates(course.agreement, seq=2)
    daniel, receipt = sign_in(cast.daniel), SimpleUploadedFile("receipt.txt", b"Paid.")
    bad = SimpleUploadedFile("tool.exe", b"MZ")
    page = text_of(daniel.post(of(promise, "duty-date-hand-in"), {"words": "It is paid.", "attached": [receipt, bad]}))
    assert "tool.exe" in page
    assert "receipt.txt" in page
    done = daniel.post(of(promise, "duty-date-hand-in"), {"words": "It is paid."})
    assert done.status_code == 302
    assert "receipt.txt" in text_of(sign_in(cast.joan).get(of(promise, "duty-date")))
    assert "receipt.txt" not in text_of(sign_in(cast.martin).get(of(promise, "my-date")))
    assert sign_in(cast.martin).get(of(promise, "my-date-file", 1)).status_code == 404


def test_a_file_that_waits_for_its_scan_is_listed_and_not_opened(
    cast: Cast, course: Occurrence, sign_in: SignIn, settings: Any
) -> None:
    settings.CLAMD = "127.0.0.1:9"  # nobody listens there
    add_file(course, actor=cast.martin, upload=sent(b"Took part.", "certificate.txt"))
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    joan = sign_in(cast.joan)
    page = joan.get(of(course, "duty-date"))
    assert "Waits for the malware scan" in text_of(page)
    assert of(course, "duty-date-file", 1) not in page.content.decode()
    assert joan.get(of(course, "duty-date-file", 1)).status_code == 409
    assert not Event.objects.filter(action="file.open").exists()


def test_files_stay_with_their_date_when_the_agreement_ends(cast: Cast, course: Occurrence) -> None:
    row = add_file(course, actor=cast.martin, upload=sent(b"Took part.", "certificate.txt"))
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    reject_occurrence(course, actor=cast.joan, missing="The second day.")
    void_agreement(course.agreement, actor=cast.ruth, reason=WHY)
    row.refresh_from_db()
    assert (row.occurrence_id, row.handed_in_on) == (course.pk, clock.today())
    assert can(cast.martin, "file.open", row.file)
    assert can(cast.ruth, "file.open", row.file)
    assert not can(cast.joan, "file.open", row.file)  # checks nothing any more


def test_programs_add_hand_in_read_and_take_out(cast: Cast, course: Occurrence, sign_in: SignIn) -> None:
    martin, date = sign_in(cast.martin), f"/api/v1/occurrences/{course.reference}/"
    added = martin.post(f"{date}add-file/", {"file": SimpleUploadedFile("certificate.txt", b"Took part.")})
    assert added.status_code == 201
    told = added.json()
    assert (told["name"], told["label"], told["handed_in_on"]) == ("certificate.txt", "F1", None)
    assert told["file"]["size"] == 10
    refused = martin.post(f"{date}add-file/", {"file": SimpleUploadedFile("tool.exe", b"MZ")})
    assert refused.status_code == 400
    assert "tool.exe" in str(refused.json()["errors"])
    other = martin.post(f"{date}add-file/", {"file": SimpleUploadedFile("other.txt", b"Other.")}).json()
    assert (
        martin.post(f"/api/v1/handed-files/{other['uid']}/remove/", content_type="application/json").status_code == 204
    )
    joan = sign_in(cast.joan)
    assert joan.get("/api/v1/handed-files/").json()["results"] == []
    assert martin.post(f"{date}submit/", {"words": "Both days."}, content_type="application/json").status_code == 200
    assert joan.get(date).json()["files_handed_in"] == 1
    [listed] = joan.get("/api/v1/handed-files/").json()["results"]
    assert listed["file"]["sha256"] == told["file"]["sha256"]
    assert bytes_of(joan.get(f"/api/v1/handed-files/{told['uid']}/file/")) == b"Took part."
    assert joan.post(f"{date}add-file/", {"file": SimpleUploadedFile("x.txt", b"x")}).status_code == 403
    assert joan.post(f"/api/v1/handed-files/{told['uid']}/remove/", content_type="application/json").status_code == 403
    verify_occurrence(course, actor=cast.joan, reason=WHY, note="Seen.")
    assert set(scope(cast.martin, "handed_file.view", HandedFile.objects.all())) == {HandedFile.objects.get()}
