"""Who stood in whose line on which day."""

from datetime import date

import pytest

from backend.kernel.errors import Invalid, Refused
from backend.people.actions import add_line, add_person, end_line, open_account, rename_person
from backend.people.models import User
from backend.people.queries import direct_manager_of, in_line_of, managers_of, reports_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(cast):
    """A, who reports to B, who reported to C in 2024 only."""
    a, b, c = (add_person(name, actor=cast.sam, reason="Hired.") for name in ("Ada", "Bo", "Cy"))
    add_line(a, b, starts_on=date(2024, 1, 1), actor=cast.sam, reason="Hired.")
    end_line(
        add_line(b, c, starts_on=date(2024, 1, 1), actor=cast.sam, reason="Hired."),
        on=date(2024, 12, 31),
        actor=cast.sam,
        reason="Moved.",
    )
    return a, b, c


def test_lines_are_asked_by_day(line):
    a, b, c = line
    assert managers_of(a, on=date(2024, 6, 1)) == {b.pk, c.pk}
    assert managers_of(a, on=date(2025, 1, 1)) == {b.pk}
    assert managers_of(a, on=date(2023, 12, 31)) == set()
    assert in_line_of(a, c, on=date(2024, 12, 31))
    assert in_line_of(c, a, on=date(2024, 12, 31))
    assert not in_line_of(c, a, on=date(2025, 1, 1))
    assert reports_of(c, on=date(2024, 6, 1)) == {a.pk, b.pk}
    assert direct_manager_of(a, on=date(2025, 1, 1)) == b


def test_a_circle_of_lines_ends(cast, line):
    a, b, _ = line
    add_line(b, a, starts_on=date(2025, 1, 1), actor=cast.sam, reason="A mistake in the import.")
    assert managers_of(a, on=date(2025, 6, 1)) == {b.pk}


def test_nobody_reports_to_themselves(cast, line):
    with pytest.raises(Refused):
        add_line(line[0], line[0], starts_on=date(2025, 1, 1), actor=cast.sam, reason="x")


def test_an_earlier_name_still_finds_its_person(cast):
    person = add_person("Ada Stone", actor=cast.sam, reason="Hired.", active_from=date(2020, 1, 1))
    rename_person(person, "Ada Hill", on=date(2025, 5, 1), actor=cast.sam, reason="Married.")
    assert person.name == "Ada Hill"
    assert [(name.name, name.ends_on) for name in person.names.order_by("pk")] == [
        ("Ada Stone", date(2025, 5, 1)),
        ("Ada Hill", None),
    ]


def test_an_account_needs_its_own_address_and_a_strong_password(cast):
    person = add_person("Ada Stone", actor=cast.sam, reason="Hired.")
    with pytest.raises(Invalid) as weak:
        open_account(person, "ada@larkfield.example", "password1234", actor=cast.sam, reason="x")
    assert "password" in weak.value.errors
    with pytest.raises(Refused, match="already"):
        open_account(person, cast.erin.email.upper(), "correct horse battery", actor=cast.sam, reason="x")
    assert not User.objects.filter(person=person).exists()
