"""Definitions that are too large, too deep or not to be printed; and drafts half written."""

import json

import pytest

from accounts.users.models import User
from workflows.engine.definition import parse
from workflows.engine.drafts import check_draft, save_draft
from workflows.engine.models import Definition
from workflows.engine.publication import publish_draft
from workflows.engine.refusals import InvalidDefinition

from .processes import NOW, end, process, start, task

Cast = dict[str, User]

SOUND = process(start("review"), task("review", {"ok": "done"}), end())


def nested(levels: int) -> dict[str, object]:
    condition: dict[str, object] = {"var": "case.stage", "op": "==", "value": "open"}
    for _level in range(levels):
        condition = {"all": [condition]}
    return {**SOUND, "case_actions": [{"when": condition}]}


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({**SOUND, "steps": [end(f"e{n}") for n in range(1001)]}, "too_many_steps"),
        ({**SOUND, "title": {"en": "x" * 20_001}}, "text_too_long"),
        ({**SOUND, "fields": [{"key": "k" * 15_000}] * 100}, "too_large"),
        (nested(20), "too_deep"),
        (nested(5000), "too_deep"),
        ({**SOUND, "title": {"en": "nul \0"}}, "unprintable"),
        ({**SOUND, "title": {"en": "half \ud83d"}}, "unprintable"),
        ({**SOUND, "title": {"e\0n": "key"}}, "unprintable"),
    ],
    ids=["steps", "text", "size", "levels", "many levels", "nul", "surrogate", "key"],
)
@pytest.mark.django_db
def test_what_is_beyond_the_limits_is_refused_before_it_is_read(
    definition: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        parse(definition)
    assert [problem.code for problem in refused.value.problems] == [code]
    for unfinished in (False, True):
        with pytest.raises(InvalidDefinition):
            save_draft(
                "sample", definition=definition, note="", etag="", by=None, now=NOW,
                unfinished=unfinished,
            )  # fmt: skip
    assert not Definition.objects.exists()


def test_a_large_process_is_within_the_limits() -> None:
    steps = [task(f"s{n}", {"ok": f"s{n + 1}"}) for n in range(400)]
    definition = process(start("s0"), *steps, task("s400", {"ok": "done"}), end())
    assert len(parse(definition).steps) == 403
    assert len(json.dumps(definition)) > 40_000


def test_a_draft_half_written_is_kept_but_not_published(cast: Cast) -> None:
    half = {**SOUND, "steps": [{"id": "new", "kind": "decision", "cases": []}]}
    with pytest.raises(InvalidDefinition):
        save_draft("sample", definition=half, note="", etag="", by=None, now=NOW)
    row = save_draft(
        "sample", definition=half, note="", etag="", by=cast["operator"], now=NOW, unfinished=True
    )
    assert (row.draft, row.kind) == (half, "plain")
    assert {problem.step for problem in check_draft("sample")} == {"new"}
    with pytest.raises(InvalidDefinition):
        publish_draft("sample", by=None, note="", now=NOW)


@pytest.mark.parametrize(
    "definition",
    [{**SOUND, "key": "other"}, {"key": "sample", "steps": []}, {**SOUND, "steps": "none"}],
    ids=["another key", "no kind", "no list"],
)
@pytest.mark.django_db
def test_what_is_no_draft_of_this_process_is_not_kept(definition: dict[str, object]) -> None:
    with pytest.raises(InvalidDefinition):
        save_draft(
            "sample", definition=definition, note="", etag="", by=None, now=NOW, unfinished=True
        )
    assert not Definition.objects.exists()
