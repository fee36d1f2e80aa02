"""Two people at one note: the second one sees both texts, and nobody loses a word."""

import pytest

from backend.audit.models import Event
from backend.cases.actions.appointments import appoint
from backend.investigation.actions.interviewing import save_notes
from backend.investigation.models import Interview, NoteDraft
from backend.investigation.together import EditConflict
from tests.builders import DECLARED, an_interview

pytestmark = pytest.mark.django_db
WHY = "For this test."


@pytest.fixture
def shared(cast, a_case):
    """An interview that two investigators write notes of."""
    case = a_case("investigating")
    appoint(case, cast.wanda, "investigator", declaration=DECLARED, actor=cast.omar, reason=WHY)
    return an_interview(case, cast, cast.person("erin"))


def test_the_second_to_save_is_told_and_keeps_their_text(cast, shared, sign_in):
    page = f"/cases/{shared.case.reference}/interviews/{shared.reference}/notes/"
    ines, wanda = sign_in(cast.ines), sign_in(cast.wanda)
    for browser in (ines, wanda):
        assert 'name="seen" value="1"' in browser.get(page).content.decode()
    assert ines.post(page, {"seen": "1", "notes": "She sat by the window."}).status_code == 302
    second = wanda.post(page, {"seen": "1", "notes": "He came twice."}).content.decode()
    assert f"{cast.ines.name} saved at" in second
    assert "She sat by the window." in second
    assert "He came twice." in second
    assert 'name="seen" value="2"' in second
    assert Interview.objects.get(pk=shared.pk).notes == "She sat by the window."

    joined = wanda.post(page, {"seen": "2", "notes": "He came twice.", "join": "1"}).content.decode()
    assert "She sat by the window.\n\nHe came twice." in joined
    both = {"seen": "2", "notes": "She sat by the window.\n\nHe came twice."}
    assert wanda.post(page, both).status_code == 302
    now = Interview.objects.get(pk=shared.pk)
    assert (now.notes, now.edition, now.saved_by) == (both["notes"], 3, cast.wanda)
    assert ines.post(page, {"seen": "1", "notes": both["notes"]}).status_code == 302  # the same words are no conflict


def test_a_program_is_answered_409_with_what_stands_there(cast, shared, sign_in):
    save_notes(shared, notes="She sat by the window.", actor=cast.ines, seen=1)
    with pytest.raises(EditConflict):
        save_notes(shared, notes="He came twice.", actor=cast.wanda, seen=1)
    path = f"/api/v1/interviews/{shared.reference}/notes/"
    answer = sign_in(cast.wanda).post(path, {"notes": "He came twice.", "seen": 1}, content_type="application/json")
    assert answer.status_code == 409
    told = answer.json()
    assert (told["type"], told["edition"]) == ("/problems/edit-conflict", 2)
    assert (told["saved_by"], told["current"]) == (cast.ines.name, {"notes": "She sat by the window."})
    without = sign_in(cast.wanda).post(path, {"notes": "He came twice."}, content_type="application/json")
    assert without.status_code == 409


def test_what_is_being_written_is_kept_for_its_writer_and_touches_nobody_elses_words(cast, shared, sign_in):
    at = f"/cases/{shared.case.reference}/interviews/{shared.reference}/"
    page, save = f"{at}notes/", f"{at}notes/save/"
    ines, wanda = sign_in(cast.ines), sign_in(cast.wanda)
    events = Event.objects.filter(stream=shared.case.key).count()
    kept = wanda.post(save, {"seen": "1", "notes": "He came tw"})
    assert (kept.status_code, kept.content.decode()[:14]) == (200, "Draft saved at")
    assert "meanwhile" not in kept.content.decode()
    now = Interview.objects.get(pk=shared.pk)
    assert (now.notes, now.edition) == ("", 1), "a draft is not the notes"
    assert Event.objects.filter(stream=shared.case.key).count() == events, "nobody's record yet"
    for path in (page, at):
        assert "He came tw" not in ines.get(path).content.decode()
        assert "draft of" not in ines.get(path).content.decode()
    for person in (cast.tomas, cast.erin):
        assert sign_in(person).post(save, {"seen": "1", "notes": "x"}).status_code in {403, 404}
    assert NoteDraft.objects.count() == 1

    assert ines.post(page, {"seen": "1", "notes": "She sat by the window."}).status_code == 302
    again = wanda.post(save, {"seen": "1", "notes": "He came twice."}).content.decode()
    assert f"{cast.ines.name} saved these notes meanwhile" in again
    assert Interview.objects.get(pk=shared.pk).notes == "She sat by the window."
    assert "Go on with your unsaved draft of" in wanda.get(at).content.decode()

    back = wanda.get(page).content.decode()
    assert "He came twice." in back
    assert 'name="seen" value="1"' in back, "it was begun from the first edition, so saving shows both"
    conflict = wanda.post(page, {"seen": "1", "notes": "He came twice."}).content.decode()
    assert "She sat by the window." in conflict
    assert "He came twice." in conflict
    wanda.post(save, {"seen": "2", "notes": "He came twice, I think."})
    assert NoteDraft.objects.get().seen == 1, "a draft never counts as newer than what it was begun from"
    both = "She sat by the window.\n\nHe came twice."
    assert wanda.post(page, {"seen": "2", "notes": both}).status_code == 302
    assert Interview.objects.get(pk=shared.pk).notes == both
    assert NoteDraft.objects.count() == 0


def test_a_draft_of_notes_can_be_discarded(cast, shared, sign_in):
    page = f"/cases/{shared.case.reference}/interviews/{shared.reference}/notes/"
    ines, wanda = sign_in(cast.ines), sign_in(cast.wanda)
    for browser in (ines, wanda):
        browser.post(f"{page}save/", {"seen": "1", "notes": "Mine."})
    assert "Discard your draft" in ines.get(page).content.decode()
    assert ines.post(page, {"discard": "1"}).status_code == 302
    assert NoteDraft.objects.get().writer == cast.wanda
    assert Interview.objects.get(pk=shared.pk).notes == ""
