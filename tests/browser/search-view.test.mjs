// What a reader sees and hears while searching, and what the keyboard does.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";

const total = (page) => page.$eval("#search-results", (list) => Number(list.dataset.total));
const status = (page) => page.$eval("#search-status", (element) => element.textContent);
const active = (page) => page.$eval("#search-input", (input) => input.getAttribute("aria-activedescendant"));
const done = (page) => page.waitForSelector('#search-results[data-state="done"]');

async function openAndType(page, query) {
  await page.visit("index.html");
  await dialog.open(page);
  await dialog.type(page, query);
  await done(page);
}

/** Puts a text into the field as an input method does while it composes. */
function compose(page, text, isComposing) {
  return page.$eval(
    "#search-input",
    (input, text, isComposing) => {
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing }));
    },
    text,
    isComposing,
  );
}

// Runs inside the page: types in one frame, and looks in the next.
function firstAfterFrame(text, isComposing) {
  const input = document.getElementById("search-input");
  const frame = () => new Promise(requestAnimationFrame);
  return frame().then(function () {
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing }));
    return frame().then(() => document.querySelector("#search-results .result-page").textContent);
  });
}

combinations(
  (read) => {
    test("results stand by page, with section, place, kind and marked words", () =>
      read({}, async (page) => {
        await openAndType(page, "ランサムウェア");
        const shown = await page.$$eval("#search-results .result-page", (pages) =>
          pages.map((one) => ({
            title: one.querySelector(".result-title").textContent,
            kind: one.querySelector(".badge")?.textContent,
            crumbs: one.querySelector(".result-crumbs")?.textContent,
            marks: one.querySelectorAll("mark").length,
          })),
        );
        assert.ok(shown.length > 2);
        assert.ok(shown.some(({ kind }) => kind === "用語"), "a badge names the kind");
        assert.ok(shown.some(({ crumbs }) => crumbs?.length > 0), "a breadcrumb says where");
        // Those that are on the screen.
        for (const { title, marks } of shown.slice(0, 3)) assert.ok(marks > 0, `${title} has marked words`);
        assert.equal(new Set(shown.map(({ title }) => title)).size, shown.length, "a page stands once");
      }));

    test("a screen reader hears how many there are", () =>
      read({}, async (page) => {
        await openAndType(page, "ランサムウェア");
        assert.ok((await status(page)).includes(String(await total(page))));
        assert.equal(await page.$eval("#search-status", (element) => element.getAttribute("role")), "status");
      }));

    test("filters count and narrow down", () =>
      read({}, async (page) => {
        await openAndType(page, "バックアップ");
        const all = await total(page);
        for (const name of ["kind", "audience", "tag"]) {
          const option = await page.$eval(`#search-filters [name=${name}]`, (select) => ({ value: select.options[1].value, text: select.options[1].textContent }));
          await page.select(`#search-filters [name=${name}]`, option.value);
          const count = Number(/\((\d+)\)$/.exec(option.text)[1]);
          await page.waitForFunction((count) => Number(document.getElementById("search-results").dataset.total) === count, {}, count);
          assert.ok(count < all, `${option.text} of ${all}`);
          await page.select(`#search-filters [name=${name}]`, "");
          await page.waitForFunction((count) => Number(document.getElementById("search-results").dataset.total) === count, {}, all);
        }
      }));

    test("a filter that is chosen leaves those of the others that are among its results", () =>
      read({}, async (page) => {
        await openAndType(page, "バックアップ");
        const tag = await page.$eval("#search-filters [name=tag]", (select) => select.options[1].value);
        await page.select("#search-filters [name=tag]", tag);
        await page.waitForFunction(() => document.querySelector("#search-filters [name=tag]").value !== "");
        const count = await total(page);
        const anyone = await page.$eval("#search-filters [name=audience]", (select) => select.options[0].textContent);
        assert.ok(anyone.endsWith(`(${count})`), `${anyone} of ${count}`);
      }));

    test("a line divides what has all words from what has some", () =>
      read({}, async (page) => {
        await openAndType(page, "スマホ落とした");
        const divided = await page.$$eval("#search-results .result-page", (pages) => pages.map((one) => Boolean(one.querySelector(".result-divider"))));
        assert.equal(divided.filter(Boolean).length, 1);
        assert.ok(divided.indexOf(true) > 0);
        assert.equal(await page.$eval("#search-results", (list) => list.dataset.partial), "false");
      }));

    // A busy machine may take long for a frame; what is asked is that nothing but the files is waited for.
    for (const isComposing of [false, true]) {
      test(`once the files are there, a keystroke ${isComposing ? "of an input method " : ""}changes the list before the next frame`, () =>
        read({}, async (page) => {
          const first = () => page.$eval("#search-results .result-page", (one) => one.textContent);
          await openAndType(page, "復旧");
          const wanted = await first();
          await compose(page, "バックアップ", false);
          await page.waitForFunction((before) => document.querySelector("#search-results .result-page").textContent !== before, {}, wanted);
          await done(page);
          assert.equal(await page.evaluate(firstAfterFrame, "復旧", isComposing), wanted);
        }));
    }

    test("arrows, Home and End move through the results", () =>
      read({}, async (page) => {
        await openAndType(page, "バックアップ");
        const links = await page.$$eval("#search-results [role=option]", (options) => options.map((option) => option.id));
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), links[0]);
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), links[1]);
        await page.keyboard.press("End");
        assert.ok(links.indexOf(await active(page)) >= links.length - 1 || !links.includes(await active(page)));
        await page.keyboard.press("Home");
        assert.equal(await active(page), links[0]);
        await page.keyboard.press("ArrowUp");
        assert.equal(await active(page), null);
      }));

    test("results stay while a syllable is composed", () =>
      read({}, async (page) => {
        await openAndType(page, "情報");
        const before = await total(page);
        const states = [];
        for (const text of ["情報r", "情報ro", "情報ろ", "情報ろu", "情報ろう"]) {
          await compose(page, text, true);
          await done(page);
          states.push(await total(page));
        }
        assert.equal(states[0], before, "a letter of a kana to come is no word");
        assert.equal(states[1], before);
        assert.equal(states[3], states[2]);
        await compose(page, "情報漏えい", false);
        await page.waitForFunction(() => document.querySelector("#search-results mark")?.textContent.includes("情報漏"));
      }));

    test("where nothing is found it says what was searched and offers terms", () =>
      read({}, async (page) => {
        await page.visit("index.html");
        await dialog.open(page);
        await page.type("#search-input", "\"ランサムウエエア\"");
        await page.waitForSelector("#search-filters button");
        assert.ok((await status(page)).includes("ランサムウエエア"));
        const offered = await page.$$eval("#search-filters button", (buttons) => buttons.map((button) => button.textContent));
        assert.ok(offered.includes("ランサムウェア"), offered.join());
        await page.click("#search-filters button");
        await page.waitForSelector("#search-results .result");
      }));

    test("where only some words are found it says so", () =>
      read({}, async (page) => {
        await openAndType(page, "バックアップ 驫麤鬱");
        assert.equal(await page.$eval("#search-results", (list) => list.dataset.partial), "true");
        assert.match(await status(page), /すべての言葉を含むところはありません/);
      }));

    test("what was searched is offered again on that page", () =>
      read({}, async (page) => {
        await page.visit("search.html");
        await page.type("#page-search-input", "漏えい");
        await page.keyboard.press("Enter");
        await page.waitForSelector('#results[data-state="done"] .result');
        await page.visit("search.html");
        await page.waitForSelector("#page-search-filters button");
        const offered = await page.$$eval("#page-search-filters button", (buttons) => buttons.map((button) => button.textContent));
        assert.ok(offered.includes("漏えい"), offered.join());
      }));

    test("the words are marked on the page that a result leads to", () =>
      read({}, async (page) => {
        await openAndType(page, "身代金");
        await dialog.follow(page, () => page.keyboard.press("Enter"));
        const marked = () => (CSS.highlights?.get("tebiki-search")?.size ?? 0) + document.querySelectorAll("main mark").length;
        await page.waitForFunction(marked);
        assert.ok((await page.evaluate(marked)) > 0);
        assert.ok(!page.url().includes("highlight"), page.url());
      }));

    test("a filter alone lists its pages", () =>
      read({}, async (page) => {
        await openAndType(page, "kind:flow");
        assert.ok((await total(page)) > 3);
      }));
  },
  // Where the page is from makes no difference to what is shown.
  { ways: ["file"] },
);
