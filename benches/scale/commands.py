"""The commands that are measured."""

import dataclasses
import importlib.util
import shutil
import sys
from pathlib import Path

from snapshots import someone

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "samples" / "northwind" / "2026-10-01.json"
CSV = ("--format", "csv")
# Clean, findings, not all evaluated: the work is done.
DONE = (0, 1, 3)
# A snapshot of 10 million assignments is over the limit that guards against a file that is a mistake.
ANY_SIZE = ("--max-size", "65536")


@dataclasses.dataclass
class Command:
    """`words` is `None` where the tool is not installed, `clean` has the exit codes of a run that did its work."""

    key: str
    label: str
    words: list | None
    clean: tuple = (0,)


def of_size(binaries, files):
    plain, compressed = files.plain, files.compressed
    user, account = someone(plain)

    def ssoscan(key, label, *arguments):
        return Command(key, label, [binaries.ssoscan, *arguments, *ANY_SIZE], DONE)

    return [
        Command("floor", "the floor", [binaries.floor, plain]),
        ssoscan("check", "`check`", "check", plain, *CSV),
        ssoscan("check-zst", "`check`, .zst", "check", compressed, *CSV),
        ssoscan("diff", "`diff`", "diff", plain, files.later, *CSV),
        ssoscan("explain", "`explain`", "explain", user, account, plain),
        ssoscan(
            "who-can",
            "`who-can s3:GetObject --account`",
            *("who-can", "s3:GetObject", plain, "--account", account, *CSV),
        ),
        ssoscan("untagged", "`report untagged`", "report", "untagged", plain, *CSV),
        ssoscan("untagged-zst", "`report untagged`, .zst", "report", "untagged", compressed, *CSV),
        ssoscan("access", "`report access`", "report", "access", plain, *CSV),
        Command("zstd", "zstd -dc", decompression(compressed)),
        Command("jq", "jq length", ["jq", "length", plain] if shutil.which("jq") else None),
        *(
            Command(key, label, [sys.executable, HERE / "outside.py", key, plain] if installed(key) else None)
            for key, label in (
                ("duckdb", "DuckDB"),
                ("duckdb-typed", "DuckDB, told the types"),
                ("polars", "polars"),
                ("polars-typed", "polars, told the types"),
            )
        ),
    ]


def small(binaries):
    return [
        Command("sample", "`check` of a sample", [binaries.ssoscan, "check", SAMPLE, *CSV], DONE),
        Command("help", "`--help`", [binaries.ssoscan, "--help"]),
    ]


def decompression(path):
    if shutil.which("zstd"):
        return ["zstd", "-dcq", path]
    copy = "import sys, zstandard as z; z.ZstdDecompressor().copy_stream(open(sys.argv[1], 'rb'), sys.stdout.buffer)"
    return [sys.executable, "-c", copy, path] if installed("zstandard") else None


def installed(key):
    return importlib.util.find_spec(key.removesuffix("-typed")) is not None
