"""Bundles of the history: what each claims is checked by the program that goes with it, and what must stay hidden is looked for."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from backend.audit.actions import ACTIONS, Action, Compartment
from backend.audit.erasure import Selection, erase
from backend.audit.events import record
from backend.audit.models import Event, Leaf
from backend.audit.recorded import keep
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.sealing import seal_now
from backend.cases.models import Case, CaseParty
from backend.demo.cast import Cast
from backend.documents import verification
from backend.documents.sealing.checking import check_seal
from backend.documents.validation import validate
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import Unit
from backend.records.access_reviews import review_person_access
from backend.records.actions import approve_export, build_export, check_export, request_export
from backend.records.bundle import building, selection
from backend.records.models import Export
from backend.records.queries import EventFilter, export_path
from backend.records.scopes import ExportScope, own_data
from tests.audit.attacks import run
from tests.builders import play_case
from tests.records.bundles import PSEUDONYM, Bundle, read, take_out, unpack, verdict_on, verify

ACase = Callable[..., Case]
CLOSED: dict[str, Compartment] = {
    "test.treat": "medical",
    "test.advise": "privileged",
    "test.unmask": "identity",
    "test.confide": "private",
}


def case_of(case: Case) -> ExportScope:
    return ExportScope(kind="case", reference=case.reference)


def pseudonyms_in(bundle: Bundle) -> set[str]:
    """Find every pseudonym in every file."""
    files = [name for name in bundle.files if name != "verify_audit.py"]
    return {name for file in files for name in PSEUDONYM.findall(bundle.text_of(file))}


def in_unit(case: Case, cast: Cast, code: str) -> Case:
    """Let a case belong to a unit."""
    case.unit = Unit.objects.get(code=code)
    return keep(case, "record.changed", actor=cast.omar, reason="For this test.")


def identified(cast: Cast, scope: ExportScope) -> Export:
    """Take out with names, as the auditor asks and the privacy officer approves."""
    export = request_export(scope=scope, wanted=EventFilter(), level="identified", actor=cast.lena, reason="Appeal.")
    approve_export(export, actor=cast.priya, reason="The tribunal ordered it.")
    return build_export(Export.objects.get(pk=export.pk))


def test_the_whole_log_is_whole_and_proves_itself(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    a_case("offered")
    export = take_out(cast.lena, request="AUD-7")
    bundle, verdict = read(export), verify(export_path(export), tmp_path, "--request", "AUD-7")
    assert verdict.code == 0, verdict.words
    assert "holds the whole log" in verdict.words
    assert bundle.manifest["claim"] == export.claim == "whole"
    assert len(bundle.lines) == bundle.manifest["size"] == Leaf.objects.count()
    assert export.rows == bundle.manifest["count"] == len(bundle.table)
    assert {"tiles-1.bin", "README.txt", "keys.txt", "events.csv"} <= bundle.files.keys()
    assert not {"proofs.ndjson", "disclosures.ndjson"} & bundle.files.keys()
    assert verify(export_path(export), tmp_path, "--request", "AUD-8").code == 1


def test_a_case_is_its_whole_stream(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    case, other = a_case("offered"), play_case(cast, "investigating")
    export = take_out(cast.lena, case_of(case))
    bundle = read(export)
    assert verify(export_path(export), tmp_path).code == 0
    *own, last = bundle.leaves
    assert {leaf["stream"] for leaf in own} == {case.key}
    assert (last["stream"], last["event"]["act"]) == ("exports", "export.record")
    assert bundle.manifest["claim"] == "streams"
    assert bundle.manifest["streams"] == {case.key: len(own)}
    assert Event.objects.filter(stream=case.key).count() == len(own) == export.rows
    assert bundle.mentions(other.reference) == []


def test_a_unit_is_the_streams_of_its_cases(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    mine = in_unit(a_case("investigating"), cast, "FIELD")
    export = take_out(cast.lena, ExportScope(kind="unit", reference="NORTH"))  # the unit above
    assert verify(export_path(export), tmp_path).code == 0
    streams = read(export).manifest["streams"]
    assert mine.key in streams
    assert streams.keys() == {case.key for case in Case.objects.filter(unit__code__in=["FIELD", "NORTH"])}
    assert read(take_out(cast.lena, ExportScope(kind="unit", reference="SALES"))).manifest["streams"] == {}


def test_a_period_is_a_run_without_a_hole(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    with clock.at(clock.now() + timedelta(days=40)):
        a_case("offered")
    today = clock.now().date().isoformat()
    export = take_out(cast.lena, ExportScope(kind="period", since=today, until=today))
    bundle = read(export)
    assert verify(export_path(export), tmp_path).code == 0
    assert bundle.manifest["claim"] == "range"
    first, last = bundle.manifest["range"]
    assert export.rows == last - first + 1 < Leaf.objects.count() - 40


def test_a_filter_makes_a_selection_of_exactly_what_it_shows(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    case = a_case("offered")
    export = take_out(cast.lena, wanted=EventFilter(q=case.reference, kind="document"))
    bundle = read(export)
    assert verify(export_path(export), tmp_path).code == 0
    assert bundle.manifest["claim"] == "selection"
    documents = {name for name, action in ACTIONS.items() if action.kind == "document"}
    assert {row["action"] for row in bundle.table} <= documents
    assert export.rows == Event.objects.filter(stream=case.key, action__in=documents).count()


def test_what_came_after_the_look_is_not_in_the_file(cast: Cast, a_case: ACase) -> None:
    case = a_case("offered")
    upto = Event.objects.latest("pk").pk
    record("case.read", case, actor=cast.lena)
    export = take_out(cast.lena, wanted=EventFilter(q=case.reference), upto=upto)
    assert max(int(row["entry"]) for row in read(export).table) <= upto


def test_no_name_stands_in_any_file_of_a_pseudonymised_bundle(cast: Cast, a_case: ACase) -> None:
    case = a_case("active")
    for scope in (ExportScope(), case_of(case)):
        bundle = read(take_out(cast.lena, scope, wanted=EventFilter()))
        for hidden in (
            "Martin",
            "Hale",
            "Lindqvist",
            "Inês",
            "Duarte",
            "Fischer",
            "Joan",
            "@larkfield",
            "For this test",
            "shoulders",
        ):
            assert bundle.mentions(hidden) == [], hidden
        assert "Respondent 1" in {row["role"] for row in bundle.table}


def test_a_name_in_the_filter_stays_in_the_register(cast: Cast, a_case: ACase) -> None:
    a_case("offered")
    export = take_out(cast.lena, wanted=EventFilter(actor="Inês"))
    assert export.filters["actor"] == "Inês"
    assert export.rows
    assert read(export).mentions("Inês") == []


def test_a_pseudonym_is_the_same_all_through_one_export_and_another_in_the_next(cast: Cast, a_case: ACase) -> None:
    case = a_case("active")
    first, second = (read(take_out(cast.lena, case_of(case))) for _ in range(2))
    called = [{row["entry"]: row["who"] for row in bundle.table} for bundle in (first, second)]
    martins = {
        str(pk) for pk in Event.objects.filter(stream=case.key, actor=cast.martin.uid).values_list("pk", flat=True)
    }
    assert len(martins) > 1
    assert len({called[0][entry] for entry in martins}) == 1
    mentioned = [pseudonyms_in(bundle) for bundle in (first, second)]
    assert mentioned[0]
    assert not mentioned[0] & mentioned[1]


def test_an_identified_bundle_has_names_and_values_but_not_who_reported(
    cast: Cast, a_case: ACase, tmp_path: Path
) -> None:
    case = a_case("active")
    export = identified(cast, case_of(case))
    bundle, verdict = read(export), verify(export_path(export), tmp_path)
    assert verdict.code == 0, verdict.words
    assert {"Martin Hale", "Inês Duarte"} <= {row["who"] for row in bundle.table}
    assert len(bundle.values) > 50
    assert (
        bundle.mentions("Lindqvist")
        == bundle.mentions(str(cast.erin.uid))
        == bundle.mentions(str(cast.erin.person.uid))
        == []
    )
    assert bundle.manifest["withheld"]["identity"] > 1
    assert [rule["names"] for rule in bundle.manifest["redactions"]] == [["net"]]


def test_an_identified_bundle_of_everything_opens_no_report(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    case = a_case("active")
    export = identified(cast, ExportScope())
    bundle = read(export)
    assert verify(export_path(export), tmp_path).code == 0
    report = case.report_links.get().report
    assert not [leaf for leaf in bundle.leaves if leaf["stream"].startswith("report:")]
    assert bundle.mentions(report.reference) == []
    erins = [leaf for leaf in bundle.leaves if leaf["event"]["actor"] == str(cast.erin.uid)]
    assert not [leaf for leaf in erins if leaf["stream"].startswith("case:")]


def test_a_value_that_is_deleted_behind_the_back_is_told(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    case = a_case("active")
    event = Event.objects.filter(stream=case.key, action="agreement.sign").earliest("pk")
    run("DELETE FROM audit_private WHERE event_id = %s AND name = 'reason'", event.pk)
    verdict = verify(export_path(identified(cast, case_of(case))), tmp_path)
    assert verdict.code == 4, verdict.words


def test_an_erasure_on_record_goes_with_the_bundle_that_it_explains(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    case, other = a_case("active"), play_case(cast, "investigating")
    for matter in (case, other):
        event = Event.objects.filter(stream=matter.key, body__contains='"reason":"').earliest("pk")
        chosen = Selection(kind="event", event=event.pk, value="reason")
        erase(chosen, rule="request", basis="Art. 17", actor=cast.priya, approver=cast.hugo, reason="Asked for.")
    export = identified(cast, case_of(case))
    bundle, verdict = read(export), verify(export_path(export), tmp_path)
    assert verdict.code == 0, verdict.words
    assert "1 erased on record" in verdict.words
    assert [leaf["event"]["act"] for leaf in bundle.leaves].count("audit.erase") == 1


def test_closed_compartments_are_counted_and_not_shown(
    cast: Cast, a_case: ACase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, compartment in CLOSED.items():
        monkeypatch.setitem(ACTIONS, name, Action(name, "did something closed", "read", compartment))
    case = a_case("offered")
    for name in ("test.treat", "test.treat", "test.advise", "test.unmask", "test.confide"):
        record(name, case, actor=cast.hugo, reason="Sciatica.", ctx={"ward": "seven"})
    record("case.read", case, actor=cast.lena)
    for scope in (ExportScope(), case_of(case)):
        export = take_out(cast.lena, scope)
        bundle, verdict = read(export), verify(export_path(export), tmp_path)
        assert verdict.code == 0, verdict.words
        assert (
            bundle.manifest["withheld"]
            == export.withheld
            == {"identity": 1, "medical": 2, "private": 1, "privileged": 1}
        )
        assert len([line for line in bundle.lines if line.startswith("-")]) == 5
        assert bundle.mentions("seven") == bundle.mentions("test.treat") == []
        assert len(bundle.table) == (export.rows or 0) - 5
    values = read(identified(cast, case_of(case)))
    assert values.mentions("Sciatica") == []


def test_an_auditor_who_is_a_party_gets_nothing_of_it_and_is_not_told(
    cast: Cast, a_case: ACase, tmp_path: Path
) -> None:
    case = play_case(cast, "opened", respondent=cast.person("lena"))
    export = take_out(cast.lena)
    bundle = read(export)
    assert verify(export_path(export), tmp_path).code == 0
    assert bundle.manifest["claim"] == "selection"
    assert bundle.mentions(case.reference) == bundle.mentions(str(case.uid)) == []
    for mine in (case, a_case("offered")):
        in_unit(mine, cast, "NORTH")
    streams = read(take_out(cast.lena, ExportScope(kind="unit", reference="NORTH"))).manifest["streams"]
    assert case.key not in streams
    assert len(streams) == 1


def test_own_data_holds_what_one_did_and_was_told_and_nothing_else(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    case = a_case("active")
    export = take_out(cast.martin, own_data(cast.martin))
    bundle = read(export)
    assert verify(export_path(export), tmp_path).code == 0
    by_event = {str(event.uid): event for event in Event.objects.all()}
    rows = [by_event[row["event"]] for row in bundle.table]
    assert {"agreement.sign", "allegation.answer", "document.issue"} <= {row.action for row in rows}
    assert any(row.stream == case.key for row in rows)
    assert {row.actor for row in rows if row.action == "agreement.sign"} == {cast.martin.uid}
    for hidden in ("Lindqvist", "Duarte", "Inês", "For this test"):
        assert bundle.mentions(hidden) == []


def test_a_respondent_who_was_not_told_yet_learns_nothing(cast: Cast, a_case: ACase) -> None:
    case = play_case(cast, "opened", respondent=cast.person("noor"))
    export = take_out(cast.noor, own_data(cast.noor))
    bundle = read(export)
    assert bundle.mentions(case.reference) == bundle.mentions(str(case.uid)) == []
    assert "case.add_party" not in {row["action"] for row in bundle.table}
    party = CaseParty.objects.get(case=case, person=cast.noor.person)
    assert str(party.uid) not in bundle.files["events.ndjson"].decode()


def test_a_review_of_ones_access_is_not_in_ones_own_data(cast: Cast, a_case: ACase) -> None:
    review = review_person_access(cast.person("ines"), actor=cast.priya, reason="Half-yearly.", verdict="in_order")
    a_case("investigating")
    bundle = read(take_out(cast.ines, own_data(cast.ines)))
    actions = {row["action"] for row in bundle.table}
    assert {"case.appoint", "finding.propose"} & actions
    assert "access.review" not in actions
    assert bundle.mentions(str(review.uid)) == []


@pytest.mark.paper
def test_the_same_export_is_the_same_bytes_when_it_is_begun_again(
    cast: Cast, a_case: ACase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = a_case("offered")
    export = request_export(
        scope=case_of(case), wanted=EventFilter(), level="pseudonymised", actor=cast.lena, reason="Review."
    )

    def killed(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(building, "pack", killed)
        with pytest.raises(KeyboardInterrupt):
            build_export(export)
    left = export_path(export).with_suffix(".folder")
    before = {path.name: path.read_bytes() for path in left.iterdir()}
    record("case.read", case, actor=cast.lena)
    seal_now()
    again = build_export(Export.objects.get(pk=export.pk))
    bundle = read(again)
    assert {name: data for name, data in bundle.files.items() if "/" not in name} == before
    assert Event.objects.filter(obj=export.key, action="export.record").count() == 1
    assert check_export(again)
    assert verify(export_path(again), tmp_path).code == 0
    assert not left.exists()


@pytest.mark.paper
def test_the_papers_of_an_export_are_sealed_and_told_as_that_and_not_as_letters(cast: Cast, a_case: ACase) -> None:
    bundle = read(take_out(cast.lena, case_of(a_case("offered"))))
    for name in ("report.pdf", "certificate.pdf"):
        content = bundle.files[name]
        validate(content)
        assert check_seal(content).is_ours
        assert verification.verdict_on(content) == verification.Verdict.SEALED
        assert verification.verdict_on(content + b" ") == verification.Verdict.NOT_OURS
    words = " ".join(bundle.text_of("certificate.pdf").split())
    assert f"The seal of {settings.ORGANISATION} is in this file" in words
    assert f"{settings.ADDRESS}/verify/" in words
    assert "None on this version" not in words


def test_an_export_that_would_hold_something_else_when_begun_again_is_not_written(
    cast: Cast, a_case: ACase, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case("offered")
    export = request_export(
        scope=ExportScope(), wanted=EventFilter(), level="pseudonymised", actor=cast.lena, reason="Review."
    )
    monkeypatch.setattr(building, "_place", lambda _event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_export(export)
    monkeypatch.undo()
    party = CaseParty(case=case, person=cast.person("lena"), role="witness", label="Witness 1")
    keep(party, "case.add_party", actor=cast.ines, reason="She saw it.")
    with pytest.raises(Refused) as refusal:
        build_export(Export.objects.get(pk=export.pk))
    assert refusal.value.code == "export-changed"
    assert not export_path(export).exists()


def test_a_later_bundle_proves_that_the_log_only_grew(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    first = read(take_out(cast.lena))
    exported, saved = tmp_path / "exported", tmp_path / "saved"
    exported.write_bytes(first.files["checkpoint"])
    case = a_case("offered")
    saved.write_text(seal_now())
    size = int(saved.read_text().splitlines()[1])

    later = take_out(cast.lena, case_of(case))
    assert verify(export_path(later), tmp_path, "--previous", str(exported)).code == 0
    assert verify(export_path(later), tmp_path, "--previous", str(saved)).code == 3  # nobody is known to hold it
    asked = take_out(cast.lena, case_of(case), previous=[size])
    assert verify(export_path(asked), tmp_path, "--previous", str(saved), "--previous", str(exported)).code == 0
    record("checkpoint.take", None, actor=cast.lena, ctx={"size": size})
    after = take_out(cast.lena, case_of(case))
    assert verify(export_path(after), tmp_path, "--previous", str(saved)).code == 0


def test_no_flipped_byte_of_a_real_bundle_verifies(cast: Cast, a_case: ACase, tmp_path: Path) -> None:
    """The verifier's own tests flip every byte of small bundles; here a few of each file of what the product really writes."""
    bundle, chance = read(identified(cast, case_of(a_case("offered")))), random.Random(8785)
    folder, key = tmp_path / "bundle", tmp_path / "operator.vkey"
    unpack(bundle, folder)
    key.write_text("".join(f"{each.text}\n" for each in public_keys()))
    assert verdict_on(folder, key) == 0
    for name, data in bundle.files.items():
        for place in {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(4))}:
            broken = bytes([data[place] ^ 1 << chance.randrange(8)])
            (folder / name).write_bytes(data[:place] + broken + data[place + 1 :])
            assert verdict_on(folder, key) in {1, 3}, (name, place)
        (folder / name).write_bytes(data)
    assert verdict_on(folder, key) == 0


def test_a_bundle_is_written_in_parts(
    cast: Cast, a_case: ACase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case("offered")
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(selection.chunks, "__defaults__", (100,))
    monkeypatch.setattr(building, "RUN", 150)
    export = request_export(
        scope=ExportScope(), wanted=EventFilter(), level="pseudonymised", actor=cast.lena, reason="Review."
    )
    build_export(export, lambda done, total: told.append((done, total)))
    assert len(told) > 3
    assert told[-1] == (export.rows, export.rows)
    assert verify(export_path(export), tmp_path).code == 0


def test_without_the_key_nothing_is_written_and_it_is_said_why(
    cast: Cast, a_case: ACase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "signing_key", lambda: None)
    export = request_export(
        scope=ExportScope(), wanted=EventFilter(), level="pseudonymised", actor=cast.lena, reason="Review."
    )
    with pytest.raises(Refused) as refusal:
        build_export(export)
    assert refusal.value.code == "export-unsigned"
    assert not Event.objects.filter(action="export.record").exists()


def test_the_checkpoint_of_an_export_is_anchored_and_its_receipt_goes_with_it(
    cast: Cast, a_case: ACase, tmp_path: Path, settings: Any
) -> None:
    settings.ANCHORS = [f"directory:{tmp_path / 'worm'}"]
    (tmp_path / "worm").mkdir()
    first = read(take_out(cast.lena))
    [told] = [each for each in first.manifest["anchors"] if each["kind"] == "directory"]
    assert told["size"] == first.manifest["size"]
    assert told["file"] in first.files
    kept = tmp_path / "kept"
    kept.write_bytes(first.files[f"anchors/checkpoint-{told['size']}.checkpoint"])
    later = take_out(cast.lena, case_of(a_case("offered")))
    assert str(told["size"]) in read(later).manifest["consistency"]
    verdict = verify(export_path(later), tmp_path, "--previous", str(kept))
    assert verdict.code == 0, verdict.words


def test_an_anchor_that_is_away_holds_no_export_up(cast: Cast, a_case: ACase, tmp_path: Path, settings: Any) -> None:
    settings.ANCHORS = [f"directory:{tmp_path / 'nowhere' / 'mounted'}"]
    export = take_out(cast.lena, case_of(a_case("offered")))
    assert verify(export_path(export), tmp_path).code == 0
    assert read(export).manifest["anchors"] == []
