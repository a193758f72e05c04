"""The pure parts of the delivery's benchmark: reading wrk, medians of rounds, tables, bounds."""

import pytest

from benchmarks.delivery.bounds import missed
from benchmarks.delivery.cases import BARE, FIELDS, PLAIN, UNCHANGED, V2, V3
from benchmarks.delivery.results import Fixed, Sample, rows
from benchmarks.delivery.rounds import in_turn
from benchmarks.delivery.table import growth, table
from benchmarks.delivery.wrk import Load, Refused, parse

PRINTED = """Running 6s test @ http://127.0.0.1:8110/api/v1/services/
  2 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    26.41ms   10.02ms 225.22ms   99.00%
    Req/Sec   270.25     20.11   323.00     50.00%
  Latency Distribution
     50%  985.00us
     75%   27.14ms
     90%   30.66ms
     99%    1.21s
  3238 requests in 6.01s, 9.22MB read
Requests/sec:    538.77
Transfer/sec:      1.53MB
"""


def sample(per_second: float, **changes: float) -> Sample:
    values = {"p50": 10, "p99": 20, "server_ms": 1, "database_ms": 0.25, "memory": 100_000_000}
    return Sample(per_second=per_second, **{**values, **changes})


def measured(case: str, **speeds: list[float]) -> list:
    names = {"plain": PLAIN, "fields": FIELDS, "same": UNCHANGED, "v2": V2, "v3": V3, "bare": BARE}
    samples = {names[name]: [sample(speed) for speed in own] for name, own in speeds.items()}
    return rows(case, samples, dict.fromkeys(samples, Fixed(2426, 1)))


def test_wrk_is_read_in_milliseconds():
    assert parse(PRINTED) == Load(answers=3238, per_second=538.77, p50=0.985, p99=1210.0)


@pytest.mark.parametrize(
    "trouble",
    [
        "  Non-2xx or 3xx responses: 3238\n",
        "  Socket errors: connect 0, read 3, write 0, timeout 0\n",
    ],
)
def test_errors_are_no_speed(trouble: str):
    with pytest.raises(Refused) as refused:
        parse(PRINTED.replace("Requests/sec", f"{trouble}Requests/sec"))
    assert str(refused.value) == trouble.strip()


def test_each_round_begins_with_another():
    assert [in_turn(["a", "b", "c"], turn) for turn in range(4)] == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["a", "b", "c"],
    ]


def test_ratios_are_taken_within_rounds():
    # The second round was slow for all: of the medians the ratio would be 9.
    plain, v2, bare = measured("D", plain=[1000, 100, 900], v2=[100, 10, 50], bare=[1000, 200, 900])
    assert (plain.per_second, v2.per_second) == (900, 50)
    assert (plain.of_v2, plain.of_bare, v2.of_v2, bare.of_bare) == (10, 1, 1, 1)


def test_a_kept_promise_says_nothing():
    assert missed(measured("L", plain=[70], fields=[40], same=[105], v2=[2.8], bare=[100])) == []
    assert missed(measured("W", plain=[3], v3=[3])) == []


def test_every_broken_promise_is_told():
    assert missed(measured("D", plain=[69], fields=[39], same=[60], v2=[5], bare=[100])) == [
        "D: Doorstep is at 13.80 of Wagtail v2, not 14.",
        "D: Doorstep is at 0.69 of the bare view, not 0.7.",
        "D: with fields= is at 0.39 of the bare view, not 0.4.",
        "D: unchanged (304) is at 0.87 of the whole answer, not 1.0.",
    ]
    assert missed(measured("W", plain=[2], v3=[4])) == [
        "W: Doorstep is at 0.50 of Wagtail v3, not 1.0."
    ]


def test_a_table_has_a_line_for_each_contender():
    assert table(measured("D", plain=[700], bare=[1000])) == (
        "**D** detail with the body\n\n"
        "|  | answers/s | × v2 | of bare | p50 ms | p99 ms | bytes | queries | server ms "
        "| database ms | MB |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n"
        "| Doorstep | 700 |  | 0.70 | 10.0 | 20.0 | 2426 | 1 | 1.00 | 0.25 | 100 |\n"
        "| bare view | 1000 |  | 1.00 | 10.0 | 20.0 | 2426 | 1 | 1.00 | 0.25 | 100 |"
    )


def test_growth_tells_how_much_slower_it_gets():
    assert growth({2000: {"L": 500.0}, 20000: {"L": 250.0}}) == (
        "| services | L |\n| --- | --: |\n| 2,000 | 500 (1.0×) |\n| 20,000 | 250 (2.0×) |"
    )
