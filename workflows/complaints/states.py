"""The stages of a complaint: fixed words, however operators arrange the steps."""

from workflows.engine.vocabulary import Stage

STAGES = (
    Stage("filed", {"en": "Filed", "zh-hans": "已提交"}),
    Stage("investigating", {"en": "Being looked into", "zh-hans": "调查中"}),
    Stage("proposing", {"en": "Finding a remedy", "zh-hans": "拟定方案"}),
    Stage("approving", {"en": "Being approved", "zh-hans": "审批中"}),
    Stage("answered", {"en": "Answered", "zh-hans": "待客户确认"}),
    Stage("waiting", {"en": "Waiting", "zh-hans": "等待中"}, waiting=True),
    Stage("closed", {"en": "Closed", "zh-hans": "已结案"}, final=True),
    Stage("refused", {"en": "Refused", "zh-hans": "不予受理"}, final=True),
    Stage("withdrawn", {"en": "Withdrawn", "zh-hans": "已撤回"}, final=True),
    Stage("cancelled", {"en": "Cancelled", "zh-hans": "已取消"}, final=True),
)
CLOSED = tuple(stage.key for stage in STAGES if stage.final)
# Nothing was agreed on yet, or nothing came of it: there is nothing to complain of.
NOT_COMPLAINED_OF = ("awaiting_payment", "expired")
