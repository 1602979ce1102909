"""What is remembered never outgrows its bound."""

from store.cache import Cache


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    cache, made = Cache(10), []

    def get(name: str) -> str:
        return cache.get(name, lambda: (made.append(name) or name, 4))

    for name in ("a", "b", "a", "c", "a", "b"):
        assert get(name) == name
    assert made == ["a", "b", "c", "b"]


def test_what_alone_outweighs_the_bound_is_not_kept() -> None:
    cache, made = Cache(10), []
    for _ in range(2):
        cache.get("big", lambda: (made.append(1), 11))
    cache.get("small", lambda: (made.append(2), 1))
    cache.get("small", lambda: (made.append(3), 1))
    assert made == [1, 1, 2]


def test_a_cleared_cache_makes_everything_again() -> None:
    cache = Cache(10)
    cache.get("a", lambda: ("old", 1))
    cache.clear()
    assert cache.get("a", lambda: ("new", 1)) == "new"


def test_two_who_make_the_same_value_at_once_weigh_once() -> None:
    cache, made = Cache(10), []
    cache.get("a", lambda: (cache.get("a", lambda: ("first", 6)), 6))  # made while it was being made
    cache.get("b", lambda: ("b", 4))
    cache.get("a", lambda: (made.append("again"), 6))
    assert made == []
