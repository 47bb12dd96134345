// What a query costs over the wire, compressed: as the first one of a session with the scripts of the search and the root of its
// index, and as a further one, for which these are there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { lines, site } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";
import { nothing } from "./support/nothing.mjs";

const KILO = 1000;
const FIRST = 60 * KILO;
const FURTHER = 25 * KILO;

const judged = lines("search/judged.tsv").map((row) => row.split("\t")[0]);
const QUERIES = [...lines("search/words.txt"), ...judged];

const isOfSearch = (name) => name.startsWith("search/") || name.startsWith("assets/search");
const isOfFirst = (name) => name.startsWith("assets/") || name === "search/root.js";

const wire = (name) => gzipSync(readFileSync(path.join(site, name)), { level: 9 }).length;

/** Output paths of the search that a page asks for. `taken` gives those since it was called last. */
function watched(page) {
  let found = [];
  page.on("request", (request) => found.push(decodeURI(request.url().replace(page.base, ""))));
  return () => found.splice(0).filter(isOfSearch);
}

/** Forgets what was loaded but for the root: the next query asks for all that it needs. */
const forget = (page) =>
  page.evaluate(async function () {
    const index = await window.tebikiSearch.index();
    index.loaded.clear();
    index.decoded.clear();
  });

const sum = (names) => [...new Set(names)].reduce((total, name) => total + wire(name), 0);

/** Bytes of each query by itself, and of what the first one of a session loads besides. */
async function weigh(page, queries) {
  const taken = watched(page);
  await page.visit("index.html");
  await dialog.open(page);
  await dialog.paste(page, queries[0]);
  const always = sum(taken().filter(isOfFirst));
  const weighed = [];
  for (const query of queries) {
    await forget(page);
    await dialog.paste(page, query);
    weighed.push({ query, bytes: sum(taken()) });
  }
  return { always, weighed: weighed.sort((a, b) => b.bytes - a.bytes) };
}

combinations(
  (read) => {
    test(`${QUERIES.length} queries cost at most ${FIRST / KILO} kB as the first one, ${FURTHER / KILO} kB as a further one`, (context) =>
      read({}, async (page) => {
        await page.setCacheEnabled(false);
        const { always, weighed } = await weigh(page, QUERIES);
        context.diagnostic(`${always} bytes, and ${weighed[0].bytes} of ${weighed[0].query}`);
        assert.ok(always > 0 && weighed.every(({ bytes }) => bytes > 0));
        nothing(weighed.filter(({ bytes }) => bytes > Math.min(FURTHER, FIRST - always)).map(({ query, bytes }) => `${query}: ${bytes} bytes`));
      }));
  },
  { browsers: ["chromium"], ways: ["http"] },
);
