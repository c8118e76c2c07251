"""The snapshots of a size: made once and kept, and who in them has a path."""

import dataclasses
import itertools
import json
import subprocess
from pathlib import Path


@dataclasses.dataclass
class Snapshots:
    plain: Path
    compressed: Path
    later: Path

    def warm(self):
        """Into the page cache: a disk is not what is measured."""
        for path in (self.plain, self.compressed, self.later):
            with open(path, "rb", buffering=0) as file:
                while file.read(1 << 22):
                    pass


def snapshots(folder, size, generator):
    plain, compressed, later = (folder / f"{size}{end}" for end in (".json", ".json.zst", "-later.json"))
    for path, flags in ((plain, []), (compressed, []), (later, ["--later"])):
        if not path.exists():
            # Under its own name only when it is whole.
            partial = path.with_name(f"partial-{path.name}")
            subprocess.run([generator, "--assignments", str(size), "--output", partial, *flags], check=True)
            partial.rename(path)
    return Snapshots(plain, compressed, later)


def someone(path):
    """A user in a group that is assigned, and the account: of the first assignments the first member's."""
    account_of = {}
    for row in itertools.islice(records(path, "account_assignments"), 100_000):
        account_of.setdefault(row["PrincipalId"], row["AccountId"])
    for row in records(path, "group_memberships"):
        if row["GroupId"] in account_of:
            return row["UserId"], account_of[row["GroupId"]]
    raise SystemExit(f"{path}: nobody reaches an account by a group")


def records(path, section):
    """One a line, as ssoscan writes them: a large file is not taken into memory, which each measured process would
    be told to have had."""
    with open(path, "rb") as lines:
        in_section = itertools.dropwhile(lambda line: line.strip() != f'"{section}": ['.encode(), lines)
        for line in itertools.islice(in_section, 1, None):
            if line.startswith(b"]"):
                return
            yield json.loads(line.rstrip(b",\r\n"))
