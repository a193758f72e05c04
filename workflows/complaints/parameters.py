"""What the actions of complaints take, as operators fill it in."""

from datetime import datetime

from pydantic import Field

from workflows.engine.vocabulary import NoParameters, asked


class AmountParameters(NoParameters):
    amount: int = Field(
        gt=0,
        description="In minor units.",
        json_schema_extra=asked("Amount", "金额", is_money=True),
    )


class ProposalParameters(NoParameters):
    remedy: str = Field(
        description="“redo”, “refund”, “compensation” or “none”.",
        json_schema_extra=asked("Remedy", "处理方式"),
    )
    amount: int = Field(
        0,
        description="In minor units; for a refund or a compensation.",
        json_schema_extra=asked(
            "Amount of a refund or compensation", "退款或赔付金额", is_money=True
        ),
    )


class RedoParameters(NoParameters):
    starts_at: datetime | None = Field(
        None,
        description="When; else in a week, at the same hour.",
        json_schema_extra=asked(
            "When; else in a week, at the same hour", "时间；不填为一周后同一时刻"
        ),
    )
