// One answer everywhere: both browsers, from file:// and over http, give the same sections in the
// same order as `tebiki search`, and understand texts in the same way.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { answers, openSearch } from "./support/answers.mjs";
import { book, lines } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import { nothing } from "./support/nothing.mjs";
import { oracle } from "./support/oracle.mjs";
import { random } from "./support/random.mjs";
import { ask } from "./support/results.mjs";
import { piece, sample } from "./support/text.mjs";

const SEED = 20261121;
const PIECES = 200;
const SHOWN = 6;

/** Reads `\u{301}` and `\n`, for characters that no editor shows. */
function unescaped(text) {
  const plain = text.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
  return plain.replace(/\\u\{([0-9A-Fa-f]+)\}/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));
}

const rows = lines("search/normalise.tsv").slice(1).map((row) => row.split("\t").map(unescaped));
const judged = lines("search/judged.tsv").map((row) => row.split("\t")[0]);

/** Pieces of the sources, cut anywhere. */
function pieces() {
  const below = random(SEED);
  const names = readdirSync(path.join(book, "content"), { recursive: true }).filter((name) => name.endsWith(".md"));
  const texts = sample(names.sort(), PIECES, SEED).map((name) => readFileSync(path.join(book, "content", name), "utf8"));
  return texts.map((text) => piece(text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]+/gu), below));
}

const isOneLine = (query) => query !== "" && !/[\n\r]/.test(query);
const QUERIES = [...new Set([...lines("search/queries.txt"), ...lines("search/words.txt"), ...judged, ...rows.map(([input]) => input), ...pieces()])].filter(isOneLine);

let expected;

function firstDifference(answer, expected) {
  const at = expected.findIndex((address, index) => answer[index] !== address);
  const place = at < 0 ? expected.length : at;
  return `result ${place + 1} is ${answer[place]}, tebiki search has ${expected[place]}`;
}

combinations((read) => {
  test(`${QUERIES.length} queries`, () =>
    read({}, async (page) => {
      expected ??= await oracle(QUERIES);
      await openSearch(page);
      const found = await answers(page, QUERIES);
      const isDifferent = (at) => found[at].join() !== expected[at].join();
      nothing([...QUERIES.keys()].filter(isDifferent).map((at) => `${QUERIES[at]}: ${firstDifference(found[at], expected[at])}`));
    }));

  test("search.html shows that answer", () =>
    read({}, async (page) => {
      expected ??= await oracle(QUERIES);
      const different = [];
      for (const query of sample(QUERIES, SHOWN, SEED)) {
        const shown = (await ask(page, query)).addresses;
        const answer = expected[QUERIES.indexOf(query)];
        if (shown.join() !== answer.join()) different.push(`${query}: ${firstDifference(shown, answer)}`);
      }
      nothing(different);
    }));

  test(`${rows.length} normal forms`, () =>
    read({}, async (page) => {
      await openSearch(page);
      const forms = await page.evaluate((texts) => texts.map((text) => window.tebikiSearch.normalise(text)), rows.map(([input]) => input));
      nothing(rows.flatMap(([input, normal], at) => (forms[at] === normal ? [] : [`${JSON.stringify(input)} gives ${forms[at]}, not ${normal}`])));
    }));
});
