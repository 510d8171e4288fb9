"""LuaKit against C functions, and cph against lua5.4, on plain Lua and at starting up."""

import os
import subprocess

from running import CPH, ROOT, Run, paired, program


def measure(runs):
    """LuaKit's own table, from a package of its own; then whole processes."""
    package = os.path.join(os.path.dirname(os.path.abspath(__file__)), "package")
    scratch = os.path.join(ROOT, ".build", "bench")
    subprocess.run(["swift", "build", "-c", "release", "--package-path", package, "--static-swift-stdlib",
                    "--scratch-path", scratch], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([os.path.join(scratch, "release", "Bench")], check=True)
    row("a model checked and built", *map(float, Run([CPH, program("model.lua")]).text.split()), "us", "-")
    against_lua("plain Lua code", [program("plain.lua")], runs, "1.02x")
    against_lua("print(1)", ["-e", "print(1)"], runs * 5, "4x and 5 ms")
    peaks = (int(Run([name, program("peak.lua")]).text) / 1024 for name in (CPH, "lua5.4"))
    row("starting up: peak memory", *peaks, "MiB", "13 MiB")


def against_lua(what, arguments, runs, goal):
    """The best of all runs: anything else on the machine only makes a run longer."""
    pairs = paired(runs, lambda _: [CPH, *arguments], lambda _: ["lua5.4", *arguments])
    row(f"{what}: CPU", *(min(run.cpu * 1000 for run in side) for side in zip(*pairs, strict=True)), "ms", goal)


def row(what, ours, theirs, unit, goal):
    print(f"{what:<34}{ours:>10.2f}{theirs:>10.2f}{unit:>10}{ours / theirs:>9.2f}x   goal {goal}")
