"""Files on an appeal: added by whoever appeals, read by the reviewer, and by the other side only when the reviewer shows them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.cases.models import Case
from backend.decisions.actions.appeal_files import attach_to_appeal, show_appeal_file
from backend.decisions.actions.appeal_results import dismiss_appeal
from backend.decisions.actions.appeals import admit_appeal, comment_on_appeal, review_appeal
from backend.decisions.models import AppealFile
from backend.demo.cast import Cast
from backend.files.uploads import Upload
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import WHY
from tests.decisions.scenes import REASONS, filed, reviewed, with_reviewer
from tests.investigation.exhibits import sent
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ACase = Callable[..., Case]


def bytes_of(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_the_reviewer_reads_a_file_and_the_other_side_only_what_is_shown(
    cast: Cast, a_case: ACase, sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("implementing")
    appeal = filed(case, cast.martin)
    reviewer = with_reviewer(case, cast)
    martin, erin, ian = sign_in(cast.martin), sign_in(cast.erin), sign_in(reviewer)
    address = f"/mine/appeals/{appeal.reference}/files/"
    roster = SimpleUploadedFile("Roster of Erin Lindqvist.txt", b"The roster.")
    told = martin.post(f"{address}add/", {"description": "The roster of that day.", "file": roster})
    assert told.status_code == 302
    row = AppealFile.objects.get(appeal=appeal)
    assert last_event(row)[:2] == ("appeal.attach", "martin")
    assert "F1 · The roster of that day." in text_of(martin.get(f"/mine/appeals/{appeal.reference}/"))
    download = martin.get(f"{address}1/")
    assert bytes_of(download) == b"The roster."
    assert "Erin" not in download["Content-Disposition"]
    assert erin.get(f"{address}1/").status_code == 404
    for nobody in (cast.noor, cast.ines, cast.ruth, cast.daniel, cast.sam):
        assert sign_in(nobody).get(f"/appeals/{appeal.reference}/files/1/").status_code == 404
        assert sign_in(nobody).get(f"/api/v1/appeal-files/{row.uid}/").status_code == 404
    assert bytes_of(ian.get(f"/appeals/{appeal.reference}/files/1/")) == b"The roster."

    with pytest.raises(Refused, match="once the appeal is admitted"):
        show_appeal_file(row, actor=reviewer, reason=WHY)
    until = clock.now() + timedelta(days=5)
    with pytest.raises(Invalid) as untold:
        admit_appeal(appeal, actor=reviewer, reason=WHY, comment_until=until)
    assert list(untold.value.errors) == ["material_told"]  # a file is new material
    appeal = admit_appeal(appeal, actor=reviewer, reason=WHY, comment_until=until, material_told="A roster.")
    appeal = review_appeal(appeal, actor=reviewer, reason=WHY)
    assert "F1" not in text_of(erin.get(f"/mine/appeals/{appeal.reference}/"))
    assert erin.get(f"{address}1/").status_code == 404
    assert erin.get("/api/v1/appeal-files/?count=true").json()["results"] == []
    for nobody in (cast.martin, cast.erin, cast.ruth):
        with pytest.raises(Forbidden):
            show_appeal_file(AppealFile.objects.get(pk=row.pk), actor=nobody, reason=WHY)
    sent_on = ian.post(f"/appeals/{appeal.reference}/files/1/show/", {"reason": "It may decide the ground."})
    assert sent_on.status_code == 302
    assert last_event(row) == ("appeal.show_file", "ian", "It may decide the ground.")
    assert "F1 · The roster" in text_of(erin.get(f"/mine/appeals/{appeal.reference}/"))
    assert bytes_of(erin.get(f"{address}1/")) == b"The roster."
    with pytest.raises(Refused, match="still has time"):
        dismiss_appeal(appeal, actor=reviewer, reason=WHY, answers=REASONS)
    comment_on_appeal(appeal, actor=cast.erin, text="That is not my roster.")
    dismiss_appeal(appeal, actor=reviewer, reason=WHY, answers=REASONS)
    appeal.refresh_from_db()
    with pytest.raises(Refused, match="decided already"):
        attach_to_appeal(appeal, actor=cast.martin, description="More.", upload=sent())


def test_a_file_is_checked_as_every_file_and_added_by_nobody_else(cast: Cast, a_case: ACase) -> None:
    case = a_case("implementing")
    appeal = reviewed(filed(case, cast.martin), with_reviewer(case, cast))
    with pytest.raises(Invalid):
        attach_to_appeal(appeal, actor=cast.martin, description=" ", upload=sent())
    upload = Upload(BytesIO(b"MZ\x90\x00 not a picture"), "picture.png")
    with pytest.raises(Invalid) as belied:
        attach_to_appeal(appeal, actor=cast.martin, description="A picture.", upload=upload)
    assert "file" in belied.value.errors
    for nobody in (cast.erin, cast.ian, cast.ines, cast.noor):
        with pytest.raises(Forbidden):
            attach_to_appeal(appeal, actor=nobody, description="Not mine.", upload=sent())
    assert not AppealFile.objects.filter(appeal=appeal).exists()
    assert attach_to_appeal(appeal, actor=cast.martin, description="Mine.", upload=sent()).number == 1
