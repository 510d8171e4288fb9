"""A plan, validated and bought: a server's cost by the size of the plan, run again, with a ledger on disk.

The cloud is the embedded one: its processor time is in each figure. A figure is the least of its runs. Where the cost
of each further server is shown, what a plan of one server costs (starting, loading, asking the account) is taken off.
"""

import os
import tempfile

from running import CPH, Run, emulator, program

SIZES = [100, 1_000, 10_000, 100_000]


class Bench:
    def __init__(self, runs, folder):
        self.runs, self.folder = runs, folder
        self.environment = {"HOME": folder, "PATH": os.environ["PATH"]}
        self.ledgers = 0
        self.one = min(self.run(1, "--emulator") for _ in range(runs * 3))

    def run(self, servers, *options, environment=None):
        """Milliseconds of processor time of one process."""
        command = [CPH, *options, "--allow-spend", str(servers), program("plan.lua"), str(servers)]
        return Run(command, environment or self.environment).cpu * 1000

    def further(self, servers, runs, *options):
        """The cost of each server but the first."""
        return (min(self.run(servers, "--emulator", *options) for _ in range(runs)) - self.one) / (servers - 1)

    def new_ledger(self):
        self.ledgers += 1
        return ["--ledger", os.path.join(self.folder, f"ledger-{self.ledgers}.db")]

    def by_size(self):
        each = []
        for servers in SIZES:
            # A run of the largest takes as long as all others together.
            each.append(self.further(servers, 1 if servers > 10_000 else self.runs))
            show(f"{servers:,} servers: CPU of each further one", f"{each[-1]:.4f} ms")
        show("the largest to the smallest, from 1,000 on", f"{max(each[1:]) / min(each[1:]):.2f}x", "at most 1.5x")
        show("the largest to the smallest, from 100 on", f"{max(each) / min(each):.2f}x", "at most 1.5x")

    def ledger_share(self):
        memory = self.further(10_000, self.runs) * 10
        disk = min(self.further(10_000, 1, *self.new_ledger()) for _ in range(self.runs)) * 10
        show("a call of 10 servers, ledger in memory: CPU", f"{memory:.3f} ms")
        show("a call of 10 servers, ledger on disk: CPU", f"{disk:.3f} ms")
        show("what the disk adds, of all that a call costs", f"{(disk - memory) / disk * 100:.0f} %")

    def again(self):
        """Bought from an emulator that has ended when the plan runs again: a request would find nobody."""
        ledger = self.new_ledger()
        with emulator(self.folder) as environment:
            self.run(1_000, *ledger, environment=environment)
        least = min(self.run(1_000, *ledger, environment=environment) for _ in range(self.runs))
        show("1,000 servers again, nothing sent: CPU", f"{least:.1f} ms", "under 1 s")


def show(what, figure, goal="-"):
    print(f"{what:<48}{figure:>12}   goal {goal}", flush=True)


def measure(runs):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(runs, folder)
        print(f"{'a plan of one server: CPU':<48}{bench.one:>9.1f} ms")
        bench.by_size()
        bench.again()
        bench.ledger_share()
