// An address that was given to others leads to the page that is there now, and to the place in it.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { build, newBook } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import { nothing } from "./support/nothing.mjs";
import { watch } from "./support/problems.mjs";

const PAGE = `---
title: 出張
aliases: [/rules/travel.html]
---

## 旅費 {#旅費}
`;

function movedBook() {
  const folder = newBook("");
  writeFileSync(path.join(folder, "content/journey.md"), PAGE);
  return pathToFileURL(build(folder)).href + "/";
}

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    const browser = launch(name);
    after(async () => (await browser).close());
    for (const [from, to] of [
      ["rules/travel.html", "journey.html"],
      ["rules/travel.html#旅費", "journey.html#旅費"],
    ]) {
      test(from, async () => {
        const base = movedBook();
        const page = await (await browser).newPage();
        const problems = await watch(page, base);
        await page.goto(base + encodeURI(from)).catch(() => {}); // It is left before it is loaded.
        await page.waitForFunction((there) => document.readyState === "complete" && decodeURI(location.href) === there, {}, base + to);
        assert.equal(await page.$eval("h1", (heading) => heading.textContent), "出張");
        nothing(problems.filter((problem) => !problem.startsWith("failed:"))); // The page that is left may not load all.
      });
    }
  });
}
