"""Conditions, people and values in words, in both languages."""

from typing import Any

import pytest
from django.utils import translation
from pydantic import TypeAdapter

from workflows.engine.definition import Condition, Who, parse
from workflows.engine.plain import PLAIN
from workflows.engine.wording import Words, money, said_duration

from .processes import end, process, start, task

DEFINITION = parse(
    process(
        start("review"),
        task("review", {"ok": "done"}),
        end(),
        constants={
            "limit": {"type": "money", "value": 50000, "label": {"en": "Limit", "zh-hans": "上限"}},
            "most_days": {"type": "int", "value": 3},
        },
        fields=[
            {"key": "amount", "type": "money", "label": {"en": "Amount", "zh-hans": "金额"}},
            {"key": "day", "type": "date", "label": {"en": "Day", "zh-hans": "日期"}},
            {
                "key": "kind",
                "type": "choice",
                "label": {"en": "Kind", "zh-hans": "类型"},
                "options": [
                    {"value": "person", "label": {"en": "A person", "zh-hans": "个人"}},
                    {"value": "company", "label": {"en": "A company", "zh-hans": "公司"}},
                ],
            },
        ],
    )
)
WORDS = Words(DEFINITION, PLAIN)


@pytest.mark.parametrize(
    ("condition", "english", "chinese"),
    [
        (
            {"var": "data.amount", "op": ">", "value": 50000},
            "Amount is above ¥500",
            "金额大于¥500",
        ),
        (
            {"var": "data.amount", "op": ">=", "value": {"var": "constants.limit"}},
            "Amount is at least Limit",
            "金额不小于上限",
        ),
        (
            {"var": "data.kind", "op": "in", "value": ["person", "company"]},
            "Kind is one of “A person”, “A company”",
            "类型是“个人”、“公司”之一",
        ),
        ({"var": "data.day", "op": "is_not_set"}, "Day is empty", "日期为空"),
        (
            {
                "all": [
                    {"var": "case.stage", "op": "==", "value": "open"},
                    {
                        "any": [
                            {"var": "steps.review.outcome", "op": "==", "value": "ok"},
                            {"cel": "data.amount > 1"},
                        ]
                    },
                ]
            },
            "Stage of the case is “Open” and (Outcome of “Review” is “ok” or the formula "
            "data.amount > 1 holds)",
            "办理单阶段是“处理中”且（“Review”的结果是“ok”或公式 data.amount > 1 成立）",
        ),
    ],
)
def test_a_condition_in_words(condition: dict[str, Any], english: str, chinese: str) -> None:
    parsed = TypeAdapter(Condition).validate_python(condition)
    with translation.override("en"):
        assert WORDS.condition(parsed) == english
    with translation.override("zh-hans"):
        assert WORDS.condition(parsed) == chinese


def test_people_in_words() -> None:
    who = Who(roles=("reviewer",), teams=("shanghai",), users=("anna",), same_as="review")
    with translation.override("en"):
        assert WORDS.who(who) == "role reviewer, team shanghai, anna, whoever did “Review”"
        assert WORDS.who(Who()) == "nobody"
    with translation.override("zh-hans"):
        assert WORDS.who(who) == "审核员角色、shanghai团队、anna、完成“Review”的人"
        assert WORDS.who(Who(roles=("reviewer",), users=("system",))) == "审核员角色、系统"


def test_amounts_and_times_in_words() -> None:
    with translation.override("en"):
        assert (money(50000), money(-12345), money(123456700)) == ("¥500", "-¥123.45", "¥1,234,567")
        assert (said_duration("PT48H"), said_duration("PT90M")) == ("2 days", "1 hour, 30 minutes")
