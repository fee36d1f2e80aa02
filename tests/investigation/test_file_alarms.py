"""A file of the evidence is not what was taken in: who is told, what they read, and how it is resolved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.files.storage import path_of
from backend.investigation.actions.alarms import give_up_file, restore_file
from backend.investigation.actions.evidence import rely_on_evidence, stop_relying_on, verify_evidence
from backend.investigation.models import EvidenceItem, FileAlarm
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line
from tests.investigation.exhibits import WHY, an_exhibit
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
TOLD = "A file of the evidence has changed"


def place_of(item: EvidenceItem) -> Path:
    assert item.file is not None
    return path_of(item.file.sha256, item.file.uid)


def altered(item: EvidenceItem, content: bytes = b"Other messages.") -> bytes:
    """Change the file on disk, as only somebody outside the product can; give what was in it."""
    place = place_of(item)
    before = place.read_bytes()
    place.chmod(0o600)
    place.write_bytes(content)
    return before


def check_all() -> None:
    with pytest.raises(CommandError, match="not what was taken in"):
        call_command("check_files")


def test_a_check_of_all_files_tells_whoever_leads_the_case_and_the_officers_and_nobody_else(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("investigating")
    item = an_exhibit(case, cast.ines)
    addresses = {name: text_of(sign_in(getattr(cast, name)).get("/")) for name in ("ines", "omar", "lena", "priya")}
    assert not any(TOLD in page for page in addresses.values())
    altered(item)
    check_all()
    alarm = FileAlarm.objects.get(item=item)
    assert (alarm.found, alarm.expected_sha256, alarm.found_size) == ("mismatch", item.file.sha256, 15)
    assert last_event(alarm)[:2] == ("file_alarm.raise", "system")
    assert item.custody.last().hash_check == "mismatch"

    page = f"/file-alarms/{alarm.uid}/"
    for name in ("ines", "omar", "lena", "priya"):
        browser = sign_in(getattr(cast, name))
        assert TOLD in text_of(browser.get("/")), name
        shown = text_of(browser.get(page))
        assert item.file.sha256 in shown
        assert alarm.found_sha256 in shown
        assert (item.description in shown) is (name in {"ines", "omar"}), name
    for name in ("tomas", "erin", "martin", "noor", "sam", "ruth", "vera"):
        browser = sign_in(getattr(cast, name))
        assert TOLD not in text_of(browser.get("/")), name
        assert browser.get(page).status_code == 404, name
        assert browser.get(f"/api/v1{page}").status_code == 404, name
    assert "backup" in text_of(sign_in(cast.ines).get(page))
    assert alarm.get_state_display() in text_of(sign_in(cast.ines).get(page))

    check_all()
    assert FileAlarm.objects.filter(item=item).count() == 1
    assert item.custody.filter(hash_check="mismatch").count() == 1
    place_of(item).unlink()
    check_all()
    alarm.refresh_from_db()
    assert (alarm.found, alarm.found_sha256, alarm.found_size) == ("missing", "", None)
    assert "gone" in text_of(sign_in(cast.ines).get("/"))
    assert "gone" in text_of(sign_in(cast.lena).get("/"))


def test_whoever_comes_to_stand_too_close_is_told_nothing_any_more(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn
) -> None:
    case = a_case("investigating")
    item = an_exhibit(case, cast.ines)
    altered(item)
    verify_evidence(item, actor=cast.ines, reason=WHY)
    address = f"/file-alarms/{FileAlarm.objects.get(item=item).uid}/"
    for name in ("ines", "lena"):
        browser = sign_in(getattr(cast, name))
        assert browser.get(address).status_code == 200, name
        add_line(
            getattr(cast, name).person, cast.person("martin"), starts_on=clock.today(), actor=cast.system, reason=WHY
        )
        assert browser.get(address).status_code == 404, name
        assert TOLD not in text_of(browser.get("/")), name


def test_it_is_resolved_when_the_file_is_what_was_taken_in_again(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("investigating")
    item = an_exhibit(case, cast.ines)
    before = altered(item)
    verify_evidence(item, actor=cast.omar, reason="Before the review.")
    alarm = FileAlarm.objects.get(item=item)
    for nobody in (cast.lena, cast.priya, cast.tomas):
        with pytest.raises(Forbidden):
            restore_file(alarm, actor=nobody, reason=WHY)
    with pytest.raises(Refused, match="still not what was taken in"):
        restore_file(alarm, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused, match="reason"):
        restore_file(alarm, actor=cast.ines, reason=" ")
    place_of(item).write_bytes(before)
    browser = sign_in(cast.ines)
    told = {"reason": "Put back from Tuesday’s backup."}
    assert browser.post(f"/file-alarms/{alarm.uid}/restore/", told).status_code == 302
    assert last_event(alarm) == ("file_alarm.restore", "ines", "Put back from Tuesday’s backup.")
    assert "The file is restored" in text_of(browser.get(f"/file-alarms/{alarm.uid}/"))
    assert item.custody.last().hash_check == "match"
    assert TOLD not in text_of(browser.get("/"))
    assert "not what was taken in" not in text_of(browser.get(f"/cases/{case.reference}/evidence/{item.number}/"))
    assert Event.objects.filter(stream=case.key, action="file_alarm.view").exists()


def test_a_file_that_is_lost_is_relied_on_no_longer_and_its_loss_explained(
    cast: Cast, a_case: Callable[..., Case], last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("investigating")
    item = rely_on_evidence(an_exhibit(case, cast.ines), actor=cast.ines, reason=WHY)
    place_of(item).unlink()
    verify_evidence(item, actor=cast.ines, reason=WHY)
    alarm = FileAlarm.objects.get(item=item)
    with pytest.raises(Invalid):
        give_up_file(alarm, actor=cast.ines, reason=WHY, answer=" ")
    with pytest.raises(Refused, match="The report rests on E1"):
        give_up_file(alarm, actor=cast.ines, reason=WHY, answer="The phone is gone, too.")
    stop_relying_on(item, actor=cast.ines, reason="It is gone.")
    give_up_file(alarm, actor=cast.ines, reason="No backup holds it.", answer="The witness tells the same.")
    assert last_event(alarm) == ("file_alarm.give_up", "ines", "No backup holds it.")
    alarm.refresh_from_db()
    assert (alarm.state, alarm.resolved_by) == ("lost", cast.ines)
    with pytest.raises(Refused):
        restore_file(alarm, actor=cast.ines, reason=WHY)
