"""Debian's Chromium, without a window."""

import base64
from contextlib import contextmanager
from pathlib import Path

import axe_core_python
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
KEYS = {"Enter": Keys.ENTER, "ArrowDown": Keys.ARROW_DOWN, "Escape": Keys.ESCAPE}


class Browser:
    def __init__(self) -> None:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        # It works as root, in a container too; and draws the same on every machine.
        for name in ["headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars",
                     "disable-lcd-text", "font-render-hinting=none", "force-color-profile=srgb"]:
            options.add_argument(f"--{name}")
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(120)
        self.scheme = "light"

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.driver.quit()

    def command(self, name: str, **arguments: object) -> dict:
        return self.driver.execute_cdp_cmd(name, arguments)

    def set(self, width: int, height: int, scheme: str) -> None:
        self.scheme = scheme
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                     mobile=width < 600)
        self.command("Emulation.setEmulatedMedia", media="", features=[
            {"name": "prefers-color-scheme", "value": scheme}])

    def open(self, page: Path, place: str = "") -> None:
        # Of the same file only the place would change.
        self.driver.get("about:blank")
        self.driver.get(page.as_uri() + (f"#{place}" if place else ""))

    def run(self, script: str) -> object:
        return self.driver.execute_script(script)

    def messages(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def accessibility_problems(self) -> list[str]:
        self.driver.execute_script(AXE)
        result = self.driver.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
        return [f"{problem['id']}: {problem['help']}, as in {problem['nodes'][0]['html'][:200]}"
                for problem in result["violations"]]

    # What somebody does

    def type(self, field: str, text: str) -> list[str]:
        """Types into an empty field and returns the names that are found."""
        element = self.driver.find_element(By.ID, field)
        self.run(f"document.getElementById('{field}').value = ''")
        element.send_keys(text)
        return self.run("return [...document.querySelectorAll('#found a')].map(one => one.firstChild.textContent)")

    def press(self, field: str | None, *names: str) -> None:
        """Presses keys in a field, or where the focus is."""
        for name in names:
            if field:
                self.driver.find_element(By.ID, field).send_keys(KEYS.get(name, name))
            else:
                ActionChains(self.driver).send_keys(KEYS.get(name, name)).perform()

    def wait_for(self, script: str, failure: str) -> None:
        WebDriverWait(self.driver, 10).until(lambda _: self.run(script), failure)

    def copy(self, number: int) -> str:
        """Clicks the button of a piece of code, and returns what is in the clipboard then."""
        self.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        button = self.driver.find_elements(By.CSS_SELECTOR, ".code button")[number]
        ActionChains(self.driver).move_to_element(button).click().perform()
        self.wait_for(f"return document.querySelectorAll('.code button')[{number}].textContent === 'Copied'",
                      "nothing was copied")
        return self.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")

    def visible(self, *names: str) -> list[bool]:
        return [self.driver.find_element(By.ID, name).is_displayed() for name in names]

    # How it is seen

    @contextmanager
    def without_scripts(self):
        self.command("Emulation.setScriptExecutionDisabled", value=True)
        yield
        self.command("Emulation.setScriptExecutionDisabled", value=False)

    @contextmanager
    def media(self, name: str):
        self.command("Emulation.setEmulatedMedia", media=name)
        yield
        self.command("Emulation.setEmulatedMedia", media="", features=[
            {"name": "prefers-color-scheme", "value": self.scheme}])

    def pdf(self) -> bytes:
        return base64.b64decode(self.command("Page.printToPDF")["data"])

    def screenshot(self) -> bytes:
        return self.driver.get_screenshot_as_png()
