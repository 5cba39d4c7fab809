"""The hubs in a real browser: filters by mouse, keyboard, address and without scripts, and that all of it fits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import samples
from conftest import DESKTOP, PHONE, site_of, watch, watched
from test_hubs import acted, actor, brief, days, rainy, storm

from generator.model import Section

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")

pytestmark = pytest.mark.browser

ODD = 'Łódź & "co" #1 <i>'
LONG = "Donaudampfschifffahrtsgesellschaft" * 4
HUBS = ["index.html", "briefs/index.html", "actors/index.html", "timeline.html", "sources.html"]
BELOW = ["actors/ann-lind.html", "actors/script-alert-1-script-7-7-raw-b-i-c-toc-toc-x-javascript-ale.html",
         "timeline/2023.html", "timeline/2024.html", "timeline/2024-05.html"]  # fmt: skip


@pytest.fixture(scope="module")
def hubs_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site of three storms (2022, 2023, 2024), a calm without date or tag, and texts hard to show."""
    storms = [
        storm(1, published="2022-05-01", tags=("storms",)),
        storm(2, published="2023-05-01", tags=("storms", ODD)),
        storm(3, published="2024-05-01", tags=("north",)),
    ]
    calm = acted(brief("calm", (Section.SUMMARY, "Number 3 slept", {})), actor("Number 3"))
    arabic = brief("arabic", (Section.SUMMARY, "هطلت أمطار غزيرة", {}), title="أمطار في المدينة", language="ar")
    long = acted(brief("long", (Section.SUMMARY, LONG, {}), title=LONG, publisher=LONG), actor(LONG))
    crowd = rainy("2023-12", "2024", *days(2024, 150))
    folder = tmp_path_factory.mktemp("hubs")
    with site_of(folder, *storms, calm, arabic, long, crowd, samples.hostile()) as url:
        yield url


@pytest.fixture
def page(browser: playwright.Browser, hubs_url: str) -> Iterator[playwright.Page]:
    with watched(browser, hubs_url) as opened:
        yield opened


def listed(page: playwright.Page) -> list[str]:
    """Titles of the briefs that are shown."""
    return [title.lower() for title in page.locator(".list li:visible .what > a").all_inner_texts()]


def test_filters_combine_and_say_how_many_are_left(page: playwright.Page) -> None:
    page.goto("briefs/index.html")
    assert len(listed(page)) == 8
    status = page.get_by_role("status")
    playwright.expect(status).to_have_text("")
    page.get_by_label("Actor").select_option("ann-lind")
    assert listed(page) == ["storm-3", "storm-2", "storm-1"]
    playwright.expect(status).to_have_text("3 of 8 briefs")
    playwright.expect(page.locator("h2:visible")).to_have_text(["2024", "2023", "2022"])
    page.get_by_label("Tag").select_option("storms")
    assert listed(page) == ["storm-2", "storm-1"]
    page.get_by_label("Year").select_option("2022")
    assert listed(page) == ["storm-1"]
    playwright.expect(page.locator("h2:visible")).to_have_text(["2022"])
    page.get_by_role("button", name="Show all").click()
    assert len(listed(page)) == 8
    playwright.expect(status).to_have_text("8 of 8 briefs")
    playwright.expect(page.get_by_label("Actor")).to_be_focused()
    assert page.url.endswith("briefs/index.html")


def test_each_choice_says_what_it_would_leave(page: playwright.Page) -> None:
    page.goto("briefs/index.html#tag=storms")
    years = page.get_by_label("Year").locator("option")
    playwright.expect(years.filter(has_text="2023")).to_have_text("2023 (1)")
    playwright.expect(years.filter(has_text="2024")).to_have_text("2024 (0)")
    assert years.filter(has_text="2024").evaluate("option => option.disabled")
    playwright.expect(page.get_by_label("Tag").locator("option:checked")).to_have_text("storms (2)")


def test_a_filtered_list_has_an_address_and_the_back_button_works(page: playwright.Page) -> None:
    page.goto("briefs/index.html")
    page.get_by_label("Tag").select_option(ODD)
    page.get_by_label("Year").select_option("2023")
    address = page.url
    page.go_back()
    assert page.get_by_label("Year").input_value() == ""
    assert page.get_by_label("Tag").input_value() == ODD
    page.go_back()
    assert len(listed(page)) == 8
    page.go_forward()
    assert listed(page) == ["storm-2"]
    page.goto("about:blank")
    page.goto(address)
    assert listed(page) == ["storm-2"]
    assert page.get_by_label("Tag").input_value() == ODD


def test_where_nothing_matches_the_page_says_so(page: playwright.Page) -> None:
    page.goto("briefs/index.html#tag=north&year=2022")
    assert listed(page) == []
    playwright.expect(page.get_by_role("status")).to_have_text("No brief matches all of these. Take one away.")
    page.get_by_label("Year").select_option("")
    assert listed(page) == ["storm-3"]


def test_what_the_address_asks_for_in_vain_is_passed_over(page: playwright.Page) -> None:
    page.goto("briefs/index.html#actor=nobody&year=&x=%")
    assert len(listed(page)) == 8


def test_tags_and_actor_pages_lead_to_filtered_lists(page: playwright.Page) -> None:
    def follow(link: str, found: int) -> list[str]:
        page.get_by_role("link", name=link, exact=True).click()
        playwright.expect(page.locator(".filters p")).to_contain_text(f"{found} of 8 briefs")
        return listed(page)

    page.goto("index.html")
    assert follow(ODD, 1) == ["storm-2"]
    assert follow("storms", 2) == ["storm-2", "storm-1"]
    page.goto("actors/ann-lind.html")
    assert follow("All 3 briefs with Ann Lind, to filter further", 3) == ["storm-3", "storm-2", "storm-1"]


def test_filters_by_keyboard(page: playwright.Page) -> None:
    page.goto("briefs/index.html")
    page.get_by_label("Actor").focus()
    page.keyboard.type("Ann")
    assert listed(page) == ["storm-3", "storm-2", "storm-1"]
    for _ in range(3):
        page.keyboard.press("Tab")
    playwright.expect(page.get_by_role("button", name="Show all")).to_be_focused()
    page.keyboard.press("Enter")
    assert len(listed(page)) == 8


def test_without_scripts_all_is_listed_and_nothing_can_be_filtered(browser: playwright.Browser, hubs_url: str) -> None:
    context = browser.new_context(base_url=hubs_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("briefs/index.html#tag=north")
    assert len(listed(page)) == 8
    playwright.expect(page.locator("form.filters")).to_be_hidden()
    context.close()


def test_filters_stay_quick_with_two_thousand_briefs(browser: playwright.Browser, hubs_url: str) -> None:
    """What a choice costs grows with the list: in all, no more than a few looks at each brief per filter."""
    page = browser.new_page(base_url=hubs_url)
    page.goto("briefs/index.html")
    looks = page.evaluate(
        """async () => {
            const list = document.querySelector(".list");
            const item = list.querySelector("li");
            for (let n = 0; n < 2000; n++) list.append(item.cloneNode(true));
            let looks = 0;
            const includes = Array.prototype.includes;
            Array.prototype.includes = function (...value) { looks++; return includes.apply(this, value); };
            const script = document.createElement("script");
            script.src = "../assets/hubs.js";
            await new Promise((done) => { script.onload = done; document.body.append(script); });
            const year = document.querySelector("select[name=year]");
            year.value = "2024";
            year.dispatchEvent(new Event("change", { bubbles: true }));
            Array.prototype.includes = includes;
            return looks;
        }"""
    )
    assert looks < 2008 * 3 * 3 * 4
    page.close()


def test_from_the_timeline_to_the_sentence_in_two_clicks(page: playwright.Page) -> None:
    page.goto("timeline.html")
    page.get_by_role("link", name="2024 152 events").click()
    page.locator(".tiles").get_by_role("link", name="May").click()
    playwright.expect(page.locator("h1")).to_have_text("Timeline: May 2024")
    page.locator(".timeline a.mark").first.click()
    page.wait_for_url("**/briefs/rain/index.html#note-*")
    playwright.expect(page.locator(".notes > li:target")).to_be_in_viewport()
    page.locator(".notes > li:target a.to-source").click()
    playwright.expect(page.locator(".sentence:target")).to_have_text("1It rained1")


def test_years_and_months_are_turned_like_pages(page: playwright.Page) -> None:
    page.goto("timeline/2023.html")
    page.get_by_role("link", name="2024", exact=False).last.click()
    playwright.expect(page.locator("h1")).to_have_text("Timeline: 2024")
    page.goto("timeline/2024-02.html")
    page.get_by_role("link", name="March 2024").click()
    playwright.expect(page.locator("h1")).to_have_text("Timeline: March 2024")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="2024").click()
    playwright.expect(page.locator("h1")).to_have_text("Timeline: 2024")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_hubs_and_the_pages_below_them_fit(
    browser: playwright.Browser, hubs_url: str, viewport: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=hubs_url)
    page = context.new_page()
    faults = watch(page, hubs_url)
    for path in HUBS + BELOW:
        assert page.goto(path).ok, path
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
        if path in BELOW:
            playwright.expect(page.get_by_role("navigation", name="Breadcrumb")).to_be_visible()
    assert faults == []
    context.close()


def test_a_right_to_left_title_begins_at_the_right(page: playwright.Page) -> None:
    page.goto("index.html")
    title = page.locator(".card h3 a", has_text="أمطار")
    assert title.get_attribute("lang") == "ar"
    assert title.evaluate("a => getComputedStyle(a).direction") == "rtl"


def test_a_mark_on_a_card_is_not_covered_by_the_link_of_the_card(page: playwright.Page) -> None:
    page.goto("index.html")
    page.locator(".card", has_text="Storm-3").locator("a.mark").click()
    page.wait_for_url("**/briefs/storm-3/index.html#note-1")
    page.goto("index.html")
    page.locator(".card", has_text="Storm-3").click(position={"x": 8, "y": 40})
    page.wait_for_url("**/briefs/storm-3/index.html")
