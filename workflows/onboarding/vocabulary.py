"""What operators may combine in onboarding and in the renewal of certificates."""

from pathlib import Path

from workflows.engine.vocabulary import (
    ActionType,
    Actor,
    Derivation,
    EventType,
    NoParameters,
    PersonalType,
    Variable,
    Vocabulary,
)

from . import effects, identity, queries
from .parameters import AgreementParameters, RecordParameters, RenewParameters
from .states import APPLICATION_STAGES, RENEWAL_STAGES
from .subjects import ApplicationType, RenewalType

PERSONAL_TYPES = (
    PersonalType(
        "identity_number",
        {"en": "Identity card number", "zh-hans": "居民身份证号码"},
        identity.validate_identity_number,
        {"age": Derivation("int", {"en": "Age", "zh-hans": "年龄"}, identity.age)},
        accept=identity.accept_age,
    ),
    PersonalType(
        "company_number",
        {"en": "Unified social credit code", "zh-hans": "统一社会信用代码"},
        identity.validate_company_number,
    ),
)

RETRY = {"en": "Try again", "zh-hans": "重试"}
LEAD = {"en": "Lead of the team for the area", "zh-hans": "所在区域的团队负责人"}

ONBOARDING = Vocabulary(
    kind="onboarding",
    label={"en": "Provider onboarding", "zh-hans": "服务者入驻"},
    subject=ApplicationType(),
    stages=APPLICATION_STAGES,
    actors=(
        Actor("applicant", {"en": "Applicant", "zh-hans": "申请人"}, queries.applicant_of),
        Actor("lead", LEAD, queries.leads_of_application),
    ),
    variables=(
        Variable("application.number", "string", {"en": "Number", "zh-hans": "申请编号"}),
        Variable(
            "applicant.courses_passed",
            "list<string>",
            {"en": "Courses passed", "zh-hans": "已通过的课程"},
        ),
    ),
    events=(
        EventType(
            "exam_passed",
            {"en": "An exam was passed", "zh-hans": "考试通过"},
            {"course": "string"},
            labels={"course": {"en": "Course", "zh-hans": "课程"}},
        ),
        EventType(
            "background_reported",
            {"en": "A background report came in", "zh-hans": "收到背景调查报告"},
            {"result": "string"},
            labels={"result": {"en": "Result", "zh-hans": "结果"}},
        ),
    ),
    actions=(
        ActionType(
            "present_agreement",
            {"en": "Prepare an agreement", "zh-hans": "准备协议"},
            AgreementParameters,
            {"version": "int"},
            {
                "en": "The agreement has a published version.",
                "zh-hans": "协议已有发布的版本。",
            },
            effects.present_agreement,
            labels={"version": {"en": "Version of the agreement", "zh-hans": "协议版本"}},
        ),
        ActionType(
            "record_agreement",
            {"en": "Record an accepted agreement", "zh-hans": "记录已签署的协议"},
            RecordParameters,
            {"accepted_at": "string"},
            {"en": "That version was published.", "zh-hans": "该版本已发布。"},
            effects.record_agreement,
            labels={"accepted_at": {"en": "Accepted on", "zh-hans": "同意时间"}},
        ),
        ActionType(
            "activate_provider",
            {"en": "Open the provider's profile", "zh-hans": "开通服务者档案"},
            NoParameters,
            {"provider": "string"},
            {
                "en": "Name, services and areas are filled in, and no certificate has expired.",
                "zh-hans": "名称、服务与区域已填写，且证件均未过期。",
            },
            effects.activate,
            labels={"provider": {"en": "Provider", "zh-hans": "服务者"}},
        ),
    ),
    personal_types=PERSONAL_TYPES,
    action_keys={
        "approve": {"en": "Approve", "zh-hans": "通过"},
        "return": {"en": "Return for correction", "zh-hans": "退回修改"},
        "refuse": {"en": "Refuse", "zh-hans": "拒绝"},
        "clear": {"en": "Nothing found", "zh-hans": "无异常"},
        "concerns": {"en": "Refuse with concerns", "zh-hans": "存在疑点，拒绝"},
        "resubmit": {"en": "Send again", "zh-hans": "重新提交"},
        "accept": {"en": "Accept", "zh-hans": "同意"},
        "withdraw": {"en": "Withdraw", "zh-hans": "撤回"},
        "retry": RETRY,
    },
    defaults=Path(__file__).parent / "processes",
)

RENEWAL = Vocabulary(
    kind="renewal",
    label={"en": "Certificate renewal", "zh-hans": "证件更新"},
    subject=RenewalType(),
    stages=RENEWAL_STAGES,
    actors=(
        Actor("provider", {"en": "Provider", "zh-hans": "服务者"}, queries.provider_of),
        Actor("lead", LEAD, queries.leads_of_renewal),
    ),
    variables=(
        Variable("renewal.number", "string", {"en": "Number", "zh-hans": "编号"}),
        Variable("certificate.kind", "string", {"en": "Kind", "zh-hans": "证件种类"}),
    ),
    actions=(
        ActionType(
            "renew_certificate",
            {"en": "Renew a certificate and reinstate", "zh-hans": "更新证件并恢复服务"},
            RenewParameters,
            {"provider": "string"},
            {"en": "The new certificate has not expired.", "zh-hans": "新证件未过期。"},
            effects.renew_certificate,
            labels={"provider": {"en": "Provider", "zh-hans": "服务者"}},
        ),
    ),
    action_keys={
        "submit": {"en": "Send", "zh-hans": "提交"},
        "approve": {"en": "Approve", "zh-hans": "通过"},
        "return": {"en": "Return for correction", "zh-hans": "退回修改"},
        "retry": RETRY,
    },
)
