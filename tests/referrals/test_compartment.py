"""What was planted in the compartment is found nowhere: in no table, no file, no export; there is nothing but ciphertext."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from backend.access.policy import can
from backend.audit.actions import ACTIONS
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.models import Document, DocumentContent
from backend.documents.queries import content_of
from backend.people.models import User
from backend.referrals.actions.barriers import answer_query, ask_barrier, excuse_absence, find_no_excuse
from backend.referrals.actions.ending import close_referral, withdraw_referral
from backend.referrals.actions.offering import decline_referral
from backend.referrals.actions.screening import clear_file, open_file, seal_file
from backend.referrals.models import Referral
from tests.database import ROOT
from tests.records.bundles import read, take_out
from tests.referrals.referring import PLANTED, WHY, helena, play_referral
from tests.referrals.reported import CLINICAL, a_file, a_report, joined

pytestmark = pytest.mark.django_db
ANSWER = "lay in the Ashworth ward with pneumonia"
NOTE = "the psychologist advised against going on"
SERVICE = "eight sessions on a named complaint"
DECLINED = "my rabbi counsels me already"
NAMED = "cardiology-of-martin.pdf"
GUARDED = "Conference and client events end for you"
SECRETS = (PLANTED, WHY, GUARDED, ANSWER, NOTE, SERVICE, DECLINED, CLINICAL, "cardiology")


@pytest.fixture
def lived(a_case: Callable[..., Case], cast: Cast, settings: Any, tmp_path: Path) -> Referral:
    """Two referrals that went through everything in which somebody writes, or hands something in."""
    settings.FILES_DIR = tmp_path / "files"
    case = a_case("outcome_decided")
    first = play_referral(case, cast, "offered", service=SERVICE)
    decline_referral(first, actor=cast.martin, words=DECLINED)
    withdraw_open(cast)
    referral = play_referral(case, cast, "sent", service=SERVICE)
    seal_file(a_file(referral, cast, name=NAMED), actor=cast.mira)
    clean = a_file(referral, cast, name=NAMED)
    assert CLINICAL.encode() in joined(open_file(clean, actor=cast.mira))
    clear_file(clean, actor=cast.mira)
    first_query = ask_barrier(a_report(referral, cast), actor=helena(cast))
    excuse_absence(answer_query(first_query, actor=cast.martin, words=ANSWER), actor=cast.mira, excuse="sickness")
    second = ask_barrier(a_report(referral, cast), actor=helena(cast))
    find_no_excuse(answer_query(second, actor=cast.martin, words=ANSWER), actor=cast.mira)
    withdraw_referral(Referral.objects.get(pk=referral.pk), actor=cast.mira, note=NOTE)
    return Referral.objects.get(pk=referral.pk)


def withdraw_open(cast: Cast) -> None:
    """Close what was declined, so that another can begin."""
    close_referral(Referral.objects.get(state="declined"), actor=cast.mira)


def dumped() -> Iterator[tuple[str, str]]:
    """Read every table as the product's own database role does, binary columns too."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute((ROOT / "docker" / "roles.sql").read_text(), None)
            cursor.execute("SET LOCAL ROLE evenhand_app")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            for row in cursor.fetchall():
                yield table, " ".join(_text(value) for value in row)
        if connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def test_no_table_holds_what_was_planted(lived: Referral) -> None:
    found = [(table, secret) for table, words in dumped() for secret in SECRETS if secret in words]
    assert not found
    tables = {table for table, _ in dumped()}
    assert {
        "referrals_referral",
        "referrals_historicalreferral",
        "audit_private",
        "documents_documentcontent",
    } <= tables
    assert any(lived.reference in words for _, words in dumped())  # the look itself finds what is there


def test_no_file_holds_what_was_planted(lived: Referral) -> None:
    kept = [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]
    assert len(kept) >= 2
    assert not [path for path in kept if any(secret.encode() in path.read_bytes() for secret in SECRETS)]
    assert not [path for path in kept if path.read_bytes().startswith(b"%PDF")]
    assert not [path for path in kept if "cardiology" in path.name]


def test_the_papers_of_a_referral_are_kept_closed_and_open_for_their_reader(lived: Referral) -> None:
    papers = list(Document.objects.filter(matter_stream=lived.key))
    assert {paper.kind for paper in papers} >= {"D11", "D11M", "D13", "D15N"}
    for paper in papers:
        kept = DocumentContent.objects.get(pk=paper.uid)
        assert set(kept.inputs) == {"shut"}
        assert not bytes(kept.content).startswith(b"%PDF")
        assert content_of(paper).startswith(b"%PDF")
    others = Document.objects.exclude(matter_stream__startswith="referral:")
    assert others.exists()
    assert bytes(DocumentContent.objects.get(pk=others[0].uid).content).startswith(b"%PDF")


def test_every_event_of_a_referral_is_counted_and_never_shown(lived: Referral, cast: Cast) -> None:
    in_matter = Event.objects.filter(stream__startswith="referral:")
    assert {"deadline.start", "document.issue", "referral.send", "barrier.excuse"} <= set(
        in_matter.values_list("action", flat=True)
    )
    bundle = read(take_out(cast.lena))
    assert bundle.manifest["withheld"]["medical"] >= in_matter.count()
    texts = {name: bundle.text_of(name) for name in bundle.files if name != "verify_audit.py"}
    for secret in (*SECRETS, lived.reference, str(lived.uid), "referral:"):
        assert not [name for name, text in texts.items() if secret in text], secret
    acts = [leaf["event"]["act"] for leaf in bundle.leaves]
    assert not [act for act in acts if re.match(r"(referral|release|barrier|provider_file)\.", act)]
    assert not [leaf for leaf in bundle.leaves if leaf["stream"].startswith("referral:")]
    assert [act for act in acts if act.startswith("case.")]


@pytest.mark.parametrize(
    "noun", ["referral", "release", "barrier", "provider_file", "provider_report", "fitness", "compartment"]
)
def test_every_event_of_the_compartment_is_declared_as_medical(noun: str) -> None:
    mine = [action for name, action in ACTIONS.items() if name.startswith(f"{noun}.") and name != "compartment.rotate"]
    assert not [action.name for action in mine if action.compartment != "medical"]
    if noun in {"referral", "release", "barrier", "provider_file"}:
        assert mine


def test_nobody_outside_reads_the_papers_of_a_referral(lived: Referral, cast: Cast) -> None:
    readers: dict[str, set[str]] = {}
    for paper in Document.objects.filter(matter_stream=lived.key):
        people: list[User] = [getattr(cast, key) for key in ("ruth", "hugo", "daniel", "clara", "ines", "lena", "sam")]
        at_gate = {"ruth", "hugo"} if paper.kind == "D11M" else set()  # they stood there; no later paper is theirs
        assert {cast.key_of(one.uid) for one in people if can(one, "document.open", paper)} == at_gate, paper.kind
        assert can(cast.mira, "document.open", paper)
        readers[paper.kind] = {key for key in ("martin",) if can(cast.martin, "document.open", paper)}
    assert readers["D15N"] == {"martin"}
