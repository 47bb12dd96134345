// A reader opens the handbook and goes from the home page to a threat, and from there to its flow.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";

// Of several links to a page some may be in a menu that is closed.
async function visible(page, selector) {
  for (const link of await page.$$(selector)) if (await link.isVisible()) return link;
  return null;
}

async function follow(page, selector) {
  const link = await visible(page, selector);
  assert.ok(link, `${page.place()} shows no ${selector}`);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), link.click()]);
}

async function walk(page) {
  await page.visit("index.html");
  const title = await page.title();
  assert.ok(title.length > 0, "the home page has a title");
  assert.equal(await page.$eval("html", (html) => html.lang), "ja");

  await follow(page, 'main a[href="threats/index.html"]');
  await follow(page, 'main a[href="ransomware.html"]');
  assert.equal(page.place(), "threats/ransomware.html");
  assert.match(await page.title(), /ランサムウェア/);
  assert.ok((await page.title()).includes(title), "every page's title names the handbook");

  await follow(page, 'main a[href="../incident/flow-ransomware.html"]');
  assert.equal(page.place(), "incident/flow-ransomware.html");
  const steps = await page.$$eval("main ol ol > li", (items) => items.filter((item) => item.innerText.trim()).length);
  assert.ok(steps >= 3, "the flow shows its steps");
}

combinations((read, { browser }) => {
  test("from home to a threat to its flow", () => read({}, walk));
  test("the same on a telephone", () => read({ width: 320, height: 640 }, walk));
  if (browser === "chromium") {
    // Firefox has no command for this in WebDriver BiDi.
    test("the same without JavaScript", () => read({ javascript: false }, walk));
  }
});
