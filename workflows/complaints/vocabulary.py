"""What operators may combine in processes of complaints."""

from pathlib import Path

from workflows.engine.vocabulary import ActionType, Actor, NoParameters, Text, Variable, Vocabulary

from . import effects, queries
from .parameters import AmountParameters, ProposalParameters, RedoParameters
from .states import STAGES
from .subjects import ComplaintType


def _text(english: str, chinese: str) -> Text:
    return {"en": english, "zh-hans": chinese}


REFUNDABLE = _text("So much was paid and not refunded.", "金额不超过已付且未退的款项。")
ALWAYS = _text("Always possible.", "随时可用。")

VARIABLES = (
    Variable("complaint.number", "string", _text("Number", "投诉编号")),
    Variable("order.number", "string", _text("Number of the order", "订单编号")),
    Variable("order.category", "string", _text("Category", "分类"), scope=True),
    Variable("order.region", "string", _text("Region", "区域"), scope=True),
    Variable("order.total", "int", _text("Total of the order", "订单总价"), is_money=True),
    Variable("order.refundable", "int", _text("Paid and not refunded", "可退金额"), is_money=True),
    Variable("order.has_provider", "bool", _text("Somebody was booked", "已有服务者")),
    Variable(
        "order.given", "int", _text("Given for it by complaints so far", "投诉累计已赔付金额（分）")
    ),
)

COMPLAINT = Vocabulary(
    kind="complaint",
    label=_text("Complaint", "投诉"),
    subject=ComplaintType(),
    stages=STAGES,
    actors=(
        Actor("customer", _text("Customer", "客户"), queries.customer_of),
        Actor("provider", _text("Provider", "服务者"), queries.provider_of),
    ),
    variables=VARIABLES,
    actions=(
        ActionType(
            "check_proposal",
            _text("Check that it can be carried out", "检查方案可行性"),
            ProposalParameters,
            {},
            REFUNDABLE,
            effects.check_proposal,
        ),
        ActionType(
            "refund_order",
            _text("Send money of the order back", "退款"),
            AmountParameters,
            {"refunded": "int"},
            REFUNDABLE,
            effects.pay_back,
            labels={"refunded": _text("Refunded", "已退金额")},
        ),
        ActionType(
            "compensate",
            _text("Give a personal coupon", "发放专属优惠券"),
            AmountParameters,
            {"coupon": "string"},
            ALWAYS,
            effects.compensate,
            labels={"coupon": _text("Coupon", "优惠券")},
        ),
        ActionType(
            "redo_order",
            _text("Order the same once more, free", "免费重新服务"),
            RedoParameters,
            {"order": "string"},
            _text("Somebody is free then.", "届时有服务者空闲。"),
            effects.redo,
            labels={"order": _text("Order", "订单")},
        ),
        ActionType(
            "mark_reopened",
            _text("Remember that it was reopened", "记录已重新打开"),
            NoParameters,
            {"reopened": "bool"},
            ALWAYS,
            effects.mark_reopened,
            labels={"reopened": _text("Reopened", "已重新打开")},
        ),
    ),
    action_keys={
        "investigate": _text("Look into it", "受理调查"),
        "refuse": _text("Refuse", "不予受理"),
        "submit": _text("Send", "提交"),
        "conclude": _text("Conclude", "完成调查"),
        "propose": _text("Propose", "提出方案"),
        "approve": _text("Approve", "同意"),
        "return": _text("Return", "退回"),
        "accept": _text("Accept", "接受"),
        "reopen": _text("Reopen", "重新打开"),
        "withdraw": _text("Withdraw", "撤回"),
    },
    defaults=Path(__file__).parent / "processes",
)
