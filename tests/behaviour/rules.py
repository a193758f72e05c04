"""The rules of docs/algorithms/recommendations.md, by numbers."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import translation

from catalog.behaviour.items import Item
from catalog.recommendations import reasons
from catalog.recommendations.companions import Companion, companions
from catalog.recommendations.heat import Count, heat, hottest, popularity
from catalog.recommendations.tastes import Catalogue, Deed, Interest, Pick, picks

TODAY = date(2026, 11, 28)  # a Saturday
A, B, C, D, E = (Item("services", key) for key in "abcde")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_heat_halves_every_seven_days_and_ends_after_28():
    counts = [
        Count(A, TODAY, orders=1, views=4),
        Count(A, ago(7), orders=1),
        Count(A, ago(14), views=8),
        Count(B, ago(27), views=1),
        Count(C, ago(28), orders=100),
        Count(D, ago(-1), views=100),
    ]
    found = heat(counts, today=TODAY)
    assert found == {A: 24 + 10 + 2, B: 2 ** (-27 / 7)}
    assert hottest(found | {C: 36.0}, 2) == [A, C]
    assert [popularity(value) for value in (0.49, 0.5, 36.0)] == [0, 1, 36]


def test_what_goes_together_more_often_than_by_chance():
    baskets = [{A, B}, {A, B}, {A, B, C}, {C, D}, {C, D}, {A, D}, {E}, {E}, {E}, {E}]
    found = companions(frozenset(basket) for basket in baskets)
    # a in 4, b in 3, both in 3, of 10: 3 · 10 / (4 · 3). c and d share two baskets only.
    assert found == {
        A: [Companion(B, Fraction(5, 2), 3)],
        B: [Companion(A, Fraction(5, 2), 3)],
    }


def test_what_everybody_has_goes_with_nothing():
    assert companions([frozenset({A, B})] * 4) == {}


def catalogue() -> Catalogue:
    paths = {A: "home/cleaning/", B: "home/cleaning/", C: "home/repair/", D: "care/", E: ""}
    close = {A: [Companion(E, Fraction(3), 3)]}
    return Catalogue.of(paths, {C: 5.0, D: 9.0}, close)


def test_picks_rest_on_what_a_person_did():
    interests = [
        Interest(A, Deed.ORDERED, ago(60)),  # weight 4
        Interest(D, Deed.VIEWED, ago(14)),  # weight 1/2
        Interest(B, Deed.VIEWED, TODAY),  # weight 1
    ]
    found = picks(interests, catalogue(), without=(), today=TODAY, length=9)
    # e 4, b 0.5 · 4 + 0.1 · 4, c 0.1 · (4 + 1); a is known, and nothing is near d.
    assert found == [Pick(E, interests[0]), Pick(B, interests[0]), Pick(C, interests[0])]


def test_picks_leave_out_what_is_hidden_or_known():
    interests = [Interest(A, Deed.FAVOURITE, TODAY), Interest(B, Deed.FAVOURITE, TODAY)]
    found = picks(interests, catalogue(), without={E}, today=TODAY, length=9)
    assert found == [Pick(C, interests[0])]
    assert picks([], catalogue(), without=(), today=TODAY, length=9) == []


@pytest.mark.parametrize(
    ("published", "english", "chinese"),
    [
        (TODAY, "New today", "今日上新"),
        (ago(1), "New since Friday", "星期五上新"),
        (ago(6), "New since Sunday", "星期日上新"),
        (ago(7), "New since Nov. 21, 2026", "2026年11月21日上新"),
    ],
)
def test_since_when_it_is_new(published, english, chinese):
    assert reasons.new(published, today=TODAY) == english
    with translation.override("zh-hans"):
        assert reasons.new(published, today=TODAY) == chinese
