"""How fast ssoscan is as whole processes on large snapshots: see docs/scale.md. No test runs it."""

import argparse
import os
import resource
import sys
from pathlib import Path

import commands
import page
import targets
from process import run
from snapshots import snapshots

PHYSICAL = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30


def main():
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    # Of this process, and so of all that it starts: what wants more than there is dies, and not the machine.
    memory = int(options.memory * 2**30)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    parts, by_size = [page.machine(options.ssoscan, options.runs)], {}
    for size in sorted(options.sizes):
        text, by_size[size] = large(size, options)
        parts.append(text)
    parts += [growth(by_size), small(options)]
    text = "\n".join(parts)
    print(text)
    if options.output:
        page.write(options.output, text)


def arguments():
    parser = argparse.ArgumentParser(prog="python3 benches/scale", description=__doc__)
    add, release = parser.add_argument, Path("target/release")
    add("--work", type=absolute, default="target/scale", help="folder that keeps the snapshots (default: %(default)s)")
    add("--sizes", type=sizes, default="1e5,1e6,1e7", help="numbers of assignments (default: %(default)s)")
    add("--runs", type=int, default=3, help="how often each command is run (default: %(default)s)")
    add("--limit", type=float, default=600, help="seconds that a command may take (default: %(default)s)")
    add("--memory", type=float, default=0.9 * PHYSICAL, help="GiB that a command may take (default: %(default).1f)")
    add("--skip", type=names, default="", help="commands to leave out, such as jq,duckdb,who-can")
    add("--output", type=absolute, help="page to write the tables into, such as docs/scale.md")
    add("--ssoscan", type=absolute, default=release / "ssoscan", help="(default: %(default)s)")
    add("--floor", type=absolute, default=release / "examples" / "floor", help="(default: %(default)s)")
    add("--generator", type=absolute, default=release / "examples" / "generate", help="(default: %(default)s)")
    return parser.parse_args()


def absolute(text):
    return Path(text).absolute()


def sizes(text):
    return [int(float(size)) for size in text.split(",")]


def names(text):
    return set(text.split(","))


def large(size, options):
    """The tables of a size, and what its commands took."""
    files = snapshots(options.work, size, options.generator)
    asked = [command for command in commands.of_size(options, files) if not skipped(command, options)]
    took = measure(asked, options, options.runs, files.warm)
    counted = count(asked, took, options)
    well = {key: one for key, one in took.items() if one.well}
    file, later, compressed = (path.stat().st_size / 1e6 for path in (files.plain, files.later, files.compressed))
    rows = f" `report access` has {counted['rows']:,} rows." if counted else ""
    return (
        f"### {size:,} assignments\n\n"
        f"The file has {file:.1f} MB, the later one {later:.1f} MB, compressed it has {compressed:.1f} MB.{rows}\n\n"
        f"{page.measured(asked, took, file * 1e6)}\n"
        f"{page.targets(targets.of_size(well, file * 1e6, counted))}"
    ), well


def skipped(command, options):
    """`duckdb` skips `duckdb-typed` too."""
    return any(command.key == name or command.key.startswith(f"{name}-") for name in options.skip)


def growth(by_size):
    return f"### Growth\n\n{page.targets(targets.of_growth(by_size))}"


def small(options):
    asked = commands.small(options)
    took = measure(asked, options, max(options.runs, 20), lambda: None)
    well = {key: one for key, one in took.items() if one.well}
    return f"### Small\n\n{page.measured(asked, took)}\n{page.targets(targets.of_small(well))}"


def measure(asked, options, runs, warm):
    """The fastest run of each: all of them in turn, so that what else the machine does hits all alike."""
    fastest = {}
    for number in range(1, runs + 1):
        warm()
        for command in asked:
            before = fastest.get(command.key)
            if command.words is None or (before and not before.well):
                continue
            took = run(command.words, options.work, options.limit, command.clean)
            print(f"run {number}: {command.key}: exit {took.exit}, {took.wall:.3f} s", file=sys.stderr)
            if not (before and took.well and before.wall <= took.wall):
                fastest[command.key] = took
    return fastest


def count(asked, took, options):
    """The rows of `report access`, by a run of their own."""
    for command in asked:
        if command.key == "access" and took["access"].well:
            counted = run(command.words, options.work, options.limit, command.clean, count_lines=True)
            return {"rows": counted.lines - 1} if counted.well else {}
    return {}


main()
