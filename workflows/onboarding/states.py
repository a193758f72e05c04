"""The stages of onboarding and of a renewal: fixed words, however operators arrange the steps."""

from workflows.engine.vocabulary import Stage

APPLICATION_STAGES = (
    Stage("applied", {"en": "Applied", "zh-hans": "已申请"}),
    Stage("in_review", {"en": "In review", "zh-hans": "审核中"}),
    Stage("returned", {"en": "Returned for correction", "zh-hans": "退回修改"}),
    Stage("training", {"en": "Training", "zh-hans": "培训中"}),
    Stage("agreement", {"en": "Agreement", "zh-hans": "签署协议"}),
    Stage("approval", {"en": "Final approval", "zh-hans": "最终审批"}),
    Stage("waiting", {"en": "Waiting", "zh-hans": "等待中"}, waiting=True),
    Stage("active", {"en": "Active", "zh-hans": "已入驻"}, final=True),
    Stage("refused", {"en": "Refused", "zh-hans": "已拒绝"}, final=True),
    Stage("withdrawn", {"en": "Withdrawn", "zh-hans": "已撤回"}, final=True),
    Stage("lapsed", {"en": "Lapsed", "zh-hans": "已失效"}, final=True),
)
CLOSED_APPLICATION = tuple(stage.key for stage in APPLICATION_STAGES if stage.final)

RENEWAL_STAGES = (
    Stage("expired", {"en": "Expired", "zh-hans": "已过期"}),
    Stage("in_review", {"en": "In review", "zh-hans": "审核中"}),
    Stage("waiting", {"en": "Waiting", "zh-hans": "等待中"}, waiting=True),
    Stage("renewed", {"en": "Renewed", "zh-hans": "已更新"}, final=True),
    Stage("lapsed", {"en": "Lapsed", "zh-hans": "已失效"}, final=True),
)
