"""D+58 to D+112: the evidence is read, Martin is referred and chooses, the practice sees him, and a missed hour is asked about first."""

import re
from typing import Final

from django.core import mail
from playwright.sync_api import expect

from backend.demo.cast import PASSWORD
from backend.referrals.models import ProviderContact, Referral
from tests.e2e.conftest import PHONE
from tests.e2e.golden.telling import Golden, address
from tests.e2e.keyboard import fill_in, write
from tests.referrals.referring import a_provider
from tests.referrals.test_inviting import PASSWORD as CHOSEN
from tests.referrals.test_inviting import code_for

HELENA: Final = "helena@calder.example"
LINK: Final = re.compile(r"https?://[^/]+(/practice/invited/\S+)")
OUTSIDE: Final = "erin neil joan noor ines"
OF_HEALTH: Final = ("ppointments kept", "What stood in the way", "travel", "train")
RELEASED_FOR: Final = 181  # from D+69 to D+250
TRAIN: Final = "The train did not run, and there was no other."


def prepares(g: Golden) -> None:
    """D+58: Ruth prepares a referral, reads how little is known of the service, and says why all the same."""
    g.opens("ruth", f"/cases/{g.case}/")
    g.follows("ruth", "Referrals", href=f"{g.case}/referrals/")
    g.follows("ruth", "Prepare a referral")
    told = {
        "intervention": "individual-cbt",
        "reason_1": "Touching a colleague at a work event",
        "service": "Up to eight sessions",
    }
    terms = {
        "expectations": "No touching of colleagues.",
        "payer": "The company pays all of it.",
        "alternatives": "Another licensed provider.",
    }
    without = "Ruth Adeyemi then chooses another outcome."
    page = g.sends("ruth", "Begin to prepare it", without=without, ends_on=g.on(190), **told, **terms)
    g.referral = address(page).rstrip("/").rpartition("/")[2]
    g.follows("ruth", "Write the memo")
    memo = {"facts": "Three times.", "job_relation": "He leads people.", "milder": "A talk was tried."}
    g.sends("ruth", "Write the memo", necessity="It went on after a request to stop.", **memo)
    page = g.follows("ruth", "Read the evidence")
    expect(page.locator("main")).to_contain_text("Little is known. It may not be the only step")
    g.sends("ruth", "Read the evidence", read="on", why="He asked for it, beside changes in the setting.")
    g.absent(f"{OUTSIDE} martin daniel", f"/referrals/{g.referral}/", f"/mine/referrals/{g.referral}/")


def gates(g: Golden) -> None:
    """D+68: a safeguard and two practices stand beside it, counsel approves the memo, and only then the referral is approved."""
    g.opens("ruth", f"/referrals/{g.referral}/")
    g.follows("ruth", "Add a safeguard")
    control = {"setting": "conference", "control": "Client events end with the working part.", "owner": "Clara Nwosu"}
    g.sends("ruth", "Add a safeguard", review_on=g.on(60), **control)
    g.follows("ruth", "Choose the providers")
    practices = [a_provider(g.cast, name).reference for name in ("Calder Practice", "Meridian Counselling")]
    g.sends("ruth", "Choose the providers", treating=practices)
    g.opens("hugo")
    g.follows("hugo", "memo", href=g.referral)
    g.follows("hugo", "Approve the memo")
    g.sends("hugo", "Approve the memo")
    g.opens("ruth")
    g.follows("ruth", "", href=g.referral)
    g.follows("ruth", "Approve the referral")
    g.sends("ruth", "Approve the referral", coordinator=str(g.cast.mira.uid))


def is_chosen(g: Golden) -> None:
    """D+69: Mira offers two practices, Martin chooses one, and signs himself what it may report."""
    g.opens("mira")
    g.follows("mira", "", href=g.referral)
    g.follows("mira", "Offer to the employee")
    g.sends("mira", "Offer to the employee")
    g.opens("martin")
    page = g.follows("martin", "Read the referral and answer it", href=g.referral)
    expect(page.locator("main")).to_contain_text("Declining is no misconduct")
    g.follows("martin", "Accept and choose a provider")
    g.sends("martin", "Accept and choose", provider=a_provider(g.cast).reference)
    g.opens("mira")
    g.follows("mira", "", href=g.referral)
    g.follows("mira", "Offer the release")
    g.sends("mira", "Offer the release", expires_on=g.on(RELEASED_FOR))
    g.opens("martin")
    g.follows("martin", "Read the release and answer it")
    g.follows("martin", "Sign this release")
    g.sends("martin", "Sign this release", read="on", typed_name="Martin Hale", password=PASSWORD)
    hides(g)


def lets_in(g: Golden) -> None:
    """D+70: Mira names who takes referrals at the practice; Helena comes in by the link, with a password and a one-time code."""
    practice = a_provider(g.cast).reference
    g.opens("mira", f"/registers/providers/{practice}/")
    g.follows("mira", "Who signs in there")
    page = g.follows("mira", "Name a contact")
    fill_in(page, {"name": "Helena Voss", "email": HELENA}, button="Name the contact")
    g.follows("mira", "Invite")
    g.sends("mira", "Send the link")
    [link] = [found for each in mail.outbox if HELENA in each.to for found in LINK.findall(str(each.body))]
    g.people["helena"] = one = g.visitor(PHONE)
    one.context.set_default_timeout(60_000)
    page = g.opens("helena", link)
    secret = page.locator("code").inner_text()
    g.sends("helena", "Set up your access", password=CHOSEN, again=CHOSEN, code=code_for(secret))
    one.open("/practice/")
    write(page, "E-mail address", HELENA)
    write(page, "Password", CHOSEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    write(page, "Code", code_for(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{one.url}/practice/")
    g.absent("erin", link)  # it worked once


def is_sent(g: Golden) -> None:
    """D+70: Mira sends it to the practice, which sees this referral, half a name, and nothing of the case."""
    g.opens("mira")
    g.follows("mira", "", href=g.referral)
    g.follows("mira", "Send to the provider")
    contact = ProviderContact.objects.get(email=HELENA)
    g.sends("mira", "Send to the provider", to=str(contact.uid))
    g.opens("helena", "/practice/")
    page = g.follows("helena", "Martin H.", href=g.referral)
    expect(page.locator("main")).not_to_contain_text("Hale")
    g.follows("helena", "Accept")
    g.sends("helena", "Accept the referral")
    practice = f"/practice/referrals/{g.referral}/"
    g.unsaid("helena", ("Erin", "Lindqvist", "arning", "Ruth", g.case, g.agreement), "/practice/", practice)
    others = (
        f"/cases/{g.case}/",
        f"/referrals/{g.referral}/",
        f"/agreements/{g.agreement}/",
        f"/mine/referrals/{g.referral}/",
    )
    g.absent("helena", *others)
    reported(g, "Confirm the first appointment", contacted_on=g.on(0), first_appointment_on=g.on(14))


def reported(g: Golden, words: str, **codes: object) -> None:
    """Let the practice report by codes: fill in, check, send."""
    g.opens("helena", "/practice/")
    g.follows("helena", "Martin", href=g.referral)
    g.follows("helena", words)
    g.sends("helena", "Check the report", **codes)
    page = g.sends("helena", "Send report")
    expect(page.get_by_text("The report was sent.")).to_be_visible()


def is_seen(g: Golden) -> None:
    """D+84: the first appointment is held, and the practice reports its day and one code."""
    reported(g, "first evaluation", evaluated_on=g.on(0), recommended="sessions", agrees="yes")
    decider_reads(g, "Unknown")


def keeps_to_it(g: Golden) -> None:
    """D+98: two of two appointments were kept; those who decide read one word."""
    kept = {"kept": "2", "planned": "2", "complying": "yes"}
    reported(g, "ttendance|tatus", first_day=g.on(-14), last_day=g.on(0), **kept)
    decider_reads(g, "Yes")


def misses(g: Golden) -> None:
    """D+112: nobody came; Martin is asked what stood in the way before anything counts, and Mira excuses it."""
    missed = {"kept": "1", "planned": "2", "complying": "partly", "missed_1": g.on(0), "barrier": "no_show"}
    reported(g, "ttendance|tatus", first_day=g.on(-13), last_day=g.on(0), **missed)
    decider_reads(g, "Unknown")
    g.opens("martin")
    g.follows("martin", "Say what stood in the way", href="/mine/questions/")
    g.sends("martin", "Send the answer", words=TRAIN)
    g.opens("mira")
    page = g.follows("mira", "Weigh what stood in the way")
    expect(page.locator("main")).to_contain_text(TRAIN)
    g.follows("mira", "Excuse the absence")
    g.sends("mira", "Excuse the absence", excuse="access_or_cost")  # the journey
    decider_reads(g, "Yes")
    g.unsaid("helena", (TRAIN,), f"/practice/referrals/{g.referral}/")
    hides(g)


def decider_reads(g: Golden, word: str) -> None:
    """Hold what Ruth reads of it: this word, and nothing of health; Joan reads the word with the duty, and no more."""
    for path in (f"/cases/{g.case}/referrals/", f"/cases/{g.case}/"):
        page = g.opens("ruth", path)
        expect(page.locator("main")).to_contain_text(f"Kept to: {word}")
        g.unsaid("ruth", (*OF_HEALTH, TRAIN, "Calder", "Helena"), path)
    case = Referral.objects.get(reference=g.referral).case
    assert not case.obligations.filter(kind="outcome.suspected_breach").exists()


def hides(g: Golden) -> None:
    """Hold that nobody outside finds the referral, least of all the person whom it is to protect."""
    paths = (f"/referrals/{g.referral}/", f"/mine/referrals/{g.referral}/", f"/practice/referrals/{g.referral}/")
    g.absent(OUTSIDE, *paths)
    for name in ("erin", "joan"):
        g.absent(name, f"/cases/{g.case}/referrals/")
        g.unsaid(name, (g.referral, "Calder", "referral to", TRAIN), "/", "/documents/")
