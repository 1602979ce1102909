"""Splits a known total into plausible parts."""

from random import Random


def shares(total: int, parts: int, least: int, rng: Random) -> list[int]:
    """`parts` uneven whole numbers from `least` up that add up to `total`. ValueError if impossible."""
    if total < parts * least:
        raise ValueError(f"{total} < {parts} x {least}")
    weights = [rng.uniform(0.4, 1.6) for _ in range(parts)]
    spare = total - parts * least
    counts = [least + int(spare * weight / sum(weights)) for weight in weights]
    for i in rng.sample(range(parts), total - sum(counts)):
        counts[i] += 1
    return counts


def uneven(total: int, parts: int, low: int, high: int, rng: Random) -> list[int]:
    """`parts` whole numbers between low and high that add up to `total`. ValueError if impossible."""
    if not parts * low <= total <= parts * high:
        raise ValueError(f"{total} not within {parts} x [{low}, {high}]")
    counts = [rng.randint(low, high) for _ in range(parts)]
    while (missing := total - sum(counts)) != 0:
        i, step = rng.randrange(parts), 1 if missing > 0 else -1
        if low <= counts[i] + step <= high:
            counts[i] += step
    return counts
