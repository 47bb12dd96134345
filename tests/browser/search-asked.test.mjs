// The search before it is asked for, where there is little room, without scripts, and by another name.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";

const TELEPHONE = { width: 390, height: 844 };

const isOfSearch = (address) => /\/search\/|\/search-all\./.test(address);

/** Addresses of the search that a page asks for from now on. */
function asked(page) {
  const found = [];
  page.on("request", (request) => isOfSearch(request.url()) && found.push(request.url()));
  return found;
}

const overflow = (page) => page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);

/** Whether an element lies within the width of the screen. */
const fits = (page, selector) =>
  page.$eval(selector, function (element) {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && left >= 0 && right <= innerWidth;
  });

combinations(
  (read) => {
    test("nothing of the search is loaded before a reader asks", () =>
      read({}, async (page) => {
        const found = asked(page);
        await page.visit("threats/ransomware.html");
        await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
        assert.deepEqual(found, []);
        await dialog.open(page);
        await dialog.type(page, "身代金");
        for (const part of ["/search-all.", "/search/root.js", "/search/t-"]) assert.ok(found.some((address) => address.includes(part)), part);
      }));
  },
  { ways: ["http"] },
);

combinations(
  (read, { browser }) => {
    test("on a telephone a result is found, narrowed down and opened by touch", () =>
      read(TELEPHONE, async (page) => {
        await page.visit("index.html");
        await page.click("button[data-search-open]");
        await page.waitForSelector("#search-dialog[open]");
        await dialog.type(page, "バックアップ");
        assert.equal(await overflow(page), 0);
        for (const part of ["#search-input", "#search-status", "#search-filters select", "#search-results .result"]) assert.ok(await fits(page, part), part);
        const kind = await page.$eval("#search-filters [name=kind]", (select) => select.options[1].value);
        const before = await page.$eval("#search-results", (list) => Number(list.dataset.total));
        await page.select("#search-filters [name=kind]", kind);
        await page.waitForFunction((before) => Number(document.getElementById("search-results").dataset.total) < before, {}, before);
        await dialog.follow(page, () => page.click("#search-results .result > a"));
        assert.notEqual(page.place(), "index.html");
      }));

    test("a term is found by another name of it, which is said", () =>
      read({}, async (page) => {
        for (const typed of ["シーサート", "computer security incident response team"]) {
          await page.visit("index.html");
          await dialog.open(page);
          await dialog.type(page, typed);
          const said = `CSIRT（${typed}）としても検索しました。`;
          await page.waitForFunction((said) => document.getElementById("search-status").textContent.includes(said), {}, said);
        }
      }));

    // Firefox has no command for this in WebDriver BiDi.
    if (browser === "chromium")
      test("without scripts the search leads to all pages in the order of the kana table", () =>
        read({ ...TELEPHONE, javascript: false }, async (page) => {
          await page.visit("index.html");
          const follow = (selector) => Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click(selector)]);
          await follow("header a.tool-search");
          assert.equal(page.place(), "search.html");
          await follow('noscript a[href="kana.html"]');
          assert.equal(await overflow(page), 0);
          await follow('main a[href="threats/ransomware.html"]');
          assert.match(await page.title(), /ランサムウェア/);
        }));
  },
  { ways: ["file"] },
);
