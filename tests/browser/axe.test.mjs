// axe-core finds nothing: on a page of every template, and in what pages show while they are used,
// in every look; on every fourth page of the handbook in one look each. AXE=all takes every page in
// every look, which is twenty times the work.
import { after, describe, test } from "node:test";

import { LOOKS, look, violations } from "./support/axe.mjs";
import { onePerTemplate, pages, siteUrl } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import * as dialog from "./support/dialog.mjs";
import { nothing } from "./support/nothing.mjs";

const TABS = 2;
const EACH = 4;
// A server shows 404.html, so notfound.test.mjs looks at it.
const shown = pages.filter((page) => page !== "404.html");

/** Pages with the looks in which they are swept. */
function swept() {
  if (process.env.AXE === "all") return shown.map((path) => [path, LOOKS]);
  return shown.filter((_, place) => place % EACH === 0).map((path, place) => [path, [LOOKS[place % LOOKS.length]]]);
}

/** What pages show while they are used: the page, and what brings it there. */
const STATES = new Map([
  ["the search dialog with results", ["index.html", openSearch]],
  ["the menu", ["index.html", openMenu]],
  ["a step of a flow", ["incident/flow-malware.html", (page) => click(page, "[data-run-start]")]],
  ["the record of a flow", ["incident/flow-malware.html", showRecord]],
  ["an answered checklist", ["check/self-check-25.html", answer]],
  ["the second question of a guide", ["check/six-class-guide.html", (page) => click(page, "[data-option]")]],
  ["a form that asks for details", ["incident/consultation-form.html", (page) => click(page, "[data-asks-details]")]],
]);

// On the page itself: what is below a bar, or not shown in this look, is clicked all the same.
function click(page, selector) {
  return page.$eval(selector, (element) => element.click());
}

// On paper there is no menu.
async function openMenu(page) {
  const button = await page.$(".tool-menu");
  if (await button.isVisible()) await button.click();
}

async function openSearch(page) {
  await dialog.open(page);
  await dialog.type(page, "ランサム");
}

async function showRecord(page) {
  for (const button of ["[data-run-start]", "[data-tick]", "[data-run-next]", "[data-run-record]"]) await click(page, button);
}

// The last choice of each question is a weak one, so that the list of what to do is there; keeping
// the result shows the comparison.
async function answer(page) {
  await page.$$eval("[data-item]", (items) => items.forEach((item) => item.querySelector("label:last-child input").click()));
  await click(page, "[data-keep]");
}

describe("axe-core", () => {
  const browser = launch("chromium");
  after(async () => (await browser).close());

  /** What is found on a page in some looks, each with where. The page is loaded once. */
  async function found(page, path, looks, prepare = () => {}) {
    await look(page, looks[0]);
    await page.goto(siteUrl + path, { waitUntil: "load" });
    await prepare(page);
    const complaints = [];
    for (const how of looks) {
      await look(page, how);
      complaints.push(...(await violations(page)).map((violation) => `${path}, ${how.kind}, ${how.width} px: ${violation}`));
    }
    return complaints;
  }

  /** Does some work on a tab of its own. */
  async function onTab(work) {
    const page = await (await (await browser).createBrowserContext()).newPage();
    return work(page).finally(() => page.browserContext().close());
  }

  /** Looks at pages, on several tabs. */
  async function sweep(todo) {
    const rest = todo.values();
    const complaints = [];
    const tab = async (page) => {
      for (const [path, looks] of rest) complaints.push(...(await found(page, path, looks)));
    };
    await Promise.all(Array.from({ length: TABS }, () => onTab(tab)));
    return complaints;
  }

  // What a page shows while it is used may hang on the look in which it was brought there.
  async function eachLook(path, prepare) {
    for (const how of LOOKS) nothing(await onTab((page) => found(page, path, [how], prepare)));
  }

  for (const [template, path] of onePerTemplate()) {
    test(`${template}: ${path}`, async () => nothing(await onTab((page) => found(page, path, LOOKS))));
  }
  for (const [state, [path, prepare]] of STATES) test(state, () => eachLook(path, prepare));
  test("the handbook", { timeout: 3_600_000 }, async (context) => {
    const todo = swept();
    nothing(await sweep(todo));
    context.diagnostic(`${todo.length} pages`);
  });
});
