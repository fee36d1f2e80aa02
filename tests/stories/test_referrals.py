"""A referral from the decision to a revoked release, through the API alone (scenario 4 and its kind).

What a provider reports stays with the coordinator. Everybody else is asked for it all the same, and finds one word.
"""

import re
from dataclasses import asdict
from typing import Any, Final

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from backend.api.actions import create_token
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.people.models import User
from tests.referrals.referring import WHY, a_memo, a_provider, an_intervention, said
from tests.referrals.reported import CLINICAL, PDF
from tests.referrals.test_inviting import take_up
from tests.stories.chapters import concluded, played, taken_in, tells
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db
ILL: Final = "I lay in the hospital at Ashworth for four days."
HEALTH: Final = (ILL, "hospital", CLINICAL, "sickness", "no_show", "sessions_kept")
OUTSIDE: Final = ("ruth", "hugo", "clara", "daniel", "ines", "omar", "erin", "joan", "lena", "sam", "noor")
UNASKED: Final = (
    "referrals/", "mine/referrals/", "releases/", "practice/", "provider-reports/", "provider-files/",
    "barrier-queries/", "providers/",
)  # fmt: skip  # what is done there stands in no history with a reason


class Referred(Story):
    """A story with somebody outside the company: whoever takes referrals at the practice that was chosen."""

    referral = case = ""
    helena: User | None = None

    def client(self, name: str) -> APIClient:
        """Call as somebody of the cast, or as the practice's contact."""
        if name != "helena":
            return super().client(name)
        assert self.helena is not None
        caller = APIClient()
        _, secret = create_token("A story", days=1, actor=self.helena)
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return caller

    def stands(self, name: str = "ruth") -> tuple[str, str, bool]:
        """Read what somebody who decides is told of the referral."""
        [row] = self.reads(name, f"cases/{self.case}/referrals/")
        assert set(row) == {"reference", "state", "complying", "as_of", "is_revoked", "limits"}
        return row["state"], row["complying"], row["is_revoked"]

    def kept_apart(self, *paths: str) -> None:
        """Hold that these addresses are not there for anybody outside the compartment, and none of their lists says more."""
        for path in paths:
            self.sees(path, **dict.fromkeys(OUTSIDE, 404))
        lists = (
            "events/",
            "documents/",
            "barrier-queries/",
            "provider-files/",
            "provider-reports/",
            f"cases/{self.case}/",
        )
        for name in OUTSIDE:
            words = self.words(name, *lists, f"cases/{self.case}/referrals/", f"referrals/{self.referral}/")
            assert not [each for each in HEALTH if each in words], name

    def _post(self, name: str, path: str, given: dict[str, Any]) -> Any:
        if path.startswith(UNASKED):
            return self.client(name).post(f"/api/v1/{path}", given, format="json")
        return super()._post(name, path, given)


@pytest.fixture
def referred(cast: Cast) -> Referred:
    return Referred(cast)


def test_scenario_4_and_what_follows_from_a_file_and_a_revocation(referred: Referred) -> None:
    with referred.day(0):
        referred.case = taken_in(referred, tells(referred))
        played(referred, referred.case)
        concluded(referred, referred.case)
    with referred.day(1):
        prepares(referred)
    with referred.day(3):
        answers_and_signs(referred)
    with referred.day(4):
        comes_in(referred)
    with referred.day(40):
        is_asked_first(referred)
    with referred.day(50):
        tells_too_much(referred)
    with referred.day(60):
        revokes(referred)


def prepares(story: Referred) -> None:
    cast = story.cast
    an_intervention()
    a_provider(cast)
    unlicensed = a_provider(cast, "Meridian Counselling", licensed=False)
    told = {name: value for name, value in asdict(said()).items() if name not in {"decline_reason", "end_note"}}
    begun = {"intervention": "individual-cbt", "ends_on": story.on(200), **told}
    begun.pop("only_one_because")
    made = story.client("ruth").post(f"/api/v1/cases/{story.case}/referrals/", begun, format="json")
    assert made.status_code == 201, made.content
    story.referral = made.json()["reference"]
    at = f"referrals/{story.referral}"
    story.does("ruth", f"{at}/write-memo/", **asdict(a_memo()))
    story.refused("ruth", f"{at}/approve-memo/", status=403)
    story.does("hugo", f"{at}/approve-memo/")
    story.refused("ruth", f"{at}/read-evidence/", "evidence is weak", status=400, why="")
    story.does("ruth", f"{at}/read-evidence/", why=WHY)
    guard = {"setting": "conference", "control": "It ends with the working part.", "review_on": story.on(60)}
    story.does("ruth", f"{at}/add-safeguard/", owner=story.ref("clara"), **guard)
    chosen = [a_provider(cast).reference, unlicensed.reference]
    story.refused("ruth", f"{at}/choose-providers/", "without a licence that holds", status=400, treating=chosen)
    story.does("ruth", f"{at}/choose-providers/", treating=chosen[:1])
    story.refused("ruth", f"{at}/gate/", "Offer two providers", coordinator=story.ref("mira"))
    licences(story, unlicensed.reference)
    story.does("ruth", f"{at}/choose-providers/", treating=chosen)
    story.does("ruth", f"{at}/gate/", coordinator=story.ref("mira"))
    story.sees(f"{at}/", ruth=200, hugo=200, mira=200, martin=404, erin=404, ines=404, clara=404, joan=404)
    story.sees(f"mine/referrals/{story.referral}/", martin=404, erin=404)  # nothing was offered yet


def licences(story: Referred, provider: str) -> None:
    """Enter a licence and verify it, as the coordinator who keeps the directory."""
    given = {"holder": "Oliver Stead", "number": "PYL 38852", "authority": "HCPC", "expires_on": story.on(400)}
    story.does("mira", f"providers/{provider}/add-licence/", **given)
    [licence] = [row for row in story.rows("mira", "licences/") if row["number"] == "PYL 38852"]
    story.does("mira", f"licences/{licence['uid']}/verify/", how="Looked up in the public register.")


def answers_and_signs(story: Referred) -> None:
    at, own = f"referrals/{story.referral}", f"mine/referrals/{story.referral}"
    story.does("mira", f"{at}/offer/")
    [first, _] = story.reads("martin", f"{own}/")["offered"]
    story.does("martin", f"{own}/accept/", provider=first["provider"]["reference"])
    release = story.does("mira", f"{at}/offer-release/", expires_on=story.on(200))
    signing = {"sha256": release["offered_sha256"], "typed_name": "Martin Hale", "password": PASSWORD}
    story.refused("mira", f"releases/{release['reference']}/sign/", status=403, **signing)
    story.does("martin", f"releases/{release['reference']}/sign/", **signing)
    assert story.stands() == ("under_way", "unknown", False)
    story.sees(f"releases/{release['reference']}/", martin=200, mira=200, ruth=404, hugo=404, daniel=404, erin=404)


def comes_in(story: Referred) -> None:
    """Come in by the link in the mail, take the referral on, and report the first evaluation."""
    contacts = f"providers/{a_provider(story.cast).reference}/contacts"
    named = {"name": "Petra Lindholm", "email": "petra@calder.example"}
    made = story.client("mira").post(f"/api/v1/{contacts}/", named).json()
    story.refused("mira", f"referrals/{story.referral}/send/", "Invite this contact first", to=made["uid"])
    story.does("mira", f"{contacts}/{made['uid']}/invite/")
    [path] = re.findall(r"https?://[^/]+(/practice/invited/\S+)", str(mail.outbox[-1].body))
    assert take_up(path, Client()) == 302
    story.helena = User.objects.get(email="petra@calder.example")
    story.does("mira", f"referrals/{story.referral}/send/", to=made["uid"])
    practice = f"practice/referrals/{story.referral}"
    assert story.reads("helena", f"{practice}/")["employee"] == "Martin H."
    story.does("helena", f"{practice}/take/")
    today = story.on(0)
    story.does("helena", f"{practice}/report/", kind="receipt", contacted_on=today, first_appointment_on=story.on(6))
    story.does("helena", f"{practice}/report/", kind="initial", evaluated_on=today, recommended="sessions", agrees=True)
    seen = story.words("helena", f"{practice}/", "practice/referrals/", "documents/", "cases/", "events/")
    assert not [word for word in (story.case, "Erin", "Lindqvist", "warning", "Ruth") if word in seen]
    story.sees(f"cases/{story.case}/", helena=404)


def missed(story: Referred) -> dict[str, Any]:
    today = story.on(0)
    return {"kind": "status", "first_day": today, "last_day": today, "kept": 1, "planned": 3, "complying": "partly",
            "barrier": "no_show", "missed_on": [today]}  # fmt: skip


def is_asked_first(story: Referred) -> None:
    report = story.does("helena", f"practice/referrals/{story.referral}/report/", **missed(story))["reference"]
    assert story.stands() == ("under_way", "unknown", False)
    [query] = story.rows("martin", "barrier-queries/")
    at = f"barrier-queries/{query['reference']}"
    story.sees(f"{at}/", helena=404)
    story.does("martin", f"{at}/answer/", words=ILL)
    story.refused("martin", f"{at}/excuse/", status=403, excuse="sickness")
    story.kept_apart(f"{at}/", f"provider-reports/{report}/")
    assert story.stands() == ("under_way", "unknown", False)
    story.does("mira", f"{at}/excuse/", excuse="sickness")
    assert story.stands() == ("under_way", "yes", False)
    owed = story.words("ruth", f"cases/{story.case}/obligations/")
    assert "not kept to" not in owed
    story.kept_apart(f"{at}/")
    told = story.words("ruth", f"cases/{story.case}/referrals/", f"referrals/{story.referral}/")
    assert not [word for word in (*HEALTH, "Petra") if word in told]


def tells_too_much(story: Referred) -> None:
    [report] = [row for row in story.rows("helena", "provider-reports/") if row["kind"] == "status"]
    hands_in = f"/api/v1/provider-reports/{report['reference']}/files/"
    upload = SimpleUploadedFile("note.pdf", PDF + CLINICAL.encode())
    file = story.client("helena").post(hands_in, {"file": upload}, format="multipart").json()["reference"]
    story.kept_apart(f"provider-files/{file}/", f"provider-files/{file}/file/")
    story.sees(f"provider-files/{file}/", martin=404, helena=404, mira=200)
    story.does("mira", f"provider-files/{file}/seal/")
    story.sees(f"provider-files/{file}/file/", mira=409)
    letter = story.letter("martin", "D15N")
    story.sees(f"documents/{letter}/", martin=200, mira=200, ruth=404, hugo=404, erin=404, helena=404)
    assert any(line["beyond"] for line in story.reads("martin", f"mine/referrals/{story.referral}/disclosures/"))
    cited = {"reason": f"As {file} shows, he has had it since childhood."}
    story.refused("ruth", f"cases/{story.case}/follow-up/", f"{file} can’t be cited", status=400, **cited)
    again = story.client("helena").post(
        hands_in, {"file": SimpleUploadedFile("codes.pdf", PDF + b"1 of 3")}, format="multipart"
    )
    assert (again.status_code, again.json()["state"]) == (201, "quarantined")
    assert story.stands() == ("under_way", "yes", False)


def revokes(story: Referred) -> None:
    [release] = [row for row in story.rows("martin", "releases/") if row["state"] == "active"]
    story.refused("ruth", f"releases/{release['reference']}/revoke/", status=404)
    story.does("martin", f"releases/{release['reference']}/revoke/")
    practice = f"practice/referrals/{story.referral}"
    story.refused("helena", f"{practice}/report/", "The release has ended", **missed(story))
    story.sees(f"{practice}/", helena=409)
    assert story.rows("helena", "practice/referrals/") == []
    assert story.stands()[1:] == ("unknown", True)
    assert [row["state"] for row in story.rows("martin", "barrier-queries/")] == ["excused"]
    assert "not kept to" not in story.words("ruth", f"cases/{story.case}/obligations/")
    assert clock.today().isoformat() in story.words("mira", f"referrals/{story.referral}/course/")
    story.kept_apart(f"releases/{release['reference']}/")
