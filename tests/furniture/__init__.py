"""What the world of the walking tests holds, one module per part of the house."""

from importlib import import_module

# In this order: an application names the catalogue, the course and the agreement, a review the
# provider; behaviour is about all of it.
PARTS = (
    "accounts",
    "content",
    "scheduling",
    "community",
    "promotions",
    "processes",
    "onboarding",
    "payments",
    "orders",
    "behaviour",
)


def everything() -> None:
    """Let every part register what it furnishes."""
    for part in PARTS:
        import_module(f"tests.furniture.{part}")
