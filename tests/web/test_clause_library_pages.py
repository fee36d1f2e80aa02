"""The pages of the clause library: read by those who draw agreements up, written by those who keep it, approved by a second person."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.agreements.clauses import library
from backend.clauses.actions.loading import load_clauses
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.web.reading import form_of, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
LIBRARY = "/agreements/library/"


@pytest.fixture
def the_library(cast: Cast) -> None:
    load_clauses(actor=cast.system)


def test_before_it_is_entered_the_page_says_how(cast: Cast, sign_in: SignIn) -> None:
    assert "manage.py load_clauses" in text_of(sign_in(cast.sam).get(LIBRARY))


@pytest.mark.parametrize(
    ("who", "status"),
    [("sam", 200), ("hugo", 200), ("daniel", 200), ("lena", 200), ("martin", 404), ("erin", 404), ("joan", 404)],
)
def test_who_draws_agreements_up_reads_it_and_for_others_it_does_not_exist(
    cast: Cast,
    the_library: None,
    sign_in: SignIn,
    who: str,
    status: int,
) -> None:
    browser, rule = sign_in(getattr(cast, who)), ClauseRule.objects.filter(clause__reference="C40")[0]
    version = ClauseVersion.objects.filter(clause__reference="C40")[0]
    for url in ("", "C40/", f"rules/{rule.reference}/", f"versions/{version.reference}/"):
        assert browser.get(f"{LIBRARY}{url}").status_code == status
    write = 200 if who in {"sam", "hugo"} else 404 if status == 404 else 403
    assert browser.get(f"{LIBRARY}C40/new/").status_code == write
    assert browser.get(f"{LIBRARY}C40/rule/").status_code == write


def test_new_words_go_from_draft_to_force_by_two_people(cast: Cast, the_library: None, sign_in: SignIn) -> None:
    sam, hugo = sign_in(cast.sam), sign_in(cast.hugo)
    page = sam.post(f"{LIBRARY}C04/new/", {"language": "en-GB", "based_on": "", "reason": "Plainer."}, follow=True)
    version = ClauseVersion.objects.get(state="draft")
    url = f"{LIBRARY}versions/{version.reference}/"
    sent = form_of(page, text="You waive all future claims.", change="Plainer words.")
    page = sam.post(f"{url}edit/", sent, follow=True)
    assert "No agreement may say “waive all future claims”" in text_of(page)
    refused = sam.post(f"{url}moves/submit/", {"reason": "Ready."})
    assert "Mend this first" in text_of(refused)
    sam.post(f"{url}edit/", {**sent, "text": "You treat nobody worse because they spoke up."})
    sam.post(f"{url}moves/submit/", {"reason": "Ready."})
    assert "somebody else approves them" in text_of(sam.get(url))
    assert sam.get(f"{url}moves/approve/").status_code == 403
    assert "<ins>" in hugo.get(f"{url}differences/").content.decode()
    hugo.post(f"{url}moves/approve/", {"effective_from": clock.today().isoformat(), "reason": "Reads well."})
    assert library().clauses["C04"].text.strip() == "You treat nobody worse because they spoke up."
    assert "Superseded" in text_of(sam.get(f"{LIBRARY}C04/"))
    assert sam.get(f"{url}edit/").status_code == 302


def test_a_rule_is_proposed_and_approved_by_two_people(cast: Cast, the_library: None, sign_in: SignIn) -> None:
    sam, hugo = sign_in(cast.sam), sign_in(cast.hugo)
    told = {"standing": "mandatory", "profile": "UK", "kinds": ["accountability"], "why": "Policy.", "source": "P 4"}
    sent = {**form_of(sam.get(f"{LIBRARY}C31/rule/")), **told, "reason": "Asked by the board."}
    sam.post(f"{LIBRARY}C31/rule/", sent)
    rule = ClauseRule.objects.get(state="proposed")
    assert sam.get(f"{LIBRARY}rules/{rule.reference}/moves/approve/").status_code == 403
    hugo.post(f"{LIBRARY}rules/{rule.reference}/moves/approve/", {"reason": "Right."})
    assert "C31" in library().required(kind="accountability", profile="UK")
    weak = sam.post(f"{LIBRARY}C11/rule/", {**sent, "standing": "optional"})
    assert "no rule can weaken that" in text_of(weak)
    assert not ClauseRule.objects.filter(clause=Clause.objects.get(reference="C11"), delivered=False).exists()
