"""What stands in the foreground of a category's pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config.demo.drawing import WHITE, Canvas
from config.demo.texts import words

WOOD, STEEL, DARK = (196, 156, 112), (206, 212, 218), (73, 80, 87)


def bucket_and_broom(canvas: Canvas, x: float) -> None:
    canvas.line(x + 24, 14, x + 18, 50, fill=WOOD, thick=1)
    canvas.shape(x + 15, 48, x + 21.5, 49, x + 22, 58, x + 12, 57, fill=canvas.tint(0.5, 0.85, 0.1))
    canvas.shape(x, 44, x + 13, 44, x + 11, 58, x + 2, 58, fill=canvas.tint(0.5, 0.7))
    canvas.disc(x + 6.5, 44, 6.5, canvas.tint(0.2, 0.95), flat=0.25)
    canvas.disc(x + 4, 42, 2, WHITE)
    canvas.disc(x + 8, 41.5, 2.6, WHITE)


def washing_machine(canvas: Canvas, x: float) -> None:
    canvas.box(x, 30, 24, 28, WHITE, 1.5)
    canvas.box(x, 30, 24, 6, canvas.tint(0.12, 0.92), 1.5)
    canvas.disc(x + 20, 33, 1.4, canvas.tint(0.5, 0.7))
    canvas.box(x + 2.5, 32, 8, 2, WHITE, 0.5)
    canvas.disc(x + 12, 46.5, 8, STEEL)
    canvas.disc(x + 12, 46.5, 6.2, canvas.tint(0.4, 0.75))
    canvas.disc(x + 10, 45, 2.4, canvas.tint(0.2, 0.95))


def toys(canvas: Canvas, x: float) -> None:
    for at, high, turn in ((0, 50, 0.0), (9, 50, 0.33), (4.5, 42, 0.66)):
        canvas.box(x + at, high, 8, 8, canvas.tint(0.42, 0.86, turn), 1)
    canvas.disc(x + 25, 53, 5.5, canvas.tint(0.45, 0.88, 0.5))
    canvas.disc(x + 23.5, 51.5, 1.6, WHITE)


def cot(canvas: Canvas, x: float) -> None:
    canvas.box(x + 2, 44, 26, 7, canvas.tint(0.18, 0.97, 0.5), 2)
    canvas.disc(x + 8, 43.5, 3.4, (245, 208, 177))
    for bar in range(8):
        canvas.line(x + 1 + bar * 4, 37, x + 1 + bar * 4, 54, fill=WOOD, thick=0.8)
    canvas.box(x, 36, 30, 1.8, WOOD, 0.8)
    canvas.box(x, 52.5, 30, 1.8, WOOD, 0.8)
    canvas.line(x + 1, 54, x + 1, 59, fill=WOOD, thick=1)
    canvas.line(x + 29, 54, x + 29, 59, fill=WOOD, thick=1)


def armchair(canvas: Canvas, x: float) -> None:
    canvas.box(x + 3, 27, 20, 24, canvas.tint(0.42, 0.72), 5)
    canvas.box(x + 4, 43, 18, 9, canvas.tint(0.32, 0.84), 2)
    canvas.box(x, 38, 6, 18, canvas.tint(0.48, 0.66), 2.6)
    canvas.box(x + 20, 38, 6, 18, canvas.tint(0.48, 0.66), 2.6)
    canvas.line(x + 30, 44, x + 30, 57, fill=WOOD, thick=0.8)
    canvas.box(x + 26.5, 43, 8, 1.4, WOOD, 0.6)
    canvas.box(x + 29, 39.6, 3.4, 3.4, WHITE, 0.8)


def toolbox(canvas: Canvas, x: float) -> None:
    canvas.line(x + 8, 44, x + 8, 39, x + 18, 39, x + 18, 44, fill=DARK, thick=1.2)
    canvas.box(x, 43, 26, 15, canvas.tint(0.55, 0.72), 1.2)
    canvas.box(x, 43, 26, 5, canvas.tint(0.5, 0.85), 1.2)
    canvas.box(x + 11, 46.5, 4, 3, STEEL, 0.5)
    canvas.line(x + 31, 58, x + 38, 40, fill=STEEL, thick=1.8)
    canvas.disc(x + 38.6, 38.4, 3, STEEL)
    canvas.disc(x + 39.4, 36.8, 1.6, canvas.tint(0.13, 0.97))


def mirror(canvas: Canvas, x: float) -> None:
    canvas.box(x, 47, 32, 3, WOOD, 1)
    canvas.line(x + 3, 49, x + 3, 60, fill=WOOD, thick=1.2)
    canvas.line(x + 29, 49, x + 29, 60, fill=WOOD, thick=1.2)
    canvas.disc(x + 12, 34, 9.5, canvas.tint(0.35, 0.8), flat=1.15)
    canvas.disc(x + 12, 34, 8, (226, 240, 248), flat=1.15)
    canvas.line(x + 9, 37, x + 14, 30, fill=WHITE, thick=1)
    canvas.box(x + 23, 40, 3, 7, canvas.tint(0.5, 0.8), 0.6)
    canvas.box(x + 27, 42, 3, 5, canvas.tint(0.4, 0.85, 0.3), 0.6)
    canvas.box(x + 24, 38, 1, 2.4, DARK, 0.3)


def desk(canvas: Canvas, x: float) -> None:
    canvas.box(x, 45, 34, 2.2, WOOD, 0.8)
    canvas.line(x + 3, 46, x + 2, 60, fill=WOOD, thick=1.2)
    canvas.line(x + 31, 46, x + 32, 60, fill=WOOD, thick=1.2)
    for place, (wide, turn) in enumerate(((11, 0.0), (10, 0.4), (12, 0.7))):
        canvas.box(x + 4, 42.6 - place * 2.4, wide, 2.2, canvas.tint(0.45, 0.8, turn), 0.4)
    canvas.shape(x + 18, 44.8, x + 24, 43.4, x + 30, 44.8, x + 24, 45.4, fill=WHITE)
    canvas.line(x + 29, 45, x + 31, 36, x + 26, 31, fill=DARK, thick=0.7)
    canvas.shape(x + 23, 33.5, x + 26, 29.5, x + 29, 32.5, fill=canvas.tint(0.5, 0.85))


def boxes(canvas: Canvas, x: float) -> None:
    card, tape = (214, 176, 130), (235, 208, 170)
    for left, top, wide, high in ((0, 42, 18, 16), (19, 45, 15, 13), (4, 28, 14, 13.6)):
        canvas.box(x + left, top, wide, high, card, 0.6)
        canvas.box(x + left, top, wide, 3, (200, 160, 114), 0.6)
        canvas.box(x + left + wide / 2 - 1.2, top, 2.4, high * 0.5, tape)


def workplace(canvas: Canvas, x: float) -> None:
    canvas.box(x, 45, 36, 2.2, WHITE, 0.8)
    canvas.box(x + 2, 47, 9, 12, canvas.tint(0.15, 0.85), 0.6)
    canvas.line(x + 33, 46, x + 33, 60, fill=STEEL, thick=1.2)
    canvas.box(x + 9, 30, 19, 12, DARK, 0.8)
    canvas.box(x + 9.9, 30.9, 17.2, 10, canvas.tint(0.3, 0.9), 0.4)
    canvas.line(x + 18.5, 42, x + 18.5, 45, fill=DARK, thick=1.4)
    canvas.box(x + 30, 41, 3, 4, canvas.tint(0.5, 0.8), 0.5)


@dataclass(frozen=True)
class Scene:
    """``hue``: that of the pictures, from 0 to 1. ``says``: what they show, by language."""

    hue: float
    thing: Callable[[Canvas, float], None]
    says: Mapping[str, str]


def _scene(hue: float, thing: Callable[[Canvas, float], None], *says: str) -> Scene:
    return Scene(hue, thing, words(list(says)))


# By category.
SCENES = {
    "cleaning": _scene(
        0.53, bucket_and_broom, "A bucket and a broom in a bright room", "明亮房间里的水桶与扫帚"
    ),
    "appliance": _scene(0.58, washing_machine, "A washing machine by the window", "窗边的洗衣机"),
    "nanny": _scene(0.12, toys, "Building blocks and a ball on the floor", "地板上的积木与皮球"),
    "maternity": _scene(0.94, cot, "A baby asleep in a cot", "婴儿在小床里熟睡"),
    "elder-care": _scene(
        0.30, armchair, "An armchair with a cup of tea beside it", "扶手椅，旁边放着一杯茶"
    ),
    "repair": _scene(0.06, toolbox, "A toolbox and a wrench", "工具箱与扳手"),
    "beauty": _scene(0.88, mirror, "A dressing table with a round mirror", "带圆镜的梳妆台"),
    "tutoring": _scene(0.66, desk, "A desk with books and a reading lamp", "摆着书本与台灯的书桌"),
    "moving": _scene(0.09, boxes, "Cardboard boxes, ready to be moved", "打包好的搬家纸箱"),
    "business": _scene(0.47, workplace, "A tidy desk in an office", "整洁的办公桌"),
}
