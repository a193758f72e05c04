"""What stands for repairs and moving."""

from config.demo.drawing import DARK, STEEL, WHITE, WOOD, Canvas


def toolbox(canvas: Canvas, x: float) -> None:
    canvas.line(x + 8, 44, x + 8, 39, x + 18, 39, x + 18, 44, fill=DARK, thick=1.2)
    canvas.box(x, 43, 26, 15, canvas.tint(0.55, 0.72), 1.2)
    canvas.box(x, 43, 26, 5, canvas.tint(0.5, 0.85), 1.2)
    canvas.box(x + 11, 46.5, 4, 3, STEEL, 0.5)
    canvas.line(x + 31, 58, x + 38, 40, fill=STEEL, thick=1.8)
    canvas.disc(x + 38.6, 38.4, 3, STEEL)
    canvas.disc(x + 39.4, 36.8, 1.6, canvas.tint(0.13, 0.97))


def washbasin(canvas: Canvas, x: float) -> None:
    canvas.box(x + 4, 12, 24, 18, WHITE, 1.2)
    canvas.box(x + 5.4, 13.4, 21.2, 15.2, (214, 235, 248), 0.8)
    canvas.box(x, 40, 32, 5, WHITE, 1.6)
    canvas.shape(x + 4, 45, x + 28, 45, x + 23, 50, x + 9, 50, fill=canvas.tint(0.06, 0.93))
    canvas.box(x + 13, 50, 6, 10, canvas.tint(0.08, 0.9), 1)
    canvas.line(x + 13, 40, x + 13, 35, x + 19, 35, x + 19, 37.6, fill=STEEL, thick=1.4)
    canvas.disc(x + 10, 38.6, 1.4, STEEL)
    canvas.disc(x + 19, 39.2, 0.7, (150, 200, 232))
    canvas.line(x + 35, 58, x + 40, 44, fill=STEEL, thick=1.6)
    canvas.disc(x + 40.4, 43, 2.4, STEEL)


def ladder(canvas: Canvas, x: float) -> None:
    canvas.box(x + 18, 12, 20, 24, WHITE, 0.6)
    canvas.line(x + 2, 59, x + 10, 16, fill=WOOD, thick=1.3)
    canvas.line(x + 18, 59, x + 12, 16, fill=WOOD, thick=1.3)
    for rung in range(5):
        up, lean = 24 + rung * 7.6, rung * 1.25
        canvas.line(x + 9 - lean, up, x + 13 + lean * 0.9, up, fill=WOOD, thick=1)
    canvas.box(x + 24, 27, 10, 4.4, canvas.tint(0.5, 0.85, 0.4), 1)
    canvas.line(x + 34, 29, x + 36, 29, x + 36, 38, fill=DARK, thick=0.8)
    canvas.box(x + 26, 49, 9, 9, canvas.tint(0.5, 0.85, 0.4), 0.8)
    canvas.box(x + 25.4, 48, 10.2, 1.8, STEEL, 0.6)


def boxes(canvas: Canvas, x: float) -> None:
    card, tape = (214, 176, 130), (235, 208, 170)
    for left, top, wide, high in ((0, 42, 18, 16), (19, 45, 15, 13), (4, 28, 14, 13.6)):
        canvas.box(x + left, top, wide, high, card, 0.6)
        canvas.box(x + left, top, wide, 3, (200, 160, 114), 0.6)
        canvas.box(x + left + wide / 2 - 1.2, top, 2.4, high * 0.5, tape)


def hand_truck(canvas: Canvas, x: float) -> None:
    canvas.box(x + 8, 14, 20, 42, WOOD, 0.8)
    canvas.box(x + 9.6, 15.6, 7.8, 38.8, (214, 176, 130), 0.5)
    canvas.box(x + 18.6, 15.6, 7.8, 38.8, (214, 176, 130), 0.5)
    canvas.disc(x + 16, 35, 0.8, DARK)
    canvas.disc(x + 20, 35, 0.8, DARK)
    canvas.box(x + 8, 24, 20, 1.6, canvas.tint(0.6, 0.8, 0.5))
    canvas.box(x + 8, 45, 20, 1.6, canvas.tint(0.6, 0.8, 0.5))
    canvas.line(x + 4, 20, x + 6, 18, x + 6, 57, x + 28, 57, fill=DARK, thick=1.2)
    canvas.disc(x + 6, 57.4, 3.2, DARK)
    canvas.disc(x + 6, 57.4, 1.4, STEEL)


def wrapped_sofa(canvas: Canvas, x: float) -> None:
    canvas.box(x + 2, 30, 34, 22, (226, 232, 238), 4)
    canvas.box(x, 38, 6, 16, (211, 219, 227), 2.6)
    canvas.box(x + 32, 38, 6, 16, (211, 219, 227), 2.6)
    canvas.box(x + 5, 44, 28, 8, (238, 242, 246), 2)
    for strap in (11, 25):
        canvas.box(x + strap, 29.6, 1.8, 24.6, canvas.tint(0.6, 0.78, 0.5))
    canvas.box(x + 1, 54.6, 36, 2, WOOD, 0.5)
    for wheel in (5, 31):
        canvas.disc(x + wheel, 58, 1.8, DARK)
