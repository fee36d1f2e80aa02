"""What the door of providers answers. Nobody of PEOPLE takes referrals for a provider, so for them it is not there."""

from backend.audit.recorded import keep
from backend.referrals.models import ProviderContact
from tests.architecture.world import Matrix, World, both
from tests.referrals.referring import a_provider

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)
NONE = (404, 404, 404, 404, 404, 404, 404, 302)
NO_LINK = (404, 404, 404, 404, 404, 404, 404, 404)  # a link that was guessed

API: Matrix = {
    ("get", "practice/referrals/"): LIST,
    ("get", "practice/referrals/{reference}/"): NOBODYS,
    **{("post", f"practice/referrals/{{reference}}/{verb}/"): NOBODYS for verb in ("take", "turn-down", "report")},
    **{("post", f"practice/conclusions/{{reference}}/{verb}/"): NOBODYS for verb in ("conclude", "conclude-unmet")},
    ("get", "provider-reports/"): LIST,
    ("get", "provider-reports/{reference}/"): NOBODYS,
    **{("post", f"provider-reports/{{reference}}/{verb}/"): NOBODYS for verb in ("replace", "take-note", "files")},
    ("get", "providers/{provider}/contacts/"): NOBODYS,
    ("post", "providers/{provider}/contacts/"): NOBODYS,
    **{("post", f"providers/{{provider}}/contacts/{{uid}}/{verb}/"): NOBODYS for verb in ("invite", "revoke", "end")},
}

WITHIN_OTHERS = {  # follow from a report
    "referral.evaluate",
    "referral.recommend",
    "referral.begin",
    "referral.follow_up",
}

WEB: Matrix = {
    ("get", "practice/"): NONE,
    **both(NO_LINK, "practice/invited/{token}/"),
    ("get", "practice/referrals/{reference}/"): NONE,
    **both(NONE, *(f"practice/referrals/{{reference}}/{act}/" for act in ("accept", "decline", "report/{kind}"))),
    ("get", "practice/reports/{reference}/"): NONE,
    **both(NONE, *(f"practice/reports/{{reference}}/{act}/" for act in ("replace", "file", "take-note"))),
    ("get", "registers/providers/{reference}/contacts/"): NONE,
    **both(NONE, "registers/providers/{reference}/contacts/new/"),
    **both(
        NONE, *(f"registers/providers/{{reference}}/contacts/{{uid}}/{act}/" for act in ("invite", "revoke", "end"))
    ),
    **both(NONE, *(f"referrals/{{reference}}/{act}/" for act in ("conclude", "conclude-unmet"))),
}


def names(world: World) -> dict[str, dict[str, str]]:
    provider = a_provider(world.cast)
    contact = ProviderContact(provider=provider, name="Petra Lindholm", email="petra@calder.example")
    keep(contact, "provider.edit", actor=world.cast.system)
    absent = {"reference": "REF-2026-000000"}
    return {
        "practice/": {**absent, "kind": "status", "token": "guessed"},
        "provider-reports/": absent,
        "providers/{provider}/contacts/": {"provider": provider.reference, "uid": str(contact.uid)},
        "registers/providers/{reference}/contacts/": {"reference": provider.reference, "uid": str(contact.uid)},
        "referrals/{reference}/conclude/": absent,
        "referrals/{reference}/conclude-unmet/": absent,
    }
