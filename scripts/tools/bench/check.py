"""cph check against luacheck on 10,000 lines; what a file and a test cost in cph test."""

import os
import statistics
import tempfile

from running import CPH, ROOT, Run, paired, row

TESTS = "for i = 1, %d do it('adds ' .. i, function() assert.same({ 2 * i }, { i + i }) end) end"


def measure(runs):
    with tempfile.TemporaryDirectory() as folder:
        script = write(folder, "long.lua", long_script())
        pairs = paired(runs, lambda _: [CPH, "check", script], lambda _: ["sh", "-c", f"luacheck -q {script}; true"])
        print(f"{'':<44} {'cph':>9} {'luacheck':>9}")
        row("check of 10,000 lines: processor time", "s", pairs, lambda run: run.cpu, "well under a second")
        one, many, files = (statistics.median(Run([CPH, "test", *paths]).cpu * 1000 for _ in range(runs))
                            for paths in test_files(folder))
        print(f"cph test: {one:.1f} ms for one test in one file, {(files - one) / 49:.2f} ms for each further file, "
              f"{(many - one) / 1000:.3f} ms for each further test")


def long_script():
    """10,000 lines of the standard library, each module in a function of its own."""
    modules = os.path.join(ROOT, "stdlib", "cph")
    paths = sorted(os.path.join(folder, name) for folder, _, names in os.walk(modules) for name in names)
    lines = []
    while len(lines) < 10_000:
        for path in paths:
            with open(path, encoding="utf-8") as file:
                lines += ["do local _ = (function(...)", *file.read().splitlines(), "end)() end"]
    return "\n".join(lines[:lines.index("end)() end", 10_000) + 1])


def test_files(folder):
    """One file with a test, one with 1,001, and fifty with a test each, all doing next to nothing."""
    one = write(folder, "one_spec.lua", TESTS % 1)
    many = write(folder, "many_spec.lua", TESTS % 1001)
    return [one], [many], [write(folder, f"f{number}_spec.lua", TESTS % 1) for number in range(50)]


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path
