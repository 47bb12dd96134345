// One answer everywhere: search.html in both browsers, from file:// and over http, gives the same
// sections in the same order as `tebiki search`.
import { test } from "node:test";

import { lines } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import { nothing } from "./support/nothing.mjs";
import { oracle } from "./support/oracle.mjs";
import { ask } from "./support/results.mjs";
import { sample } from "./support/text.mjs";

const QUERIES = sample(lines("search/queries.txt"), 100, 5);

function firstDifference(answer, expected) {
  const at = expected.findIndex((address, index) => answer[index] !== address);
  const place = at < 0 ? expected.length : at;
  return `result ${place + 1} is ${answer[place]}, tebiki search has ${expected[place]}`;
}

combinations((read) => {
  test(`${QUERIES.length} queries`, () =>
    read({}, async (page) => {
      const different = [];
      for (const query of QUERIES) {
        const expected = await oracle(query);
        const { addresses, partial } = await ask(page, query);
        const answer = [...addresses, ...partial];
        if (answer.join() !== expected.join()) different.push(`${query}: ${firstDifference(answer, expected)}`);
      }
      nothing(different);
    }));
});
