"""The master key changes: small keys are closed anew, contents are not touched, and a run that stopped goes on."""

import base64
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents import shutting
from backend.documents.models import ContentKey, Document
from backend.documents.queries import content_of, letter_of, reproduce
from backend.kernel.envelope import MasterKeys
from backend.kernel.errors import Refused
from backend.referrals.actions import rotating
from backend.referrals.actions.rotating import rotate_keys
from backend.referrals.closed_files import blocks_of
from backend.referrals.models import Referral
from backend.referrals.papers import said_in
from tests.referrals.referring import play_referral
from tests.referrals.reported import a_file, joined

pytestmark = pytest.mark.django_db
NEW = base64.urlsafe_b64encode(b"a second master key for the test").decode()


class Vault:
    """A key service as an organisation would write one: it never hands its master key out."""

    calls = 0

    def __init__(self) -> None:
        self._keys = MasterKeys([NEW])

    def wrap(self, key: bytes) -> str:
        type(self).calls += 1
        return f"vault:{self._keys.wrap(key)}"

    def unwrap(self, wrapped: str) -> bytes:
        if not wrapped.startswith("vault:"):
            raise Refused("This key was not closed by the vault.", code="compartment-key-missing")
        return self._keys.unwrap(wrapped.removeprefix("vault:"))

    def is_current(self, wrapped: str) -> bool:
        return wrapped.startswith("vault:")


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Iterator[Referral]:
    yield play_referral(a_case("outcome_decided"), cast, "sent")
    shutting._service.cache_clear()


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def test_every_key_is_closed_anew_and_everything_opens_with_the_new_key_alone(
    sent: Referral, cast: Cast, settings: Any
) -> None:
    file = a_file(sent, cast)
    old, said = list(settings.COMPARTMENT_KEYS), said_in(now(sent))
    papers = list(Document.objects.filter(uid__in=ContentKey.objects.values("document_uid")))
    before = {paper.uid: content_of(paper) for paper in papers}
    assert {paper.kind for paper in papers} >= {"D11", "D13"}
    settings.COMPARTMENT_KEYS = [NEW, *old]
    out = StringIO()
    call_command("rotate_compartment_keys", stdout=out)
    assert f"{1 + len(papers)} keys closed anew, 0 were so already, 0 left" in out.getvalue()
    settings.COMPARTMENT_KEYS = [NEW]
    assert said_in(now(sent)) == said
    assert {paper.uid: content_of(paper) for paper in papers} == before
    assert all(reproduce(paper).intact for paper in papers)
    assert letter_of(papers[0]).recipient
    file.refresh_from_db()
    file.referral = now(sent)
    assert joined(blocks_of(file))
    assert Event.objects.filter(action="compartment.rewrap", stream=sent.key).count() == 1
    assert Event.objects.filter(action="compartment.rotate").count() == 1
    settings.COMPARTMENT_KEYS = old
    with pytest.raises(Refused) as refused:
        said_in(now(sent))
    assert refused.value.code == "compartment-key-missing"


def test_a_run_that_stopped_goes_on_and_changes_nothing_twice(
    sent: Referral, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMPARTMENT_KEYS = [NEW, *settings.COMPARTMENT_KEYS]
    whole, seen = 1 + ContentKey.objects.count(), []

    def stop(uid: UUID) -> bool:
        seen.append(uid)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return closing(uid)

    closing = rotating._close_paper
    monkeypatch.setattr(rotating, "_close_paper", stop)
    with pytest.raises(KeyboardInterrupt):
        rotate_keys(actor=cast.system)
    monkeypatch.undo()
    again = rotate_keys(actor=cast.system)
    assert (again.changed, again.current, again.failed) == (whole - 2, 2, 0)
    third = rotate_keys(actor=cast.system)
    assert (third.changed, third.current) == (0, whole)


def test_a_key_whose_master_key_is_gone_is_told_and_the_others_go_on(sent: Referral, cast: Cast, settings: Any) -> None:
    key = ContentKey.objects.first()
    assert key is not None
    key.wrapped_key = MasterKeys([Fernet.generate_key().decode()]).wrap(b"x")
    key.save()
    settings.COMPARTMENT_KEYS = [NEW, *settings.COMPARTMENT_KEYS]
    with pytest.raises(CommandError, match="1 keys were closed with a master key that is not at hand"):
        call_command("rotate_compartment_keys", stdout=StringIO())
    assert shutting.key_service().is_current(now(sent).wrapped_key)


def test_a_key_service_takes_the_place_of_keys_held_here(
    a_case: Callable[..., Case], cast: Cast, settings: Any
) -> None:
    settings.COMPARTMENT_KEYS, settings.COMPARTMENT_KEY_SERVICE = [], f"{__name__}.Vault"
    try:
        referral = play_referral(a_case("outcome_decided"), cast, "offered")
        assert referral.wrapped_key.startswith("vault:")
        assert said_in(referral).payer
        assert all(key.wrapped_key.startswith("vault:") for key in ContentKey.objects.all())
        assert Vault.calls >= 2
        assert rotate_keys(actor=cast.system).changed == 0
    finally:
        shutting._service.cache_clear()
