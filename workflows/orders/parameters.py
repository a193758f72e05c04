"""What the actions of orders take, as operators fill it in."""

from datetime import datetime

from pydantic import Field

from workflows.engine.vocabulary import NoParameters, asked


class NextParameters(NoParameters):
    rejected: bool = Field(
        description="Whether the one who was asked said no; else time ran out.",
        json_schema_extra=asked("They said no; else time ran out", "对方已拒绝（否则为超时）"),
    )
    reason: str = Field(
        "", description="Why they said no.", json_schema_extra=asked("Why they said no", "拒绝原因")
    )


class AssignParameters(NoParameters):
    provider: str = Field(
        description="Public id of the provider.", json_schema_extra=asked("Provider", "服务者")
    )


class RescheduleParameters(NoParameters):
    starts_at: datetime = Field(
        description="When the visit begins instead.",
        json_schema_extra=asked("New start of the visit", "新的上门时间"),
    )


class CancelParameters(NoParameters):
    fee_percent: int = Field(
        0,
        ge=0,
        le=100,
        description="Share of the total that is kept.",
        json_schema_extra=asked("Fee in percent of the total", "费用占总价的百分比"),
    )
