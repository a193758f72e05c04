"""What a category's pictures show, each in words for those who do not see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config.demo.drawing import Canvas
from config.demo.texts import words
from config.demo.things import appliances, care, children, cleaning, craft, learning

Thing = Callable[[Canvas, float], None]


@dataclass(frozen=True)
class Scene:
    """A thing in the foreground, and what the picture shows, by language."""

    thing: Thing
    says: Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """``hue``: that of the category's pictures, from 0 to 1."""

    hue: float
    scenes: tuple[Scene, ...]


def _look(hue: float, *scenes: tuple[Thing, str, str]) -> Look:
    return Look(hue, tuple(Scene(thing, words(list(says))) for thing, *says in scenes))


# By category; the data name a picture by category and place, such as ["appliance", 1].
LOOKS = {
    "cleaning": _look(
        0.53,
        (
            cleaning.bucket_and_broom,
            "A bucket and a broom in a bright room",
            "明亮房间里的水桶与扫帚",
        ),
        (cleaning.wiped_window, "A large window, half of it wiped", "擦到一半的大窗户"),
        (cleaning.sofa, "A sofa with fresh cushions", "沙发与干净的靠垫"),
    ),
    "appliance": _look(
        0.58,
        (appliances.washing_machine, "A washing machine by the window", "窗边的洗衣机"),
        (appliances.air_conditioner, "An air conditioner, blowing gently", "徐徐送风的空调"),
        (appliances.kitchen, "A hob under its hood, and a refrigerator", "灶台、油烟机与冰箱"),
    ),
    "nanny": _look(
        0.12,
        (children.toys, "Building blocks and a ball on the floor", "地板上的积木与皮球"),
        (children.cooking, "A pot steaming on a kitchen table", "餐桌上冒着热气的锅"),
        (children.school_bag, "A school bag and two small shoes", "书包与一双小鞋"),
    ),
    "maternity": _look(
        0.94,
        (children.cot, "A baby asleep in a cot", "婴儿在小床里熟睡"),
        (children.pram, "A pram, ready for a walk", "准备出门的婴儿车"),
        (children.baby_bath, "A baby's bath with foam and a duck", "泡沫浴盆与小鸭子"),
    ),
    "elder-care": _look(
        0.30,
        (care.armchair, "An armchair with a cup of tea beside it", "扶手椅，旁边放着一杯茶"),
        (care.wheelchair, "A wheelchair in a sunny room", "阳光房间里的轮椅"),
        (care.walking_frame, "A walking frame beside a made bed", "整洁床铺旁的助行器"),
    ),
    "repair": _look(
        0.06,
        (craft.toolbox, "A toolbox and a wrench", "工具箱与扳手"),
        (craft.washbasin, "A washbasin with a dripping tap", "龙头滴水的洗手盆"),
        (craft.ladder, "A ladder and a pot of paint", "梯子与油漆桶"),
    ),
    "beauty": _look(
        0.88,
        (care.mirror, "A dressing table with a round mirror", "带圆镜的梳妆台"),
        (
            care.barber_chair,
            "A chair before a mirror, and a pair of scissors",
            "镜前的理发椅与剪刀",
        ),
        (care.massage_table, "A massage table with folded towels", "铺着毛巾的推拿床"),
    ),
    "tutoring": _look(
        0.66,
        (learning.desk, "A desk with books and a reading lamp", "摆着书本与台灯的书桌"),
        (learning.piano, "A piano with music on its stand", "摆着乐谱的钢琴"),
        (learning.ball_and_rope, "A football and a skipping rope", "足球与跳绳"),
    ),
    "moving": _look(
        0.09,
        (craft.boxes, "Cardboard boxes, ready to be moved", "打包好的搬家纸箱"),
        (craft.hand_truck, "A wardrobe strapped to a hand truck", "绑在手推车上的衣柜"),
        (craft.wrapped_sofa, "A sofa, wrapped and on wheels", "包裹好待运的沙发"),
    ),
    "business": _look(
        0.47,
        (learning.workplace, "A tidy desk in an office", "整洁的办公桌"),
        (learning.plants, "Three green plants in pots", "三盆绿植"),
        (learning.meeting_table, "A meeting table with two chairs", "会议桌与两把椅子"),
    ),
}
