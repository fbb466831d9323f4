"""One by one and in bulk the answers are the same: what is kept between orders never changes one."""

import random
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.licensing.orders import days, transactions

from tidewaiter.law import Law, load_law
from tidewaiter.licensing import determine
from tidewaiter.model import to_json


def _forget() -> Law:
    for name, module in list(sys.modules.items()):
        if name.startswith("tidewaiter.licensing"):
            for value in vars(module).values():
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
    return Law(load_law().tables, load_law().rules)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.tuples(transactions, days), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_questions_and_what_came_before_do_not_matter(
    asked: list[tuple[object, object]], rng: random.Random
) -> None:
    alone = [to_json(determine(tx, _forget(), as_of=day)) for tx, day in asked]  # type: ignore[arg-type]
    law = _forget()
    shuffled = list(range(len(asked))) * 2
    rng.shuffle(shuffled)
    for place in shuffled:
        tx, day = asked[place]
        assert to_json(determine(tx, law, as_of=day)) == alone[place]  # type: ignore[arg-type]
