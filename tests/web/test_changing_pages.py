"""The pages of a change: proposed from the words in force, with an obligation added, and read by the employee beside the version before."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from backend.agreements.models import Agreement
from backend.demo.cast import Cast
from backend.documents.queries import day_words, letter_of
from backend.documents.rendering import render_html
from tests.agreements.answers import a_change, an_amendment, countersign, sign
from tests.web.test_mine import words_between

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
Plays = Callable[..., Agreement]


def test_a_change_is_proposed_from_the_words_in_force(cast: Cast, an_agreement: Plays, sign_in: SignIn) -> None:
    active = an_agreement("active")
    daniel, path = sign_in(cast.daniel), f"/agreements/{active.reference}/amend/"
    assert sign_in(cast.martin).get(path).status_code == 403
    page = daniel.get(path)
    form = page.context["form"]
    given = {
        name: ""
        if (value := form.get_initial_for_field(field, name)) is None
        else str(getattr(value, "reference", value))
        for name, field in form.fields.items()
    }
    unchanged = daniel.post(path, {**given, "change_reason": "The course moves."}).content.decode()
    assert "Change at least one clause or obligation." in unchanged
    later = {**given, "change_reason": "The course moves.", "ends_on": str(active.ends_on + timedelta(days=30))}
    assert "A later end needs reasons of its own." in daniel.post(path, later).content.decode()
    done = daniel.post(path, {**given, "change_reason": "The course moves.", "duty-1-what": "Take the spring course."})
    version = Agreement.objects.get(amendment__earlier=active)
    assert done.headers["Location"] == f"/agreements/{version.reference}/"
    shown = daniel.get(f"/agreements/{version.reference}/").content.decode()
    assert "Change of the agreement" in shown
    assert "Take the spring course." in shown
    assert active.obligations.get().what in shown
    earlier = daniel.get(f"/agreements/{active.reference}/").content.decode()
    assert (
        f'href="/agreements/{version.reference}/"' in earlier
    )  # whoever goes on with it finds it from the one in force
    martin = sign_in(cast.martin)
    assert version.reference not in martin.get(f"/mine/agreements/{active.reference}/").content.decode()
    assert martin.get(f"/mine/agreements/{version.reference}/").status_code == 404


def test_a_change_adds_an_obligation_and_keeps_what_was_typed_of_one_that_is_not_complete(
    cast: Cast, an_agreement: Plays, sign_in: SignIn
) -> None:
    active = an_agreement("active")
    daniel, path = sign_in(cast.daniel), f"/agreements/{active.reference}/amend/"
    form = daniel.get(path).context["form"]
    given = {
        name: str(getattr(value, "reference", value))
        for name, field in form.fields.items()
        if (value := form.get_initial_for_field(field, name)) is not None
    } | {"change_reason": "A second course fits better."}
    first = form.from_day + timedelta(days=20)
    added = {"more-1-what": "Take part in the evening on chairing meetings.", "more-1-due_on": str(first)}
    half = daniel.post(path, {**given, **added})
    assert "An obligation that you add needs what, by when, the proof, and who checks it." in half.content.decode()
    assert "Take part in the evening on chairing meetings." in half.content.decode()
    assert half.context["form"].more[0].errors["proof"]
    assert not Agreement.objects.filter(amendment__earlier=active).exists()
    unnamed = {name: typed for name, typed in added.items() if name != "more-1-what"} | {"more-1-proof": "A list"}
    begun = daniel.post(path, {**given, **unnamed})  # what was typed without saying what is to be done is not dropped
    assert begun.context["form"].more[0].errors["what"]
    assert 'value="A list"' in begun.content.decode()
    assert not Agreement.objects.filter(amendment__earlier=active).exists()
    added |= {
        "more-1-proof": "The list of those present",
        "more-1-verifier": cast.person("joan").reference,
        "more-1-kind": "other",
    }
    daniel.post(path, {**given, **added})
    version = Agreement.objects.get(amendment__earlier=active)
    before, after = active.obligations.count(), list(version.obligations.order_by("seq"))
    assert len(after) == before + 1
    assert (after[-1].what, after[-1].due) == (added["more-1-what"], f"by {day_words(first)}")
    assert added["more-1-what"] in daniel.get(f"/agreements/{version.reference}/").content.decode()
    assert (
        added["more-1-what"] not in sign_in(cast.martin).get(f"/mine/agreements/{active.reference}/").content.decode()
    )


def test_a_change_shows_the_very_words_of_its_file(cast: Cast, an_agreement: Plays, sign_in: SignIn) -> None:
    version = an_amendment(an_agreement("active"), cast, duties={1: None})
    page = sign_in(cast.martin).get(f"/mine/agreements/{version.reference}/").content.decode()
    assert version.document is not None
    letter, ending = render_html(letter_of(version.document)), "It then stands in place of these lines."
    assert words_between(page, "Between", ending) == words_between(letter[letter.index("<h1>") :], "Between", ending)


def test_the_employee_reads_both_versions(cast: Cast, an_agreement: Plays, sign_in: SignIn) -> None:
    active = an_agreement("active")
    version = an_amendment(active, cast)
    martin = sign_in(cast.martin)
    page = martin.get(f"/mine/agreements/{version.reference}/").content.decode()
    assert a_change(active).reason in page
    assert "The version before simply goes on." in page
    assert f"/mine/agreements/{active.reference}/" in page
    assert cast.erin.name not in page
    assert "Version 2" in martin.get(f"/mine/agreements/{active.reference}/").content.decode()
    countersign(sign(version, cast.martin), cast.ruth)
    assert "In force" in martin.get("/mine/agreements/").content.decode()
