"""Own words of a letter: one person writes them, another approves them, and what they printed can always be printed again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from backend.audit.timeline import history
from backend.cases.letters import NoticeOfAllegations
from backend.demo.cast import Cast
from backend.documents.catalogue.actions import (
    approve_version,
    discard_version,
    reject_version,
    retire_version,
    return_version,
    save_version,
    submit_version,
    write_version,
)
from backend.documents.catalogue.queries import body_in_force, built_in_body, differences, entries, version_in_force
from backend.documents.models import Document, TemplateVersion
from backend.documents.queries import letter_of, reproduce, wording_for, wording_of
from backend.documents.rendering import render_html
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.documents.samples import notice

NOTICE = NoticeOfAllegations.template
WORDS = """<h1>Allegations for your response</h1>
<p>Dear {{ letter.recipient.name }}</p>
<p>Please answer by {{ letter.answer_due_on|day }}. {{ letter.jurisdiction }}</p>
"""
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def a_version(cast: Cast) -> Callable[..., TemplateVersion]:
    """Write a version of the notice as Sam, hand it in, and approve it as Hugo from a day on."""

    def build(
        body: str = WORDS, *, to: str = "approved", on: date = date(2026, 3, 2), **times: date
    ) -> TemplateVersion:
        with clock.at(DAY):
            version = write_version(
                "notice_of_allegations", "en", actor=cast.sam, reason="Plainer words.", body=body, note="Shorter."
            )
            if to != "draft":
                version = submit_version(version, actor=cast.sam, reason="Ready.")
            if to == "approved":
                version = approve_version(version, actor=cast.hugo, reason="Reads well.", effective_from=on, **times)
        return version

    return build


def test_an_administrator_writes_and_somebody_else_approves(
    cast: Cast, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    version = write_version("notice_of_allegations", "en", actor=cast.sam, reason="Plainer words.")
    assert version.body == built_in_body(NOTICE, "en").strip("\n") + "\n"
    assert (version.name, version.based_on, version.state) == (f"{NOTICE}.1", NOTICE, "draft")
    version = save_version(version, actor=cast.sam, reason="Saved.", body=WORDS, note="Shorter.")
    version = submit_version(version, actor=cast.sam, reason="Ready.")
    with pytest.raises(Forbidden):
        approve_version(version, actor=cast.sam, reason="Mine.", effective_from=clock.today())
    version = approve_version(version, actor=cast.hugo, reason="Reads well.", effective_from=clock.today())
    assert version.state == "approved"
    assert last_event(version) == ("template.approve", "hugo", "Reads well.")
    assert version_in_force(NOTICE, "en") == version


@pytest.mark.parametrize("who", ["ines", "omar", "hugo", "lena", "noor"])
def test_nobody_but_an_administrator_begins_a_version(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        write_version("notice_of_allegations", "en", actor=getattr(cast, who), reason="Mine.")
    assert not TemplateVersion.objects.exists()


def test_a_draft_with_faults_is_kept_and_not_handed_in(cast: Cast, a_version: Callable[..., TemplateVersion]) -> None:
    version = a_version(to="draft")
    version = save_version(version, actor=cast.sam, reason="Saved.", body="<h1>x</h1><p>{{ letter.nam }}</p>", note="x")
    with pytest.raises(Refused, match="line 1: “letter” has no “nam”"):
        submit_version(version, actor=cast.sam, reason="Ready.")
    version = save_version(version, actor=cast.sam, reason="Saved.", body=WORDS)
    with pytest.raises(Refused, match="what this version changes"):
        submit_version(version, actor=cast.sam, reason="Ready.")
    assert TemplateVersion.objects.get().state == "draft"


def test_a_returned_version_is_changed_and_handed_in_again(
    cast: Cast, a_version: Callable[..., TemplateVersion]
) -> None:
    version = a_version(to="in_review")
    with pytest.raises(Refused, match="Only a draft"):
        save_version(version, actor=cast.sam, reason="Saved.", body=WORDS + "<p>x</p>")
    version = return_version(version, actor=cast.hugo, reason="Say who decides.")
    assert (version.state, version.body) == ("draft", WORDS)
    version = save_version(
        version, actor=cast.sam, reason="Saved.", body=WORDS + "<p>A different person decides.</p>", note="Who decides."
    )
    version = submit_version(version, actor=cast.sam, reason="Ready.")
    assert reject_version(version, actor=cast.hugo, reason="Not needed.").state == "rejected"
    assert discard_version(a_version(to="draft"), actor=cast.sam, reason="Enough.").state == "rejected"
    assert version_in_force(NOTICE, "en") is None


def test_days_of_force_are_checked(cast: Cast, a_version: Callable[..., TemplateVersion]) -> None:
    version, today = a_version(to="in_review"), clock.today()
    with pytest.raises(Invalid, match="another look"):
        approve_version(version, actor=cast.hugo, reason="x", effective_from=today - timedelta(days=1))
    with pytest.raises(Invalid):
        approve_version(version, actor=cast.hugo, reason="x", effective_from=today, effective_until=today)


def test_the_newest_version_whose_day_has_come_counts_else_the_built_in_words(
    cast: Cast, a_version: Callable[..., TemplateVersion]
) -> None:
    first = a_version(on=date(2026, 3, 10))
    second = a_version(WORDS + "<p>Second.</p>", on=date(2026, 4, 1), effective_until=date(2026, 5, 1))
    on = {day: wording_for(notice(), day).template.rpartition("/")[2] for day in
          (date(2026, 3, 9), date(2026, 3, 10), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1))}  # fmt: skip
    assert list(on.values()) == ["v2", "v2.1", "v2.2", "v2.2", "v2.1"]
    with clock.at(datetime(2026, 4, 2, tzinfo=UTC)):
        assert body_in_force(NoticeOfAllegations, "en") == (second.name, second.body)
        retire_version(second, actor=cast.sam, reason="A mistake in it.")
        assert version_in_force(NOTICE, "en") == first
        retire_version(first, actor=cast.sam, reason="Built-in words again.")
        assert wording_for(notice()).template == NOTICE
    listed = {entry.key: entry for entry in entries(date(2026, 3, 20))}
    assert listed["notice_of_allegations"].in_force["en"] == "v2"


def test_a_letter_is_issued_with_the_words_in_force_and_printed_again_after_they_are_retired(
    cast: Cast, a_version: Callable[..., TemplateVersion], issued: Callable[..., Document]
) -> None:
    version = a_version()
    document = issued()
    assert document.template == f"{NOTICE}.1"
    assert "Please answer by" in render_html(letter_of(document), wording_of(document))
    assert reproduce(document).reproduced
    retire_version(version, actor=cast.sam, reason="Replaced.")
    assert reproduce(document).reproduced
    assert reproduce(document).same_template
    assert issued().template == NOTICE


@pytest.mark.parametrize(
    "column", ["body = 'x'", "sha256 = 'x'", "effective_from = '2020-01-01'", "state = 'draft'", "number = 9"]
)
def test_the_database_itself_keeps_the_words_of_an_approved_version(
    a_version: Callable[..., TemplateVersion], column: str
) -> None:
    version = a_version()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_templateversion SET {column} WHERE id = %s", [version.pk])  # noqa: S608
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_templateversion WHERE id = %s", [version.pk])
    version.refresh_from_db()
    assert version.body == WORDS


def test_the_history_tells_the_digest_of_a_change_and_keeps_the_words_apart(
    cast: Cast, a_version: Callable[..., TemplateVersion]
) -> None:
    version = a_version(to="draft")
    save_version(version, actor=cast.sam, reason="Saved.", body=WORDS + "<p>An unusual sentence.</p>", note="x")
    assert all("unusual" not in event.body for event in history(version))
    assert version.history.filter(body__contains="unusual").exists()


def test_two_versions_are_compared_word_by_word() -> None:
    pieces = differences(
        "<p>We write to you.</p>\n<p>Same.</p>\n", "<p>We wrote to you all.</p>\n<p>Same.</p>\n<p>New.</p>\n"
    )
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("gone", "write"), ("new", "wrote"), ("new", " all"), ("new", "<p>New.</p>\n"),
    ]  # fmt: skip
    assert "".join(piece.text for piece in pieces if piece.kind != "gone").endswith("<p>New.</p>\n")


def test_a_version_begins_from_any_older_one_in_a_language_that_the_letter_has(
    cast: Cast, a_version: Callable[..., TemplateVersion]
) -> None:
    a_version()
    begin: dict[str, Any] = {"actor": cast.sam, "reason": "x"}
    assert write_version("notice_of_allegations", "en", based_on="v2", **begin).body.startswith("  <h1>")
    assert write_version("notice_of_allegations", "en", based_on="v2.1", **begin).body == WORDS
    wrong: dict[str, str]
    for wrong in ({"letter": "nothing", "language": "en"}, {"letter": "notice_of_allegations", "language": "xx"}):
        with pytest.raises(Invalid):
            write_version(wrong["letter"], wrong["language"], **begin)
    with pytest.raises(Invalid):
        write_version("notice_of_allegations", "en", based_on="v2.77", **begin)
