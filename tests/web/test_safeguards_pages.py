"""Pages of safeguards: proposed on the case, confirmed and looked at again by an owner who learns no case, read by the employee."""

from datetime import timedelta

import pytest
from django.test import Client

from backend.demo.cast import Cast
from backend.kernel import clock
from backend.safeguards.models import SettingSafeguard
from tests.builders import WHY
from tests.safeguards.scenes import in_place, led_anew, proposed
from tests.web.reading import form_of, selects, text_of
from tests.web.test_cases_pages import Build, SignIn

pytestmark = pytest.mark.django_db
CONTROL = "A second manager is present at every client dinner."


def proposal(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "situation": "alcohol_present",
        "control": CONTROL,
        "falls_on": "employee",
        "person": cast.person("martin").reference,
        "owner": "Joan Mbeki",
        "starts_on": clock.today().isoformat(),
        "review_on": (clock.today() + timedelta(days=3)).isoformat(),
        "reason": WHY,
        **more,
    }


def test_a_safeguard_goes_from_the_case_to_its_end(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    daniel, joan, martin = map(sign_in, (cast.daniel, cast.joan, cast.martin))
    at, new = f"/cases/{case.reference}/safeguards/", f"/cases/{case.reference}/safeguards/new/"
    assert at in daniel.get(f"/cases/{case.reference}/").content.decode()
    assert new in daniel.get(at).content.decode()
    wrong = daniel.post(new, proposal(cast, control="Erin Lindqvist sits elsewhere."))
    assert "must not learn who was affected" in text_of(wrong)
    assert "Erin Lindqvist sits elsewhere." in wrong.content.decode()  # nothing that was typed is lost
    daniel.post(new, proposal(cast))
    row = SettingSafeguard.objects.get()
    one = f"/safeguards/{row.reference}/"
    assert "Nothing changes around you" in text_of(martin.get("/mine/safeguards/"))

    assert one in joan.get("/").content.decode()
    assert CONTROL in text_of(joan.get("/safeguards/"))
    page = joan.get(one)
    assert case.reference not in page.content.decode()
    assert "Confirm that it is in place" in text_of(page)
    assert "Take the proposal back" not in text_of(page)
    joan.post(f"{one}moves/confirm/", {"reason": "The rota is changed."})
    assert CONTROL in text_of(martin.get("/mine/safeguards/"))
    assert "Look at a safeguard again" in text_of(joan.get("/"))
    joan.post(f"{one}moves/suggest/", {"result": "eased", "control": "One manager is told.", "note": "All kept."})
    assert "Decide on a suggested change" in text_of(daniel.get("/"))
    assert "All kept." in text_of(daniel.get(one))
    assert "All kept." not in text_of(joan.get(one))
    daniel.post(f"{one}moves/end/", {"note": "Secret grounds of the decision."})
    row.refresh_from_db()
    assert row.state == "ended"
    assert "has ended" in text_of(joan.get("/"))
    assert "Secret grounds" not in text_of(joan.get(one))


def test_it_does_not_exist_for_others(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    row = in_place(case, cast)
    for key in ("ines", "omar", "erin", "martin", "noor", "lena", "sam"):
        browser = sign_in(getattr(cast, key))
        for path in ("", "moves/end/", "owner/"):
            assert browser.get(f"/safeguards/{row.reference}/{path}").status_code == 404, (key, path)
        assert browser.get(f"/cases/{case.reference}/safeguards/").status_code == 404, key
        assert row.control not in browser.get("/safeguards/").content.decode(), key
        assert row.reference not in browser.get("/").content.decode(), key
    assert row.control not in sign_in(cast.erin).get("/mine/safeguards/").content.decode()
    assert "safeguards/" not in sign_in(cast.ines).get(f"/cases/{case.reference}/").content.decode()


def test_pages_need_few_queries(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    for _ in range(3):
        in_place(case, cast)
    proposed(case, cast)
    joan, martin = sign_in(cast.joan), sign_in(cast.martin)

    def reads(browser: Client, path: str) -> int:
        browser.get(path)
        with selects() as found:
            assert browser.get(path).status_code == 200
        return len(found)

    assert reads(joan, "/safeguards/") <= 9
    assert reads(martin, "/mine/safeguards/") <= 8


def test_somebody_else_takes_it_over(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    row = in_place(a_case("active"), cast)
    daniel = sign_in(cast.daniel)
    at = f"/safeguards/{row.reference}/owner/"
    assert at in daniel.get(f"/safeguards/{row.reference}/").content.decode()
    sent = form_of(daniel.get(at), owner="Noor Rahman", reason="Joan moves to Leeds.")
    assert daniel.post(at, sent).status_code == 302
    assert sign_in(cast.noor).get(f"/safeguards/{row.reference}/").status_code == 200


def test_a_new_manager_reads_what_to_see_to_on_a_page_of_their_own(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    row = in_place(case, cast)
    in_place(case, cast, owner=cast.person("helen"), control="A host is named.")
    extract = led_anew(case, cast)
    one = f"/managers/{extract.reference}/"
    oliver, daniel, joan, helen = map(sign_in, (cast.oliver, cast.daniel, cast.joan, cast.helen))
    assert one in oliver.get("/").content.decode()
    assert one in oliver.get("/managers/").content.decode()
    page = oliver.get(one)
    assert row.control in text_of(page)
    for hidden in ("Lindqvist", case.reference, extract.agreement.reference):
        assert hidden not in page.content.decode()
    assert oliver.get(f"/cases/{case.reference}/").status_code == 404
    for told in (daniel, joan):
        assert "Somebody else leads Martin Hale" in text_of(told.get("/"))
    assert "Helen Marsh" in text_of(daniel.get("/"))
    assert "Helen Marsh" not in text_of(joan.get("/"))
    assert case.reference not in joan.get("/").content.decode()
    for stranger in (daniel, joan, helen, sign_in(cast.erin), sign_in(cast.martin)):
        assert stranger.get(one).status_code == 404
    assert oliver.post(f"{one}know/").status_code == 302
    assert oliver.post(f"{one}know/").status_code == 302
    assert "You confirmed on" in text_of(oliver.get(one))
    assert one not in oliver.get("/").content.decode()
    assert "Oliver Grant" in text_of(daniel.get(f"/cases/{case.reference}/safeguards/"))


def test_the_employee_sees_what_applies_today(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    in_place(case, cast)
    in_place(case, cast, starts_on=clock.today() + timedelta(days=9), control="A host is named.")
    words = text_of(sign_in(cast.martin).get("/mine/safeguards/"))
    assert words.index("Applies today") < words.index("Begins later") < words.index("A host is named.")
    assert "Is over" not in words


def test_the_hr_partner_hands_over_what_a_former_manager_has_on_one_page(
    cast: Cast, a_case: Build, sign_in: SignIn
) -> None:
    case = a_case("active")
    row = in_place(case, cast, owner=cast.person("helen"))
    agreement = led_anew(case, cast).agreement
    daniel = sign_in(cast.daniel)
    home = daniel.get("/")
    at = f"/agreements/{agreement.reference}/hand-over/"
    assert "Hand over what Helen Marsh still sees to." in text_of(home)
    assert f"{at}?of={cast.person('helen').reference}" in home.content.decode()
    assert at in daniel.get(f"/cases/{case.reference}/safeguards/").content.decode()
    page = daniel.get(at)
    assert "What Helen Marsh sees to" in text_of(page)
    assert page.context["form"].initial["to"] == cast.person("oliver")
    nothing = daniel.post(at, form_of(page, reason=WHY))
    assert nothing.context["form"].errors["items"]
    sent = daniel.post(at, form_of(page, items=[row.reference], reason=WHY), follow=True)
    assert "Somebody else sees to what was chosen" in text_of(sent)
    row.refresh_from_db()
    assert row.owner == cast.person("oliver")
    assert "Hand over what" not in text_of(daniel.get("/"))

    joans = daniel.get(f"{at}?of={cast.person('joan').reference}")
    assert "What Joan Mbeki sees to" in text_of(joans)
    assert "Monitoring the agreement" in text_of(joans)
    early = form_of(joans, items=["monitor"], to="Oliver Grant", effective_on="2020-01-01", reason=WHY)
    assert daniel.post(f"{at}?of={cast.person('joan').reference}", early).context["form"].errors["effective_on"]
    for name in ("joan", "martin", "erin", "noor"):
        assert sign_in(getattr(cast, name)).get(at).status_code in {403, 404}
