"""What was measured, as Markdown."""

import datetime
import os
import platform
import re
import shutil
import subprocess
from importlib import metadata, util
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
MEASURED = ("command", "exit", "wall s", "CPU s", "peak MB", "in MB", "out MB", "wall / floor", "peak / file")
TARGETS = ("target", "is to be", "is", "met")


def measured(commands, took, file_size=None):
    floor = took.get("floor")
    return table(MEASURED, [(command.label, *figures(took.get(command.key), floor, file_size)) for command in commands])


def figures(took, floor, file_size):
    if took is None or not took.well:
        return ("not installed" if took is None else took.exit, *[""] * 7)
    return (
        took.exit,
        f"{took.wall:.3f}",
        f"{took.cpu:.3f}",
        *(f"{size / 1e6:.1f}" for size in (took.peak, took.read, took.written)),
        f"{took.wall / floor.wall:.2f}" if floor and floor.well else "",
        f"{took.peak / file_size:.2f}" if file_size else "",
    )


def targets(rows):
    return table(TARGETS, rows)


def table(heads, rows):
    lines = [heads, ("---", *["---:"] * (len(heads) - 1)), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def machine(ssoscan, runs):
    """When, on what and with what."""
    model = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    versions = [version(ssoscan), version("jq"), version("zstd")]
    versions += [f"{name} {metadata.version(name)}" for name in ("duckdb", "polars") if util.find_spec(name)]
    return (
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}: {model[1] if model else platform.machine()}, "
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.release()}; "
        f"{', '.join(filter(None, versions))}. Each figure is that of the fastest of {runs} runs.\n"
    )


def version(program):
    if not shutil.which(program):
        return None
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+(\.\d+)+", told)
    return f"{Path(program).name} {number[0]}"


def write(path, text):
    """In place of what was measured before; the prose around it is kept."""
    page = path.read_text(encoding="utf-8") if path.exists() else BEGIN + END
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
