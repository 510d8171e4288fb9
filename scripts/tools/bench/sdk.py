"""cph against Huawei's Python SDK, both doing the same against the same local server, in turn."""

import statistics
import tempfile
import time

from running import CPH, SDK, Run, emulator, paired, program, row

CREATES = 2000


def interval(number, count):
    """Names that no earlier run has used: the second purchase of a name is another test."""
    first = number * 100_000 + int(time.time() * 1000) % 90_000 * 1_000_000
    return [str(first + 1), str(first + count)]


def ours(count):
    return lambda number: [CPH, "--allow-spend", str(count), program("create.lua"), *interval(number, count)]


def theirs(count):
    return lambda number: [SDK, program("create_with_sdk.py"), *interval(number + 50, count)]


def measure(runs):
    with tempfile.TemporaryDirectory() as folder, emulator(folder) as environment:
        print(f"{'':<44} {'cph':>9} {'SDK':>9}")
        one = paired(runs, ours(1), theirs(1), environment)
        row("start and one create: processor time", "s", one, lambda run: run.cpu, "at least 20x less")
        row("start and one create: wall time", "s", one, lambda run: run.wall, "-")
        row("start and one create: peak memory", "MiB", one, lambda run: run.memory, "at most half")
        many = paired(max(3, runs // 2), ours(CREATES), theirs(CREATES), environment)
        base = (statistics.median(a.cpu for a, _ in one), statistics.median(b.cpu for _, b in one))
        net = [(a.cpu - base[0], b.cpu - base[1]) for a, b in many]
        row(f"{CREATES} creates: processor time of each, start off", "ms",
            [(a / CREATES * 1000, b / CREATES * 1000) for a, b in net], float, "0.25 ms with the ledger in front")
        validate = statistics.median(
            float(Run([CPH, program("validate.lua")], environment).text) for _ in range(max(3, runs // 2)))
        print(f"{'cph.validate of the page example':<44} {validate:>9.2f} {'-':>9} us            goal at most 5 us")
