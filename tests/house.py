"""The house: layers for imports and foreign keys alike, and the words that files are named by.

The layers are read from the import-linter contracts in pyproject.toml, the one place they stand in.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

AREAS = {
    "config", "api", "workflows", "promotions", "community", "catalog", "cms", "accounts", "outbox"
}  # fmt: skip
BESIDE = {"docs", "deploy", "benchmarks", "tests"}
FORBIDDEN = {"core", "common", "utils", "helpers", "misc", "lib"}

Layers = list[set[str]]

LINTER = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]


def contracts() -> dict[str, Layers]:
    """Container ("" for the top) to its layers from the top, each a set of dotted modules."""
    found: dict[str, Layers] = {}
    for contract in LINTER["contracts"]:
        if contract["type"] != "layers":
            continue
        for container in contract.get("containers", [""]):
            prefix = f"{container}." if container else ""
            found[container] = [
                {f"{prefix}{name.strip()}" for name in layer.replace(":", "|").split("|")}
                for layer in contract["layers"]
            ]
    return found


def refusal(source: str, target: str, layers_of: dict[str, Layers]) -> str | None:
    """Why ``source`` (a dotted app name) may not point at ``target``; None when it may."""
    for container, layers in layers_of.items():
        from_layer = place(source, layers)
        to_layer = place(target, layers)
        if from_layer is None or to_layer is None or from_layer == to_layer:
            continue
        where = f"inside {container}" if container else "in the house"
        if to_layer[0] < from_layer[0]:
            return f"{source} points up at {target} {where}"
        if to_layer[0] == from_layer[0]:
            return f"{source} points aside at {target} {where}"
    return None


def place(app: str, layers: Layers) -> tuple[int, str] | None:
    """The layer's number from the top and the module in it that holds ``app``."""
    for number, modules in enumerate(layers):
        for module in modules:
            if app == module or app.startswith(f"{module}."):
                return number, module
    return None


def our_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.split(".")[0] in AREAS
    ]


def relations(model: type[Model]) -> Iterator[tuple[str, str]]:
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
            related = field.related_model
            yield field.name, related._meta.app_config.name


def test_foreign_keys_run_down_the_house():
    layers_of = contracts()
    refused = [
        f"{model._meta.label}.{name}: {why}"
        for model in our_models()
        for name, target in relations(model)
        if target.split(".")[0] in AREAS
        and (why := refusal(model._meta.app_config.name, target, layers_of))
    ]
    assert refused == []
    assert {model._meta.app_label for model in our_models()} >= {"outbox", "users"}


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("workflows.engine", "accounts.users", None),
        ("workflows.engine", "workflows.engine", None),
        ("outbox", "accounts.users", "outbox points up at accounts.users in the house"),
        ("promotions.campaigns", "community.reviews",
         "promotions.campaigns points aside at community.reviews in the house"),
        ("accounts.users", "accounts.sealed",
         "accounts.users points up at accounts.sealed inside accounts"),
        ("accounts.uploads", "accounts.notices",
         "accounts.uploads points aside at accounts.notices inside accounts"),
    ],
)  # fmt: skip
def test_what_the_walk_refuses(source, target, why):
    assert refusal(source, target, contracts()) == why


def test_imports_run_down_the_house():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def tracked() -> list[PurePosixPath]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [PurePosixPath(line) for line in listed.stdout.splitlines()]


def test_the_top_level_is_what_the_design_allows():
    folders = {path.parts[0] for path in tracked() if len(path.parts) > 1}
    assert {folder for folder in folders if not folder.startswith(".")} <= AREAS | BESIDE
    assert set(LINTER["root_packages"]) == AREAS
    assert set().union(*contracts()[""]) == AREAS


def test_every_area_of_several_apps_orders_all_of_them():
    layers_of = contracts()
    ours = {config.name for config in apps.get_app_configs() if config.name.count(".") == 1}
    for area, layers in layers_of.items():
        if area:
            inside = {name for name in ours if name.split(".")[0] == area}
            assert inside <= set().union(*layers), f"{area}: an app has no place"


def test_no_file_is_named_for_nothing():
    named = {
        str(path)
        for path in tracked()
        if path.suffix == ".py" and FORBIDDEN & {*path.parts[:-1], path.stem}
    }
    assert named == set()


def test_files_are_small():
    long = {
        str(path): length
        for path in tracked()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (settings.BASE_DIR / path).is_file()
        and (length := len((settings.BASE_DIR / path).read_text().splitlines())) > 500
    }
    assert long == {}
