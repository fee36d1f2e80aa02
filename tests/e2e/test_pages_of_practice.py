"""The door of providers in a browser: from the link in the mail to a report, by keyboard and on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import expect

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.referrals.actions.inviting import add_contact, invite_contact
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.actions.reporting import send_report
from backend.referrals.actions.sending import send_referral
from backend.referrals.models import ProviderContact, Referral
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_every_page import paths_of
from tests.referrals.referring import a_provider, a_status, helena, play_referral
from tests.referrals.test_inviting import PASSWORD, code_for

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]


def invited(cast: Cast) -> tuple[ProviderContact, str]:
    contact = add_contact(a_provider(cast), name="Petra Lindholm", email="petra@calder.example", actor=cast.mira)
    invite_contact(contact, actor=cast.mira)
    [path] = re.findall(r"https?://[^/]+(/practice/invited/\S+)", str(mail.outbox[-1].body))
    return contact, path


def test_a_provider_comes_in_by_the_link_and_reports_on_a_phone_without_scripts(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    referral = play_referral(a_case("outcome_decided"), cast, "authorized")
    contact, path = invited(cast)
    petra = visitor(PHONE, java_script_enabled=False)
    page = petra.page
    petra.open(path)
    secret = page.locator("code").inner_text()
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    page.get_by_label("Code from the app").fill(code_for(secret))
    page.get_by_role("button", name="Set up your access").click()
    send_referral(Referral.objects.get(pk=referral.pk), actor=cast.mira, to=ProviderContact.objects.get(pk=contact.pk))
    page.get_by_label("E-mail address").fill("petra@calder.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Referrals", exact=True)).to_be_visible()
    page.get_by_role("link", name="Martin H.").click()
    page.get_by_role("link", name="Accept").click()
    page.get_by_role("button", name="Accept the referral").click()
    expect(page.get_by_role("heading", name="Martin Hale")).to_be_visible()
    page.get_by_role("link", name="Confirm the first appointment").first.click()
    page.get_by_label("You got in touch on").fill((clock.today() + timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Check the report").click()
    expect(page.get_by_text("This day has not come yet").first).to_be_visible()
    page.get_by_label("You got in touch on").fill(clock.today().isoformat())
    page.get_by_role("button", name="Check the report").click()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", name="Referral received")).to_be_visible()


def test_pages_of_the_practice(cast: Cast, a_case: Callable[..., Case], visitor: Come) -> None:
    referral = play_referral(a_case("outcome_decided"), cast, "sent")
    provider, petra, mira = visitor(), visitor(), visitor()
    provider.bring_session(helena(cast))
    of_referral = f"/practice/referrals/{referral.reference}/"
    paths_of(provider, ["/practice/", of_referral, f"{of_referral}accept/", f"{of_referral}decline/", "/letters/"])
    provider.open(f"{of_referral}accept/")
    provider.page.get_by_role("button", name="Accept the referral").click()
    paths_of(
        provider, [of_referral, *(f"{of_referral}report/{kind}/" for kind in ("receipt", "initial", "safety_notice"))]
    )
    provider.open(f"{of_referral}report/initial/")
    provider.page.get_by_label("Evaluation held on").fill(clock.today().isoformat())
    provider.page.get_by_label("What you recommend").select_option("sessions")
    provider.page.get_by_label("Does the person agree").select_option("yes")
    provider.page.get_by_role("button", name="Check the report").click()
    provider.page.get_by_role("button", name="Send report").click()
    report = send_report(
        Referral.objects.get(pk=referral.pk),
        kind="status",
        codes=a_status(kept=1, planned=2, barrier="access"),
        actor=helena(cast),
    )
    of_report = f"/practice/reports/{report.reference}/"
    paths_of(
        provider,
        [of_referral, f"{of_referral}report/status/", of_report, f"{of_report}replace/", f"{of_report}file/"],
    )
    _contact, path = invited(cast)
    paths_of(petra, [path, "/practice/invited/guessed/"])
    mira.bring_session(cast.mira)
    of_provider = f"/registers/providers/{a_provider(cast).reference}/contacts/"
    paths_of(
        mira,
        [
            of_provider,
            f"{of_provider}new/",
            f"{of_provider}{_contact.uid}/invite/",
            f"{of_provider}{_contact.uid}/end/",
            of_report,
            f"/referrals/{referral.reference}/conclude/",
        ],
    )
    revoke_release(referral.releases.get(), actor=cast.martin)
    paths_of(provider, ["/practice/", of_referral])
