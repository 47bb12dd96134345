// A page that does not exist, at any depth: it looks like the book, leads back, and searches.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { LOOKS, look, violations } from "./support/axe.mjs";
import { build, newBook } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import { nothing } from "./support/nothing.mjs";
import { listed } from "./support/results.mjs";
import { serve } from "./support/server.mjs";
import { serveStatic } from "./support/static.mjs";

const BELOW_PATH = 'base-url = "https://example.jp/handbook/"\n';

/** Servers, and the way from their origin to the home page that the page for what is not found leads to. */
const SERVERS = new Map([
  ["tebiki serve", [() => serve(), "index.html"]],
  ["a server of the built folder, below a path", [() => serveStatic("/handbook/", build(newBook(BELOW_PATH))), "index.html"]],
  ["tebiki serve of a book that is published below a path", [() => serve(newBook(BELOW_PATH)), "handbook/index.html"]],
]);

/** Opens an address that leads to nothing. Returns the page, and what else could not be loaded. */
async function open(browser, address) {
  const page = await browser.newPage();
  const missing = [];
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== address) missing.push(response.url());
  });
  const response = await page.goto(address, { waitUntil: "load" });
  assert.equal(response.status(), 404);
  return { page, missing };
}

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    const browser = launch(name);
    after(async () => (await browser).close());
    for (const [title, [start, home]] of SERVERS) {
      test(title, async () => {
        const server = await start();
        try {
          const { page, missing } = await open(await browser, server.origin + "deep/er/" + encodeURIComponent("ない") + ".html");
          nothing(missing);
          assert.equal(await page.$eval("[data-from-address]", (input) => input.value), "ない");
          assert.equal(await page.$eval("main", (main) => getComputedStyle(main).display !== "inline"), true);
          await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.$eval("main .link-list a", (link) => link.click())]);
          assert.equal(page.url(), server.origin + home);
        } finally {
          await server.stop();
        }
      });
    }
    test("it searches", async () => {
      const server = await serve();
      try {
        const { page } = await open(await browser, server.origin + "deep/ransomware.html");
        await page.$eval("[data-from-address]", (input) => (input.value = "ランサムウェア"));
        await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.$eval("main form button", (button) => button.click())]);
        page.base = server.origin;
        assert.ok((await listed(page)).total > 0);
      } finally {
        await server.stop();
      }
    });
  });
}

test("axe-core finds nothing", async () => {
  const server = await serve();
  const browser = await launch("chromium");
  try {
    const { page } = await open(browser, server.origin + "deep/none.html");
    for (const how of LOOKS) {
      await look(page, how);
      nothing(await violations(page));
    }
  } finally {
    await browser.close();
    await server.stop();
  }
});
