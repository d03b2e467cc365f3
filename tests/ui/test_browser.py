"""The pages in a real headless Chromium, over loopback, with a fake chatbot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, ViewportSize, expect, sync_playwright

from tests.ui.fakes import HOSTILE, OVERVIEW, TRAP, FakeChatbot, answer_about_faces
from tests.ui.serving import CHROMIUM, CHROMIUM_ARGUMENTS, Site, served
from ui.texts import texts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason=f"no Chromium at {CHROMIUM}: install it to drive the pages"
    ),
]
FIRST = answer_about_faces("?").citations[0]


WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}


class Visit:
    """One page, with everything it asked of the network, every dialog it opened and every error it met.

    Loading the chat is the slow part, so the tests share a page and begin anew with Clear.
    """

    def __init__(self, browser: Browser, site: Site) -> None:
        self.page = browser.new_context(base_url=site.address).new_page()
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.problems: list[str] = []
        self.page.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self.dismiss)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on(
            "console", lambda said: self.problems.append(said.text) if said.type == "error" else None
        )

    def begin(self, size: ViewportSize) -> None:
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme="light")
        if urlsplit(self.page.url).path != "/":
            self.page.goto("/")
        expect(self.box).to_be_visible(timeout=15_000)
        self.page.keyboard.press("Escape")
        self.box.fill("")
        self.page.get_by_role("button", name="Clear").click()
        expect(self.page.locator(".turn, .note")).to_have_count(0, timeout=15_000)
        for noted in (self.requests, self.dialogs, self.problems):
            noted.clear()

    def dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Your question")

    def ask(self, question: str, answered: int = 1) -> None:
        self.box.fill(question)
        self.page.get_by_role("button", name="Ask", exact=True).click()
        expect(self.page.locator(".turn-answered")).to_have_count(answered, timeout=10_000)

    def strangers(self) -> list[str]:
        """Requests that left this machine."""
        return [
            url
            for url in self.requests
            if urlsplit(url).hostname != "127.0.0.1" and not url.startswith("data:")
        ]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with served(FakeChatbot()) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def shared(browser: Browser, site: Site) -> Visit:
    return Visit(browser, site)


@pytest.fixture
def visit(shared: Visit) -> Visit:
    shared.begin(WIDE)
    return shared


@pytest.fixture
def phone(shared: Visit) -> Visit:
    shared.begin(NARROW)
    return shared


def panel(page: Page) -> Locator:
    return page.locator("#source-panel")


def test_asking_streams_an_answer_and_lists_its_sources(visit: Visit) -> None:
    visit.box.fill("a slow question")
    visit.box.press("Enter")
    expect(visit.page.locator(".waiting")).to_be_visible()
    expect(visit.page.locator(".turn-asked .answer")).to_contain_text("Hemifacial spasm", timeout=8_000)
    expect(visit.page.get_by_role("button", name="Stop")).to_be_visible()
    expect(visit.page.locator(".turn-answered .sources li")).to_have_count(3, timeout=10_000)
    expect(visit.page.get_by_role("button", name="Stop")).to_be_hidden()
    assert visit.box.input_value() == ""


def test_choosing_a_number_opens_its_source_with_the_words_marked_and_in_view(visit: Visit) -> None:
    visit.ask("What is it?")
    visit.page.locator(".answer a.cite").nth(1).click()
    mark = panel(visit.page).locator("mark")
    expect(mark).to_have_text("See a doctor when a twitch lasts longer than two weeks.")
    expect(mark).to_be_in_viewport()
    expect(panel(visit.page)).to_contain_text("Source 2")
    expect(panel(visit.page)).to_contain_text("National Institute of Faces")


def test_each_answers_numbers_open_its_own_sources(visit: Visit) -> None:
    visit.ask("What is it?")
    visit.ask("trap", answered=2)
    visit.page.locator("#turn-2 a.cite").click()
    expect(panel(visit.page).locator("#source-title")).to_contain_text("Trap")
    visit.page.locator("#turn-1 .answer a.cite").first.click()
    expect(panel(visit.page).locator("mark")).to_have_text(FIRST.quote)
    expect(visit.page.locator("a.cite.chosen")).to_have_count(1)


def test_the_standing_banner_stays_in_view_while_the_conversation_grows(visit: Visit) -> None:
    visit.ask("What is it?")
    visit.ask("And then?", answered=2)
    visit.ask("And then?", answered=3)
    expect(visit.page.get_by_role("note")).to_be_in_viewport(ratio=1)
    expect(visit.page.locator("#turn-3 .question")).to_be_in_viewport(ratio=1)


def test_a_follow_up_is_answered_with_the_turns_before_it(visit: Visit, site: Site) -> None:
    visit.ask("What is it?")
    visit.ask("How long does it last?", answered=2)
    assert site.chatbot.asked[-1]["question"] == "How long does it last?"
    assert [speaker for speaker, _ in site.chatbot.asked[-1]["history"]] == ["user", "assistant"]


def test_clearing_empties_the_conversation_and_the_panel(visit: Visit, site: Site) -> None:
    visit.ask("What is it?")
    visit.page.locator(".answer a.cite").first.click()
    expect(panel(visit.page).locator("mark")).to_be_visible()
    visit.box.fill("half a question")
    visit.page.get_by_role("button", name="Clear").click()
    expect(visit.box).to_have_value("")
    expect(visit.page.locator(".turn")).to_have_count(0)
    expect(panel(visit.page)).to_be_hidden()
    assert panel(visit.page).locator("mark").count() == 0
    expect(visit.page.get_by_role("button", name=texts().examples[0])).to_be_visible()
    visit.ask("What is it?")
    assert site.chatbot.asked[-1]["history"] == []


def test_stopping_keeps_what_was_said_and_takes_the_next_question(visit: Visit) -> None:
    visit.box.fill("a slow question")
    visit.box.press("Enter")
    expect(visit.page.locator(".turn-asked .answer")).to_be_visible(timeout=8_000)
    visit.page.get_by_role("button", name="Stop").click()
    expect(visit.page.locator(".turn-stopped")).to_contain_text(texts().stopped)
    visit.ask("What is it?")
    expect(visit.page.locator(".turn-stopped")).to_have_count(1)


def test_a_failure_is_one_calm_sentence_and_the_question_is_back_in_the_box(visit: Visit) -> None:
    visit.ask("What is it?")
    visit.box.fill("this fails")
    visit.box.press("Enter")
    expect(visit.page.locator(".turn-failed")).to_contain_text(texts().failed)
    expect(visit.box).to_have_value("this fails")
    expect(visit.page.locator(".turn-answered")).to_have_count(1)


def test_a_blank_question_asks_nothing(visit: Visit, site: Site) -> None:
    before = len(site.chatbot.asked)
    visit.page.get_by_role("button", name="Ask", exact=True).click()
    expect(visit.page.locator(".note")).to_have_text(texts().blank)
    assert len(site.chatbot.asked) == before


def test_an_example_is_asked_by_choosing_it(visit: Visit) -> None:
    visit.page.get_by_role("button", name=texts().examples[0]).click()
    expect(visit.page.locator(".question")).to_contain_text(texts().examples[0])
    expect(visit.page.get_by_role("button", name=texts().examples[1])).to_be_hidden()


def test_the_keyboard_alone_reaches_a_source_and_comes_back(visit: Visit) -> None:
    page = visit.page
    visit.box.focus()
    page.keyboard.type("What is it?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn-answered")).to_have_count(1)
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if "cite" in (page.evaluate("document.activeElement.className") or ""):
            break
    address = page.evaluate("document.activeElement.dataset.panel")
    page.keyboard.press("Enter")
    expect(panel(page).locator("#source-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.panel") == address


def test_on_a_phone_nothing_scrolls_sideways_and_the_source_covers_the_page(phone: Visit) -> None:
    page = phone.page
    phone.ask("trap " + "w" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".answer a.cite").first.click()
    expect(panel(page).locator("#source-title")).to_be_focused()
    assert panel(page).bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert page.evaluate("document.querySelector('gradio-app').inert") is True
    panel(page).get_by_role("button", name="Close").click()
    expect(panel(page)).to_be_hidden()
    assert page.evaluate("document.querySelector('gradio-app').inert") is False
    page.goto("/library")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_the_action_is_in_view_before_anything_else(phone: Visit) -> None:
    phone.ask("What is it?")
    phone.ask("my baby went blue", answered=2)
    action = phone.page.locator(".action-emergency")
    expect(action).to_be_in_viewport(ratio=1)
    expect(action).to_have_text("Call your emergency number now.")


def test_a_hostile_document_loads_nothing_and_runs_nothing(visit: Visit) -> None:
    page = visit.page
    visit.ask(f"trap {HOSTILE}")
    for number in range(page.locator("a[data-panel]").count()):
        page.locator("a[data-panel]").nth(number).click()
        expect(panel(page).locator("mark")).to_contain_text("alert(1)")
    page.goto("/library")
    page.goto("/library/trap")
    expect(page.get_by_text("Before. <img").first).to_be_visible()
    assert visit.strangers() == []
    assert visit.dialogs == []
    assert visit.problems == []
    assert page.locator("main img, main form, main iframe, main script, main svg").count() == 0


def test_even_html_that_slipped_through_could_not_run_or_load(visit: Visit, site: Site) -> None:
    """The policy is the second lock: it holds where escaping would have failed."""
    page = visit.page.context.new_page()
    page.on("dialog", visit.dismiss)
    page.goto("/")
    expect(page.locator(".conversation")).to_be_visible(timeout=15_000)
    page.evaluate(
        """() => { document.querySelector('.conversation').innerHTML =
        '<img src="http://evil.example/x.png" onerror="alert(1)"><form action="http://evil.example"></form>' +
        '<a id="js" href="javascript:alert(2)">x</a>';
        document.querySelector('#js').click(); document.querySelector('form').submit(); }"""
    )
    page.wait_for_timeout(300)
    assert visit.dialogs == []
    assert page.url == f"{site.address}/"
    page.close()


def test_everything_has_a_name_and_a_place_for_a_screen_reader(visit: Visit) -> None:
    page = visit.page
    visit.ask("What is it?")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    expect(page.get_by_role("link", name="Source 1: Hemifacial spasm: an overview")).to_have_count(2)
    expect(page.get_by_role("note")).to_have_text(texts().banner)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, textarea, input')].filter(e => e.offsetParent &&
        !(e.getAttribute('aria-label') || e.innerText.trim() || (e.labels && e.labels.length))).map(e => e.outerHTML)"""
    )
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_by_day_and_by_night(
    visit: Visit, scheme: Literal["light", "dark"]
) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.ask("my baby went blue")
    visit.ask("What is it?", answered=2)
    visit.page.locator("#turn-2 a.cite").first.click()
    expect(panel(visit.page).locator("mark")).to_be_visible()
    assert visit.page.evaluate(Path(__file__).with_name("contrast.js").read_text()) == []


def test_text_is_never_small_and_targets_are_never_tiny(visit: Visit) -> None:
    visit.ask("What is it?")
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('p, li, button, textarea, .question, .about span, nav a, label span')]
        .filter(e => e.offsetParent && e.innerText && !e.closest('.badge, .hidden-text'))
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []
    tiny = visit.page.evaluate(
        """() => [...document.querySelectorAll('a, button, textarea')].filter(e => e.offsetParent)
        .filter(e => { const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24; })
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert tiny == []


def test_nothing_of_the_conversation_is_kept_in_the_browser(visit: Visit) -> None:
    visit.ask("What is it?")
    kept = visit.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie")
    assert "What is it" not in kept
    assert visit.page.evaluate("indexedDB.databases()") == []
    visit.page.reload()
    expect(visit.box).to_be_visible(timeout=15_000)
    assert visit.page.locator(".turn").count() == 0


def test_gradios_own_chrome_is_not_shown(visit: Visit) -> None:
    text = visit.page.locator("body").inner_text()
    assert not re.search(r"gradio|use via api|settings|share|flag", text, re.IGNORECASE)
    assert visit.page.title() == "Seventh"


def test_copying_gives_the_answer_with_its_numbered_sources(visit: Visit) -> None:
    visit.ask("What is it?")
    visit.page.get_by_role("button", name="Copy answer").click()
    expect(visit.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert f"{FIRST.quote} [1]" in copied
    assert "[3] Living with a twitching face" in copied


def test_a_source_opens_as_a_page_of_its_own_without_the_script(visit: Visit) -> None:
    visit.ask("What is it?")
    address = visit.page.locator(".answer a.cite").first.get_attribute("href")
    assert address is not None
    visit.page.goto(address)
    expect(visit.page.locator("mark")).to_have_text(FIRST.quote)
    expect(visit.page.locator("mark")).to_be_in_viewport()


def test_the_library_leads_to_each_document_as_stored(visit: Visit) -> None:
    visit.page.get_by_role("link", name="Library").click()
    visit.page.get_by_role("link", name=OVERVIEW.title).click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(OVERVIEW.title)
    assert TRAP.title not in visit.page.locator("main").inner_text()
