"""A definition in which every kind of part has every property that it can have."""

from typing import Any


def text(words: str, chinese: str = "") -> dict[str, str]:
    return {"en": words, **({"zh-hans": chinese} if chinese else {})}


WHO = {
    "roles": ["reviewer", "operator"],
    "teams": ["nobody-knows-it"],
    "users": ["operator"],
    "actors": [],
    "expression": {"cel": "'role:' + data.role"},
    "same_as": "apply",
    "pick": "least_loaded",
}
EDITOR = {"roles": ["editor"]}
CONDITION = {
    "all": [
        {"var": "data.years", "op": ">=", "value": 2},
        {"any": [
            {"var": "data.kind", "op": "in", "value": ["person", "firm"]},
            {"var": "data.kind", "op": "!=", "value": "firm"},
            {"var": "data.paid", "op": "==", "value": False},
        ]},
        {"var": "data.fee", "op": ">", "value": {"var": "constants.limit"}},
        {"var": "data.paper", "op": "is_set"},
        {"var": "case.started_at", "op": "<", "value": "2026-01-02T03:04:05+08:00"},
        {"var": "data.wishes", "op": "contains", "value": "quick"},
        {"cel": "data.years > 1 ||\n  data.years == 0"},
    ]
}  # fmt: skip
DEADLINE = {
    "after": "PT48H",
    "calendar": "always",
    "reminders": ["PT24H", "P1DT12H", "PT90M"],
    "escalations": [{"after": "P3D", "to": EDITOR}],
    "then": "refused",
    "cases": [
        {
            "when": {"var": "data.kind", "op": "==", "value": "firm"},
            "after": "P1W",
            "reminders": ["PT30S"],
            "escalations": [{"after": "P2W", "to": EDITOR}],
        }
    ],
}
NOTICES = [
    {
        "on": "leave",
        "to": EDITOR,
        "subject": text("For {data.name}", "致 {data.name}"),
        "body": text("One\n\n  two “three” <b>& {data.years}</b>\n", "一\n二"),
    }
]
FORM = [
    {"field": "name", "required": True, "access": {"*": "visible", "editor": "editable"}},
    {"field": "kind", "required": False},
    {"field": "years", "access": {"editor": "hidden"}},
]
COMMON = {"stage": "waiting", "notices": NOTICES}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": text(value.title(), "选项")} for value in values]


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": text(key.title()), **more}


FIELDS = [
    field("name", "text", help=text("Full name"), required=True, default="Li",
          rules={"min_length": 2, "max_length": 60, "pattern": "[A-Z].*"},
          show_when=CONDITION),
    field("role", "long_text", default="One\ntwo", personal=False),
    field("years", "int", rules={"min": 0, "max": 60}, default=0),
    field("fee", "money", rules={"min": 1, "max": 123456}, default=1250),
    field("day", "date", rules={"min": "2026-01-01"}, default="2026-02-03"),
    field("hour", "time", rules={"max": "18:30"}, default="08:00"),
    field("moment", "datetime", default="2026-02-03T04:05:06+08:00"),
    field("kind", "choice", options=options("person", "firm"), default="person"),
    field("wishes", "choices", options=options("quick", "cheap"), default=["cheap", "quick"],
          rules={"min_length": 1, "max_length": 2}),
    field("paid", "boolean", default=False),
    field("paper", "file", rules={"types": ["application/pdf", "application/x-odd"],
                                  "max_size": 5242880}),
    field("picture", "photo", rules={"max_size": 1500}),
    field("signed", "signature"),
    field("place", "location"),
    field("secret", "text", personal=True),
    field("rooms", "table", rules={"max_length": 9}, columns=[
        field("room", "text", help=text("Which"), required=True, rules={"max_length": 20}),
        field("size", "int"),
        field("state", "choice", options=options("clean", "dirty")),
        field("verdict", "text"),
    ]),
]  # fmt: skip
STEPS: list[dict[str, Any]] = [
    {"id": "apply", "kind": "start", "title": text("Apply", "申请"), **COMMON, "who": EDITOR,
     "form": FORM, "next": "look"},
    {"id": "look", "kind": "task", "title": text("Look"), **COMMON, "who": WHO, "form": FORM,
     "deadline": DEADLINE, "outcomes": [
         {"key": "ok", "label": text("OK", "好"), "to": "vote", "when": CONDITION,
          "requires": ["years", "kind"]},
         {"key": "no", "label": text("No"), "to": "refused", "requires": []}]},
    {"id": "vote", "kind": "approval", "title": text("Vote"), **COMMON, "who": WHO, "form": [],
     "rule": {"mode": "n_of_m", "n": 2, "order": "in_turn"}, "deadline": DEADLINE, "outcomes": [
         {"key": "for", "label": text("Yes"), "to": "choose", "vote": "for"},
         {"key": "against", "label": text("No"), "to": "refused", "vote": "against"}]},
    {"id": "choose", "kind": "decision", "title": text("Choose"), **COMMON, "cases": [
        {"when": CONDITION, "to": "rate", "label": text("Long")},
        {"when": {"cel": "data.years > 3"}, "to": "rate"}],
     "otherwise": "rate", "on_error": "refused"},
    {"id": "rate", "kind": "table", "title": text("Rate"), **COMMON, "policy": "collect",
     "inputs": [{"var": "data.years", "label": text("Years")}, {"var": "data.kind"},
                {"var": "data.fee"}],
     "outputs": [{"field": "role", "collect": "list"}, {"field": "fee", "collect": "sum"}],
     "rows": [
         {"cells": [{"min": 1, "below": 5}, {"op": "==", "value": "person"}, None],
          "values": ["senior", 12345], "note": "The first"},
         {"cells": [{"below": 1}, {"op": "in", "value": ["firm"]}, {"op": "is_set"}],
          "values": [None, 0], "to": "both"},
         {"cells": [None, None, {"op": ">", "value": 50000}]}],
     "next": "both", "otherwise": "refused", "on_error": "refused"},
    {"id": "both", "kind": "parallel", "title": text("Both"), **COMMON,
     "branches": [{"to": "wait"}, {"to": "pause", "when": CONDITION}], "join": "meet",
     "on_error": "refused"},
    {"id": "wait", "kind": "event", "title": text("Wait"), **COMMON, "event": "nobody_knows_it",
     "save": {"name": "a", "role": "b"}, "deadline": DEADLINE, "next": "meet"},
    {"id": "pause", "kind": "timer", "title": text("Pause"), **COMMON, "after": "P10D",
     "next": "until"},
    {"id": "until", "kind": "timer", "title": text("Until"), "until": {"cel": "now"},
     "next": "tell", "on_error": "refused"},
    {"id": "tell", "kind": "notice", "title": text("Tell"), **COMMON, "to": EDITOR,
     "subject": text("Hello"), "body": text("World"), "next": "do", "on_error": "refused"},
    {"id": "do", "kind": "action", "title": text("Do"), **COMMON, "action": "nobody_knows_it",
     "parameters": {"amount": {"value": 5}, "name": {"cel": "data.name"}}, "save": {},
     "next": "meet", "on_error": "refused", "undo_on_refusal": True},
    {"id": "meet", "kind": "join", "title": text("Meet"), **COMMON, "next": "sub"},
    {"id": "sub", "kind": "subprocess", "title": text("Sub"), **COMMON, "process": "errand",
     "data": {"wish": {"cel": "data.name"}, "urgent": {"value": True}, "n": {"value": 3}},
     "save": {"role": "verdict"}, "results": [{"result": "refused", "to": "refused"}],
     "next": "ask", "on_error": "refused", "deadline": DEADLINE},
    {"id": "ask", "kind": "webhook", "title": text("Ask"), **COMMON,
     "url": "https://example.org/hook",
     "payload": {"name": {"cel": "data.name + '!'"}, "none": {"value": None}},
     "save": {"years": "a.b.0"}, "attempts": 7, "next": "each", "on_error": "refused",
     "deadline": DEADLINE},
    {"id": "each", "kind": "items", "title": text("Each"), **COMMON, "table": "rooms", "who": WHO,
     "form": [{"column": "room", "required": False, "access": "visible"},
              {"column": "verdict", "required": True}],
     "outcomes": [{"key": "done", "label": text("Done")},
                  {"key": "stop", "label": text("Stop"), "to": "refused"}],
     "save_outcome": "state", "next": "done", "deadline": DEADLINE},
    {"id": "done", "kind": "end", "title": text("Done"), "stage": "done", "result": "accepted"},
    {"id": "refused", "kind": "end", "title": text("Refused"), "result": ""},
]  # fmt: skip
SAMPLER: dict[str, Any] = {
    "key": "sampler",
    "kind": "plain",
    "title": text("Sampler", "样例"),
    "description": text("All there is\non two lines"),
    "constants": {
        "limit": {"type": "money", "value": 20000, "label": text("Limit")},
        "least": {"type": "int", "value": 0},
        "open": {"type": "boolean", "value": False},
        "word": {"type": "text", "value": " as it is "},
        "day": {"type": "date", "value": "2026-03-04"},
        "moment": {"type": "datetime", "value": "2026-03-04T05:06:07+08:00"},
    },
    "fields": FIELDS,
    "steps": STEPS,
    "case_actions": [
        {
            "key": "stop",
            "label": text("Stop"),
            "who": WHO,
            "when": CONDITION,
            "form": FORM,
            "to": "refused",
        }
    ],
}
