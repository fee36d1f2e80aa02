"""One page for one person, until it is taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet

from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel.errors import Forbidden, Refused
from backend.people.models import User
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.actions.rotating import rotate_keys
from backend.referrals.models import ReleaseAuthorization
from backend.workspace.actions.opening import change_passphrase, end_workspace
from backend.workspace.actions.pages import delete_page, revise_page, write_page
from backend.workspace.actions.sharing import read_shared, share_page, withdraw_page
from backend.workspace.models import SharedPage
from backend.workspace.queries import copies_of, receivers_for, shared_with
from backend.workspace.sheets import written
from tests.database import dumped
from tests.referrals.referring import helena, play_referral
from tests.workspace.conftest import PASSPHRASE, PLANTED, TITLE, Own

pytestmark = pytest.mark.django_db


@pytest.fixture
def monitor(own: Own, an_agreement: Callable[..., Agreement]) -> User:
    agreement = an_agreement("active")
    assert agreement.person_id == own.owner.person_id
    return User.objects.get(person=agreement.monitor)


def test_a_monitor_reads_the_copy_until_it_is_withdrawn(own: Own, monitor: User) -> None:
    assert [(each.user, each.as_what) for each in receivers_for(own.owner)] == [(monitor, "monitor of your agreement")]
    second = write_page(own.workspace, own.key, written("lose", "Kept back", {"lose": "Much."}), actor=own.owner)
    copy = share_page(own.page, own.key, monitor, actor=own.owner)
    assert list(shared_with(monitor)) == [copy]
    assert read_shared(copy, actor=monitor).texts["where"] == PLANTED
    assert not any(PLANTED in words or TITLE in words for _, words in dumped())
    assert copies_of([second], own.owner) == {second.pk: []}

    withdraw_page(SharedPage.objects.get(), actor=own.owner)
    assert not shared_with(monitor).exists()
    with pytest.raises(Forbidden):
        read_shared(copy, actor=monitor)
    assert not any(copy.sealed in words for _, words in dumped())


def test_nobody_else_reads_the_copy_and_nobody_else_withdraws_it(own: Own, monitor: User, cast: Cast) -> None:
    copy = share_page(own.page, own.key, monitor, actor=own.owner)
    for person in User.objects.exclude(pk=monitor.pk):
        assert not shared_with(person).exists()
    for person in (monitor, cast.lena, cast.sam, cast.ines):
        with pytest.raises(Forbidden):
            withdraw_page(copy, actor=person)


def test_a_page_goes_to_nobody_but_a_monitor_or_a_contact(own: Own, cast: Cast) -> None:
    assert receivers_for(own.owner) == []
    for person in (cast.ines, cast.lena, cast.noor, own.owner):
        with pytest.raises(Refused) as refused:
            share_page(own.page, own.key, person, actor=own.owner)
        assert refused.value.code == "not-a-receiver"


def test_whoever_no_longer_monitors_reads_nothing(own: Own, monitor: User, cast: Cast) -> None:
    copy = share_page(own.page, own.key, monitor, actor=own.owner)
    Agreement._base_manager.filter(monitor=monitor.person).update(monitor=cast.noor.person)
    assert not shared_with(monitor).exists()
    [kept] = copies_of([own.page], own.owner)[own.page.pk]
    assert (kept.row, kept.is_over) == (copy, True)


def test_a_contact_reads_it_while_the_release_is_in_force(own: Own, a_case: Callable[..., Case], cast: Cast) -> None:
    referral = play_referral(a_case("outcome_decided"), cast, "sent")
    assert referral.person_id == own.owner.person_id
    contact = helena(cast)
    assert [each.user for each in receivers_for(own.owner)] == [contact]
    copy = share_page(own.page, own.key, contact, actor=own.owner)
    assert read_shared(copy, actor=contact).title == TITLE
    revoke_release(ReleaseAuthorization.objects.get(referral=referral, state="active"), actor=own.owner)
    assert not shared_with(contact).exists()


def test_a_copy_stays_as_it_was_until_it_is_shared_again(own: Own, monitor: User) -> None:
    copy = share_page(own.page, own.key, monitor, actor=own.owner)
    page = revise_page(
        own.page, own.key, written("settings", "Anew", {"where": "Elsewhere."}), version=1, actor=own.owner
    )
    assert read_shared(SharedPage.objects.get(), actor=monitor).title == TITLE
    again = share_page(page, own.key, monitor, actor=own.owner)
    assert again.pk == copy.pk
    assert read_shared(SharedPage.objects.get(), actor=monitor).title == "Anew"
    change_passphrase(own.workspace, PASSPHRASE, "harbour violet copper sandwich", actor=own.owner)
    assert read_shared(SharedPage.objects.get(), actor=monitor).title == "Anew"


def test_deleting_the_page_or_the_workspace_takes_the_copy_along(own: Own, monitor: User) -> None:
    share_page(own.page, own.key, monitor, actor=own.owner)
    delete_page(own.page, actor=own.owner)
    assert not SharedPage.objects.exists()
    page = write_page(own.workspace, own.key, written("lose", "Two", {"lose": "Much."}), actor=own.owner)
    share_page(page, own.key, monitor, actor=own.owner)
    end_workspace(own.workspace, actor=own.owner)
    assert not shared_with(monitor).exists()


def test_the_reading_is_an_event_that_no_role_sees(own: Own, monitor: User) -> None:
    copy = share_page(own.page, own.key, monitor, actor=own.owner)
    read_shared(copy, actor=monitor)
    event = Event.objects.latest("id")
    assert (event.action, event.stream, event.actor) == ("workspace.read_shared", own.workspace.key, monitor.uid)


def test_a_new_master_key_closes_the_copy_anew(own: Own, monitor: User, cast: Cast, settings: Any) -> None:
    copy = share_page(own.page, own.key, monitor, actor=own.owner)
    settings.COMPARTMENT_KEYS = [Fernet.generate_key().decode(), *settings.COMPARTMENT_KEYS]
    rotate_keys(actor=cast.system)
    settings.COMPARTMENT_KEYS = settings.COMPARTMENT_KEYS[:1]
    found = SharedPage.objects.get()
    assert found.wrapped_key != copy.wrapped_key
    assert read_shared(found, actor=monitor).title == TITLE
