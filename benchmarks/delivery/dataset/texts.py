"""The words of the data, in both languages: made of a few sentences, the same in every run."""

import json
import uuid
from random import Random
from typing import Any

EN, ZH = LANGUAGES = ("en", "zh-hans")

# Key of each root with its words, and of the categories below it.
ROOTS = {
    "cleaning": ("Cleaning", "清洁"),
    "repair": ("Repair", "维修"),
    "care": ("Care", "照护"),
    "learning": ("Learning", "学习"),
    "beauty": ("Beauty", "美容"),
}
BRANCHES = {
    "cleaning": (
        "window", "carpet", "kitchen", "bathroom", "sofa",
        "office", "hood", "deep", "move",
    ),
    "repair": ("tap", "lamp", "lock", "drain", "fridge", "washer", "heater", "wall", "door"),
    "care": ("infant", "elder", "evening", "patient", "pet", "garden", "night", "meal", "holiday"),
    "learning": (
        "piano", "maths", "chess", "violin", "english",
        "painting", "coding", "dance", "go",
    ),
    "beauty": ("hair", "nail", "brow", "bridal", "skin", "massage", "makeup", "lash", "foot"),
}  # fmt: skip
CHINESE = {
    "window": "窗户", "carpet": "地毯", "kitchen": "厨房", "bathroom": "浴室", "sofa": "沙发",
    "office": "办公室", "hood": "油烟机", "deep": "深度", "move": "搬家", "tap": "水龙头",
    "lamp": "灯具", "lock": "门锁", "drain": "下水道", "fridge": "冰箱", "washer": "洗衣机",
    "heater": "热水器", "wall": "墙面", "door": "门", "infant": "婴儿", "elder": "老人",
    "evening": "晚间", "patient": "病人", "pet": "宠物", "garden": "花园", "night": "夜间",
    "meal": "做饭", "holiday": "假期", "piano": "钢琴", "maths": "数学", "chess": "象棋",
    "violin": "小提琴", "english": "英语", "painting": "绘画", "coding": "编程", "dance": "舞蹈",
    "go": "围棋", "hair": "头发", "nail": "美甲", "brow": "眉毛", "bridal": "新娘", "skin": "皮肤",
    "massage": "按摩", "makeup": "化妆", "lash": "睫毛", "foot": "足部",
}  # fmt: skip
MANNERS = (
    ("Thorough", "细致"), ("Quick", "快速"), ("Weekend", "周末"), ("Gentle", "温和"),
    ("Expert", "专业"), ("Monthly", "包月"), ("First", "首次"), ("Express", "加急"),
)  # fmt: skip
TAGS = (
    "eco-friendly", "same-day", "insured", "pet-safe", "weekend", "english-spoken", "new",
    "popular", "gift", "senior", "night", "own-tools",
)  # fmt: skip
SENTENCES = (
    (
        "The team brings everything that is needed and takes it away again.",
        "团队自带所需用品，结束后全部带走。",
    ),
    ("Everybody who comes to you is trained and insured.", "上门人员均经过培训并投保。"),
    (
        "Before the work begins you agree together on what is to be done.",
        "开工前与您当面确认服务内容。",
    ),
    ("If you are not content, we come again at no cost.", "如不满意，我们免费返工。"),
    ("Rooms that are not part of the visit stay closed.", "不在服务范围内的房间保持关闭。"),
    ("We put covers on the floor and leave your shoes at the door.", "铺设地垫，鞋子留在门口。"),
    ("Photographs of the result are sent to you on the same day.", "当天将成果照片发送给您。"),
    ("Prices are fixed: there is nothing to add at the door.", "价格固定，上门不加价。"),
    ("A visit may be moved until the evening before without a fee.", "前一晚之前可免费改期。"),
    (
        "Only products that are kind to children and animals are used.",
        "只使用对儿童和宠物友好的产品。",
    ),
    (
        "Tell us beforehand about stairs, keys and where to park.",
        "请提前告知楼层、钥匙和停车事项。",
    ),
    ("The same person comes again, if you wish so.", "如您愿意，可由同一人员再次上门。"),
)  # fmt: skip
PARAGRAPHS = 3
SENTENCES_EACH = 5
ANSWERS = 2


def categories() -> list[tuple[str, str, tuple[str, str]]]:
    """Key, key of the parent (``""`` of a root) and words of each, parents first."""
    found = [(key, "", words) for key, words in ROOTS.items()]
    for root, branches in BRANCHES.items():
        for branch in branches:
            name = f"{branch} {ROOTS[root][0].lower()}".capitalize()
            found.append((f"{branch}-{root}", root, (name, CHINESE[branch] + ROOTS[root][1])))
    return found


def title(category: tuple[str, str], number: int, language: str) -> str:
    at = LANGUAGES.index(language)
    return f"{MANNERS[number % len(MANNERS)][at]} {category[at]} {number}"


def summary(random: Random, language: str) -> str:
    return " ".join(_sentences(random, 2, language))


def blocks(random: Random, language: str) -> list[dict[str, Any]]:
    """A body of about 1.5 kB, as machines write it."""
    values: list[tuple[str, Any]] = [
        ("text", "".join(f"<p>{text}</p>" for text in _paragraphs(random, language))),
        ("heading", {"text": _sentences(random, 1, language)[0], "level": "2"}),
        ("list", {"style": "numbers", "entries": _sentences(random, 3, language)}),
        ("faq", [_answer(random, language) for _each in range(ANSWERS)]),
    ]
    return [{"type": kind, "value": value, "id": _id(random)} for kind, value in values]


def stored(body: list[dict[str, Any]]) -> str:
    """The JSON of a column: its lists have ids too."""
    text, heading, steps, faq = body
    entries = _items(steps["value"]["entries"])
    stored = [
        text,
        heading,
        {**steps, "value": {**steps["value"], "entries": entries}},
        {**faq, "value": _items(faq["value"])},
    ]
    return json.dumps(stored, ensure_ascii=False)


def _paragraphs(random: Random, language: str) -> list[str]:
    return [" ".join(_sentences(random, SENTENCES_EACH, language)) for _each in range(PARAGRAPHS)]


def _answer(random: Random, language: str) -> dict[str, str]:
    question, answer = _sentences(random, 2, language)
    return {"question": question, "answer": f"<p>{answer}</p>"}


def _items(values: list[Any]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": str(uuid.UUID(int=number))}
        for number, value in enumerate(values)
    ]


def _sentences(random: Random, count: int, language: str) -> list[str]:
    at = LANGUAGES.index(language)
    return [each[at] for each in random.sample(SENTENCES, count)]


def _id(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=4))
