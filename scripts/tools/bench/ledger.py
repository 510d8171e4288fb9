"""One purchase, by the length of the record behind it: from a hundred events to a million, in a file and on a server.

The record is one purchase that cph made, copied under other names with a hash chain of its own: making a million events
by buying would take an hour. The copies are a minute apart, so that the longest record reaches back some months and a
day of it has 1,440 purchases. The first run behind a new record looks at all of it and does not count.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

from running import CPH, Run, emulator, program
from server import server

SIZES = [100, 1_000, 10_000, 100_000, 1_000_000]
TEMPLATE = "template-0000000"
MINUTE = 60_000


class Record:
    """A ledger that is made longer."""

    def __init__(self, file):
        self.file = file
        self.copies = 0

    def grow(self, size):
        """Adds purchases until there are `size` events."""
        with sqlite3.connect(self.file) as database:
            self.id, = database.execute("SELECT id FROM purchase WHERE key = ?", [TEMPLATE]).fetchone()
            self.events = database.execute(
                "SELECT at, run, kind, from_state, to_state, detail FROM event WHERE purchase = ? ORDER BY seq",
                [self.id]).fetchall()
            self.servers = database.execute("SELECT scope, id FROM server WHERE purchase = ?", [self.id]).fetchall()
            last, head = database.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
            while last < size:
                last, head = self.copy(database, last, head)
        database.close()

    def copy(self, database, last, head):
        self.copies += 1
        ago = (SIZES[-1] // len(self.events) - self.copies) * MINUTE
        name = f"copy-{self.copies:011d}"
        number, = database.execute("SELECT max(id) + 1 FROM purchase").fetchone()
        ids = {own: f"{self.copies:031x}{index}" for index, (_, own) in enumerate(self.servers)}
        for at, run, kind, before, after, detail in self.events:
            last += 1
            text = re.sub(r'(?<="sent_at":)\d+', lambda found: str(int(found[0]) - ago), detail.replace(TEMPLATE, name))
            for own, other in ids.items():
                text = text.replace(own, other)
            columns = (last, at - ago, run, number, kind, before, after, text)
            head = hashlib.sha256(head + b"".join(map(encoded, columns))).digest()
            database.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*columns, head))
        database.execute(
            "INSERT INTO purchase SELECT ?, scope, ?, content_sha256, 'planned', revision, order_id, updated_at - ? "
            "FROM purchase WHERE id = ?", [number, name, ago, self.id])
        for state in ("approved", "sending", None):
            final = "(SELECT state FROM purchase WHERE id = ?1)"
            database.execute(
                f"UPDATE purchase SET state = coalesce(?3, {final}) WHERE id = ?2", [self.id, number, state])
        for scope, own in self.servers:
            database.execute("INSERT INTO server VALUES (?, ?, ?)", [scope, ids[own], number])
        database.execute(
            "INSERT INTO sent SELECT ?, scope, at - ?, servers, currency, amount, months FROM sent WHERE purchase = ?",
            [number, ago, self.id])
        return last, head


def encoded(column):
    """A column as the chain hashes it."""
    if column is None:
        return b"n"
    kind, content = ("i", str(column)) if isinstance(column, int) else ("t", column)
    return f"{kind}{len(content.encode())}:{content}".encode()


def buy(file, name, environment):
    """Milliseconds of processor time of a run that buys one server, with a limit by the day."""
    command = [CPH, "--ledger", file, "--allow-spend", "1", "--allow-per-day", "1000000", program("name.lua"), name]
    return Run(command, environment).cpu * 1000


def measure(runs):
    with tempfile.TemporaryDirectory() as folder, emulator(folder) as environment, server() as postgres:
        record = Record(os.path.join(folder, "ledger.db"))
        buy(record.file, TEMPLATE, environment)
        costs = {"file": [], "server": []}
        for size in SIZES:
            record.grow(size)
            grown = os.path.join(folder, "grown.db")
            shutil.copyfile(record.file, grown)
            for kind, place in (("server", moved(grown, postgres, size, environment)), ("file", record.file)):
                first = buy(place, f"first-{kind}-{size}", environment)
                costs[kind].append(statistics.median(
                    buy(place, f"n-{kind}-{size}-{run}", environment) for run in range(runs)))
                print(f"{size:>9,} events, {kind:>6}: CPU of one purchase {costs[kind][-1]:>8.2f} ms, "
                      f"the first look {first:>10.1f} ms", flush=True)
        for kind, figures in costs.items():
            print(f"{kind:>6}: the dearest to the cheapest {max(figures) / min(figures):.2f}x   goal at most 1.3x")
        ratio = statistics.median(b / a for a, b in zip(costs["file"], costs["server"], strict=True))
        print(f"a purchase on the server to one in the file {ratio:.2f}x   goal at most 1.5x")
        crowd(postgres, environment)


def moved(file, postgres, size, environment):
    """A ledger on the server that holds what a file holds."""
    database = f"grown_{size}"
    postgres.sql("postgres", f"CREATE DATABASE {database}")
    subprocess.run([CPH, "ledger", "setup", postgres.address(database)], env=environment, check=True,
                   stdout=subprocess.DEVNULL)
    with sqlite3.connect(file) as record:
        postgres.take(database, record)
    return postgres.address(database)


def crowd(postgres, environment, processes=20, purchases=100):
    """Many processes that buy at once on one server, beside pgbench with the same statements."""
    postgres.sql("postgres", "CREATE DATABASE crowd")
    address = postgres.address("crowd")
    subprocess.run([CPH, "ledger", "setup", address], env=environment, check=True, stdout=subprocess.DEVNULL)
    environment = {"HOME": environment["HOME"], "PATH": environment["PATH"], "CPH_LEDGER": address}
    start = time.monotonic()
    running = [
        subprocess.Popen([CPH, "--emulator", program("names.lua"), f"crowd-{number}", str(purchases)],
                         env=environment, stdout=subprocess.DEVNULL) for number in range(processes)]
    if any(process.wait() != 0 for process in running):
        raise SystemExit("bench: a process of the crowd failed")
    ours = processes * purchases / (time.monotonic() - start)
    bare = postgres.program(
        "pgbench", "--no-vacuum", "--client", str(processes), "--jobs", "2", "--transactions", str(purchases),
        "--file", program("purchase.sql"), address, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    theirs = float(re.search(r"tps = ([0-9.]+)", bare).group(1))
    print(f"{processes} processes x {purchases} purchases: {ours:.0f} a second, pgbench with the same statements "
          f"{theirs:.0f}: {theirs / ours:.2f}x   goal 300 a second, or at most 2x")
