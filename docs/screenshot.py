"""Takes the README's picture: opens the real pages, asks, opens a source, and writes `docs/chat.png`.

    python docs/screenshot.py [--library DIR] [--address URL] [--question "…"] [--output docs/chat.png]

Without `--address` it starts `app.py` on a free port itself. Needs Chromium (`--chromium PATH`) and the extra `test`.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SIZE = {"width": 1280, "height": 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LONGEST_WAIT_MS = 60_000


def main() -> int:
    options = _parser().parse_args()
    with _address(options) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE, color_scheme=options.scheme, device_scale_factor=options.scale)
        page.goto(address)
        _ask_and_open(page, options.question)
        page.screenshot(path=options.output)
        browser.close()
    return 0


def _ask_and_open(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn-answered").wait_for(timeout=LONGEST_WAIT_MS)
    page.locator(".answer a.cite").first.click()
    page.locator("#passage").wait_for()
    page.wait_for_timeout(500)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Takes the README's picture of the chat.")
    parser.add_argument("--library", default=str(ROOT / "library"))
    parser.add_argument("--address", help="pages that are open already")
    parser.add_argument("--question", default="What is hemifacial spasm and how is it treated?")
    parser.add_argument("--output", default=str(ROOT / "docs" / "chat.png"))
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels to a CSS pixel")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    return parser


@contextmanager
def _address(options: argparse.Namespace) -> Iterator[str]:
    if options.address:
        yield options.address
        return
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", "--library", options.library]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as app:  # noqa: S603 our own command
        found = next((m for line in app.stdout or () if (m := re.search(r"http://\S+", line))), None)
        if found is None:
            raise SystemExit("The pages did not open; see above.")
        yield found[0]
        app.terminate()


if __name__ == "__main__":
    sys.exit(main())
