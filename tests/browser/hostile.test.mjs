// Whatever is typed or put into the address: no exception, nothing injected, and search goes on.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";
import * as hostile from "./support/hostile.mjs";
import { nothing } from "./support/nothing.mjs";
import { listed } from "./support/results.mjs";

const ADDRESSES = ["%", "%ED%A0%80", "%3Cscript%3Ewindow.injected=1%3C/script%3E", "%00", "a&q=b", "+++"];

async function search(page, query) {
  await page.evaluate(hostile.type, "#page-search-input", JSON.stringify(query));
  return listed(page);
}

combinations(
  (read) => {
    for (const [name, query] of hostile.queries) {
      test(name, () =>
        read({}, async (page) => {
          await page.visit("search.html");
          await listed(page);
          await search(page, query);
          nothing(await page.evaluate(hostile.traces));
          assert.ok((await search(page, "漏えい")).total > 0, "search still works");
        }));
    }
    for (const address of ADDRESSES) {
      test(`?q=${address}`, () =>
        read({}, async (page) => {
          await page.visit("search.html?q=" + address);
          await listed(page);
          nothing(await page.evaluate(hostile.traces));
        }));
    }
    test("a place that is no encoded text", () =>
      read({}, async (page) => {
        await page.visit("readiness/readiness-guide.html#%");
        await page.waitForSelector("[data-guide-all]");
        nothing(await page.evaluate(hostile.traces));
      }));
  },
  // Where the page is from makes no difference to what is typed.
  { ways: ["file"] },
);
