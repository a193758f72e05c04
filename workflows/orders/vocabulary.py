"""What operators may combine in processes of orders."""

from pathlib import Path

from workflows.engine.vocabulary import (
    ActionType,
    Actor,
    EventType,
    NoParameters,
    Text,
    Variable,
    Vocabulary,
)

from . import effects, queries
from .parameters import AssignParameters, CancelParameters, NextParameters, RescheduleParameters
from .states import STAGES
from .subjects import OrderType

PAYMENT_CAPTURED = "payment_captured"


def _text(english: str, chinese: str) -> Text:
    return {"en": english, "zh-hans": chinese}


VARIABLES = (
    Variable("order.number", "string", _text("Number", "订单编号")),
    Variable("order.category", "string", _text("Category", "分类"), scope=True),
    Variable("order.region", "string", _text("Region", "区域"), scope=True),
    Variable("order.total", "int", _text("Total", "总价"), is_money=True),
    Variable("order.paid", "int", _text("Paid and not refunded", "已付净额"), is_money=True),
    Variable("order.starts_at", "timestamp", _text("Start of the visit", "上门时间")),
    Variable("order.is_package", "bool", _text("Is a package", "是否套餐")),
    Variable("order.is_redo", "bool", _text("Puts another order right", "是否返工单")),
    Variable("order.provider_chosen", "bool", _text("The customer chose", "客户指定服务者")),
    Variable("order.has_provider", "bool", _text("Somebody is booked", "已预订服务者")),
)

BOOKED = _text("Somebody is booked.", "已预订服务者。")
ALWAYS = _text("Always possible.", "随时可用。")

ORDER = Vocabulary(
    kind="order",
    label=_text("Order", "订单"),
    subject=OrderType(),
    stages=STAGES,
    actors=(
        Actor("customer", _text("Customer", "客户"), queries.customer_of),
        Actor("provider", _text("Provider", "服务者"), queries.provider_of),
        Actor(
            "former_provider",
            _text("Provider whom it was taken from", "原服务者"),
            queries.former_provider_of,
        ),
    ),
    variables=VARIABLES,
    events=(
        EventType(
            PAYMENT_CAPTURED,
            _text("A payment came in", "收到付款"),
            {"amount": "int", "payment": "string"},
            captures=True,
            labels={"amount": _text("Amount", "金额"), "payment": _text("Payment", "付款")},
        ),
    ),
    actions=(
        ActionType(
            "offer_order",
            _text("Ask whoever is booked", "向已预订的服务者派单"),
            NoParameters,
            {},
            BOOKED,
            effects.offer,
        ),
        ActionType(
            "accept_order",
            _text("Record that it was accepted", "记录接单"),
            NoParameters,
            {},
            BOOKED,
            effects.accept,
        ),
        ActionType(
            "offer_next",
            _text("Ask the next who is free", "改派给下一位空闲的服务者"),
            NextParameters,
            {"found": "bool", "was_choice": "bool"},
            ALWAYS,
            effects.offer_next,
            labels={
                "found": _text("Somebody else is free", "有其他服务者空闲"),
                "was_choice": _text("The customer had chosen", "原服务者由客户指定"),
            },
        ),
        ActionType(
            "assign_provider",
            _text("Book whom an operator picked", "预订运营人员指定的服务者"),
            AssignParameters,
            {},
            _text("The provider is able and free.", "该服务者符合条件且有空。"),
            effects.assign,
        ),
        ActionType(
            "reschedule",
            _text("Move the visit", "改期"),
            RescheduleParameters,
            {},
            _text("Somebody is free then.", "届时有服务者空闲。"),
            effects.reschedule,
        ),
        ActionType(
            "cancel_order",
            _text("Give time, coupons and money back", "释放时段、退还优惠券与款项"),
            CancelParameters,
            {"fee": "int", "refund": "int"},
            ALWAYS,
            effects.cancel,
            money="refunds",
            labels={
                "fee": _text("Cancellation fee", "取消费用"),
                "refund": _text("Refund", "退款"),
            },
        ),
        ActionType(
            "invite_review",
            _text("Invite the customer to a review", "邀请客户评价"),
            NoParameters,
            {},
            BOOKED,
            effects.invite_review,
        ),
    ),
    action_keys={
        "accept": _text("Accept", "接单"),
        "reject": _text("Reject", "拒单"),
        "assign": _text("Assign", "指派"),
        "depart": _text("Set out", "出发"),
        "arrive": _text("Arrive", "到达"),
        "start": _text("Start", "开始服务"),
        "finish": _text("Finish", "完成服务"),
        "confirm": _text("Confirm", "确认完成"),
        "cancel": _text("Cancel", "取消订单"),
        "cancel_by_operator": _text("Cancel for the house", "平台取消"),
        "reschedule": _text("Reschedule", "改期"),
        "give_up": _text("Give up", "放弃派单"),
        "try_again": _text("Try again", "重试"),
    },
    defaults=Path(__file__).parent / "processes",
    success="completed",
    called_off=effects.called_off,
)
