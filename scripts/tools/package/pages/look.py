"""Looks at pages in Chromium: nothing inaccessible, nothing wider than the window, no link that leads nowhere, a search
that finds what `cph doc --search` finds, code that is copied; and each looks as its picture in Tests/Pictures.

    look.py CPH FOLDER             # FOLDER as `make` fills it
    look.py CPH FOLDER --update    # keeps what is seen as the pictures to compare with
"""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from browser import Browser
from pictures import compare

SIZES = {390: 844, 768: 1024, 1440: 900}
SCHEMES = ["light", "dark"]
REPORTS = ["report.html", "rehearsal.html", "plan.html"]
# What is compared with a picture: pages of each kind.
SEEN = ["index.html", "guide-fleets.html", "cph.nic.html", *REPORTS]
# What somebody types, to compare the site's search with the program's.
ASKED = [
    "subnet", "Subnets?", "key pair", "buy", "in doubt", "what is in doubt", "how do I cancel an order", "renewing",
    "price of a plan", "dry run", "two people", "password", "stop a script", "CreateServer", "cph.plan:add",
    "CPH_LEDGER", "cph.lock", "exit code 20", "months", "zzz", "the", "subn", "policy", "refunds", "CPS.0006",
]

failures: list[str] = []


def expect(is_right: bool, *words: object) -> None:
    if not is_right:
        failures.append(" ".join(str(word) for word in words))
        print("pages:", failures[-1], file=sys.stderr)


@contextmanager
def saying(what: str):
    before = len(failures)
    print(f"pages: {what}", file=sys.stderr, flush=True)
    yield
    if len(failures) == before:
        return
    print(f"pages: {what}: {len(failures) - before} failures", file=sys.stderr, flush=True)


def check_layout(browser: Browser, pages: list[Path]) -> None:
    """All pages at all widths in both schemes; a scheme changes colours, and a width what is where."""
    for width, height in SIZES.items():
        for scheme in SCHEMES:
            browser.set(width, height, scheme)
            for page in pages:
                browser.open(page)
                place = (page.name, width, scheme)
                for problem in browser.accessibility_problems():
                    expect(False, *place, problem)
                inside, window = browser.run("return [document.scrollingElement.scrollWidth, innerWidth]")
                expect(inside <= window, *place, f"is {inside} wide in a window of {window}")
                for line in browser.messages():
                    expect(False, *place, line)
                title, headings = browser.run(
                    "return [document.title, document.querySelectorAll('h1').length]")
                expect(title != "" and headings == 1, *place, "has no title, or not one heading of the first level")


def check_links(browser: Browser, pages: list[Path]) -> None:
    """Every link leads to a file of the folder and a place in it."""
    targets, links = {}, {}
    for page in pages:
        browser.open(page)
        targets[page.name] = set(browser.run("return [...document.querySelectorAll('[id]')].map(one => one.id)"))
        links[page.name] = browser.run(
            "return [...document.querySelectorAll('a[href], link[href], script[src]')].map("
            "one => decodeURIComponent(one.href || one.src))")
    folder = pages[0].parent.as_uri() + "/"
    for name, addresses in links.items():
        for address in addresses:
            file, _, place = address.removeprefix(folder).partition("#")
            expect(address.startswith(folder) and (pages[0].parent / file).is_file(), name, "leads nowhere:", address)
            if place and file in targets:
                expect(place in targets[file], name, "leads to no place:", address)
    expect(sum(map(len, links.values())) > 3000, "there are hardly any links")


def check_search(browser: Browser, pages: list[Path], cph: str) -> None:
    """On every page, and as the program does."""
    for page in pages:
        browser.open(page)
        found = browser.type("words", "subnet")
        expect(found[:1] == ["cph.api.list_subnets"], page.name, "finds first", found[:1])
    browser.press("words", "Enter")
    browser.wait_for("return location.hash === '#cph.api.list_subnets'", "the first page is not opened")
    for words in ASKED:
        found = browser.type("words", words)
        shown = subprocess.run([cph, "doc", "--search", words], capture_output=True, text=True, check=False).stdout
        # Two blanks end a name.
        expected = [line.split("  ")[0] for line in shown.splitlines()]
        expect(found == expected, repr(words), "finds", found[:3], "and not", expected[:3])


def check_keys(browser: Browser, page: Path) -> None:
    """A slash begins a search, arrows walk through what is found, Escape leaves."""
    browser.open(page)
    browser.press(None, "/")
    expect(browser.run("return document.activeElement.id") == "words", "a slash does not lead to the search")
    browser.type("words", "plan")
    browser.press(None, "ArrowDown", "ArrowDown")
    focused = "return [...document.querySelectorAll('#found a')].indexOf(document.activeElement)"
    expect(browser.run(focused) == 1, "arrows do not walk through what is found")
    browser.press(None, "Escape")
    expect(browser.run("return document.getElementById('results').hidden"), "Escape does not close what is found")


def check_copying(browser: Browser, page: Path) -> None:
    browser.open(page)
    texts = browser.run("return [...document.querySelectorAll('.code code')].map(one => one.textContent)")
    expect(len(texts) > 2, page.name, "has hardly any code")
    for number, text in enumerate(texts):
        copied = browser.copy(number)
        expect(copied == text + "\n", page.name, "copies", repr(copied), "of", repr(text))


def check_without_scripts(browser: Browser, page: Path) -> None:
    """A page is complete, and the list of contents unfolds on a phone."""
    with browser.without_scripts():
        browser.set(390, 844, "light")
        browser.open(page)
        shown = browser.visible("search", "contents", "text")
        expect(shown == [False, False, True], page.name, "shows without scripts", shown)
        browser.open(page, "contents")
        expect(browser.visible("contents") == [True], page.name, "does not unfold its contents")


def check_print(browser: Browser, page: Path) -> None:
    browser.open(page)
    with browser.media("print"):
        shown = browser.visible("contents", "search", "text")
        expect(shown == [False, False, True], page.name, "prints", shown)
    expect(browser.pdf().startswith(b"%PDF"), page.name, "cannot be printed")


def check_pictures(browser: Browser, folder: Path, kept: Path, seen: Path, update: bool) -> None:
    seen.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES.items():
        for scheme in SCHEMES:
            browser.set(width, height, scheme)
            for name in SEEN:
                browser.open(folder / name)
                picture = f"{name.removesuffix('.html')}-{width}-{scheme}.png"
                difference = compare(browser.screenshot(), kept / picture, seen / picture, update)
                expect(difference is None, picture, difference)


def main() -> None:
    cph, folder, update = sys.argv[1], Path(sys.argv[2]).resolve(), "--update" in sys.argv[3:]
    site = sorted(page for page in folder.glob("*.html") if page.name not in REPORTS)
    reports = [folder / name for name in REPORTS]
    some = [folder / name for name in SEEN[:3]]
    with Browser() as browser:
        with saying(f"{len(site)} pages of the site and {len(reports)} reports, at three widths in two schemes"):
            check_layout(browser, site + reports)
        browser.set(1440, 900, "light")
        with saying("links"):
            check_links(browser, site)
        with saying("search"):
            check_search(browser, site, cph)
            check_keys(browser, some[0])
        with saying("copying, printing, and without scripts"):
            check_copying(browser, some[1])
            for page in some:
                check_print(browser, page)
            check_without_scripts(browser, some[1])
        with saying("pictures"):
            check_pictures(browser, folder, Path("Tests/Pictures"), folder / "seen", update)
    if failures:
        sys.exit(f"pages: {len(failures)} failures; what was seen is in {folder}/seen")


main()
