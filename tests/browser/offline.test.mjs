// After one visit the whole book is read without a network, and a newer edition is offered.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { launch } from "./support/browsers.mjs";
import { listed } from "./support/results.mjs";
import { serveStatic } from "./support/static.mjs";

const KEPT = { timeout: 300_000 };

// Text of the footer's line about the edition, once it says something.
async function state(page, { timeout } = KEPT) {
  await page.waitForFunction(() => document.querySelector("[data-edition-state]").textContent, { timeout });
  return page.$eval("[data-edition-state]", (line) => line.textContent);
}

const edition = (page) => page.$eval("[data-edition-name]", (name) => name.textContent);

async function keepAndLeave(page, server) {
  await page.goto(server.origin + "threats/ransomware.html");
  assert.match(await state(page), /保存/);
  const shown = await edition(page);
  await publish(page, server, shown);
  await server.stop();
  await page.goto(server.origin + "incident/flow-malware.html");
  assert.match(await page.title(), /ウイルス/);
  await page.goto(server.origin);
  assert.equal(await edition(page), "fedcba98");
  page.base = server.origin;
  await page.goto(server.origin + "search.html?q=" + encodeURIComponent("ランサムウェア"));
  assert.ok((await listed(page)).total > 0, "the search works without a network");
  await page.goto(server.origin + "no-such-page.html").catch(() => {});
  assert.ok(await page.$(".not-found"), "a page that does not exist says so");
}

// Another edition: the same book with another name and one more sentence.
async function publish(page, server, shown) {
  for (const name of ["assets/edition.js", "sw-files.js"]) {
    server.changed.set(name, String(server.contents(name)).replaceAll(shown, "fedcba98"));
  }
  const files = server.changed.get("sw-files.js");
  server.changed.set("sw-files.js", files.replace(/("assets\/edition\.js":)"\w+"/, '$1"0000000000"'));
  await page.goto(server.origin + "index.html");
  await page.waitForSelector("[data-edition-update]:not([hidden])", KEPT);
  assert.equal(await edition(page), shown, "until the reader agrees, the old edition is shown");
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load", ...KEPT }),
    page.$eval("[data-edition-update]", (button) => button.click()),
  ]);
  assert.equal(await edition(page), "fedcba98");
}

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let browser;
    after(() => browser?.close());
    test("the book is kept, updated, and read without a network", async () => {
      browser = await launch(name);
      const server = await serveStatic();
      const page = await browser.newPage();
      await keepAndLeave(page, server).finally(() => server.stop().catch(() => {}));
    });
  });
}
