"""Words of clauses: one person writes them, another approves them, from a day on they count, and nothing changes them after."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from backend.agreements.clauses import library
from backend.audit.timeline import history
from backend.clauses.actions.loading import load_clauses
from backend.clauses.actions.writing import (
    approve_clause_version,
    discard_clause_version,
    faults_of,
    reject_clause_version,
    retire_clause_version,
    return_clause_version,
    save_clause_version,
    submit_clause_version,
    write_clause_version,
)
from backend.clauses.delivered import delivered
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.clauses.queries import superseded_in
from backend.demo.cast import Cast
from backend.documents.guard.texts import remarks_on
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.django_db
AVersion = Callable[..., ClauseVersion]


def save(version: ClauseVersion, cast: Cast, **told: str) -> ClauseVersion:
    words = {"heading": version.heading, "part": version.part, "text": version.text, "change": "Shorter."}
    return save_clause_version(version, actor=cast.sam, reason="Saved.", **{**words, **told})


def test_the_delivered_library_is_entered_once_and_again_without_a_trace(cast: Cast) -> None:
    call_command("load_clauses")
    assert Clause.objects.count() == 38 + 14 - 1
    before = (ClauseVersion.objects.count(), ClauseRule.objects.count())
    loaded = load_clauses(actor=cast.system)
    assert (loaded.clauses, loaded.versions, loaded.rules) == (0, 0, 0)
    assert (ClauseVersion.objects.count(), ClauseRule.objects.count()) == before


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_the_tables_say_what_the_files_say(the_library: None, language: str) -> None:
    tables, files = library(language), delivered(language)
    assert tables.mandatory == files.mandatory
    assert dict(tables.prohibited) == dict(files.prohibited)
    assert set(tables.clauses) == set(files.clauses)
    order = [clause.code for clause in files.in_order(files.clauses)]
    assert [clause.code for clause in tables.in_order(tables.clauses)] == order
    for code, clause in files.clauses.items():
        assert (tables.clauses[code].text, tables.clauses[code].sha256) == (clause.text, clause.sha256)
        for kind in ("accountability", "last_chance", "return_to_work"):
            for profile in ("UK", "US-CA", "EU-DE"):
                told = (each.stands(code, kind=kind, profile=profile) for each in (tables, files))
                assert len({(stands.standing, stands.needs_counsel) for stands in told}) == 1


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_no_delivered_clause_says_what_no_agreement_may_say(language: str) -> None:
    texts = {clause.code: clause.text for clause in delivered(language).clauses.values()}
    wrong = {
        code: [remark.found for remark in remarks_on(text, code="D12", language=language) if remark.blocks]
        for code, text in texts.items()
    }
    assert {code: found for code, found in wrong.items() if found} == {}


def test_a_second_person_approves_and_the_words_count_from_their_day(
    cast: Cast, a_version: AVersion, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    before, tomorrow = library().clauses["C04"], clock.today() + timedelta(days=1)
    version = a_version(to="in_review")
    with pytest.raises(Forbidden):
        approve_clause_version(version, actor=cast.sam, reason="Mine.", effective_from=tomorrow)
    for who in (cast.daniel, cast.lena, cast.martin):
        with pytest.raises(Forbidden):
            approve_clause_version(version, actor=who, reason="Mine.", effective_from=tomorrow)
    version = approve_clause_version(version, actor=cast.hugo, reason="Reads well.", effective_from=tomorrow)
    assert last_event(version) == ("clause_version.approve", "hugo", "Reads well.")
    assert library().clauses["C04"] == before
    assert library(on=tomorrow).clauses["C04"].text == version.text
    assert library(on=tomorrow).clauses["C04"].name == "C04.2"
    rows = list(version.clause.versions.filter(language="en-GB"))
    assert superseded_in(rows) == set()
    assert superseded_in(rows, tomorrow) == {rows[0].pk}


def test_what_was_retired_gives_way_to_what_counted_before(cast: Cast, a_version: AVersion) -> None:
    before, version = library().clauses["C04"].text, a_version()
    assert library().clauses["C04"].text == version.text != before
    retire_clause_version(version, actor=cast.hugo, reason="It confused people.")
    assert library().clauses["C04"].text == before


def test_words_that_must_stand_are_never_the_last_to_go(cast: Cast, the_library: None) -> None:
    delivered_words = ClauseVersion.objects.get(clause__reference="C11", language="en-GB")
    with pytest.raises(Refused, match="has no other words"):
        retire_clause_version(delivered_words, actor=cast.hugo, reason="Out.")
    assert "C11" in library().clauses


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "needs a heading and words"),
        ("You keep away from {persons}.", "Nobody fills these places: persons."),
        ("You keep away from {people.", "A brace is not closed"),
        ("You waive all future claims.", "No agreement may say “waive all future claims”"),
        ("Silence counts as acceptance.", "No agreement may say"),
    ],
)
def test_a_draft_with_faults_is_kept_and_not_handed_in(cast: Cast, a_version: AVersion, text: str, told: str) -> None:
    version = save(a_version(to="draft"), cast, text=text)
    assert any(told in fault for fault in faults_of(version))
    with pytest.raises(Refused) as refused:
        submit_clause_version(version, actor=cast.sam, reason="Ready.")
    assert refused.value.code == "clause-faults"
    assert ClauseVersion.objects.get(pk=version.pk).text.strip() == text


def test_returned_words_are_changed_and_handed_in_again(cast: Cast, a_version: AVersion) -> None:
    version = a_version(to="in_review")
    with pytest.raises(Refused, match="Only a draft"):
        save(version, cast)
    version = return_clause_version(version, actor=cast.hugo, reason="Say who.")
    with pytest.raises(Refused, match="what these words change"):
        submit_clause_version(save(version, cast, change=" "), actor=cast.sam, reason="Ready.")
    version = submit_clause_version(save(version, cast), actor=cast.sam, reason="Ready.")
    assert reject_clause_version(version, actor=cast.hugo, reason="Not needed.").state == "rejected"
    assert discard_clause_version(a_version(to="draft"), actor=cast.sam, reason="Enough.").state == "rejected"
    assert library().clauses["C04"].number == 1


@pytest.mark.parametrize("who", ["ines", "omar", "daniel", "lena", "noor", "martin"])
def test_nobody_but_who_keeps_the_library_writes_in_it(cast: Cast, the_library: None, who: str) -> None:
    before = ClauseVersion.objects.count()
    with pytest.raises(Forbidden):
        write_clause_version(Clause.objects.get(reference="C04"), actor=getattr(cast, who), reason="Mine.")
    assert ClauseVersion.objects.count() == before


def test_unknown_languages_and_beginnings_are_told(cast: Cast, the_library: None) -> None:
    clause = Clause.objects.get(reference="C04")
    for told in ({"language": "fr-FR"}, {"based_on": "C04.9"}, {"based_on": "C05.1"}):
        with pytest.raises(Invalid):
            write_clause_version(clause, actor=cast.sam, reason="x", **told)
    version = write_clause_version(clause, actor=cast.hugo, reason="x", language="de-DE", based_on="C04.1")
    assert version.name == "C04.2"
    assert version.based_on is not None
    assert history(version).count() == 1


@pytest.mark.parametrize(
    ("column", "value"), [("text", "Other words."), ("heading", "Other"), ("state", "draft"), ("number", "9")]
)
def test_the_database_itself_keeps_approved_words(a_version: AVersion, column: str, value: str) -> None:
    version = a_version()
    statement = f"UPDATE clauses_clauseversion SET {column} = %s WHERE id = %s"  # noqa: S608 - columns named above
    wrong: list[tuple[str, list[str]]] = [
        (statement, [value, str(version.pk)]),
        ("DELETE FROM clauses_clauseversion WHERE id = %s", [str(version.pk)]),
    ]
    for sql, values in wrong:
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    version.refresh_from_db()
    assert version.state == "approved"


def test_loading_again_leaves_own_words_alone(cast: Cast, a_version: AVersion) -> None:
    version = a_version()
    load_clauses(actor=cast.system)
    assert library().clauses["C04"].text == version.text


def test_the_library_is_read_with_one_question_while_nothing_changes(
    the_library: None, django_assert_num_queries
) -> None:
    library()
    with django_assert_num_queries(1):
        library()


def test_a_rolled_back_change_leaves_nothing_in_the_cache(a_version: AVersion) -> None:
    before = library().clauses["C04"].text
    with transaction.atomic():
        a_version()
        assert library().clauses["C04"].text != before
        transaction.set_rollback(True)
    assert library().clauses["C04"].text == before
