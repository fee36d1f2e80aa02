"""Exports on the pages: the steps, the register, the second person, the download, and for whom none of it exists."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import cast as typed

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from backend.access.models import RoleHolding
from backend.access.roles import end_role, grant_role
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.jobs.models import Job
from backend.jobs.worker import work_once
from backend.kernel import clock
from backend.people.actions import system_user
from backend.records import jobs
from backend.records.actions import expire_exports
from backend.records.models import Export
from tests.builders import play_case
from tests.records.bundles import PSEUDONYM, read

SignIn = Callable[..., Client]
ACase = Callable[..., Case]
NEW = "/audit/exports/new/"
WHY = {"level": "pseudonymised", "reason": "Yearly review.", "request": "", "previous": ""}


@pytest.fixture
def lena(cast: Cast, sign_in: SignIn) -> Client:
    """Give the auditor's browser."""
    return sign_in(cast.lena)


def content(answer: object) -> bytes:
    """Read a streamed answer."""
    return b"".join(typed("StreamingHttpResponse", answer).streaming_content)  # type: ignore[arg-type]


def make(browser: Client, query: str = "of=everything", **told: str) -> Export:
    """Go through the last step."""
    made = browser.post(f"{NEW}?{query}", {**WHY, **told, "step": "confirm"})
    assert made.status_code == 302, made.content.decode()
    return Export.objects.get(reference=made.headers["Location"].rstrip("/").rpartition("/")[2])


def test_an_export_holds_exactly_the_entries_of_the_filter(lena: Client, a_case: ACase) -> None:
    case = a_case("offered")
    count = Event.objects.filter(stream=case.key).count()
    history = lena.get(f"/audit/history/?q={case.reference}").content.decode()
    assert f"{NEW}?q={case.reference}" in history
    first = lena.get(f"{NEW}?q={case.reference}").content.decode()
    assert f'name="q" value="{case.reference}"' in first  # the filter goes along

    second = lena.get(f"{NEW}?q={case.reference}&of=everything").content.decode()
    assert f">{count} entries</h2>" in second
    export = make(lena, f"q={case.reference}&of=everything")
    answer = lena.get(f"/audit/exports/{export.reference}/file/")
    data = content(answer)
    assert export.rows == count
    assert hashlib.sha256(data).hexdigest() == export.sha256
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{export.reference}.zip"'
    page = lena.get(f"/audit/exports/{export.reference}/").content.decode()
    for shown in (
        export.sha256,
        f"python3 verify_audit.py {export.reference}.zip --key operator.vkey",
        "Lena Fischer",
        "Yearly review.",
    ):
        assert shown in page
    assert Event.objects.filter(action="export.download", obj=export.key).count() == 1
    register = lena.get("/audit/exports/").content.decode()
    for shown in (export.reference, case.reference, export.sha256[:16], "1 download", "Yearly review."):
        assert shown in register


def test_the_preview_shows_the_rows_as_the_file_will_have_them(lena: Client, a_case: ACase) -> None:
    case = a_case("active")
    query = f"of=case&reference={case.reference.lower()}"
    page = lena.post(f"{NEW}?{query}", {**WHY, "step": "check"}).content.decode()
    for hidden in ("Martin", "Hale", "Lindqvist", "Duarte"):
        assert hidden not in page
    assert "Names, reasons, texts" in page
    assert not Export.objects.exists()
    shown = PSEUDONYM.findall(page)
    export = make(lena, query)
    table = read(export).table[:20]
    assert shown == [row["who"] for row in table if PSEUDONYM.fullmatch(row["who"])]
    assert [f"#{row['entry']}" for row in table] == re.findall(r"#\d+", page[page.index("<tbody") :])
    again = make(lena, query)
    assert not {row["who"] for row in read(again).table} & set(shown)  # another export, other pseudonyms


def test_going_back_keeps_what_was_typed(lena: Client, a_case: ACase) -> None:
    case = a_case("offered")
    typed_in = {**WHY, "reason": "For the <board>.", "request": "R-17", "previous": "12 40"}
    check = lena.post(f"{NEW}?of=case&reference={case.reference}", {**typed_in, "step": "check"}).content.decode()
    assert "For the &lt;board&gt;." in check
    change = lena.post(f"{NEW}?of=case&reference={case.reference}", {**typed_in, "step": "change"}).content.decode()
    assert "For the &lt;board&gt;." in change
    assert 'value="R-17"' in change
    assert 'value="12 40"' in change
    first = lena.get(f"{NEW}?of=case&reference={case.reference}&change=1").content.decode()
    assert f'value="{case.reference}"' in first


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("of=case", "Enter the reference."),
        ("of=case&reference=CASE-2026-ZZZZZZ", "There is no case with this reference."),
        ("of=person&reference=PER-2026-ZZZZZZ", "There is no person with this reference."),
        ("of=unit&reference=NOWHERE", "There is no unit with this code."),
        ("of=unit", "Enter the code of the unit."),
        ("of=period&first_day=2026-03-02", "Enter the day."),
        ("of=period&first_day=2026-03-02&last_day=2026-03-01", "The last day comes before the first."),
        ("of=galaxy", "galaxy"),
    ],
)
def test_a_scope_that_names_nothing_is_told_beside_the_field(lena: Client, query: str, told: str) -> None:
    page = lena.get(f"{NEW}?{query}")
    assert page.status_code == 400
    assert told in page.content.decode()


def test_a_case_of_ones_own_is_told_like_one_that_is_not_there(cast: Cast, lena: Client) -> None:
    case = play_case(cast, "opened", respondent=cast.person("lena"))
    page = lena.get(f"{NEW}?of=case&reference={case.reference}")
    assert page.status_code == 400
    assert "There is no case with this reference." in page.content.decode()


def test_what_happens_after_the_look_is_not_in_the_file(lena: Client) -> None:
    page = lena.get(f"{NEW}?of=everything").content.decode()
    [upto] = re.findall(r'name="upto" value="(\d+)"', page)
    shown = Event.objects.filter(pk__lte=upto).count()
    lena.get("/audit/history/")
    assert make(lena, "of=everything", upto=upto).rows == shown


def test_an_export_needs_a_reason_and_sizes_are_numbers(lena: Client) -> None:
    page = lena.post(
        f"{NEW}?of=everything", {**WHY, "reason": " ", "previous": "ten", "step": "check"}
    ).content.decode()
    assert "Say what the export is for" in page
    assert "Write sizes as whole numbers" in page
    assert 'value="ten"' in page
    assert not Export.objects.exists()


def test_an_expired_export_is_told_and_can_be_made_again(lena: Client) -> None:
    export = make(lena, "of=everything&kind=access")
    with clock.at(clock.now() + timedelta(days=15)):
        refused = lena.get(f"/audit/exports/{export.reference}/file/")
        assert refused.status_code == 409
        assert "/audit/exports/new/?kind=access&amp;of=everything" in refused.content.decode()
        assert expire_exports(as_of=clock.now(), actor=system_user()) == 1
        assert "Expired" in lena.get("/audit/exports/?state=expired").content.decode()
        assert export.reference not in lena.get("/audit/exports/?state=ready").content.decode()


def test_the_register_is_filtered_and_paged(lena: Client) -> None:
    exports = [make(lena, "of=everything&kind=export", reason=f"Review {number}.") for number in range(3)]
    page = lena.get("/audit/exports/?q=review+1").content.decode()
    assert exports[1].reference in page
    assert exports[2].reference not in page
    assert "No export matches" in lena.get("/audit/exports/?of=unit").content.decode()


def test_a_large_export_is_written_in_the_background(lena: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 5)
    export = make(lena)
    address = f"/audit/exports/{export.reference}/"
    assert Job.objects.filter(kind="export.build", params__export=export.reference).exists()
    assert "being written" in lena.get(address).content.decode()
    assert lena.get(f"{address}file/").status_code == 409
    monkeypatch.setattr("backend.records.bundle.building.signing_key", lambda: None)
    work_once()
    waits = lena.get(address).content.decode()
    assert "waits for a worker that holds the log’s signing key" in waits
    monkeypatch.undo()
    work_once(as_of=clock.now() + timedelta(hours=1))
    assert "Download" in lena.get(address).content.decode()


def test_names_need_a_second_person(cast: Cast, lena: Client, sign_in: SignIn, a_case: ACase) -> None:
    case = a_case("active")
    export = make(lena, f"of=case&reference={case.reference}", level="identified", reason="Appeal.")
    address = f"/audit/exports/{export.reference}/"
    assert "a privacy officer has to approve it" in lena.get(address).content.decode()
    assert lena.get(f"{address}file/").status_code == 409
    assert lena.post(f"{address}decide/", {"reason": "I need it.", "decision": "approve"}).status_code == 403

    priya = sign_in(cast.priya)
    assert export.reference in priya.get("/").content.decode()
    assert "waits for your decision" in priya.get("/audit/exports/").content.decode()
    assert "Give a reason." in priya.post(f"{address}decide/", {"reason": "", "decision": "approve"}).content.decode()
    assert priya.post(f"{address}decide/", {"reason": "The tribunal asks.", "decision": "approve"}).status_code == 302
    told = lena.get(address).content.decode()
    assert "The tribunal asks." in told
    assert "Priya Raman" in told
    assert content(lena.get(f"{address}file/"))[:2] == b"PK"
    assert priya.get(f"{address}file/").status_code == 403
    assert "approved by Priya Raman" in lena.get("/audit/exports/").content.decode()
    assert export.reference not in priya.get("/").content.decode()
    assert Event.objects.filter(action="export.approve", obj=export.key, actor=cast.priya.uid).count() == 1


def test_a_refused_export_is_never_written(cast: Cast, lena: Client, sign_in: SignIn) -> None:
    export = make(lena, level="identified")
    address = f"/audit/exports/{export.reference}/"
    sign_in(cast.priya).post(f"{address}decide/", {"reason": "A filter would do.", "decision": "refuse"})
    told = lena.get(address).content.decode()
    assert "A filter would do." in told
    assert lena.get(f"{address}file/").status_code == 409
    assert not Event.objects.filter(action="export.record").exists()
    assert export.reference in lena.get("/audit/exports/?state=refused").content.decode()


def test_a_privacy_officer_does_not_approve_their_own(cast: Cast, sign_in: SignIn) -> None:
    priya = sign_in(cast.priya)
    page = priya.get(NEW).content.decode()
    assert "Everything I may see" not in page
    assert priya.get(f"{NEW}?of=everything").status_code == 400
    export = make(priya, f"of=person&reference={cast.person('martin').reference}", level="identified")
    decided = priya.post(f"/audit/exports/{export.reference}/decide/", {"reason": "Mine.", "decision": "approve"})
    assert decided.status_code == 403
    assert export.reference not in priya.get("/").content.decode()
    assert Export.objects.get(pk=export.pk).decision == ""


def test_everybody_takes_their_own_data_home(cast: Cast, sign_in: SignIn, a_case: ACase) -> None:
    case = a_case("active")
    martin = sign_in(cast.martin)
    assert "/mine/data/" in martin.get("/profile/").content.decode()
    assert "entries" in martin.get("/mine/data/").content.decode()
    made = martin.post("/mine/data/")
    export = Export.objects.get(requested_by=cast.martin)
    assert made.headers["Location"] == f"/audit/exports/{export.reference}/"
    assert "Download" in martin.get(made.headers["Location"]).content.decode()
    assert content(martin.get(f"{made.headers['Location']}file/"))[:2] == b"PK"
    assert export.reference in martin.get("/mine/data/").content.decode()
    assert case.key in {row["matter"] for row in read(export).table}
    for other in (cast.erin, cast.ines, cast.sam):
        assert sign_in(other, Client()).get(f"{made.headers['Location']}file/").status_code == 404
    assert martin.get("/audit/exports/").status_code == 404
    assert martin.get(NEW).status_code == 404


def test_for_an_auditor_whose_engagement_has_ended_nothing_is_there(cast: Cast, lena: Client, sign_in: SignIn) -> None:
    export = make(lena)
    for address in ("", f"{export.reference}/", f"{export.reference}/file/", "new/"):
        answer = lena.get(f"/audit/exports/{address}")
        assert (answer.status_code, answer.getvalue()[:1] != b"") == (200, True)
    end_role(RoleHolding.objects.get(user=cast.lena, role="auditor"), actor=cast.sam, reason="The engagement is over.")
    ended = sign_in(Cast().lena, Client())
    for address in ("", f"{export.reference}/", f"{export.reference}/file/", f"{export.reference}/decide/", "new/"):
        assert ended.get(f"/audit/exports/{address}").status_code == 404, address
    assert export.reference not in ended.get("/mine/data/").content.decode()
    assert export.reference not in ended.get(f"/search/?q={export.reference}").content.decode().partition("<main")[
        2
    ].replace(f'value="{export.reference}"', "")


def test_an_auditor_who_is_a_party_does_not_get_it_through_a_colleagues_export(
    cast: Cast, lena: Client, sign_in: SignIn
) -> None:
    export = make(lena)
    address = f"/audit/exports/{export.reference}/file/"
    grant_role(cast.noor, "auditor", purpose="Second auditor.", actor=cast.sam, reason="For this test.")
    assert content(sign_in(Cast().noor, Client()).get(address))[:2] == b"PK"
    play_case(cast, "opened", respondent=cast.person("noor"))
    assert sign_in(Cast().noor, Client()).get(address).status_code == 403
