"""Evidence at both doors: uploads as forms send them, downloads under neutral names, and what each side's page holds."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from backend.audit.models import Event
from backend.files.models import StoredFile
from backend.files.storage import path_of
from backend.investigation.actions.evidence import redact_evidence, rely_on_evidence
from backend.investigation.actions.review import review_evidence
from backend.investigation.models import EvidenceItem
from tests.investigation.exhibits import WHY, an_exhibit, hand_in, sent


def text_file(name: str = "chat with martin.txt", content: bytes = b"What was written.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_evidence_is_added_read_and_followed_on_the_pages_of_the_case(cast, a_case, sign_in):
    case = a_case("investigating")
    ines, url = sign_in(cast.ines), f"/cases/{case.reference}/evidence/"
    usual = {"description": "A chat.", "source": "Archive", "nature": "copy", "sensitivity": "ordinary", "reason": WHY}
    belied = ines.post(f"{url}add/", {**usual, "file": text_file("photo.jpg")})
    assert "“photo.jpg” is not what its name says" in belied.content.decode()
    assert "A chat." in belied.content.decode()
    assert not EvidenceItem.objects.filter(case=case).exists()

    added = ines.post(f"{url}add/", {**usual, "file": text_file()}, follow=True)
    shown = added.content.decode()
    item = EvidenceItem.objects.get(case=case)
    assert item.file.sha256 in shown
    assert "Archive → Inês Duarte" in shown
    assert "not scanned for malware" in shown
    ines.post(f"{url}1/rely/", {"A1": "supports", "reason": WHY})
    ines.post(f"{url}1/verify/", {"reason": WHY})
    ines.post(f"{url}1/transfer/", {"giver": "Inês", "taker": "Sam", "on": "2026-01-05", "reason": "To be copied."})
    page = ines.get(f"{url}1/").content.decode()
    for told in ("Supports it", "Unchanged", "Inês → Sam", "Relied on", "read a piece of evidence"):
        assert told in page
    assert "E1 · A chat." in ines.get(url).content.decode()

    taken = ines.get(f"{url}1/file/")
    assert body(taken) == b"What was written."
    assert taken["Content-Disposition"] == 'attachment; filename="E1.txt"'
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(action="file.open", obj=item.file.key).count() == 1
    assert "opened a file" in ines.get(f"{url}1/").content.decode()

    path = path_of(item.file.sha256, item.file.uid)
    path.chmod(0o600)
    path.write_bytes(b"Forged.")
    ines.post(f"{url}1/verify/", {"reason": WHY})
    assert "The file is not what was taken in" in ines.get(f"{url}1/").content.decode()


def test_each_side_sees_its_own_and_what_is_relied_on_and_neither_the_other_nor_the_source(cast, a_case, sign_in):
    case = a_case("answered")
    secret = an_exhibit(
        case, cast.ines, description="Names the helper.", source="The helper", sensitivity="identifying"
    )
    redact_evidence(secret, actor=cast.ines, reason=WHY, description="Without the name.", upload=sent(b"[...]"))
    an_exhibit(case, cast.ines, description="Not relied on.")
    hand_in(case, cast.erin)
    martin, erin, url = sign_in(cast.martin), sign_in(cast.erin), f"/mine/evidence/{case.reference}/"
    assert "Without the name." not in martin.get(url).content.decode()
    rely_on_evidence(secret, actor=cast.ines, reason=WHY)
    review_evidence(case, actor=cast.ines, reason=WHY)

    martin.post(f"{url}comment/", {"item": "2", "text": "That was another day."})
    erin.post(f"{url}comment/", {"item": "", "text": "So it was."})
    erin.post(f"{url}finish/")
    his, hers = (client.get(url).content.decode() for client in (martin, erin))
    assert "E2 · Without the name." in his
    assert "That was another day." in his
    for hidden in (
        "Names the helper",
        "The helper",
        "Not relied on",
        "My own messages",
        "So it was.",
        "nothing to add.",
    ):
        assert hidden not in his
    assert "My own messages" in hers
    assert "you said that you have nothing to add" in hers
    assert "That was another day." not in hers
    for number, status in ((1, 404), (2, 200), (3, 404), (4, 404)):
        answer = martin.get(f"{url}{number}/file/")
        assert answer.status_code == status
        assert not answer.streaming or body(answer) == b"[...]"
    assert "E2" not in re.findall(r'value="(\d)"', martin.get(f"{url}comment/").content.decode())

    page = sign_in(cast.ines).get(f"/cases/{case.reference}/evidence/").content.decode()
    assert "That was another day." in page
    assert "Complainant 1: nothing to add" in page
    assert "E1" not in sign_in(cast.noor).get("/mine/evidence/").content.decode()


def test_a_program_adds_reads_and_hands_in(cast, a_case):
    case = a_case("answered")
    ines, martin = APIClient(), APIClient()
    ines.force_authenticate(cast.ines)
    martin.force_authenticate(cast.martin)
    at, own = f"/api/v1/cases/{case.reference}/evidence/", f"/api/v1/mine/evidence/{case.reference}/"
    told = {"description": "A chat.", "source": "Archive", "reason": WHY}
    bare = ines.post(at, told, format="multipart")
    assert (bare.status_code, list(bare.json()["errors"])) == (400, ["file"])
    made = ines.post(at, {**told, "file": text_file()}, format="multipart")
    assert made.status_code == 201
    item = made["Location"]
    assert ines.post(f"{item}rely/", {"reason": WHY, "bearings": {"A1": "context"}}, format="json").json()["relied_on"]
    read = ines.get(item).json()
    assert read["relevance"] == [{"allegation": f"{case.reference}-A1", "bearing": "context"}]
    assert [step["giver"] for step in read["custody"]] == ["Archive"]
    assert ines.post(f"{item}verify/", {"reason": WHY}, format="json").json()["hash_check"] == "match"
    copy = ines.post(f"{item}redact/", {"description": "Less.", "reason": WHY, "file": text_file()}, format="multipart")
    assert copy.json()["redaction_of"] == read["reference"]

    assert martin.get(item).status_code == 404
    assert (
        martin.post(f"{own}hand-in/", {"description": "Mine.", "file": text_file()}, format="multipart").status_code
        == 201
    )
    review_evidence(case, actor=cast.ines, reason=WHY)
    mine = martin.get(own).json()
    assert [each["number"] for each in mine["items"]] == [2, 3]
    assert {"source", "custody", "given_by"} & mine["items"][0].keys() == set()
    assert martin.post(f"{own}comment/", {"text": "No.", "item": "E1"}, format="json").status_code == 400
    assert martin.post(f"{own}comment/", {"text": "No.", "item": "E2"}, format="json").json()["item"].endswith("E2")
    assert martin.post(f"{own}finish/").json()["finished_at"]
    shown = martin.get(f"/api/v1/evidence/{case.reference}-E2/")
    assert set(shown.json()) == {"reference", "number", "description", "file"}
    assert body(martin.get(f"/api/v1/evidence/{case.reference}-E2/file/")) == b"What was written."
    assert [
        each["text"] for each in ines.get(f"/api/v1/cases/{case.reference}/evidence-comments/").json()["results"]
    ] == ["No."]


def test_what_is_too_large_is_refused_with_its_name_and_leaves_nothing(cast, a_case, sign_in, settings):
    settings.FILE_LIMIT = 2**20
    case, before = a_case("investigating"), StoredFile.objects.count()
    sent_file = text_file("long.txt", b"a" * (3 * 2**20))
    page = sign_in(cast.martin).post(
        f"/mine/evidence/{case.reference}/hand-in/", {"description": "Long.", "file": sent_file}
    )
    assert "“long.txt” is larger than 1 MB" in page.content.decode()
    assert StoredFile.objects.count() == before
