"""What all benches share: processes that are measured, a cloud to talk to, rows of a table."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
CPH = os.path.join(ROOT, ".build-release", "cph")
SDK = os.path.join(ROOT, ".build", "sdk", "bin", "python")


def program(name):
    """The path of a program that is measured."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs", name)


class Run:
    """One finished process: processor seconds, wall seconds, largest memory in MiB, what it printed."""

    def __init__(self, command, environment=None):
        with tempfile.TemporaryFile() as output:
            start = time.monotonic()
            process = subprocess.Popen(command, env=environment, stdout=output)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            self.text = output.read().decode()
        if process.returncode != 0:
            sys.exit(f"bench: {command} ended with {process.returncode}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024


def paired(runs, ours, theirs, environment=None):
    """Runs the two in turn, after one run of each that does not count."""
    pairs = []
    for number in range(runs + 1):
        a, b = Run(ours(number), environment), Run(theirs(number), environment)
        if number:
            pairs.append((a, b))
    return pairs


def row(what, unit, pairs, figure, goal):
    """Prints the medians of both sides, and the median of the ratios of the pairs."""
    ours = statistics.median(figure(a) for a, _ in pairs)
    theirs = statistics.median(figure(b) for _, b in pairs)
    ratio = statistics.median(figure(b) / figure(a) for a, b in pairs)
    print(f"{what:<44} {ours:>9.3f} {theirs:>9.3f} {unit:<4} {ratio:>6.1f}x   goal {goal}")


@contextlib.contextmanager
def emulator(folder):
    """The environment of clients of an emulator that runs meanwhile, with `folder` as their home."""
    environment = {"HOME": folder, "PATH": os.environ["PATH"]}
    server = subprocess.Popen([CPH, "emulator"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        for line in server.stdout:
            name, value = line.removeprefix("export ").strip().split("=", 1)
            environment[name] = value
            if name == "CPH_ENDPOINT":
                break
        yield environment
    finally:
        server.terminate()
        server.wait()
