"""Viewflow's traps, by their numbers in docs/viewflow.md: each test fails without its way round."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import ProtectedError
from django.test import override_settings
from django.urls import include, path
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from accounts.users.models import Team, User
from workflows.engine import flows
from workflows.engine.actions import (
    cancel_case,
    jump_case,
    receive_event,
    retry_step,
)
from workflows.engine.compiler import compile_flow
from workflows.engine.definition import parse
from workflows.engine.locking import running_case
from workflows.engine.migration import migrate_cases
from workflows.engine.models import Case, Deadline, Version, WorkItem
from workflows.engine.nodes import BaseFlow
from workflows.engine.sweep import sweep

from . import parcels
from .processes import (
    NOW,
    begin,
    end,
    finish,
    item,
    open_steps,
    process,
    publish,
    start,
    step,
    task,
    text,
)

Cast = dict[str, User]


@pytest.fixture(autouse=True)
def _fresh_records() -> Iterator[None]:
    parcels.DONE.clear()
    parcels.BROKEN.clear()
    yield


def again(case: Case) -> Case:
    return Case.objects.select_related("process").get(pk=case.pk)


def statuses(case: Case, step_id: str) -> list[str]:
    node = case.process.flow_class.instance.node(step_id)
    tasks = Task.objects.filter(process=case.process, flow_task=node).order_by("pk")
    return [task.status for task in tasks]


def test_trap_01_the_base_flow_waits_for_the_row_and_gives_the_manage_permission() -> None:
    lock = BaseFlow.lock_impl
    assert (type(lock).__name__, lock.nowait, lock.attempts) == ("CaseLock", False, 1)
    assert list(BaseFlow.instance.nodes()) == []
    assert "manage" in Process._meta.default_permissions


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own trap")
def test_trap_02_of_two_writers_who_read_first_one_waits_for_the_other(
    db: None, tmp_path: Path
) -> None:
    # On disk, as people have it: the tests' own is in memory.
    database = {**connection.settings_dict, "NAME": str(tmp_path / "doorstep.sqlite3")}
    both_have_read = threading.Barrier(2)

    def begin_writing() -> Any:
        writer = type(connections["default"])(database)
        writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        return writer

    def count() -> None:
        writer = begin_writing()
        try:
            (n,) = writer.cursor().execute("SELECT n FROM counter").fetchone()
            # With the write lock taken at the beginning the other does not come this far.
            with suppress(threading.BrokenBarrierError):
                both_have_read.wait(timeout=0.5)
            writer.cursor().execute("UPDATE counter SET n = %s", [n + 1])
            writer.commit()
        finally:
            writer.close()

    maker = begin_writing()
    maker.cursor().execute("CREATE TABLE counter (n integer)")
    maker.cursor().execute("INSERT INTO counter VALUES (0)")
    maker.commit()
    with ThreadPoolExecutor(2) as pool:
        for counting in [pool.submit(count) for _ in range(2)]:
            counting.result()
    assert maker.cursor().execute("SELECT n FROM counter").fetchone() == (2,)
    maker.close()


def test_trap_02_nobody_waits_for_ever() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    if connection.vendor == "sqlite":
        assert options["timeout"] == 20
    else:
        assert "lock_timeout=10s" in options["options"]


ERRANT = process(
    start("review"),
    task("review", {"ok": "stamp"}),
    step("stamp", "action", action="stamp", next="done", on_error="look"),
    task("look", {"look_ok": "done"}),
    end(),
    kind="parcel",
)


def test_trap_03_a_cancelled_host_takes_its_armed_boundaries_with_it(cast: Cast) -> None:
    timed = process(
        start("review"),
        task("review", {"ok": "done"}, deadline={"after": "PT1H", "then": "late"}),
        task("late", {"late_ok": "done"}),
        task("aside", {"aside_ok": "done"}),
        end(),
        case_actions=[
            {
                "key": "shelve",
                "label": text("Shelve"),
                "who": {"roles": ["customer"]},
                "to": "aside",
            }
        ],
    )
    case = begin(timed, by=cast["customer"])
    host = Task.objects.get(process=case.process, work_item__step="review")
    with running_case(case, by=None, now=NOW):
        host.flow_task.activation_class(host).cancel()
    assert statuses(case, "review__deadline") == [STATUS.CANCELED]
    assert sweep(NOW) == 0
    assert Deadline.objects.get().closed_at == NOW


def test_trap_04_a_revived_task_has_its_people_and_its_boundaries_again(cast: Cast) -> None:
    timed = process(
        start("review"),
        task(
            "review",
            {"ok": "done"},
            deadline={"after": "P2D", "then": "late"},
            who={"users": ["reviewer"]},
        ),
        task("late", {"late_ok": "done"}),
        end(),
    )
    case = begin(timed, by=cast["customer"])
    host = Task.objects.get(process=case.process, work_item__step="review")
    with running_case(case, by=None, now=NOW):
        activation = host.flow_task.activation_class(host)
        activation.cancel()
        activation.revive()
    revived = item(case, "review")
    assert (revived.owner, revived.task.status) == (cast["reviewer"], STATUS.ASSIGNED)
    assert list(revived.candidates.values_list("user", flat=True)) == [cast["reviewer"].pk]
    assert statuses(case, "review__deadline") == [STATUS.CANCELED, STATUS.SCHEDULED]
    assert Deadline.objects.get(closed_at=None).task == revived.task
    assert finish(case, "review", cast["reviewer"]).process.status == "DONE"


BLOCK = process(
    start("fork"),
    step("fork", "parallel", branches=[{"to": "left"}, {"to": "right"}], join="meet"),
    task("left", {"left_ok": "meet"}),
    task("right", {"right_ok": "meet"}),
    step("meet", "join", next="after"),
    task("after", {"after_ok": "done"}),
    end(),
)


def test_trap_05_a_join_goes_on_when_its_last_branch_is_cancelled(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"])
    finish(case, "left", cast["reviewer"])
    right = item(case, "right").task
    with running_case(case, by=None, now=NOW):
        right.flow_task.activation_class(right).cancel()
    assert open_steps(case) == ["after"]


def test_trap_06_a_failing_step_takes_its_error_way_and_the_persons_step_stands(
    cast: Cast,
) -> None:
    parcels.BROKEN.append("x")
    case = finish(begin(ERRANT, by=cast["customer"]), "review", cast["reviewer"])
    assert open_steps(case) == ["look"]
    assert (statuses(case, "review"), statuses(case, "stamp")) == (["DONE"], ["CANCELED"])


def test_trap_07_nothing_of_the_failing_frame_is_kept(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "310101199001011234"
    parcels.BROKEN.append(secret)
    case = finish(begin(ERRANT, by=cast["customer"]), "review", cast["reviewer"])
    failed = Task.objects.get(process=case.process, flow_task_type="FUNCTION")
    assert set(failed.data["_exception"]) == {"code", "type", "where"}
    assert failed.data["_exception"]["type"] == "RuntimeError"
    told = [entry.data for entry in case.timeline.all()]
    assert secret not in f"{failed.data}{told}{caplog.text}"


def test_trap_08_the_end_does_not_undo_what_another_instance_wrote(cast: Cast) -> None:
    case = begin(
        process(start("review"), task("review", {"ok": "done"}), end()), by=cast["customer"]
    )
    stale = Process.objects.get(pk=case.process_id)
    work = item(case, "review")
    publish(process(start("review"), task("review", {"ok": "done"}), end(result="two")))
    moved = migrate_cases(
        "sample", source=1, target=2, cases="all", mapping={}, dry_run=False,
        by=cast["operator"], now=NOW,
    )  # fmt: skip
    assert [result.status for result in moved] == ["moved"]
    with running_case(case, by=cast["reviewer"], now=NOW):
        task_row = Task.objects.get(pk=work.task_id)
        task_row.process = stale
        activation = task_row.flow_task.activation_class(task_row)
        activation.begin(cast["reviewer"])
        activation.task.data["outcome"] = "ok"
        activation.execute()
    case = again(case)
    assert case.process.flow_class.__name__.startswith("sample_v2_")
    assert (case.result, case.process.status) == ("two", "DONE")


def test_trap_09_an_operators_text_is_never_a_template(cast: Cast) -> None:
    nasty = "{{ process.case.starter.password }}{% load l10n %}"
    definition = process(start("review"), task("review", {"ok": "done"}), end())
    for one in (definition, *definition["steps"]):
        one["title"] = text(nasty)
    flow = compile_flow(parse(definition), name="sample_v1_00000000")
    node = flow.instance.node("review")
    shown = Task(flow_task=node, process=Process(flow_class=flow))
    shown.flow_task, shown.process.flow_class = node, flow
    # An open task shows its summary, a finished one its result; so do processes.
    for finished in (None, NOW):
        shown.finished = shown.process.finished = finished
        for said in (shown.brief, shown.process.brief):
            assert "{{ process.case.starter.password }}" in said
            assert cast["customer"].password not in said


@pytest.mark.parametrize("name", ["cancel", "lock", "_review", "a.b", "a/b", "detail_path"])
def test_trap_10_names_that_viewflow_has_a_use_for_are_no_steps(name: str) -> None:
    definition = process(start(name), task(name, {"ok": "done"}), end())
    with pytest.raises(ValueError, match="cannot be the name of a step"):
        compile_flow(parse(definition), name="sample_v1_00000000")


TASKS = [path("tasks/<uuid:task>/", lambda request: None, name="task")]
urlpatterns = [path("", include((TASKS, "api")))]


@override_settings(ROOT_URLCONF=__name__)
def test_trap_11_every_task_has_the_one_address_of_tasks(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"])
    work = item(case, "left")
    assert work.task.reverse("execute") == f"/tasks/{work.uuid}/"


def test_trap_13_an_assignment_that_finds_nobody_falls_back_to_the_operators(cast: Cast) -> None:
    Team.objects.create(slug="gone", name="Gone").members.set([cast["reviewer"]])
    definition = process(
        start("review"),
        task("review", {"ok": "decide"}),
        task("decide", {"decide_ok": "done"}, who={"expression": {"cel": "data.missing"}}),
        end(),
        fields=[{"key": "missing", "type": "text", "label": text("Missing")}],
    )
    case = finish(begin(definition, by=cast["customer"]), "review", cast["reviewer"])
    assert list(item(case, "decide").candidates.values_list("role", flat=True)) == ["operator"]
    assert finish(case, "decide", cast["operator"]).process.status == "DONE"


def test_trap_14_subjects_have_ids_of_64_bits_and_viewflows_models_are_used_as_they_are() -> None:
    assert Case._meta.get_field("subject_id").get_internal_type() == "BigIntegerField"
    assert (BaseFlow.process_class, BaseFlow.task_class) == (Process, Task)


def test_trap_15_failed_steps_and_waiting_joins_do_not_keep_a_case_from_being_cancelled(
    cast: Cast,
) -> None:
    parcels.BROKEN.append("x")
    definition = process(
        start("fork"),
        step("fork", "parallel", branches=[{"to": "left"}, {"to": "stamp"}], join="meet"),
        task("left", {"left_ok": "meet"}),
        step("stamp", "action", action="stamp", next="meet"),
        step("meet", "join", next="done"),
        end(),
        kind="parcel",
    )
    case = begin(definition, by=cast["customer"])
    finish(case, "left", cast["reviewer"])
    assert (statuses(case, "stamp"), statuses(case, "meet")) == (["ERROR"], ["STARTED"])
    cancel_case(case.number, by=cast["operator"], reason="test", now=NOW)
    case = again(case)
    assert (case.process.status, case.result, case.stage) == ("CANCELED", "cancelled", "cancelled")
    assert set(Task.objects.filter(process=case.process).values_list("status", flat=True)) == {
        "DONE", "CANCELED",
    }  # fmt: skip


def test_trap_16_the_sweep_finishes_what_a_crash_left_waiting(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"])
    finish(case, "left", cast["reviewer"])
    # As if the process had died between the cancel and the look at the join.
    Task.objects.filter(process=case.process, work_item__step="right").update(
        status=STATUS.CANCELED, finished=NOW
    )
    assert open_steps(case) == []
    assert sweep(NOW) == 1
    assert open_steps(case) == ["after"]


def test_trap_16_the_sweep_hands_over_an_event_that_a_crash_left_lying(cast: Cast) -> None:
    definition = process(
        start("wait"),
        step("wait", "event", event="lost", next="review"),
        task("review", {"ok": "done"}),
        end(),
        kind="parcel",
    )
    case = begin(definition, by=cast["customer"])
    case.events.create(event="lost", key="a", received_at=NOW)
    assert sweep(NOW) == 1
    assert open_steps(case) == ["review"]
    assert receive_event(case.number, "lost", data={}, key="a", by=None, now=NOW).taken_at == NOW


def test_trap_17_no_node_takes_an_undo_function_by_reference() -> None:
    flow = compile_flow(parse(BLOCK), name="sample_v1_00000000")
    assert {getattr(node, "_undo_func", None) for node in flow.instance.nodes()} == {None}


def test_trap_20_a_failing_branch_condition_leaves_the_persons_step_done(cast: Cast) -> None:
    definition = process(
        start("review"),
        task("review", {"ok": "fork"}, form=[{"field": "years"}]),
        step(
            "fork",
            "parallel",
            branches=[
                {"to": "left"},
                {"to": "right", "when": {"cel": "data.years > 3"}},
            ],
            join="meet",
        ),
        task("left", {"left_ok": "meet"}),
        task("right", {"right_ok": "meet"}),
        step("meet", "join", next="done"),
        end(),
        fields=[{"key": "years", "type": "int", "label": text("Years")}],
    )
    case = finish(begin(definition, by=cast["customer"]), "review", cast["reviewer"])
    assert (statuses(case, "review"), statuses(case, "fork")) == (["DONE"], ["ERROR"])
    # Once the value is there, the operator lets it go on.
    Case.objects.filter(pk=case.pk).update(data={"years": 9})
    retry_step(case.number, "fork", by=cast["operator"], now=NOW)
    assert open_steps(case) == ["left", "right"]


def test_trap_21_a_jump_leaves_the_tokens_of_the_block_behind(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"])
    jump_case(case.number, to="after", reason="test", by=cast["operator"], now=NOW)
    jumped = item(case, "after").task
    assert str(jumped.token) == "start"
    assert set(jumped.previous.values_list("work_item__step", flat=True)) == {"left", "right"}


def test_trap_22_nobody_with_a_history_can_be_deleted(cast: Cast) -> None:
    case = begin(BLOCK, by=cast["customer"])
    finish(case, "left", cast["reviewer"])
    with pytest.raises(ProtectedError):
        User.objects.filter(pk=cast["reviewer"].pk).delete()
    assert WorkItem.objects.filter(task__owner=cast["reviewer"]).count() == 1


def test_trap_24_viewflows_site_is_not_installed() -> None:
    assert "viewflow.workflow" in settings.INSTALLED_APPS
    assert "viewflow" not in settings.INSTALLED_APPS
    assert not [name for name in settings.MIDDLEWARE if "viewflow" in name]
    assert settings.VIEWFLOW == {"AUTOREGISTER": False}


def test_one_class_for_a_name_even_when_threads_ask_at_once(cast: Cast) -> None:
    # Read whole: the threads have connections of their own.
    case = begin(BLOCK, by=cast["customer"])
    version = Version.objects.select_related("definition").get(pk=case.version_id)
    flows._flows.pop(flows.flow_of(version).__name__)
    found: list[type] = []
    threads = [
        threading.Thread(target=lambda: found.append(flows.flow_of(version))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (8, 1)
