// Readers find what they type: in the dialog that opens on every page, and on search.html.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pages } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";
import { nothing } from "./support/nothing.mjs";
import { random } from "./support/random.mjs";
import { ask } from "./support/results.mjs";
import { piece, runs, sample } from "./support/text.mjs";

const TYPED = ["ランサム", "漏えい", "A.16.1.5", "JPCERT"];
const PAGES = 20;
const PIECES_PER_PAGE = 2;
const SEED = 20261121;

const plain = (text) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

async function text(page, selector) {
  return plain(await page.$eval(selector, (element) => element.textContent));
}

// Runs inside the page, again and again, as the scrolling may be smooth.
function headingOnScreen() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const heading = target?.matches("h1, h2, h3, h4, h5, h6") ? target : target?.querySelector("h1, h2, h3, h4, h5, h6");
  if (!heading) return null;
  const { top, bottom } = heading.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) return null;
  const words = heading.cloneNode(true);
  for (const anchor of words.querySelectorAll("a.anchor")) anchor.remove();
  return words.textContent;
}

let pieces;

/** Pieces of text with the page they are from; read once, as all combinations show one book. */
async function piecesOfText(page) {
  const below = random(SEED);
  const found = [];
  for (const path of sample(pages, PAGES, SEED)) {
    await page.visit(path);
    const words = await runs(page);
    for (let count = 0; words.length > 0 && count < PIECES_PER_PAGE; count += 1) found.push({ path, query: piece(words, below) });
  }
  return found.filter(({ query }) => [...query].length >= 2);
}

combinations((read) => {
  for (const query of TYPED) {
    test(`typing ${query} in the dialog leads to a page that contains it`, () =>
      read({}, async (page) => {
        await page.visit("index.html");
        await dialog.open(page);
        const first = await dialog.type(page, query);
        await dialog.follow(page, () => first.click());
        assert.ok((await text(page, "main")).includes(plain(query)), `${page.place()} does not contain ${query}`);
      }));
  }

  test("a result opens at its heading", () =>
    read({}, async (page) => {
      await page.visit("threats/ransomware.html");
      await dialog.open(page);
      await dialog.type(page, "復号ツール");
      const link = await page.$('#search-results a[href*="#"]');
      const label = plain(await link.evaluate((element) => element.textContent));
      await dialog.follow(page, () => link.click());
      const heading = await page.waitForFunction(headingOnScreen);
      // A theme may number headings.
      const words = plain(await heading.jsonValue()).replace(/^\d+/, "");
      assert.ok(label.includes(words), `${label} does not name ${words}`);
    }));

  test("arrows and Enter open a result", () =>
    read({}, async (page) => {
      await page.visit("index.html");
      await dialog.openWithControlK(page);
      await dialog.type(page, "バックアップ");
      await page.keyboard.press("ArrowDown");
      await dialog.follow(page, () => page.keyboard.press("Enter"));
      assert.notEqual(page.place(), "index.html");
    }));

  for (const typed of ["", "漏えい"]) {
    test(`Escape closes the dialog ${typed && "with results "}and gives the focus back`, () =>
      read({}, async (page) => {
        await page.visit("index.html");
        await page.focus(".site-title");
        await dialog.open(page);
        if (typed) await dialog.type(page, typed);
        await page.keyboard.press("Escape");
        assert.equal(await dialog.isOpen(page), false);
        assert.ok(await page.evaluate(() => document.activeElement.matches(".site-title")));
      }));
  }

  test("/ in a field is a character", () =>
    read({}, async (page) => {
      await page.visit("search.html");
      await page.focus("#page-search-input");
      await page.keyboard.press("/");
      assert.equal(await dialog.isOpen(page), false);
      assert.equal(await page.$eval("#page-search-input", (input) => input.value), "/");
    }));

  test("search.html lists every result and says how many", () =>
    read({}, async (page) => {
      for (const query of TYPED) {
        const { total, addresses } = await ask(page, query);
        assert.ok(total > 0, `${query} is found`);
        assert.equal(addresses.length, total, query);
        for (const address of addresses) assert.ok(pages.includes(address.split("#")[0]), address);
      }
    }));

  test("search.html says when there is nothing", () =>
    read({}, async (page) => {
      assert.deepEqual(await ask(page, "鬱鬱鬱驫麤鬱"), { total: 0, addresses: [], partial: [] });
      assert.notEqual(await text(page, "#page-search-status"), "");
    }));

  test("every piece of text is found on its page", () =>
    read({}, async (page) => {
      pieces ??= await piecesOfText(page);
      const missed = [];
      for (const { path, query } of pieces) {
        const { addresses } = await ask(page, query);
        if (!addresses.some((address) => address.split("#")[0] === path)) missed.push(`${query} on ${path}`);
      }
      nothing(missed);
    }));
});
