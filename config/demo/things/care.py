"""What stands for elder care and beauty."""

from config.demo.drawing import DARK, STEEL, WHITE, WOOD, Canvas


def armchair(canvas: Canvas, x: float) -> None:
    canvas.box(x + 3, 27, 20, 24, canvas.tint(0.42, 0.72), 5)
    canvas.box(x + 4, 43, 18, 9, canvas.tint(0.32, 0.84), 2)
    canvas.box(x, 38, 6, 18, canvas.tint(0.48, 0.66), 2.6)
    canvas.box(x + 20, 38, 6, 18, canvas.tint(0.48, 0.66), 2.6)
    canvas.line(x + 30, 44, x + 30, 57, fill=WOOD, thick=0.8)
    canvas.box(x + 26.5, 43, 8, 1.4, WOOD, 0.6)
    canvas.box(x + 29, 39.6, 3.4, 3.4, WHITE, 0.8)


def wheelchair(canvas: Canvas, x: float) -> None:
    canvas.line(x + 4, 26, x + 8, 27, x + 9, 44, fill=DARK, thick=1)
    canvas.box(x + 8, 29, 3, 16, canvas.tint(0.5, 0.62), 1)
    canvas.box(x + 9, 42.6, 15, 3.4, canvas.tint(0.5, 0.62), 1.2)
    canvas.line(x + 10, 37, x + 22, 37, x + 22, 43, fill=DARK, thick=0.9)
    canvas.line(x + 23, 45, x + 26, 55, x + 31, 55, fill=DARK, thick=1)
    canvas.disc(x + 12, 49, 9.4, DARK)
    canvas.disc(x + 12, 49, 7.8, canvas.tint(0.2, 0.88))
    for end_x, end_y in ((12, 41.4), (19, 49), (12, 56.6), (5, 49)):
        canvas.line(x + 12, 49, x + end_x, end_y, fill=STEEL, thick=0.5)
    canvas.disc(x + 27, 56, 2.6, DARK)


def walking_frame(canvas: Canvas, x: float) -> None:
    canvas.box(x + 14, 42, 24, 9, WHITE, 1.4)
    canvas.box(x + 14, 45, 24, 9, canvas.tint(0.32, 0.82), 1)
    canvas.box(x + 36, 32, 2.4, 27, WOOD, 0.8)
    canvas.box(x + 14, 52.6, 24, 2.4, WOOD, 0.6)
    canvas.box(x + 29, 38.6, 8, 4.4, WHITE, 1.6)
    for left in (0, 9):
        canvas.line(x + left, 59, x + left + 1, 35, fill=STEEL, thick=1.1)
        canvas.disc(x + left, 59, 1.1, DARK)
    canvas.line(x + 1, 35, x + 10, 35, fill=DARK, thick=1.6)
    canvas.line(x + 0.6, 46, x + 9.6, 46, fill=STEEL, thick=1)


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


def barber_chair(canvas: Canvas, x: float) -> None:
    canvas.box(x + 20, 12, 16, 20, WHITE, 1.4)
    canvas.box(x + 21.4, 13.4, 13.2, 17.2, (214, 235, 248), 0.8)
    canvas.box(x + 2, 28, 7, 19, canvas.tint(0.5, 0.66), 2)
    canvas.box(x + 2, 43, 18, 6, canvas.tint(0.45, 0.75), 2)
    canvas.box(x + 6, 38, 13, 2, DARK, 0.8)
    canvas.box(x + 9.6, 49, 2.8, 7, STEEL)
    canvas.box(x + 4, 56, 14, 2.4, STEEL, 1)
    canvas.line(x + 25, 38, x + 31, 47, fill=STEEL, thick=1)
    canvas.line(x + 31, 38, x + 25, 47, fill=STEEL, thick=1)
    canvas.disc(x + 24.6, 49, 2, canvas.tint(0.5, 0.8))
    canvas.disc(x + 31.4, 49, 2, canvas.tint(0.5, 0.8))


def massage_table(canvas: Canvas, x: float) -> None:
    canvas.box(x, 42, 38, 4.4, canvas.tint(0.42, 0.78), 1.8)
    canvas.box(x + 12, 40, 24, 5, WHITE, 1.4)
    canvas.box(x + 2, 38.6, 8, 4, canvas.tint(0.16, 0.97), 1.8)
    for left, right in ((5, 12), (32, 26)):
        canvas.line(x + left, 46, x + right, 59, fill=WOOD, thick=1.1)
        canvas.line(x + right, 46, x + left, 59, fill=WOOD, thick=1.1)
    canvas.box(x + 30, 36, 5, 4, canvas.tint(0.3, 0.9, 0.4), 1.4)
    canvas.disc(x + 32.5, 35, 1.8, canvas.tint(0.45, 0.9, 0.5))
