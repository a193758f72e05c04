"""What stands for the care of appliances."""

from config.demo.drawing import DARK, STEEL, WHITE, WOOD, Canvas


def washing_machine(canvas: Canvas, x: float) -> None:
    canvas.box(x, 30, 24, 28, WHITE, 1.5)
    canvas.box(x, 30, 24, 6, canvas.tint(0.12, 0.92), 1.5)
    canvas.disc(x + 20, 33, 1.4, canvas.tint(0.5, 0.7))
    canvas.box(x + 2.5, 32, 8, 2, WHITE, 0.5)
    canvas.disc(x + 12, 46.5, 8, STEEL)
    canvas.disc(x + 12, 46.5, 6.2, canvas.tint(0.4, 0.75))
    canvas.disc(x + 10, 45, 2.4, canvas.tint(0.2, 0.95))


def air_conditioner(canvas: Canvas, x: float) -> None:
    canvas.box(x, 12, 34, 11, WHITE, 2)
    canvas.box(x + 2, 19.6, 30, 1.6, canvas.tint(0.14, 0.88), 0.6)
    canvas.box(x + 27, 14.4, 4, 1.4, canvas.tint(0.5, 0.75), 0.5)
    for breath in range(4):
        left = x + 4 + breath * 7.4
        canvas.line(left, 25, left - 1.4, 28.6, left + 1, 32, fill=(205, 230, 246), thick=0.9)
    canvas.box(x + 4, 47, 22, 2, WOOD, 0.6)
    canvas.box(x + 6, 49, 1.6, 10, WOOD, 0.3)
    canvas.box(x + 22, 49, 1.6, 10, WOOD, 0.3)
    canvas.box(x + 9, 42, 5, 5, canvas.tint(0.42, 0.8, 0.4), 0.8)


def kitchen(canvas: Canvas, x: float) -> None:
    canvas.shape(x + 3, 24, x + 17, 24, x + 13, 16, x + 7, 16, fill=STEEL)
    canvas.box(x + 7.5, 8, 5, 8, STEEL)
    canvas.box(x + 3, 23.6, 14, 1.8, DARK, 0.4)
    canvas.box(x, 41, 20, 17, WHITE, 0.8)
    canvas.box(x - 0.6, 40, 21.2, 2, DARK, 0.4)
    canvas.box(x + 3, 46, 14, 9, canvas.tint(0.2, 0.6), 0.8)
    canvas.box(x + 5, 34.6, 9, 5.4, canvas.tint(0.5, 0.75), 1)
    canvas.line(x + 14, 36.6, x + 18, 36.6, fill=DARK, thick=0.9)
    canvas.box(x + 23, 20, 13, 38, canvas.tint(0.14, 0.95), 1.4)
    canvas.box(x + 23, 32.6, 13, 0.7, canvas.tint(0.2, 0.75))
    canvas.box(x + 25, 25, 1.2, 5, STEEL, 0.4)
    canvas.box(x + 25, 36, 1.2, 7, STEEL, 0.4)
