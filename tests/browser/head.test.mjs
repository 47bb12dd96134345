// What a published page carries for other sites' programs is data: no browser runs it or complains about it.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { build, newBook } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import { nothing } from "./support/nothing.mjs";
import { watch } from "./support/problems.mjs";

const TITLE = "</script><script>window.injected = 1</script><!--<script>&\"'";

function hostileBook() {
  const folder = newBook('base-url = "https://example.jp/handbook/"\n');
  writeFileSync(path.join(folder, "content/hostile.md"), `---\ntitle: ${JSON.stringify(TITLE)}\n---\n`);
  return pathToFileURL(build(folder)).href + "/";
}

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    const browser = launch(name);
    after(async () => (await browser).close());
    test("no title breaks out of the data in the head", async () => {
      const base = hostileBook();
      const page = await (await browser).newPage();
      const problems = await watch(page, base);
      await page.goto(base + "hostile.html", { waitUntil: "load" });
      const data = await page.$eval('script[type="application/ld+json"]', (script) => script.textContent);
      const steps = JSON.parse(data).itemListElement;
      assert.deepEqual([steps.at(-1).name, steps.at(-1).item], [TITLE, "https://example.jp/handbook/hostile.html"]);
      assert.equal(await page.$eval('meta[property="og:title"]', (meta) => meta.content), TITLE);
      assert.equal(await page.evaluate(() => window.injected), undefined);
      nothing(problems);
    });
  });
}
