"""The same by ``manage.py``."""

from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from catalog.services.models import Category
from cms.exchange.models import Transfer
from tests.exchange.conftest import cells_of, edited

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_out_and_in_again(categories, tmp_path, form):
    path = tmp_path / f"categories.{form}"
    run("export_rows", "categories", "--format", form, "--output", path)
    assert [row[0] for row in cells_of(path.read_bytes())] == [
        "key", "home", "cleaning", "deep", "care",
    ]  # fmt: skip
    assert run("import_rows", "categories", path) == (
        "0 new, 0 changed, 4 unchanged, 0 wrong\n", "",
    )  # fmt: skip
    assert list(Transfer.objects.order_by("pk").values_list("direction", "user")) == [
        ("export", None), ("import", None),
    ]  # fmt: skip


def test_an_export_goes_to_standard_output(categories):
    raw = BytesIO()
    out = TextIOWrapper(raw)
    call_command("export_rows", "categories", stdout=out)
    assert len(cells_of(raw.getvalue())) == 5
    with pytest.raises(CommandError, match="Name a file with --output"):
        run("export_rows", "categories")


@pytest.fixture
def half_right(categories, tmp_path):
    path = tmp_path / "half.csv"
    path.write_bytes(edited("categories", {"name_en": "House"}, {"position": "x", "icon": "y"}))
    return path


def name_of_home():
    return Category.objects.get(key="home").name["en"]


def test_a_dry_run_tells_and_does_nothing(half_right):
    told = "0 new, 1 changed, 2 unchanged, 1 wrong\n"
    assert run("import_rows", "categories", half_right, "--dry-run") == (
        told, "row 3, position: “x” is not a whole number.\n",
    )  # fmt: skip
    assert (name_of_home(), Transfer.objects.filter(direction="import").count()) == ("Home", 0)


def test_wrong_rows_keep_the_right_ones_out_unless_told(half_right):
    with pytest.raises(CommandError, match="1 rows are wrong: nothing was imported"):
        run("import_rows", "categories", half_right)
    assert name_of_home() == "Home"
    run("import_rows", "categories", half_right, "--skip-wrong")
    assert name_of_home() == "House"
    assert Category.objects.get(key="cleaning").icon == ""


def test_files_that_are_none(categories, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_rows", "categories", tmp_path / "none.csv")
    path = tmp_path / "bad.csv"
    path.write_bytes(b"key,name\n1,2\n")
    with pytest.raises(CommandError, match="There is no column “name”"):
        run("import_rows", "categories", path)
    with pytest.raises(CommandError, match="invalid choice: 'orders'"):
        run("import_rows", "orders", path)
