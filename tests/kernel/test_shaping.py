"""Tables made and changed in one step come out as Django makes and changes them one by one, forwards and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from backend.kernel.shaping import ChangeTogether, CreateTogether

APP = "kernel"
SHELF, BOX = f"{APP}_shelf", f"{APP}_box"
KEY = ("id", models.BigAutoField(primary_key=True))

MADE: list[Operation] = [
    migrations.CreateModel("Shelf", [KEY, ("name", models.CharField(max_length=20))]),
    migrations.CreateModel("Box", [KEY, ("size", models.IntegerField())]),
    migrations.AddField("box", "shelf", models.ForeignKey("kernel.Shelf", models.PROTECT)),
    migrations.AddConstraint("box", models.CheckConstraint(condition=models.Q(size__gt=0), name="box_has_room")),
]
CHANGED: list[Operation] = [
    migrations.RemoveConstraint("box", "box_has_room"),
    migrations.AddField("box", "colour", models.CharField(max_length=10, default="grey")),
    migrations.AddField("box", "inside", models.ForeignKey("kernel.Box", models.CASCADE, null=True)),
    migrations.AlterField("shelf", "name", models.CharField(max_length=80, default="")),
    migrations.AddConstraint("box", models.CheckConstraint(condition=~models.Q(colour=""), name="box_has_colour")),
    migrations.AddIndex("box", models.Index(fields=["colour", "size"], name="box_by_colour")),
]

Step = tuple[Operation, ProjectState, ProjectState]


@pytest.fixture
def no_tables_left(transactional_db: None) -> Iterator[None]:
    """Leave nothing of a test's own tables behind."""
    yield
    with connection.cursor() as cursor:
        for table in (BOX, SHELF):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def plan(operations: list[Operation]) -> list[Step]:
    """Give each operation the models' state before and after it, as a migration does."""
    state, steps = ProjectState(), []
    _ = state.apps
    for operation in operations:
        before = state.clone()
        operation.state_forwards(APP, state)
        steps.append((operation, before, state.clone()))
    return steps


def forwards(steps: list[Step]) -> None:
    """Carry the steps out."""
    with connection.schema_editor() as editor:
        for operation, before, after in steps:
            operation.database_forwards(APP, editor, before, after)


def backwards(steps: list[Step]) -> None:
    """Take the steps back, the last first."""
    with connection.schema_editor() as editor:
        for operation, before, after in reversed(steps):
            operation.database_backwards(APP, editor, after, before)


def shape() -> dict[str, Any]:
    """Read what the database itself says of the two tables."""
    with connection.cursor() as cursor:
        tables = [table for table in (SHELF, BOX) if table in connection.introspection.table_names(cursor)]
        return {
            table: (
                sorted(
                    (column.name, str(column.type_code), column.display_size, column.null_ok)
                    for column in connection.introspection.get_table_description(cursor, table)
                ),
                connection.introspection.get_constraints(cursor, table),
            )
            for table in tables
        }


@pytest.mark.usefixtures("no_tables_left")
def test_what_is_made_and_changed_together_is_what_is_made_and_changed_one_by_one() -> None:
    steps = plan([*MADE, *CHANGED])
    forwards(steps[: len(MADE)])
    made = shape()
    forwards(steps[len(MADE) :])
    changed = shape()
    backwards(steps)
    assert shape() == {}
    assert "box_has_colour" in changed[BOX][1]
    assert "box_has_room" in made[BOX][1]

    make, change = plan([CreateTogether(MADE), ChangeTogether(CHANGED)])
    forwards([make])
    assert shape() == made
    forwards([change])
    assert shape() == changed
    backwards([change])
    assert shape() == made
    backwards([make])
    assert shape() == {}


@pytest.mark.usefixtures("no_tables_left")
def test_rows_that_stand_keep_what_they_hold_and_get_what_is_new() -> None:
    make, change = plan([CreateTogether(MADE), ChangeTogether(CHANGED)])
    forwards([make])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_shelf (name) VALUES ('upper')")
        cursor.execute("INSERT INTO kernel_box (size, shelf_id) SELECT 3, id FROM kernel_shelf")
    forwards([change])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, colour, inside_id, name FROM kernel_box JOIN kernel_shelf ON kernel_shelf.id = shelf_id"
        )
        assert cursor.fetchall() == [(3, "grey", None, "upper")]


def test_the_models_of_a_step_are_there_for_the_steps_that_follow() -> None:
    state = ProjectState()
    _ = state.apps
    for step in (CreateTogether(MADE), ChangeTogether(CHANGED)):
        step.state_forwards(APP, state)
        box = state.apps.get_model(APP, "Box")
        assert box._meta.get_field("shelf").related_model is state.apps.get_model(APP, "Shelf")
    assert box._meta.get_field("colour").max_length == 10


@pytest.mark.parametrize(
    ("step", "operations", "complaint"),
    [
        (CreateTogether, [migrations.DeleteModel("Box")], TypeError),
        (CreateTogether, CHANGED[1:2], ValueError),
        (ChangeTogether, MADE[:1], TypeError),
        (ChangeTogether, [migrations.AlterField("box", "id", models.IntegerField(primary_key=True))], ValueError),
        (ChangeTogether, [migrations.AlterField("box", "size", models.IntegerField(unique=True))], ValueError),
    ],
)
def test_what_a_step_cannot_do_is_refused_when_it_is_written(
    step: type[Operation], operations: list[Operation], complaint: type[Exception]
) -> None:
    with pytest.raises(complaint):
        step(operations)
