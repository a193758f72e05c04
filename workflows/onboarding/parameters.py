"""What the actions of onboarding and of renewals take, as operators fill it in."""

from datetime import date

from pydantic import Field

from workflows.engine.vocabulary import NoParameters, asked


class AgreementParameters(NoParameters):
    agreement: str = Field(
        description="Key of the standards page with the agreement.",
        json_schema_extra=asked("Key of the page with the agreement", "协议页面的键"),
    )


class RecordParameters(AgreementParameters):
    version: int = Field(
        ge=1,
        description="Number of the version that was shown.",
        json_schema_extra=asked("Version that was shown", "所展示的版本"),
    )


class RenewParameters(NoParameters):
    upload: str = Field(
        description="Id of the uploaded certificate.",
        json_schema_extra=asked("The uploaded certificate", "上传的证件"),
    )
    expires_on: date = Field(
        description="Last day on which it is valid.",
        json_schema_extra=asked("Last day on which it is valid", "有效期至"),
    )
