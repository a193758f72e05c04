"""The vocabulary of a plain case: no subject, stages that fit any request."""

from .vocabulary import Actor, Stage, Vocabulary

PLAIN = Vocabulary(
    kind="plain",
    label={"en": "Plain case", "zh-hans": "通用办理单"},
    subject=None,
    stages=(
        Stage("open", {"en": "Open", "zh-hans": "处理中"}),
        Stage("waiting", {"en": "Waiting", "zh-hans": "等待中"}, waiting=True),
        Stage("done", {"en": "Done", "zh-hans": "已完成"}, final=True),
        Stage("refused", {"en": "Refused", "zh-hans": "已拒绝"}, final=True),
        Stage("cancelled", {"en": "Cancelled", "zh-hans": "已取消"}, final=True),
    ),
    # The case itself stands for the subject that it has not.
    actors=(
        Actor(
            "requester", {"en": "Requester", "zh-hans": "申请人"}, lambda case: (case.starter_id,)
        ),
    ),
)
