// The search of a site whose book.toml names a search engine: what it asks, what it shows, and what the reader is
// told when nobody answers.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { build, newBook } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import { standIn } from "./support/engine.mjs";

const PAGES = {
  "mail.md": "---\ntitle: 変なメール\ntags: [届いた]\n---\n\nまず開かない。\n\n## 開いたとき {#opened}\n\n情報漏えいを疑い、ISO27001の担当へ。\n",
  "lost.md": "---\ntitle: パソコンの紛失\n---\n\n情報漏洩のおそれ。<b>太字</b>\n",
};

function bookOf(engine, origin) {
  const book = newBook(`\n[search]\nendpoint = "${origin}"\nengine = "${engine}"\n`);
  for (const [name, text] of Object.entries(PAGES)) writeFileSync(path.join(book, "content", name), text);
  return book;
}

async function asked(page, site, query) {
  await page.goto(pathToFileURL(path.join(site, "search.html")).href + "?q=" + encodeURIComponent(query));
  await page.waitForSelector('#results[data-state="done"], #results[data-state="failed"]');
  return page.$$eval("#results .result a", (links) => links.map((link) => link.getAttribute("href")));
}

const told = (page) => page.$eval("#page-search-status", (status) => status.textContent);

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let browser;
    after(() => browser?.close());
    for (const engine of ["opensearch", "quickwit"]) {
      test(`the search asks ${engine} and nobody else`, async () => {
        browser ??= await launch(name);
        const other = await standIn(engine);
        const server = await standIn(engine);
        const page = await browser.newPage();
        try {
          const book = bookOf(engine, server.origin);
          server.hold(book);
          const site = build(book);
          const files = readdirSync(path.join(site, "search"));
          assert.deepEqual(files, ["root.js"], "the site has no index of its own");
          const html = readFileSync(path.join(site, "index.html"), "utf8");
          assert.ok(html.includes(`connect-src &#39;self&#39; ${server.origin};`), "pages may ask the engine");
          assert.ok(readFileSync(path.join(site, "_headers"), "utf8").includes(`connect-src 'self' ${server.origin};`));

          assert.deepEqual(await asked(page, site, "開いたとき"), ["mail.html#opened"]);
          assert.deepEqual((await asked(page, site, "情報漏えい")).toSorted(), ["lost.html", "mail.html#opened"], "other spellings too");
          assert.equal(await page.$$eval("#results mark", (marks) => marks.map((mark) => mark.textContent).includes("情報漏えい")), true);
          assert.equal(await page.$("#results b"), null, "texts are never read as HTML");
          assert.deepEqual(await asked(page, site, "情報漏えい -パソコン"), ["mail.html#opened"]);
          assert.deepEqual(await asked(page, site, "tag:届いた"), ["mail.html"]);
          assert.deepEqual(await asked(page, site, "存在しない言葉"), []);
          assert.match(await told(page), /見つかりません/);
          assert.deepEqual(server.refused, []);
          assert.ok(server.requests.length >= 5);

          const blocked = await page.evaluate((address) => fetch(address, { method: "POST" }).then(() => false, () => true), other.origin);
          assert.ok(blocked && other.refused.length + other.requests.length === 0, "the policy allows no other origin");

          server.failure = 503;
          assert.deepEqual(await asked(page, site, "メール"), []);
          assert.match(await told(page), /応答しません/);
          await server.stop();
          assert.deepEqual(await asked(page, site, "パソコン"), []);
          assert.match(await told(page), /応答しません/);
        } finally {
          await page.close();
          await Promise.all([other.stop(), server.stop().catch(() => {})]);
        }
      });
    }
  });
}
