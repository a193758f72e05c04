"""What stands for cleaning."""

from config.demo.drawing import DARK, STEEL, WHITE, WOOD, Canvas


def bucket_and_broom(canvas: Canvas, x: float) -> None:
    canvas.line(x + 24, 14, x + 18, 50, fill=WOOD, thick=1)
    canvas.shape(x + 15, 48, x + 21.5, 49, x + 22, 58, x + 12, 57, fill=canvas.tint(0.5, 0.85, 0.1))
    canvas.shape(x, 44, x + 13, 44, x + 11, 58, x + 2, 58, fill=canvas.tint(0.5, 0.7))
    canvas.disc(x + 6.5, 44, 6.5, canvas.tint(0.2, 0.95), flat=0.25)
    canvas.disc(x + 4, 42, 2, WHITE)
    canvas.disc(x + 8, 41.5, 2.6, WHITE)


def wiped_window(canvas: Canvas, x: float) -> None:
    canvas.box(x, 10, 36, 33, WHITE, 0.8)
    canvas.box(x + 1.4, 11.4, 33.2, 30.2, (205, 230, 246), 0.4)
    canvas.box(x + 17.3, 10, 1.4, 33, WHITE)
    canvas.shape(x + 20, 12, x + 26, 12, x + 20, 24, fill=WHITE)
    canvas.box(x + 5, 26, 11, 1.6, DARK, 0.4)
    canvas.line(x + 10.5, 27, x + 12, 38, fill=STEEL, thick=1)
    canvas.box(x + 24, 50, 6, 9, canvas.tint(0.45, 0.82), 1.2)
    canvas.box(x + 25.6, 46, 2.8, 4, WHITE, 0.4)
    canvas.line(x + 25, 46.5, x + 29.5, 46.5, fill=DARK, thick=1.2)


def sofa(canvas: Canvas, x: float) -> None:
    canvas.box(x + 2, 32, 34, 18, canvas.tint(0.4, 0.74), 4)
    canvas.box(x, 38, 6, 17, canvas.tint(0.46, 0.66), 2.6)
    canvas.box(x + 32, 38, 6, 17, canvas.tint(0.46, 0.66), 2.6)
    for seat in (5.5, 19.5):
        canvas.box(x + seat, 44, 13, 8, canvas.tint(0.3, 0.86), 2)
    canvas.box(x + 8, 36, 8, 8, canvas.tint(0.35, 0.92, 0.45), 1.6)
    canvas.box(x + 22, 36, 8, 8, WHITE, 1.6)
    for foot in (3, 34):
        canvas.box(x + foot, 54.6, 1.6, 3, WOOD, 0.3)
