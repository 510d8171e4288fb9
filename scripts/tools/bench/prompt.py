"""The prompt: a key, a Tab, the start, on a pseudo-terminal.

Processor time is read from the scheduler (/proc/PID/task/*/schedstat), to the nanosecond, for all threads.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import tempfile
import termios

from running import CPH, SDK

KEYS = 200
PYTHON = "import huaweicloudsdkcph.v1, huaweicloudsdkcore.auth.credentials, huaweicloudsdkcore.region.region"
FIELDS = "cph.servers.create { server_name = 'a', order_param = { period_t"


class Session:
    """A program on a pseudo-terminal of 120 by 40."""

    def __init__(self, command, environment):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execvpe(command[0], command, environment)
        self.seen = b""

    def wait(self, text):
        """Reads until `text` has come, control sequences left out, after all that was waited for before."""
        while text not in self.seen:
            if not select.select([self.terminal], [], [], 30)[0]:
                raise SystemExit(f"bench: {text} did not come: {self.seen!r}")
            self.seen += re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\r", b"", os.read(self.terminal, 65536))
        self.seen = self.seen[self.seen.index(text) + len(text):]

    def type(self, text):
        view = memoryview(text.encode())
        while view:
            view = view[os.write(self.terminal, view):]

    def settle(self):
        """Reads what still comes until nothing has for 20 ms."""
        while select.select([self.terminal], [], [], 0.02)[0]:
            os.read(self.terminal, 65536)
        self.seen = b""

    def cpu(self):
        """Milliseconds so far."""
        folder = f"/proc/{self.process}/task"
        total = 0
        for task in os.listdir(folder):
            with open(f"{folder}/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e6

    def end(self):
        """Lets it end at Ctrl-D, and returns its processor time in milliseconds."""
        self.type("\x04")
        while True:
            try:
                if not os.read(self.terminal, 65536):
                    break
            except OSError:
                break
        _, _, usage = os.wait4(self.process, 0)
        os.close(self.terminal)
        return (usage.ru_utime + usage.ru_stime) * 1000


def prompt(folder, entries=0):
    """A prompt with colours, as people have it, and `entries` lines of history."""
    home = os.path.join(folder, f"home-{entries}")
    if not os.path.exists(home):
        os.makedirs(os.path.join(home, ".local/state/cph"))
        with open(os.path.join(home, ".local/state/cph/history"), "w") as file:
            for number in range(entries):
                line = f"plan:add(base {{ server_name = 'game-{number}', count = {number % 10} }})"
                file.write(json.dumps(line) + "\n")
    environment = {"HOME": home, "TERM": "xterm-256color", "PATH": os.environ["PATH"]}
    session = Session([CPH, "--emulator", "--no-rc"], environment)
    session.wait(b"cph emulator> ")
    return session


def each_key(session, keys):
    """Types `keys` one at a time, each after the picture of the one before; the processor time of one, in ms."""
    session.settle()
    start = session.cpu()
    for key in keys:
        session.type(key)
        select.select([session.terminal], [], [], 1)
        session.settle()
    return (session.cpu() - start) / len(keys)


def block(lines):
    rows = [f"  local name_{number} = cph.template {{ count = {number} }} -- a line of it" for number in range(lines)]
    return "\x1b[200~do\n" + "\n".join(rows) + "\n\x1b[201~"


def long_buffer(folder):
    session = prompt(folder)
    session.type(block(200))
    return each_key(session, "local value = name_1 + name_2 -- typed at the end" * (KEYS // 48))


def long_history(folder):
    session = prompt(folder, entries=10_000)
    return each_key(session, "plan:add(base { server_name = 'zzz'" * (KEYS // 35))


def completions(folder):
    """The first Tab apart: it makes the catalogue."""
    session = prompt(folder)
    session.type(FIELDS)
    first = each_key(session, ["\t"])
    session.type("\x03")
    rest = []
    create = "cph.servers.create { "
    for line in [FIELDS, "cph.servers.", "str", create, create + 'nics = { { subnet_id = "'] * 4:
        session.type(line)
        rest.append(each_key(session, ["\t"]))
        session.type("\x03")
    return first, max(rest)


def start(command, environment, mark):
    session = Session(command, environment)
    session.wait(mark)
    return session.end()


def measure(runs):
    def best(figure):
        return min(figure() for _ in range(runs))

    with tempfile.TemporaryDirectory() as folder:
        print(f"{'the prompt':<44}{'ms':>9}")
        show("a key in a block of 200 lines: CPU", best(lambda: long_buffer(folder)), "under 2 ms")
        show("a key with 10,000 lines of history: CPU", best(lambda: long_history(folder)), "under 2 ms")
        firsts, rests = zip(*(completions(folder) for _ in range(runs)), strict=True)
        show("the first Tab: CPU", min(firsts), "-")
        show("a Tab after that, the slowest of five: CPU", min(rests), "under 10 ms")
        environment = {"HOME": folder, "TERM": "xterm-256color", "PATH": os.environ["PATH"]}
        ours = best(lambda: start([CPH, "--emulator", "--no-rc"], environment, b"cph emulator> "))
        lua = best(lambda: start(["lua5.4", "-i"], environment, b"> "))
        show("start to the first prompt and leave: CPU", ours, f"at most {2 * lua + 10:.1f} ms: twice lua5.4 -i and 10")
        python = best(lambda: start([SDK, "-ic", PYTHON], environment, b">>> "))
        print(f"{'python3 with the SDK does that in':<44}{python:>9.1f}   {python / ours:.0f}x; goal at least 20x")


def show(what, figure, goal):
    print(f"{what:<44}{figure:>9.2f}   goal {goal}")
