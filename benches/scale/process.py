"""A command as a whole process: how it ended and what it took."""

import dataclasses
import os
import re
import signal
import subprocess
import tempfile
import threading
import time

OUT_OF_MEMORY = re.compile("out of memory|cannot allocate|bad_alloc|memory allocation|MemoryError", re.IGNORECASE)


@dataclasses.dataclass
class Took:
    """Seconds and bytes. `read` and `written` are what the calls of those names moved, wherever it went."""

    exit: str
    well: bool
    wall: float
    cpu: float
    peak: int
    read: int
    written: int
    lines: int


def run(command, folder, seconds, clean=(0,), count_lines=False):
    """Throws the output away; or counts its lines, and then the times are not the command's alone."""
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if count_lines else subprocess.DEVNULL,
            stderr=errors,
        )
        alarm = threading.Timer(seconds, os.kill, (process.pid, signal.SIGKILL))
        alarm.daemon = True
        alarm.start()
        lines = newlines(process.stdout) if count_lines else 0
        # It has ended, and is not yet forgotten: /proc still tells about it.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        wall = time.perf_counter() - began
        alarm.cancel()
        read, written = moved(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        code = process.returncode = os.waitstatus_to_exitcode(status)
        well = code in clean
        errors.seek(0)
        how = str(code) if well else failure(code, wall >= seconds, errors.read().decode(errors="replace"))
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
    return Took(how, well, wall, cpu, peak, read, written, lines)


def newlines(pipe):
    with pipe:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: pipe.read1(1 << 20), b""))


def moved(pid):
    with open(f"/proc/{pid}/io", encoding="ascii") as lines:
        counts = dict(line.split(": ") for line in lines)
    return int(counts["rchar"]), int(counts["wchar"])


def failure(code, late, errors):
    if late:
        return "too slow"
    if code == -signal.SIGKILL or OUT_OF_MEMORY.search(errors):
        return "out of memory"
    return f"{code}: {(errors.strip().splitlines() or ['nothing said'])[-1][:120]}"
