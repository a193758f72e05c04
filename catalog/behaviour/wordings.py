"""The consents that people are asked for here. Wordings are added to, never changed."""

from accounts.consents.purposes import Purpose

HISTORY = Purpose(
    key="history",
    label={"en": "History and favourites", "zh-hans": "浏览记录与收藏"},
    wordings=(
        {
            "en": (
                "We keep what you look at, what you search for and your favourites, so that you "
                "find them again on every device. Nobody else sees them. Views and searches go "
                "after 180 days. You may delete each of them, and withdraw this consent at any "
                "time: we then stop at once and erase what was kept. Everything else works "
                "without it."
            ),
            "zh-hans": (
                "我们会保存您浏览的内容、搜索词和收藏，方便您在任何设备上再次找到。"
                "其他人无法看到这些记录。浏览与搜索记录保存 180 天。您可以逐条删除，"
                "也可以随时撤回同意：撤回后我们立即停止记录，并清除已保存的内容。"
                "不同意不影响使用其他功能。"
            ),
        },
    ),
)
PERSONALISATION = Purpose(
    key="personalisation",
    label={"en": "Recommendations made for you", "zh-hans": "个性化推荐"},
    wordings=(
        {
            "en": (
                "We choose services for you from your orders, and from your history and favourites "
                "if you let us keep them; we tell you why each of them is there, and leave out "
                "what you hide. Nobody else sees your list. You may withdraw this consent at any "
                "time: your list and what you hid are then erased, and you see what is popular "
                "with everybody."
            ),
            "zh-hans": (
                "我们会根据您的订单，以及您允许我们保存的浏览记录和收藏，为您推荐服务；"
                "每条推荐都会说明理由，您隐藏的内容不再出现。其他人无法看到您的推荐。"
                "您可以随时撤回同意：撤回后您的推荐列表和隐藏记录会被清除，"
                "您看到的将是大众热门内容。"
            ),
        },
    ),
)
