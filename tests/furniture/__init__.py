"""What the world of the walking tests holds, one module per part of the house."""

from importlib import import_module

PARTS = ("accounts", "processes")


def everything() -> None:
    """Let every part register what it furnishes."""
    for part in PARTS:
        import_module(f"tests.furniture.{part}")
