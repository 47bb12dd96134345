// axe-core finds nothing on any template, light and dark, on a telephone and on a desk.
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { onePerTemplate } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";
import { nothing } from "./support/nothing.mjs";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const WIDTHS = [320, 1280];

async function violations(page) {
  const found = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"], preload: false }).then((result) => result.violations),
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id} (${help}), ${nodes.length} times: ${node.html.slice(0, 160)}`),
  );
}

async function check(page, prepare = () => {}) {
  const found = [];
  await page.evaluate(axe);
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 800 });
    await prepare(page);
    for (const violation of await violations(page)) found.push(`${width} px: ${violation}`);
  }
  nothing(found);
}

async function openSearch(page) {
  if (await dialog.isOpen(page)) return;
  await dialog.open(page);
  await dialog.type(page, "ランサム");
}

for (const scheme of ["light", "dark"]) {
  combinations(
    (read) => {
      for (const [template, path] of onePerTemplate()) {
        test(`${template}: ${path}`, () =>
          read({}, async (page) => {
            await page.visit(path);
            await check(page);
          }));
      }
      test("the search dialog with results", () =>
        read({}, async (page) => {
          await page.visit("index.html");
          await check(page, openSearch);
        }));
    },
    // The addresses make no difference to axe-core; half the work keeps the suite quick.
    { ways: ["file"], scheme },
  );
}
