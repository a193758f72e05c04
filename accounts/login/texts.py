"""The texts that go to phones, which editors may word anew."""

from django.utils.translation import gettext_lazy as _

from accounts.notices.templates import NamedNotice

CODE = NamedNotice(
    key="login.code",
    label=_("Login code"),
    placeholders=frozenset({"code", "minutes"}),
    subject={"en": "Your code", "zh-hans": "验证码"},
    body={
        "en": "{code} is your code for Doorstep. It is good for {minutes} minutes, once. "
        "Give it to nobody.",
        "zh-hans": "您的 Doorstep 验证码是 {code}，{minutes} 分钟内有效，仅可使用一次，"
        "请勿告诉他人。",
    },
)
KNOWN_ALREADY = NamedNotice(
    key="login.known_already",
    label=_("Signing up with a phone number that has an account"),
    placeholders=frozenset(),
    subject={"en": "You have an account", "zh-hans": "您已有账号"},
    body={
        "en": "You have an account at Doorstep already: log in with a code.",
        "zh-hans": "您在 Doorstep 已有账号，请使用验证码登录。",
    },
)
