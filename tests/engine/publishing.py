"""Drafts, versions, rollouts, files and drawings."""

import json
from datetime import timedelta
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError

from accounts.users.models import User
from workflows.engine.actions import start_case
from workflows.engine.chart import layout
from workflows.engine.definition import parse
from workflows.engine.drafts import check_draft, save_draft
from workflows.engine.files import import_definition
from workflows.engine.models import Definition, Rollout, Version
from workflows.engine.publication import Reach, add_rollout, publish_draft, roll_back
from workflows.engine.queries import chart_bpmn, chart_svg, start_form
from workflows.engine.refusals import InvalidDefinition, NotAvailable, NotFound, StaleDraft
from workflows.engine.versions import version_for

from . import parcels  # noqa: F401 - registers its vocabulary
from .processes import NOW, begin, end, process, publish, start, step, task

Cast = dict[str, User]

FIRST = process(start("review"), task("review", {"ok": "done"}), end())
SECOND = process(start("review"), task("review", {"ok": "done"}), end(result="two"))


def save(definition: dict[str, object], etag: str, by: User | None = None) -> Definition:
    return save_draft("sample", definition=definition, note="", etag=etag, by=by, now=NOW)


def nothing_to_draw() -> str:
    raise AssertionError("Without shares nothing is drawn.")


def test_of_two_who_read_one_draft_the_second_to_save_is_refused(cast: Cast) -> None:
    read = save(FIRST, "").etag
    save(SECOND, read, by=cast["operator"])
    with pytest.raises(StaleDraft):
        save(FIRST, read)
    with pytest.raises(StaleDraft):
        save(FIRST, "")
    row = Definition.objects.get()
    assert (row.draft, row.draft_author, row.revision) == (SECOND, cast["operator"], 2)


def test_a_draft_with_problems_is_kept_but_not_published(cast: Cast) -> None:
    save(process(start("nowhere"), end()), "")
    assert "error" in {problem.severity for problem in check_draft("sample")}
    with pytest.raises(InvalidDefinition) as refused:
        publish_draft("sample", by=None, note="", now=NOW)
    assert refused.value.problems
    assert Version.objects.count() == 0
    with pytest.raises(NotAvailable):
        start_case("sample", by=cast["customer"], data={}, now=NOW)


def test_the_same_content_is_one_version(cast: Cast) -> None:
    first = publish(FIRST)
    assert publish(FIRST) == first
    second = publish(SECOND)
    assert (second.number, Version.objects.count(), Rollout.objects.count()) == (2, 2, 2)
    # Going back by editing rolls the old version out again.
    assert publish(FIRST) == first
    assert version_for("sample", scope={}, draw=nothing_to_draw, now=NOW) == first


def test_a_running_case_keeps_its_version_and_a_roll_back_is_for_new_ones(cast: Cast) -> None:
    old = begin(FIRST, by=cast["customer"])
    publish(SECOND)
    new = start_case("sample", by=cast["customer"], data={}, now=NOW)
    roll_back("sample", to=1, by=cast["operator"], note="", now=NOW)
    third = start_case("sample", by=cast["customer"], data={}, now=NOW)
    assert [case.version.number for case in (old, new, third)] == [1, 2, 1]
    with pytest.raises(NotFound):
        roll_back("sample", to=9, by=cast["operator"], note="", now=NOW)


def test_a_version_with_history_cannot_be_deleted(cast: Cast) -> None:
    publish(FIRST)
    with pytest.raises(ProtectedError):
        Version.objects.get().delete()


def test_rollouts_wait_for_their_time_and_take_their_share(db: None) -> None:
    publish(FIRST)
    publish(SECOND)
    roll_back("sample", to=1, by=None, note="", now=NOW)
    later = NOW + timedelta(days=1)
    add_rollout("sample", version=2, to=Reach(later, share=30), note="", by=None, now=NOW)
    numbers = range(1000)

    def on_second(now: object) -> int:
        chosen = [version_for("sample", scope={}, draw=partial(str, n), now=now) for n in numbers]
        return sum(version.number == 2 for version in chosen)

    assert on_second(NOW) == 0
    # SHA-256 spreads the numbers evenly; for these thousand it is exactly so many.
    share = on_second(later)
    assert 270 <= share <= 330
    assert on_second(later) == share


def test_a_start_form_is_of_the_version_that_its_answers_come_to(cast: Cast) -> None:
    asks = {"key": "wish", "type": "text", "label": {"en": "Wish"}}
    publish(FIRST)
    publish(
        process(
            start("review", form=[{"field": "wish", "required": True}]),
            task("review", {"ok": "done"}),
            end(),
            fields=[asks],
        )
    )
    roll_back("sample", to=1, by=None, note="", now=NOW)
    add_rollout("sample", version=2, to=Reach(share=50), note="", by=None, now=NOW)
    numbers = []
    for _round in range(40):
        form = start_form("sample", cast["customer"], "en", now=NOW)
        answers = dict.fromkeys(form["schema"]["properties"], "x")
        case = start_case("sample", by=cast["customer"], data=answers, now=NOW)
        assert case.version.number == (2 if answers else 1)
        numbers.append(case.version.number)
    # One person's cases are spread as everybody's are.
    assert 10 <= numbers.count(2) <= 30


def test_publishing_takes_every_new_case_from_a_partial_rollout(db: None) -> None:
    first = publish(FIRST)
    publish(SECOND)
    roll_back("sample", to=1, by=None, note="", now=NOW)
    add_rollout("sample", version=2, to=Reach(share=30), note="", by=None, now=NOW)
    rollouts = Rollout.objects.count()
    assert publish(FIRST) == first
    chosen = {version_for("sample", scope={}, draw=partial(str, n), now=NOW) for n in range(100)}
    assert (chosen, Rollout.objects.count()) == ({first}, rollouts + 1)
    # Published once more, there is nothing to do.
    publish(FIRST)
    assert Rollout.objects.count() == rollouts + 1


def test_a_version_is_published_for_later_and_frees_the_draft(cast: Cast) -> None:
    publish(FIRST)
    row = save(SECOND, Definition.objects.get().etag)
    later = NOW + timedelta(days=1)
    version = publish_draft("sample", by=None, note="", now=NOW, to=Reach(later))
    assert (version.number, version.content) == (2, SECOND)
    save(process(start("nowhere"), end()), row.etag)
    chosen = [start_case("sample", by=cast["customer"], data={}, now=now) for now in (NOW, later)]
    assert [case.version.number for case in chosen] == [1, 2]


def test_a_version_is_published_for_a_share_alone(db: None) -> None:
    publish(FIRST)
    save(SECOND, Definition.objects.get().etag)
    publish_draft("sample", by=None, note="", now=NOW, to=Reach(share=25))
    chosen = [version_for("sample", scope={}, draw=partial(str, n), now=NOW) for n in range(400)]
    assert 70 <= sum(version.number == 2 for version in chosen) <= 130


def test_a_rollout_may_depend_on_declared_scopes_alone(db: None) -> None:
    steps = (start("review"), task("review", {"ok": "done"}))
    publish(process(*steps, end(), kind="parcel"))
    publish(process(*steps, end(result="two"), kind="parcel"))
    roll_back("sample", to=1, by=None, note="", now=NOW)
    values = {"note": "", "by": None, "now": NOW}
    add_rollout("sample", version=2, to=Reach(scope={"parcel.name": "Lamp"}), **values)
    chosen = [
        version_for("sample", scope={"parcel.name": name}, draw=nothing_to_draw, now=NOW).number
        for name in ("Lamp", "Chair")
    ]
    assert chosen == [2, 1]
    with pytest.raises(NotAvailable) as refused:
        add_rollout("sample", version=2, to=Reach(scope={"city": "x"}), **values)
    assert refused.value.code == "unknown_scope"


def test_files_come_in_once_and_never_over_an_operators_change(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(FIRST), encoding="utf-8")
    call_command("processes", "import", str(path))
    call_command("processes", "import", str(path))
    assert capsys.readouterr().out.split("\n")[:2] == ["sample: published", "sample: unchanged"]
    assert Version.objects.count() == 1

    assert import_definition(SECOND, by=None, now=NOW).outcome == "published"
    row = Definition.objects.get()
    operators = process(start("review"), task("review", {"ok": "done"}), end(result="mine"))
    save(operators, row.etag)
    publish_draft("sample", by=None, note="", now=NOW)
    third = process(start("review"), task("review", {"ok": "done"}), end(result="three"))
    assert import_definition(third, by=None, now=NOW).outcome == "kept"
    assert Definition.objects.get().draft == operators
    assert Version.objects.count() == 3


def test_an_export_comes_in_again_unchanged(db: None, tmp_path: Path) -> None:
    publish(FIRST)
    path = tmp_path / "out.json"
    call_command("processes", "export", "sample", str(path))
    assert parse(json.loads(path.read_text(encoding="utf-8"))) == parse(FIRST)
    call_command("processes", "check", str(path))
    path.write_text(json.dumps(process(start("nowhere"), end())), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("processes", "check", str(path))


DRAWN = process(
    start("fork"),
    step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
    task("left", {"left_ok": "meet"}),
    task("right", {"right_ok": "meet", "again": "right"}),
    step("meet", "join", next="done"),
    end(),
)


def test_a_drawing_names_the_steps_and_marks_the_present_ones(cast: Cast) -> None:
    definition = json.loads(json.dumps(DRAWN))
    definition["steps"][2]["title"] = {"en": "Left <b>", "zh-hans": "左侧 <b>"}
    case = begin(definition, by=cast["customer"])
    drawn = ElementTree.fromstring(chart_svg(case.version, "zh-hans", case=case))
    spaces = {"svg": "http://www.w3.org/2000/svg"}
    titles = [title.text for title in drawn.findall(".//svg:g/svg:title", spaces)]
    assert titles == ["Begin", "Fork", "左侧 <b>", "Right", "Meet", "Done"]
    marked = drawn.findall(".//svg:g[@aria-current='step']", spaces)
    assert [group.attrib["id"] for group in marked] == ["step-left", "step-right"]
    passed = drawn.findall("svg:g", spaces)
    assert [group.attrib["id"] for group in passed if "passed" in group.get("class", "")] == [
        "step-begin", "step-fork",
    ]  # fmt: skip


def test_steps_stand_apart_and_behind_those_that_lead_to_them() -> None:
    places = layout(parse(DRAWN), language="en").of_steps()
    assert {step_id: place.column for step_id, place in places.items()} == {
        "begin": 0, "fork": 1, "left": 2, "right": 2, "meet": 3, "done": 4,
    }  # fmt: skip
    assert len({(place.x, place.y) for place in places.values()}) == 6


def test_a_version_is_bpmn_for_other_tools(db: None) -> None:
    root = ElementTree.fromstring(chart_bpmn(publish(DRAWN), "en"))
    spaces = {"bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
    diagram = {
        "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
        "di": "http://www.omg.org/spec/DD/20100524/DI",
    }
    steps = {element.attrib["id"] for element in root.findall("bpmn:process/*[@name]", spaces)}
    flows = root.findall("bpmn:process/bpmn:sequenceFlow", spaces)
    assert len(steps) == 6
    assert len(flows) == 7
    assert {flow.attrib["targetRef"] for flow in flows} <= steps
    edges = root.findall(".//bpmndi:BPMNEdge", diagram)
    corners = {
        edge.attrib["bpmnElement"]: len(edge.findall("di:waypoint", diagram)) for edge in edges
    }
    assert set(corners) == {flow.attrib["id"] for flow in flows}
    # Straight on, or up and down between the columns; back to itself, all the way round.
    assert corners["flow_fork__left"] == 2
    assert corners["flow_fork__right"] == 4
    assert corners["flow_right__right"] == 6
