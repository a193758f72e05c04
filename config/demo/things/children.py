"""What stands for nannies and maternity care."""

from config.demo.drawing import DARK, WHITE, WOOD, Canvas


def toys(canvas: Canvas, x: float) -> None:
    for at, high, turn in ((0, 50, 0.0), (9, 50, 0.33), (4.5, 42, 0.66)):
        canvas.box(x + at, high, 8, 8, canvas.tint(0.42, 0.86, turn), 1)
    canvas.disc(x + 25, 53, 5.5, canvas.tint(0.45, 0.88, 0.5))
    canvas.disc(x + 23.5, 51.5, 1.6, WHITE)


def cooking(canvas: Canvas, x: float) -> None:
    canvas.box(x, 45, 36, 2.2, WOOD, 0.8)
    canvas.line(x + 3, 46, x + 3, 60, fill=WOOD, thick=1.2)
    canvas.line(x + 33, 46, x + 33, 60, fill=WOOD, thick=1.2)
    canvas.box(x + 4, 36, 14, 9, canvas.tint(0.55, 0.72, 0.5), 1.6)
    canvas.box(x + 3, 35, 16, 1.6, DARK, 0.6)
    canvas.disc(x + 11, 34, 1.2, DARK)
    for left in (8, 13):
        canvas.line(x + left, 31, x + left - 1, 28, x + left + 1, 25, fill=WHITE, thick=0.8)
    canvas.disc(x + 24, 42.6, 2.4, (214, 92, 76))
    canvas.disc(x + 28.4, 42.6, 2.4, (236, 168, 84))
    canvas.shape(x + 31, 44.8, x + 34, 36, x + 35.4, 37, fill=(118, 163, 126))


def school_bag(canvas: Canvas, x: float) -> None:
    canvas.line(x + 7, 36, x + 7, 32, x + 13, 32, x + 13, 36, fill=DARK, thick=1.1)
    canvas.box(x, 35, 20, 22, canvas.tint(0.55, 0.8, 0.5), 4)
    canvas.box(x + 3, 45, 14, 9, canvas.tint(0.45, 0.9, 0.5), 1.6)
    canvas.box(x + 8.6, 44, 2.8, 3, WHITE, 0.5)
    for shoe in (25, 32):
        canvas.box(x + shoe, 53, 5.6, 4.6, canvas.tint(0.5, 0.75), 1.4)
        canvas.box(x + shoe - 1.4, 56, 7.4, 1.8, WHITE, 0.7)


def cot(canvas: Canvas, x: float) -> None:
    canvas.box(x + 2, 44, 26, 7, canvas.tint(0.18, 0.97, 0.5), 2)
    canvas.disc(x + 8, 43.5, 3.4, (245, 208, 177))
    for bar in range(8):
        canvas.line(x + 1 + bar * 4, 37, x + 1 + bar * 4, 54, fill=WOOD, thick=0.8)
    canvas.box(x, 36, 30, 1.8, WOOD, 0.8)
    canvas.box(x, 52.5, 30, 1.8, WOOD, 0.8)
    canvas.line(x + 1, 54, x + 1, 59, fill=WOOD, thick=1)
    canvas.line(x + 29, 54, x + 29, 59, fill=WOOD, thick=1)


def pram(canvas: Canvas, x: float) -> None:
    canvas.disc(x + 14, 38, 14, canvas.tint(0.5, 0.76), flat=0.9)
    canvas.box(x, 24, 30, 14, canvas.wall)
    canvas.shape(x + 14, 38, x + 14, 25, x + 2.4, 31, x, 38, fill=canvas.tint(0.42, 0.86))
    canvas.line(x + 28, 38, x + 34, 29, x + 37, 29, fill=DARK, thick=1)
    for wheel in (6, 22):
        canvas.line(x + wheel, 48, x + 14, 44, fill=DARK, thick=0.8)
        canvas.disc(x + wheel, 54, 4.6, DARK)
        canvas.disc(x + wheel, 54, 3, canvas.tint(0.12, 0.95))


def baby_bath(canvas: Canvas, x: float) -> None:
    canvas.shape(x, 42, x + 32, 42, x + 28, 54, x + 4, 54, fill=canvas.tint(0.35, 0.9, 0.5))
    canvas.box(x - 1.4, 40.6, 34.8, 2.4, WHITE, 1.2)
    for left, up, size in ((6, 39.4, 2.4), (11, 38.4, 3), (16.4, 39.2, 2.6), (21, 38.6, 2.2)):
        canvas.disc(x + left, up, size, WHITE)
    canvas.disc(x + 27, 38.6, 2.4, (250, 214, 98))
    canvas.shape(x + 29, 38.4, x + 31.4, 37.6, x + 29.2, 39.6, fill=(236, 132, 60))
    canvas.box(x + 5, 54, 2, 5, WOOD, 0.4)
    canvas.box(x + 25, 54, 2, 5, WOOD, 0.4)
    canvas.box(x + 34, 48, 7, 10, canvas.tint(0.25, 0.96), 1)
    canvas.box(x + 34, 51, 7, 1.4, canvas.tint(0.5, 0.85))
