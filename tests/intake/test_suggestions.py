"""Who may be meant and what may tell of the same: proposed with reasons, confirmed by a person, told as two numbers."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.audit.recorded import keep
from backend.audit.timeline import entries, history
from backend.decisions.queries.earlier import earlier_matters, named_before
from backend.intake.actions.identifying import identify_person, match_person, unmatch_person
from backend.intake.queries.likeness import other_records, people_meant, reports_alike
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused
from backend.people.actions import add_person, rename_person, system_user
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
WHY = "For this test."


def why_of(words):
    return {each.person.name: each.why for each in people_meant(words)}


def test_people_come_to_mind_for_a_reason_and_without_a_score(cast):
    martin = cast.person("martin")
    assert why_of("Martin Hale")["Martin Hale"] == ("same name",)
    assert why_of("hale, MARTIN")["Martin Hale"] == ("same name",)
    assert why_of("Martín Hales")["Martin Hale"] == ("name spelt alike",)
    assert why_of(f"write to {martin.email}")["Martin Hale"][0] == "same e-mail address"
    assert why_of(f"Martin from {martin.unit.name}")["Martin Hale"] == ("a part of the name", "same unit")
    assert "Martin Hale" not in why_of("Martin"), "a first name alone says nothing"
    assert why_of("") == why_of("somebody at the party") == {}
    rename_person(martin, "Martin Northcote", on=clock.today(), actor=system_user(), reason=WHY)
    assert why_of("Martin Hale")["Martin Northcote"] == ("same former name",)


def test_a_person_says_who_is_meant_and_is_then_barred(cast, a_report, sign_in, last_event):
    report = a_report(respondent=None, respondent_as_told="Wanda Ilves")
    page = text_of(sign_in(cast.omar).get(f"/reports/{report.reference}/"))
    assert "Somebody has to confirm it" in page
    assert "same name" in page
    assert "Somebody has to confirm it" not in text_of(sign_in(cast.erin).get(f"/reports/{report.reference}/"))
    assert report.respondent is None, "nothing is decided by the product itself"
    assert not can(cast.wanda, "report.view", report), (
        "the text names her: until somebody has looked, she does not find it"
    )
    with pytest.raises(Forbidden):
        identify_person(report, actor=cast.ines, reason=WHY, person=cast.person("wanda"))
    with pytest.raises(Refused):
        identify_person(report, actor=cast.omar, reason=" ", person=cast.person("wanda"))

    report = identify_person(
        report, actor=cast.omar, reason="She told us her colleague's name.", person=cast.person("wanda")
    )
    told = [(entry.action.name, cast.key_of(entry.actor), entry.reason) for entry in entries(history(report))]
    assert ("report.identify", "omar", "She told us her colleague's name.") in told
    assert told[0][0] == "report.route", "she works with reports: the independent channel takes it from here"
    assert report.respondent_as_told == "Wanda Ilves"
    assert not can(cast.wanda, "report.view", report)
    with pytest.raises(Refused) as both:
        identify_person(report, actor=cast.vera, reason=WHY, person=cast.person("wanda"), part="affected")
    assert both.value.code == "person-in-both-parts"


def test_earlier_matters_are_two_numbers_across_two_records_of_one_person(cast, a_case, a_report, sign_in):
    decided = a_case("implementing")
    again = add_person("Martin Hale", actor=system_user(), reason=WHY, kind="contractor")
    report = a_report(triaged=True, respondent=again, reporter=cast.person("noor"), occurred_on=clock.today())
    assert not earlier_matters(cast.omar, again, besides=report), "a name alone counts nothing"
    assert cast.person("martin") in [each.person for each in other_records(again)]

    match_person(report, actor=cast.omar, reason="The same date of birth.", other=cast.person("martin"))
    earlier = earlier_matters(cast.omar, again, besides=report)
    assert earlier.substantiated >= 1
    assert earlier.open >= 1
    assert named_before(cast.omar, [report]) == {report.pk}
    page = text_of(sign_in(cast.omar).get(f"/reports/{report.reference}/"))
    assert f"Linked: {earlier.substantiated} substantiated, {earlier.open} open." in page
    assert decided.reference not in page
    assert decided.title not in page

    finding = decided.allegations.get().finding
    finding.factual = "not_substantiated"
    keep(finding, "finding.propose", actor=cast.ines, reason=WHY)
    assert earlier_matters(cast.omar, again, besides=report).substantiated == earlier.substantiated - 1
    unmatch_person(report, actor=cast.omar, reason="Two people after all.", other=cast.person("martin"))
    assert not earlier_matters(cast.omar, again, besides=report)


def test_reports_that_may_tell_of_the_same_are_shown_with_reasons(cast, a_report):
    day = clock.today() - timedelta(days=6)
    report = a_report()
    same = a_report(reporter=cast.person("noor"), occurred_on=day + timedelta(days=2))
    far = a_report(reporter=cast.person("noor"), occurred_on=day - timedelta(days=300))
    barred = a_report(affected=cast.person("omar"))
    found = {each.report: each.why for each in reports_alike(report, cast.omar)}
    assert found[same] == ("names the same respondent", "about the same days")
    assert far not in found
    assert barred not in found
    assert barred in {each.report for each in reports_alike(report, cast.wanda)}
