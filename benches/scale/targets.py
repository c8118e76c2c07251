"""The targets, and whether they are met. A row says what, its bound, the figure, yes or no."""

import itertools
from functools import partial


def of_size(took, size, counted):
    """`took` has the commands that did their work: a figure that needs another one is not measured."""

    def wall(key):
        return took[key].wall

    def peak(key):
        return took[key].peak

    return [
        at_most("`check` / floor", 3, lambda: wall("check") / wall("floor")),
        at_least("jq / `check`", 4, lambda: wall("jq") / wall("check")),
        at_least("DuckDB / `check`", 10, lambda: wall("duckdb") / wall("check")),
        at_most("`diff` / `check`", 2.2, lambda: wall("diff") / wall("check")),
        at_most("`explain` / floor", 1.7, lambda: wall("explain") / wall("floor")),
        at_most("`who-can` / floor", 1.7, lambda: wall("who-can") / wall("floor")),
        at_most("`report untagged` / floor", 1.7, lambda: wall("untagged") / wall("floor")),
        at_most("`check`: .zst / plain", 1.3, lambda: wall("check-zst") / wall("check")),
        at_most(
            "`report untagged`: .zst / (plain + zstd -dc)",
            1,
            lambda: wall("untagged-zst") / (wall("untagged") + wall("zstd")),
        ),
        at_least("`report access`, million rows a second", 2, lambda: counted["rows"] / wall("access") / 1e6),
        at_most("memory of `report access` / of `check`", 1, lambda: peak("access") / peak("check")),
        at_most("memory of `check` / file", 2, lambda: peak("check") / size),
        at_most("memory of `diff` / one file", 4, lambda: peak("diff") / size),
    ]


def of_growth(by_size):
    """Ten times the assignments may take eleven times as much."""
    rows = []
    for (smaller, before), (larger, after) in itertools.pairwise(sorted(by_size.items())):
        for key, (name, of) in itertools.product(("check", "diff"), (("time", "wall"), ("memory", "peak"))):
            times = partial(growth, before, after, key, of)
            rows.append(at_most(f"{name} of `{key}`, {smaller:,} to {larger:,}", 1.1 * larger / smaller, times))
    return rows


def growth(before, after, key, of):
    return getattr(after[key], of) / getattr(before[key], of)


def of_small(took):
    return [
        at_most("`check` of a sample, ms", 50, lambda: 1e3 * took["sample"].wall),
        at_most("`--help`, ms", 10, lambda: 1e3 * took["help"].wall),
    ]


def at_most(what, bound, figure):
    return judged(what, f"at most {bound:g}", figure, lambda value: value <= bound)


def at_least(what, bound, figure):
    return judged(what, f"at least {bound:g}", figure, lambda value: value >= bound)


def judged(what, bound, figure, meets):
    try:
        value = figure()
    except KeyError:
        return what, bound, "not measured", ""
    return what, bound, f"{value:.2f}", "yes" if meets(value) else "no"
