"""Draws the prompt, as it is on a terminal, into stdlib/site/prompt.svg, which the README and the site show.

    prompt.py CPH FILE

A session is typed at a pseudo-terminal, against a local cloud at a time that is always the same, so that the picture
is always the same, too.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from html import escape
from pathlib import Path

import pyte

COLUMNS, ROWS = 96, 60
# What is typed, and the text that the screen shows before that. The keys come one after the other.
SESSION = [
    ("cph cn-east-3> ", "cph.servrs\r"),
    ("cph cn-east-3> ", "plan = cph.plan 'game'\r"),
    ("cph cn-east-3> ", "plan:add {\r"),
    ("...> ", "server_name = 'game', server_model_name = 'physical.rx2.32xlarge.4',\r"),
    ("...> ", "keypair_name = 'KeyPair-ops', order_param = cph.order.months(1), count = 10,\r"),
    ("...> ", "nics = { cph.nic '3c5e2638-b71f-4499-8d1e-355e89f21ae0' },\r"),
    ("...> ", "public_ip = cph.public_ip.none()\r"),
    ("...> ", "}\r"),
    ("cph cn-east-3> ", "result = plan:apply()\r"),
    ("to buy", "10\r"),
    ("cph cn-east-3> ", "result.bought, result.server_ids[1]\r"),
    ("cph cn-east-3> ", "cph.validate { order_param = { period_type = \t"),
]
END = "3  year"
NOW = "2026-06-15 12:00:00"


def environment(home: str) -> dict[str, str]:
    return {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "USER": "ann",
            "TZ": "UTC", "COLORFGBG": "15;0", "CPH_NO_METADATA": "1", "CPH_REGION": "cn-east-3",
            "CPH_LEDGER": "purchases.sqlite3"}


def read_screen(cph: str, home: str) -> pyte.Screen:
    options = ["--seed", "1", "--listen", "127.0.0.1:47831", "--project-id", "0605767b5780d5762fc5c0118072a564",
               "--access-key", "EMUTOR4KEY0FORPICTURE", "--secret-key", "emulated"]
    cloud = subprocess.Popen(["faketime", NOW, cph, "emulator", *options], env=environment(home),
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    variables = {}
    # Comments follow what a client is pointed at it by.
    while (line := cloud.stdout.readline()).startswith("export "):
        name, _, value = line.removeprefix("export ").strip().partition("=")
        variables[name] = value
    child, terminal = pty.fork()
    if child == 0:
        # Waits until the window has its size.
        os.read(0, 1)
        os.chdir(home)
        os.execvpe("faketime", ["faketime", NOW, cph], environment(home) | variables)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    os.write(terminal, b"\r")
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)

    def wait_for(text: str) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.3)[0]:
                stream.feed(os.read(terminal, 65536))
            elif text in "\n".join(screen.display[max(0, screen.cursor.y - 9):screen.cursor.y + 9]):
                return
        sys.exit(f"prompt: {text!r} does not come:\n" + "\n".join(line.rstrip() for line in screen.display))

    try:
        for before, keys in SESSION:
            wait_for(before)
            os.write(terminal, keys.encode())
        wait_for(END)
    finally:
        for leader in child, cloud.pid:
            os.killpg(leader, signal.SIGKILL)
    return screen


def without_version(text: str) -> str:
    """What the first line says without the version, which changes with each release."""
    return re.sub(r"^cph \S+ · Lua", "cph · Lua", text)


# What terminals draw these colours as, in a common theme.
COLORS = {"default": "#d8dee9", "red": "#ff7b72", "green": "#7ee787", "brown": "#e3b341", "blue": "#79c0ff",
          "magenta": "#d2a8ff", "cyan": "#76e3ea", "white": "#f0f6fc", "brightblack": "#8b949e",
          "brightblue": "#79c0ff"}
CELL, LINE, LEFT, TOP = 8.43, 19, 16, 46


def drawing(screen: pyte.Screen) -> str:
    """The lines of a screen as SVG: a text for each piece of one colour, where its first character stands."""
    texts = []
    last = max(row for row, line in enumerate(screen.display) if line.strip())
    for row in range(last + 1):
        pieces: list[tuple[int, tuple, str]] = []
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            style = (COLORS[cell.fg], cell.bold)
            if pieces and pieces[-1][1] == style:
                pieces[-1] = (*pieces[-1][:2], pieces[-1][2] + cell.data)
            else:
                pieces.append((column, style, cell.data))
        for column, (color, is_bold), text in pieces:
            if not text.strip():
                continue
            start = column + len(text) - len(text.lstrip())
            weight = ' font-weight="bold"' if is_bold else ""
            place = f'x="{LEFT + start * CELL:.1f}" y="{TOP + row * LINE}"'
            # Blanks that follow each other would be drawn as one.
            words = escape(without_version(text.strip()), quote=False).replace(" ", "\u00a0")
            texts.append(f'<text {place} fill="{color}"{weight}>{words}</text>')
    width, height = round(2 * LEFT + COLUMNS * CELL), TOP + last * LINE + 22
    lights = "".join(f'<circle cx="{22 + 18 * n}" cy="18" r="5.5" fill="#3d444d"/>' for n in range(3))
    body = "\n".join(texts)
    font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<title>The prompt of cph</title>
<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>{lights}
<g font-family="{font}" font-size="14">
{body}
</g>
</svg>
"""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        Path(sys.argv[2]).write_text(drawing(read_screen(sys.argv[1], home)))
