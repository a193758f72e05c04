"""What can be exported and imported: round trips, changes, and each wrong row with its reason."""

from datetime import UTC, datetime, time

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry

from catalog.providers.actions import suspend_provider
from catalog.providers.models import Provider
from catalog.scheduling.models import WeeklyHours
from catalog.services.models import Category, ServicePage, ServiceVersion
from cms.delivery.models import PublishedDocument
from cms.exchange.models import Transfer
from promotions.coupons.models import Coupon
from tests.exchange.conftest import (
    NOW,
    as_csv,
    as_xlsx,
    cells_of,
    changed,
    edited,
    exported,
    imported,
    preview,
    wrong,
)

pytestmark = pytest.mark.django_db
NOUNS = ["categories", "coupons", "providers", "schedules", "services"]


def documents():
    return sorted(PublishedDocument.objects.values_list("collection", "key", "locale", "etag"))


@pytest.fixture
def everything(categories, service, coupons, schedule):
    Category.objects.filter(key="care").update(
        name={"en": "=Care", "zh-hans": "'+护理"}, description={"en": "One.\r\nTwo."}
    )
    page = service("dust", price=5, tags=["weekly", "popular"], summary="-Dust-")
    page.title = "@Draft"
    page.save_revision()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("noun", NOUNS)
def test_a_round_trip_changes_nothing(everything, noun, form):
    before, content = documents(), exported(noun, form)
    plan = imported(noun, content)
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": len(plan.rows), "wrong": 0}
    assert len(plan.rows) == {"categories": 4, "coupons": 3, "services": 2}.get(noun, 1)
    assert documents() == before
    assert exported(noun, form)[:200] == content[:200] if form == "csv" else True
    assert not ModelLogEntry.objects.filter(action="doorstep.row.import").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula(everything, form):
    for noun in NOUNS:
        texts = [cell for row in cells_of(exported(noun, form)) for cell in row]
        assert [text for text in texts if isinstance(text, str) and text[:1] in "=+-@\t\r"
                and text] == []  # fmt: skip
    cells = [cell for row in cells_of(exported("categories", form)) for cell in row]
    assert "'=Care" in cells
    assert "''+护理" in cells
    assert "'@Draft" in [cell for row in cells_of(exported("services", form)) for cell in row]


def test_excel_knows_the_encoding():
    assert exported("categories").startswith(b"\xef\xbb\xbfkey,parent,name_en,name_zh-hans,")


# Categories


def test_categories_are_made_moved_and_renamed(categories):
    # care, cleaning, deep, home in the order of the tree: home, cleaning, deep, care.
    content = edited(
        "categories",
        {},
        {"name_zh-hans": "清洁"},
        {"parent": "care"},
        {},
        {"key": "new", "name_en": "New", "parent": "deep", "position": 3},
    )
    plan = imported("categories", content)
    assert plan.counts == {"new": 1, "changed": 2, "unchanged": 2, "wrong": 0}
    assert changed(plan) == {
        3: {"name_zh-hans": ("保洁", "清洁")},
        4: {"parent": ("cleaning", "care")},
        6: {"key": ("", "new"), "parent": ("", "deep"), "name_en": ("", "New"),
            "position": ("", "3")},
    }  # fmt: skip
    made = Category.objects.get(key="new")
    assert [row.key for row in made.get_ancestors()] == ["care", "deep"]
    assert Category.objects.get(key="cleaning").name == {"en": "Cleaning", "zh-hans": "清洁"}
    assert Category.find_problems() == ([], [], [], [], [])


def test_the_public_tree_follows_an_import(categories, api, settle):
    imported("categories", edited("categories", {"name_en": "House"}))
    settle()
    tree = api(None).get("/api/v1/categories/").json()["items"]
    assert [row["name"] for row in tree] == ["House", "Care"]


def test_wrong_rows_of_categories(categories):
    content = edited(
        "categories",
        {"parent": "deep"},
        {"position": "first", "parent": "nowhere"},
        {"name_en": ""},
        {},
        {"key": "No Key", "name_en": "X", "position": 0},
        {"key": "", "name_en": "X", "position": 0},
        {"key": "twice", "name_en": "X", "position": 0},
        {"key": "twice", "name_en": "Y", "position": 0},
        {"key": "right", "name_en": "Right", "position": 0},
    )
    plan = imported("categories", content)
    assert plan.counts == {"new": 1, "changed": 0, "unchanged": 1, "wrong": 7}
    assert wrong(plan) == [
        (2, "parent", "A category cannot stand below itself."),
        (3, "parent", "There is no “nowhere”."),
        (3, "position", "“first” is not a whole number."),
        (4, "name_en", "Fill this in."),
        (6, "key", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        (6, "key", "A key is made of small letters, digits and single hyphens, such as "
         "“deep-cleaning”."),
        (7, "key", "Fill this in."),
        (8, "key", "“twice” stands in 2 rows of this file."),
        (9, "key", "“twice” stands in 2 rows of this file."),
    ]  # fmt: skip
    keys = ["home", "cleaning", "deep", "care", "right"]
    assert sorted(Category.objects.values_list("key", flat=True)) == sorted(keys)
    assert Category.objects.get(key="home").get_parent() is None


def test_a_row_with_more_cells_than_columns(categories):
    content = exported("categories") + b"x,,X,,,,,0,more\r\n"
    assert wrong(preview("categories", content)) == [
        (6, "", "This row has more cells than there are columns.")
    ]


def test_each_changed_object_and_the_whole_are_in_the_audit(categories, cast):
    imported("categories", edited("categories", {"icon": "house"}), by=cast["operator"])
    (entry,) = ModelLogEntry.objects.filter(action="doorstep.row.import")
    assert (entry.user, entry.object_id) == (cast["operator"], str(categories["home"].pk))
    assert entry.data["file"] == "f"
    transfer = Transfer.objects.get(direction="import")
    assert (transfer.noun, transfer.counts) == (
        "categories", {"new": 0, "changed": 1, "unchanged": 3, "wrong": 0},
    )  # fmt: skip
    (whole,) = ModelLogEntry.objects.filter(action="doorstep.transfer.import")
    assert whole.data == {**transfer.counts, "noun": "categories"}


def test_a_preview_changes_nothing(everything, cast):
    before = documents()
    rows = (Category, Coupon, WeeklyHours, ModelLogEntry, PageLogEntry, Transfer)
    content = edited("categories", {"name_en": "House"})
    counts = [model.objects.count() for model in rows]
    plan = preview("categories", content, by=cast["operator"])
    assert plan.counts["changed"] == 1
    assert Category.objects.get(key="home").name["en"] == "Home"
    assert documents() == before
    assert [model.objects.count() for model in rows] == counts


# Services


def test_a_new_service_is_a_draft_where_the_others_stand(service, cast):
    standing = service("dust")
    row = {"key": "steam", "title": "Steam", "category": "deep", "price": 9900, "currency": "cny",
           "unit": "Hour", "duration": 90, "tags": "weekly, popular"}  # fmt: skip
    plan = imported("services", edited("services", {}, row, form="xlsx"), by=cast["editor"])
    assert plan.counts == {"new": 1, "changed": 0, "unchanged": 1, "wrong": 0}
    page = ServicePage.objects.get(slug="steam")
    assert (page.live, page.get_parent(), page.owner) == (
        False, standing.get_parent(), cast["editor"],
    )  # fmt: skip
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.price, draft.currency, draft.unit, draft.duration) == (
        "Steam", 9900, "CNY", "hour", 90,
    )  # fmt: skip
    assert sorted(tag.name for tag in draft.tags.all()) == ["popular", "weekly"]
    assert not PublishedDocument.objects.filter(key="steam").exists()
    page.get_latest_revision().publish()
    assert PublishedDocument.objects.filter(key="steam", locale="en").count() == 1


def test_facts_of_a_published_service_change_in_its_draft_alone(service, api, cast):
    service("dust", price=5000)
    plan = imported("services", edited("services", {"price": 6000}), by=cast["moderator"])
    assert changed(plan) == {2: {"price": ("5000", "6000")}}
    page = ServicePage.objects.get()
    assert (page.price, page.live, page.has_unpublished_changes) == (5000, True, True)
    assert page.get_latest_revision_as_object().price == 6000
    assert api(None).get("/api/v1/services/dust/").json()["price"] == 5000
    assert ServiceVersion.objects.count() == 1
    # The draft is what the next file is compared with.
    assert imported("services", edited("services", {"price": 6000})).counts["unchanged"] == 1
    page.get_latest_revision().publish()
    assert api(None).get("/api/v1/services/dust/").json()["price"] == 6000


def test_wrong_rows_of_services(service, cast):
    service("dust"), service("wash")
    content = edited(
        "services",
        {"published": "no"},
        {"price": -5, "category": "moon", "unit": "mile", "duration": ""},
        {"key": "steam", "title": "", "category": "deep", "price": 1, "currency": "YUAN",
         "unit": "hour", "duration": 1},
        {"key": "late", "title": "Late", "category": "deep", "price": 1, "currency": "CNY",
         "unit": "hour", "duration": 0},
    )  # fmt: skip
    plan = imported("services", content, by=cast["editor"])
    assert wrong(plan) == [
        (2, "published", "This is shown only: it cannot be changed by an import."),
        (3, "category", "There is no “moon”."),
        (3, "unit", "Write one of these: visit, hour, day, month, item, square_metre, person, "
         "lesson."),
        (3, "duration", "Fill this in."),
        (4, "title", "Fill this in."),
        (5, "", "A service takes at least one minute."),
    ]  # fmt: skip
    assert ServicePage.objects.count() == 2


def test_a_service_is_imported_by_who_may_change_its_page(service, cast):
    page = service("dust")
    content = edited("services", {"price": 1}, {"key": "new", "title": "New", "category": "deep",
                     "price": 1, "currency": "CNY", "unit": "hour", "duration": 1})  # fmt: skip
    assert wrong(preview("services", content, by=cast["operator"])) == [
        (2, "", "You may not change this page."),
        (3, "", "You may not add pages where the services stand."),
    ]
    page.locked, page.locked_by = True, cast["admin"]
    page.save()
    assert wrong(preview("services", content, by=cast["moderator"]))[0] in [
        (2, "", "Somebody has locked this page."),
        (2, "", "You may not change this page."),
    ]


# Providers


def test_a_provider_is_corrected_and_the_public_sees_it(provider, api):
    change = {"public_name": "Auntie Li", "experience_years": 9, "skills": "care",
              "areas": "chengdu， beijing", "bio_zh-hans": ""}  # fmt: skip
    plan = imported("providers", edited("providers", change))
    assert changed(plan) == {
        2: {
            "public_name": ("Aunt Li", "Auntie Li"),
            "experience_years": ("7", "9"),
            "skills": ("care, deep", "care"),
            "areas": ("chengdu, shanghai", "beijing, chengdu"),
            "bio_zh-hans": ("细致", ""),
        }
    }
    body = api(None).get(f"/api/v1/providers/{provider.public_id}/").json()
    assert (body["name"], body["experience_years"], body["areas"]) == (
        "Auntie Li", 9, ["beijing", "chengdu"],
    )  # fmt: skip
    assert [skill["key"] for skill in body["skills"]] == ["care"]


def test_wrong_rows_of_providers(provider, cast):
    suspend_provider(provider, reason="Papers", by=None, now=NOW)
    new = "3f0b1c1e-7a51-4a5e-9a80-000000000000"
    content = edited(
        "providers",
        {"status": "active", "gender": "both", "skills": "deep, moon", "areas": "not a region"},
        {"id": new, "public_name": "New", "kind": "person", "experience_years": 1,
         "gender": "female"},
        {"id": "nobody", "public_name": "New", "kind": "person", "experience_years": 1,
         "gender": "female"},
    )  # fmt: skip
    nobody = "There is no provider with this id. Providers come from onboarding."
    assert wrong(imported("providers", content)) == [
        (2, "gender", "Write one of these: female, male, unstated."),
        (2, "skills", "There is no “moon”."),
        (2, "status", "This is shown only: it cannot be changed by an import."),
        (3, "id", nobody),
        (4, "id", nobody),
    ]
    kept = Provider.objects.get()
    assert (kept.status, kept.public_name) == ("suspended", "Aunt Li")
    areas = {"areas": "not a region"}
    assert [row[:2] for row in wrong(preview("providers", edited("providers", areas)))] == [
        (2, "areas")
    ]


def test_an_export_of_providers_says_nothing_of_identity_or_home(provider):
    Provider.objects.update(lat="31.230416", lng="121.473701", cell="88309959c3fffff")
    headers, row = cells_of(exported("providers"))
    assert headers == [
        "id", "public_name", "kind", "experience_years", "gender", "bio_en", "bio_zh-hans",
        "skills", "areas", "status",
    ]  # fmt: skip
    told = " ".join(row)
    assert "31.23" not in told
    assert provider.user.phone not in told
    assert provider.user.username not in row


# Schedules


def test_a_schedule_is_replaced_as_a_whole(schedule):
    headers, row = cells_of(exported("schedules"))
    cells = dict(zip(headers, row, strict=True))
    assert (cells["monday"], cells["saturday"], cells["sunday"], cells["dates"]) == (
        "09:00-12:00, 13:00-18:30", "20:00-24:00", "",
        "2026-12-24 09:00-12:00, 2026-12-25 closed",
    )  # fmt: skip
    change = {"monday": "8:00–12:00", "sunday": "10:00-16:00；17:00～24:00",
              "dates": "2026/12/31 休息"}  # fmt: skip
    plan = imported("schedules", edited("schedules", change))
    assert changed(plan) == {
        2: {
            "monday": ("09:00-12:00, 13:00-18:30", "08:00-12:00"),
            "sunday": ("", "10:00-16:00, 17:00-24:00"),
            "dates": ("2026-12-24 09:00-12:00, 2026-12-25 closed", "2026-12-31 closed"),
        }
    }
    rows = WeeklyHours.objects.order_by("weekday", "starts")
    assert list(rows.values_list("weekday", "starts", "ends")) == [
        (0, time(8), time(12)), (5, time(20), time(0)), (6, time(10), time(16)),
        (6, time(17), time(0)),
    ]  # fmt: skip


def test_wrong_rows_of_schedules(schedule):
    def told(**change):
        return wrong(imported("schedules", edited("schedules", change)))

    assert told(name="Other", tuesday="nine to five", dates="2026-02-30 closed") == [
        (2, "name", "This is shown only: it cannot be changed by an import."),
        (2, "tuesday", "“nine to five” are no hours such as 09:00-12:00."),
        (2, "dates", "“2026-02-30 closed” is no date with hours such as 2026-12-24 09:00-12:00, "
         "or closed."),
    ]  # fmt: skip
    assert told(timezone="Moon/Base", monday="09:00-12:00, 11:00-13:00", friday="12:00-09:00",
                dates="2026-12-24 closed, 2026-12-24 09:00-10:00") == [
        (2, "timezone", "This time zone is not known."),
        (2, "monday", "These hours begin before the others of the day have ended."),
        (2, "friday", "Hours end after they start."),
        (2, "dates", "A date without times is closed: it has no other hours."),
    ]  # fmt: skip
    assert WeeklyHours.objects.count() == 3


# Coupons


def test_coupons_are_made_and_changed(coupons):
    # In the order of their codes: PLAIN, REACH, SHARE.
    made = {"code": "new-5", "name_en": "New", "kind": "Amount", "value": 500, "minimum": 0,
            "currency": "cny", "combines": "否", "starts_at": "2026/12/1 8:00",
            "per_user_limit": 1, "services": "steam"}  # fmt: skip
    content = edited("coupons", {"total_limit": 20}, {"categories": "care"}, {}, made)
    plan = imported("coupons", content)
    assert changed(plan) == {
        2: {"total_limit": ("10", "20")},
        3: {"categories": ("care, deep", "care")},
        5: {
            "code": ("", "NEW-5"), "name_en": ("", "New"), "kind": ("", "amount"),
            "value": ("", "500"), "minimum": ("", "0"), "currency": ("", "CNY"),
            "combines": ("", "no"), "starts_at": ("", "2026-12-01 08:00:00+08:00"),
            "per_user_limit": ("", "1"), "services": ("", "steam"), "claimed": ("", "0"),
        },
    }  # fmt: skip
    new = Coupon.objects.get(code="NEW-5")
    assert (new.starts_at, new.terms.services) == (datetime(2026, 12, 1, tzinfo=UTC), {"steam"})
    reach = Coupon.objects.get(code="REACH").terms
    assert (reach.categories, reach.services, reach.packages) == ({"care"}, {"steam"}, {"both"})
    assert Coupon.objects.get(code="PLAIN").claimed == 1


def test_wrong_rows_of_coupons(coupons):
    content = edited(
        "coupons",
        {"value": 1, "claimed": 5},
        {"packages": "none", "starts_at": "tomorrow"},
        {"value": 150, "personal_to": "ghost"},
        {"code": "bad code", "name_en": "X", "kind": "amount", "value": 1, "minimum": 0,
         "currency": "CNY", "combines": "no", "per_user_limit": 1},
        {"code": "CAP", "name_en": "X", "kind": "amount", "value": 1, "minimum": 0, "cap": 5,
         "currency": "CNY", "combines": "maybe", "per_user_limit": 1},
    )  # fmt: skip
    assert wrong(imported("coupons", content)) == [
        (2, "claimed", "This is shown only: it cannot be changed by an import."),
        (3, "starts_at", "“tomorrow” is no date and time such as 2026-12-01 08:00."),
        (3, "packages", "There is no “none”."),
        (4, "personal_to", "There is no “ghost”."),
        (5, "code", "A code is made of letters, digits and single hyphens, such as SPRING-20."),
        (6, "combines", "Write yes or no, not “maybe”."),
    ]
    assert wrong(preview("coupons", edited("coupons", {"value": 1}, {}, {"value": 150}))) == [
        (2, "value", "Customers have claimed this coupon: this stays as it was."),
        (4, "", "Per cent go from 1 to 100."),
    ]
    assert list(Coupon.objects.order_by("code").values_list("code", "value")) == [
        ("PLAIN", 2000), ("REACH", 2000), ("SHARE", 15),
    ]  # fmt: skip


def test_a_mistake_of_ours_undoes_everything(categories, monkeypatch):
    from catalog.services import resources

    save = resources.save_category

    def broken(category, *, parent):
        if category.key == "deep":
            raise RuntimeError("broken")
        return save(category, parent=parent)

    monkeypatch.setattr(resources, "save_category", broken)
    content = edited("categories", {"icon": "a"}, {"icon": "a"}, {"icon": "a"}, {"icon": "a"})
    with pytest.raises(RuntimeError):
        imported("categories", content)
    assert set(Category.objects.values_list("icon", flat=True)) == {""}
    assert not Transfer.objects.filter(direction="import").exists()


def test_files_of_other_programs(categories):
    rows = [["key", "parent", "name_en", "name_zh-hans", "description_en", "description_zh-hans",
             "icon", "position"], ["care", "", "Care", "护理服务", "", "", "", 1.0]]  # fmt: skip
    for content in (as_csv(rows, "gb18030"), as_csv(rows, "utf-8-sig"), as_xlsx(rows)):
        plan = preview("categories", content)
        assert changed(plan) == {2: {"name_zh-hans": ("护理", "护理服务")}}
