"""Conflicts of interest on a case: the rules, waivers, challenges, stepping aside, and a reorganisation in the middle (scenario 2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.access.policy import can, scope
from backend.access.roles import end_role, grant_role
from backend.access.ties import add_tie, end_tie
from backend.audit.reads import viewed
from backend.cases.actions.allegations import give_notice
from backend.cases.actions.appointments import appoint
from backend.cases.actions.break_glass import break_glass
from backend.cases.actions.closing import close_without_decision, propose_early_close
from backend.cases.actions.impartiality import (
    challenge,
    declare_conflicts,
    dismiss_challenge,
    recuse,
    take_over,
    uphold_challenge,
)
from backend.cases.actions.links import open_linked
from backend.cases.actions.opening import add_party
from backend.cases.actions.progress import assign_case, plan_case
from backend.cases.actions.routing import take_in_case
from backend.cases.actions.waivers import ask_waiver, grant_waiver, refuse_waiver
from backend.cases.actions.watch import end_watch, start_watch
from backend.cases.conflicts.leaving import what_was_read
from backend.cases.models import Case, CaseBar, CaseGrant, CaseRoute, ConflictDeclaration, Handover, RetaliationWatch
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.documents.rendering import render_html
from backend.kernel import clock
from backend.kernel.errors import Forbidden, NotVisible, Refused
from backend.people.actions import add_line, end_line, move_person
from backend.people.models import ReportingLine, User
from tests.builders import DECLARED, WHY

pytestmark = pytest.mark.django_db
ACase = Callable[..., Case]
SignIn = Callable[[User], Client]
DISCLOSED = (
    "Tomas Berg was in a joint programme with the respondent until last week. He took no part in what is alleged."
)


def bars(case: Case, person: Any) -> set[str]:
    return set(CaseBar.objects.filter(case=case, person=person, ended=None).values_list("rule", flat=True))


def printed_words(document: Document) -> str:
    return render_html(letter_of(document))


def dotted(cast: Cast) -> ReportingLine:
    return ReportingLine.objects.get(person=cast.person("tomas"), kind=ReportingLine.DOTTED)


def test_scenario_2_a_line_of_the_past_is_waived_by_the_independent_channel_alone(
    cast: Cast, a_case: ACase, sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("conflict_cleared")
    with pytest.raises(Refused, match=r"on the day of the conduct and today \(C2\)") as told:
        assign_case(case, actor=cast.omar, reason=WHY, investigator=cast.tomas, declaration=DECLARED)
    assert "waive" not in told.value.detail
    with pytest.raises(Refused, match="Nobody can waive this"):
        ask_waiver(case, person=cast.person("tomas"), rule="C2", actor=cast.omar, reason=WHY)

    end_line(dotted(cast), on=clock.today() - timedelta(days=1), actor=cast.system, reason="The programme is over.")
    bar = CaseBar.objects.get(case=case, person=cast.person("tomas"), rule="C2", ended=None)
    assert bar.historic
    page = sign_in(cast.omar).get(f"/cases/{case.reference}/people/assign/").content.decode()
    assert "Tomas Berg (not available: conflict)" in page
    assert "Inês Duarte (not available" not in page
    waiver = ask_waiver(case, person=cast.person("tomas"), rule="C2", actor=cast.omar, reason="Nobody else is free.")
    for nobody in (cast.omar, cast.tomas, cast.sam):
        with pytest.raises(Forbidden):
            grant_waiver(waiver, actor=nobody, reason=WHY, disclosed=DISCLOSED)
    channel = sign_in(cast.vera)
    assert channel.get(f"/cases/{case.reference}/").status_code == 404  # a waiver opens no file
    sent = {"disclosed": DISCLOSED, "reason": "He took no part in it."}
    assert channel.post(f"/waivers/{waiver.uid}/grant/", sent).status_code == 302
    assert last_event(waiver) == ("waiver.grant", "vera", "He took no part in it.")
    assert not bars(case, cast.person("tomas"))
    assign_case(case, actor=cast.omar, reason=WHY, investigator=cast.tomas, declaration=DECLARED)
    assert can(cast.tomas, "case.read", case)
    assert DISCLOSED in sign_in(cast.erin).get("/mine/handling/").content.decode()
    assert (
        DISCLOSED not in sign_in(cast.martin).get("/mine/handling/").content.decode()
    )  # he was not told of the case yet
    assert DISCLOSED not in sign_in(cast.noor).get("/mine/handling/").content.decode()
    letter = Document.objects.get(about=waiver.key)  # one alone: he was not told of the case yet
    assert (letter.recipient, letter.kind, letter.issued_by) == (cast.person("erin"), "D27", cast.vera)
    assert DISCLOSED in printed_words(letter)

    plan_case(case, actor=cast.tomas, reason=WHY)
    give_notice(case, actor=cast.tomas, reason=WHY, answer_due_at=clock.now() + timedelta(days=10))
    letters = Document.objects.filter(about=waiver.key).order_by("pk")
    assert [each.recipient for each in letters] == [cast.person("erin"), cast.person("martin")]
    assert "Erin" not in printed_words(letters[1])
    assert DISCLOSED in printed_words(letters[1])
    address = f"/documents/{letters[1].reference}/"
    assert sign_in(cast.martin).get(address).status_code == 200
    assert sign_in(cast.erin).get(address).status_code == 404
    assert sign_in(cast.noor).get(address).status_code == 404


def test_a_reorganisation_in_the_middle_suspends_access_the_same_moment_and_lists_what_was_read(
    cast: Cast, a_case: ACase, sign_in: SignIn
) -> None:
    case, other = a_case("investigating"), a_case("investigating")
    browser = sign_in(cast.ines)
    assert browser.get(f"/cases/{case.reference}/allegations/").status_code == 200
    add_line(
        cast.person("ines"), cast.person("martin"), starts_on=clock.today(), actor=cast.system, reason="New structure."
    )
    for gone in (case, other):
        assert bars(gone, cast.person("ines")) == {"C2"}
        assert browser.get(f"/cases/{gone.reference}/").status_code == 404
    assert not CaseGrant.objects.filter(user=cast.ines).exists()
    assert not case.assignments.filter(person=cast.person("ines"), ends_on=None).exists()

    handover = Handover.objects.get(case=case)
    assert (handover.why, handover.roles) == ("suspended", ["investigator"])
    assert [entry.action.name for entry in what_was_read(handover)] == ["case.read"]
    lead = sign_in(cast.omar)
    assert "had read who left the case" in lead.get("/").content.decode()
    assert "Inês Duarte had read" in lead.get(f"/handovers/{handover.uid}/").content.decode()
    assert browser.get(f"/handovers/{handover.uid}/").status_code == 404
    assert (
        lead.post(f"/api/v1/handovers/{handover.uid}/take-over/", {"reason": WHY}, "application/json").status_code
        == 200
    )
    with pytest.raises(Refused, match="already"):
        take_over(Handover.objects.get(case=case), actor=cast.omar, reason=WHY)


def test_a_tie_is_declared_or_entered_and_its_kind_is_told_to_nobody_on_the_case(
    cast: Cast, a_case: ACase, sign_in: SignIn
) -> None:
    case = a_case("conflict_cleared")
    with pytest.raises(Forbidden):
        add_tie(cast.person("ines"), cast.person("martin"), "family", actor=cast.omar, reason=WHY)
    tie = add_tie(cast.person("ines"), cast.person("martin"), "family", actor=cast.daniel, reason="Personnel file.")
    with pytest.raises(Refused, match=r"must be declared \(C3\).*waiver") as told:
        assign_case(case, actor=cast.omar, reason=WHY, investigator=cast.ines, declaration=DECLARED)
    assert "amily" not in told.value.detail
    assert "amily" not in sign_in(cast.omar).get(f"/cases/{case.reference}/conflicts/").content.decode()
    assert scope(cast.ines, "tie.view", type(tie).objects.all()).count() == 0  # she did not declare it herself

    with clock.at(clock.now() + timedelta(days=1)):
        end_tie(tie, actor=cast.daniel, reason="It was a mistake.", until=clock.today() - timedelta(days=1))
        with pytest.raises(Refused, match="declares a tie"):
            assign_case(
                case,
                actor=cast.omar,
                reason=WHY,
                investigator=cast.ines,
                declaration="We share a flat.",
                told=["other"],
            )
        assign_case(case, actor=cast.omar, reason=WHY, investigator=cast.ines, declaration=DECLARED)
        declaration = ConflictDeclaration.objects.get(case=case, person=cast.person("ines"))
        assert declaration.signed_at is None
        assert "Sign your declaration" in sign_in(cast.ines).get("/").content.decode()
        declare_conflicts(case, text="He is my cousin.", told=["family"], actor=cast.ines, reason=WHY)
    declaration.refresh_from_db()
    assert declaration.is_late
    assert declaration.signed_at is not None
    assert not can(cast.ines, "case.view", case)
    assert Handover.objects.get(case=case).words == "declared a tie to somebody in this case"


def test_an_earlier_part_must_be_declared_and_a_team_waived(cast: Cast, a_case: ACase) -> None:
    a_case("assigned")
    case = a_case("conflict_cleared", narrative="Another matter between the same two.")
    with pytest.raises(Refused, match=r"leaves something out \(C4\)") as told:
        appoint(case, cast.ruth, "appeal_reviewer", declaration=DECLARED, actor=cast.omar, reason=WHY)
    assert "earlier" not in told.value.detail
    appoint(case, cast.ruth, "appeal_reviewer", declaration=DECLARED, actor=cast.omar, reason=WHY, told=["earlier"])
    assert ConflictDeclaration.objects.get(case=case, person=cast.person("ruth")).told == ["earlier"]

    team = a_case("conflict_cleared", respondent=cast.person("oliver"), reporter=cast.person("tess"))
    grant_role(cast.colin, "investigator", purpose="Learns.", actor=cast.sam, reason=WHY)
    with pytest.raises(Refused, match=r"\(C2\)"):  # he reports to the respondent
        appoint(team, cast.colin, "investigator", declaration=DECLARED, actor=cast.omar, reason=WHY)
    assert bars(team, cast.person("colin")) == {"C2"}


def test_who_steps_aside_or_becomes_a_party_is_gone_at_once_and_for_good(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    viewed(case, "case.read", actor=cast.ines)
    handover = recuse(case, actor=cast.ines, reason="I know the witness.")
    assert handover.why == "recused"
    assert not can(cast.ines, "case.view", case)
    with pytest.raises(Refused, match=r"stepped aside from this case \(C7\)"):
        appoint(case, cast.ines, "investigator", declaration=DECLARED, actor=cast.omar, reason=WHY)
    with pytest.raises(NotVisible):
        break_glass(case.reference, actor=cast.ines, reason="It burns.")
    with pytest.raises(Refused, match="Nobody can waive"):
        ask_waiver(case, person=cast.person("ines"), rule="C3", actor=cast.omar, reason=WHY)
    assert [entry.action.name for entry in what_was_read(handover)] == ["case.read"]

    add_party(case, cast.person("ruth"), "witness", actor=cast.omar, reason="She saw it.")
    assert not CaseGrant.objects.filter(content_object=case, user=cast.ruth).exists()
    recuse(case, actor=cast.omar, reason="I spoke with her before.")
    assert can(cast.vera, "case.appoint", case)  # nobody takes the case in: the independent channel stands in
    assert not can(cast.vera, "case.read", case)
    appoint(case, cast.wanda, "intake", declaration=DECLARED, actor=cast.vera, reason="Takes it over.")
    assert not can(cast.vera, "case.view", case)
    assert not can(cast.sam, "case.view", case)


def test_a_party_challenges_somebody_and_somebody_else_answers(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    page = sign_in(cast.martin)
    sent = {"role": "investigator", "grounds": "She called me guilty."}
    assert page.post(f"/mine/handling/{case.uid}/challenge/", sent).status_code == 302
    with pytest.raises(Refused, match="already"):
        challenge(case, role="investigator", grounds="Again.", actor=cast.martin, reason=WHY)
    made = case.challenges.get()
    assert (made.person, made.party) == (cast.person("ines"), cast.person("martin"))
    assert sign_in(cast.ines).get(f"/challenges/{made.uid}/").status_code == 404
    assert sign_in(cast.erin).get(f"/challenges/{made.uid}/").status_code == 404
    with pytest.raises(Forbidden):
        uphold_challenge(made, actor=cast.ines, reason=WHY, answer="No.")
    assert "Answer a party who says" in sign_in(cast.omar).get("/").content.decode()
    uphold_challenge(made, actor=cast.omar, reason=WHY, answer="Somebody else investigates now.")
    assert bars(case, cast.person("ines")) == {"C8"}
    assert not can(cast.ines, "case.view", case)
    assert "Somebody else investigates now." in page.get("/mine/handling/").content.decode()

    about_intake = challenge(case, role="intake", grounds="He laughed.", actor=cast.erin, reason=WHY)
    with pytest.raises(Forbidden):
        dismiss_challenge(about_intake, actor=cast.omar, reason=WHY, answer="I did not.")
    dismiss_challenge(about_intake, actor=cast.vera, reason=WHY, answer="Two people heard the talk. He did not laugh.")
    with pytest.raises(Forbidden):
        challenge(case, role="intake", grounds="No part of mine.", actor=cast.noor, reason=WHY)


def test_a_waiver_is_refused_and_asked_again(cast: Cast, a_case: ACase) -> None:
    case = a_case("conflict_cleared")
    add_tie(cast.person("hugo"), cast.person("erin"), "financial", actor=cast.hugo, reason="We own a boat.")
    assert bars(case, cast.person("hugo")) == {"C3"}
    waiver = ask_waiver(case, person=cast.person("hugo"), rule="C3", actor=cast.omar, reason="He knows the law.")
    refuse_waiver(waiver, actor=cast.vera, reason="Others do too.")
    assert bars(case, cast.person("hugo")) == {"C3"}
    assert ask_waiver(case, person=cast.person("hugo"), rule="C3", actor=cast.omar, reason="Nobody else is here.").pk


def test_a_respondent_who_handles_matters_takes_the_case_to_the_independent_channel(
    cast: Cast, a_case: ACase, sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    """C5 in the middle of a case: the department is barred, and who took it in passes it on the same moment."""
    case = a_case("investigating")
    report = case.report_links.get().report
    assert can(cast.daniel, "case.view", case)
    browser = sign_in(cast.omar)
    assert browser.get(f"/cases/{case.reference}/").status_code == 200
    assert not can(cast.vera, "case.view", case)
    assert can(cast.omar, "report.triage", report)

    move_person(cast.person("martin"), cast.person("grace").unit, actor=cast.system, reason="He comes to HR.")
    grant_role(cast.martin, "investigator", purpose="Learns.", actor=cast.sam, reason=WHY)
    route = CaseRoute.objects.get(case=case)
    assert route.words == "The respondent works with matters of others in this system."
    assert last_event(route)[0] == "case.route"
    assert "C5" in bars(case, cast.person("daniel"))
    assert not can(cast.daniel, "case.view", case)
    assert browser.get(f"/cases/{case.reference}/").status_code == 404
    assert browser.get(f"/reports/{report.reference}/").status_code == 404
    assert not CaseGrant.objects.filter(content_object=case, user__in=[cast.omar, cast.daniel]).exists()
    left = {each.person: each for each in Handover.objects.filter(case=case)}
    assert left[cast.person("omar")].why == "routed"
    assert last_event(left[cast.person("omar")]) == ("case.pass_on", "system", route.words)
    assert can(cast.ines, "case.read", case)  # she stands outside the department and works on

    channel, take_in = (
        sign_in(cast.vera),
        f'/cases/{case.reference}/conflicts/take-in/">Take in a case that came to you',
    )
    assert take_in in channel.get("/tasks/").content.decode()
    with pytest.raises(Refused, match="does not hold the independent channel"):
        appoint(case, cast.wanda, "intake", declaration=DECLARED, actor=cast.vera, reason=WHY)
    for nobody in (cast.omar, cast.ines, cast.sam):
        with pytest.raises(Forbidden):
            take_in_case(case, text=DECLARED, actor=nobody, reason=WHY)
    assert browser.get(f"/cases/{case.reference}/conflicts/take-in/").status_code == 404
    sent = {"text": DECLARED, "reason": "It came to me."}
    assert channel.post(f"/cases/{case.reference}/conflicts/take-in/", sent).status_code == 302
    assert can(cast.vera, "case.read", case)
    assert can(cast.vera, "report.view", report)
    assert take_in not in channel.get("/tasks/").content.decode()
    declared = ConflictDeclaration.objects.get(case=case, person=cast.person("vera"))
    assert declared.signed_at is not None


def test_a_respondent_who_is_given_a_role_here_takes_the_case_along_and_it_stays(cast: Cast, a_case: ACase) -> None:
    case, other = a_case("investigating"), a_case("conflict_cleared", respondent=cast.person("oliver"))
    holding = grant_role(cast.martin, "monitor", purpose="Checks duties.", actor=cast.sam, reason=WHY)
    assert not CaseRoute.objects.filter(case=case).exists()  # a monitor sees no matters of others
    grant_role(cast.martin, "investigator", purpose="Learns.", actor=cast.sam, reason=WHY)
    assert CaseRoute.objects.filter(case=case).exists()
    assert not CaseRoute.objects.filter(case=other).exists()
    end_role(holding, actor=cast.sam, reason=WHY)
    for each in cast.martin.holdings.filter(role="investigator"):
        end_role(each, actor=cast.sam, reason=WHY)
    assert CaseRoute.objects.filter(case=case).exists()  # what was looked into outside stays outside
    assert not can(cast.omar, "case.view", case)
    assert can(cast.omar, "case.view", other)


def test_a_linked_case_about_such_a_person_is_opened_for_the_channel(
    cast: Cast, a_case: ACase, sign_in: SignIn
) -> None:
    case = a_case("investigating")
    told: dict[str, Any] = {"link": "mgmt_failure_of", "title": "What was known", "nexus": "At work."}
    usual = open_linked(case, **told, respondent=cast.person("neil"), actor=cast.omar, reason=WHY)
    assert can(cast.omar, "case.view", usual)
    opened = open_linked(case, **told, respondent=cast.person("grace"), actor=cast.omar, reason=WHY)
    assert not can(cast.omar, "case.view", opened)
    assert can(cast.vera, "case.take_in", opened)
    assert not can(cast.vera, "case.take_in", usual)


def test_a_closed_case_is_measured_again_while_something_of_it_runs(cast: Cast, a_case: ACase) -> None:
    watched, over = a_case("investigating"), a_case("investigating")
    for case in (watched, over):
        start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.wanda, declaration=DECLARED, told=["earlier"])
        told = {"closure_reason": "insufficient_after_followup", "duty_check": "Nothing more can be established."}
        propose_early_close(case, **told, actor=cast.ines, reason=WHY)
        close_without_decision(case, actor=cast.omar, reason="Agreed.")
    with clock.at(clock.now() + timedelta(days=400)):
        end_watch(RetaliationWatch.objects.get(case=over), actor=cast.system, reason="Its time is over.")
    add_line(cast.person("wanda"), cast.person("martin"), starts_on=clock.today(), actor=cast.system, reason="New.")
    assert "C2" in bars(watched, cast.person("wanda"))
    assert not bars(over, cast.person("wanda"))
    assert not CaseGrant.objects.filter(content_object=watched, user=cast.wanda).exists()
    assert Handover.objects.get(case=watched, person=cast.person("wanda")).roles == ["watcher"]
